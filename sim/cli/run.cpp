// `permea run`: makes every run of a scenario and leaves one results file.
#include <chrono>
#include <functional>
#include <iostream>

#include "sim/cli/call.h"
#include "sim/cli/machine.h"
#include "sim/file/run_card.h"
#include "sim/run/evidence/rounds.h"
#include "sim/run/interrupt.h"

namespace permea {
namespace {

using Clock = std::chrono::steady_clock;
using WriteCard = std::function<void(const Outcome&)>;

constexpr int come_again = 75;  ///< exit code; EX_TEMPFAIL of sysexits.h

std::string count_of(std::size_t finished, const Call& call) {
  const bool at_most = !call.job->scenario.untils.empty();
  return std::to_string(finished) + (at_most ? " of at most " : " of ") +
         std::to_string(call.job->plan.runs(call.output.part).size()) + " runs";
}

/// `2 runs under way`
std::string under_way(std::size_t runs) {
  return std::to_string(runs) + (runs == 1 ? " run under way" : " runs under way");
}

/// Makes the runs that are missing of the first so many replicates.
Outcome make(const Call& call, Archive& archive, Rounds& rounds, std::size_t replicates,
             Progress& progress) {
  const Plan& plan = call.job->plan;
  const Remaining remaining = archive.remaining();
  progress.may_follow(workload_of(plan, call.job->forecast, beyond(remaining.runs, plan, replicates)));
  return run_all(plan, call.job->forecast, call.resources, progress,
                 within(remaining, plan, replicates), [&](const Series& series) {
                   archive.add(series);
                   rounds.add(series.key.run, series.until);
                 }, &archive.checkpoint());
}

/// Makes round after round until there are replicates enough; returns the last round's outcome, which
/// has all runs in it.
Outcome make_rounds(const Call& call, Archive& archive, Progress& progress,
                    std::optional<Enough>& enough) {
  Rounds rounds(call.job->plan);
  if (!call.job->scenario.untils.empty())
    for (const std::size_t run : archive.remaining().made) rounds.add(run, archive.until(run));
  double stepping = 0, running = 0;
  for (const std::size_t replicates : rounds.ends()) {
    Outcome outcome = make(call, archive, rounds, replicates, progress);
    stepping += outcome.stepping_seconds;
    running += outcome.running_seconds;
    if (!outcome.interrupted) enough = rounds.enough(replicates);
    if (enough) progress.nothing_follows();
    if (outcome.interrupted || enough || replicates == rounds.ends().back()) {
      outcome.stepping_seconds = stepping;
      outcome.running_seconds = running;
      return outcome;
    }
    if (!call.quiet)
      progress.remark(std::to_string(replicates) + " seeds: " + rounds.too_wide(replicates) + "; going on");
  }
  return {};
}

/// What a call before left.
void tell_what_is_there(const Call& call, const Archive& archive, Progress& progress) {
  const Checkpoint& checkpoint = archive.checkpoint();
  if (archive.size() > 0)
    progress.remark(call.output.path + ".journal: " + count_of(archive.size(), call) + " are there; going on");
  if (checkpoint.size() > 0) {
    const std::string from = std::to_string(checkpoint.fewest_steps());
    const std::string to = std::to_string(checkpoint.most_steps());
    progress.remark(call.output.path + ".state: " + under_way(checkpoint.size()) + " after step " + from +
                    (from == to ? "" : " to " + to) + "; going on");
  }
}

/// What there is for --resume: `3 of 6 runs are kept, 2 runs under way are saved`.
std::string what_is_kept(const Call& call, std::size_t finished, std::size_t saved) {
  return count_of(finished, call) + " are kept" +
         (saved > 0 ? ", " + under_way(saved) + (saved == 1 ? " is saved" : " are saved") : "");
}

/// The same behind a failure, `; ..., --resume goes on`; nothing when nothing is kept.
std::string what_is_kept_all_the_same(const Call& call, Archive& archive) {
  std::size_t finished = 0;
  try {
    finished = archive.secure();
  } catch (const Failure&) {  // then they are not promised
  }
  const std::size_t saved = archive.checkpoint().under_way();
  return finished + saved == 0 ? "" : "; " + what_is_kept(call, finished, saved) + ", --resume goes on";
}

/// What a call made; if it was interrupted, what there is to go on from; why it has no card, if it has none.
struct Made {
  Outcome outcome;
  std::optional<Enough> enough;
  std::string kept, without_card;
};

/// Writes the results file, and then its card, before anybody else may touch either.
void finish(const Call& call, const WriteCard& write_card, Archive& archive, Made& made) {
  Finishing how{made.enough, call.resources.threads, [] { return !interrupted(); }, {}};
  how.beside = [&] {
    try {
      write_card(made.outcome);
    } catch (const Failure& failure) {
      made.without_card = failure.what();
    }
  };
  made.outcome.interrupted = !archive.finish(how);
}

/// Makes the runs that are missing, and the results file if none is then.
Made compute(const Call& call, const WriteCard& write_card) {
  watch_for_interrupts();
  Archive archive(call.output, call.job->plan);
  Progress progress(call.quiet ? ProgressStyle::none : progress_style(call.progress), stderr,
                    colour_wanted(), terminal_width());
  for (const std::string& remark : archive.checkpoint().remarks()) progress.remark(remark);
  if (!call.quiet) tell_what_is_there(call, archive, progress);
  try {
    Made made;
    made.outcome = make_rounds(call, archive, progress, made.enough);
    progress.end();
    if (!made.outcome.interrupted) finish(call, write_card, archive, made);
    if (made.outcome.interrupted)
      made.kept = what_is_kept(call, archive.secure(), archive.checkpoint().under_way());
    return made;
  } catch (const Failure& failure) {
    throw Failure(failure.what() + what_is_kept_all_the_same(call, archive));
  }
}

/// Failed runs by their numbers in a results file of fewer replicates.
void number_as_in_file(Outcome& outcome, const Plan& plan) {
  for (FailedRun& run : outcome.failed)
    run.key = plan.key(plan.number(run.key.arm, run.key.point, run.key.replicate));
}

/// Says how it went in the last line; returns the exit code.
int closing(const Call& call, const Outcome& outcome, const std::optional<Enough>& enough,
            const std::string& ending) {
  tell_failures(call.job->plan, outcome.failed);
  if (!call.quiet) {
    std::cout << call.output.path << ": " << outcome.finished << " runs, " << outcome.failed.size()
              << " failed, " << ending << "\n";
    if (enough)
      std::cout << enough->replicates << " of at most " << call.job->plan.replicates()
                << " seeds: " << enough->why << "\n";
    if (const std::int64_t step = call.output.saving.branching_step; step > 0) {
      const std::string folder = branching_folder(call.output.path, step);
      std::cout << folder << ": " << runs_in(folder) << " runs after step " << step << ", for --from\n";
    }
  }
  return outcome.failed.empty() ? 0 : 1;
}

/// A file that was complete before anybody asked for a checkpoint.
void refuse_late_checkpoint(const Output& output) {
  const std::int64_t step = output.saving.branching_step;
  if (step > 0 && runs_in(branching_folder(output.path, step)) == 0)
    throw BadInput({"--checkpoint-at"}, output.path + " is complete already, and no run was put aside after step " +
                                            std::to_string(step) + "; --overwrite makes it again");
}

int run(Arguments& arguments, Models models) {
  const Clock::time_point start = Clock::now();
  RunCard card;
  card.command_line = {"permea", "run"};
  card.command_line.insert(card.command_line.end(), arguments.words().begin(), arguments.words().end());
  card.started = utc_now();
  card.instruction_set = models.instruction_set;
  const Call call = call_of(arguments, models);
  if (call.output.resume && !call.output.overwrite)
    if (const auto there = finished(call.output, call.job->plan)) {
      refuse_late_checkpoint(call.output);
      return closing(call, {there->runs.made.size(), there->runs.failed, false, 0, 0}, there->enough,
                     "complete already");
    }
  const std::string card_path = run_card_path(call.output.path);
  refuse_other_than_card(card_path);
  const auto write_card = [&](const Outcome& outcome) {
    card.stepping_seconds = outcome.stepping_seconds;
    card.running_seconds = outcome.running_seconds;
    card.total_seconds = std::chrono::duration<double>(Clock::now() - start).count();
    card.threads = call.resources.threads;
    write_run_card(card_path, card);
  };
  auto [outcome, enough, kept, without_card] = compute(call, write_card);
  if (outcome.interrupted) {
    std::cerr << "permea: interrupted: " << kept << "; the same call with --resume goes on\n";
    return come_again;
  }
  if (!without_card.empty()) throw Failure(without_card + "; " + call.output.path + " is complete");
  number_as_in_file(outcome, Plan(call.job->scenario, enough));
  return closing(call, outcome, enough, spoken(card.total_seconds));
}

}  // namespace

Command run_command() {
  return {"run",
          "Makes every run of a scenario and leaves one results file",
          {"SCENARIO", 1, 1},
          run_options(),
          {"0  done",
           "1  a run failed (the file tells which), or a file or folder could not be written",
           "2  the command line or the scenario is wrong, or the results file exists",
           "75  interrupted; what is done is kept, and --resume goes on"},
          run};
}

}  // namespace permea
