// `permea run`: makes every run of a scenario and leaves one results file.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/cli/job.h"
#include "sim/cli/machine.h"
#include "sim/file/archive.h"
#include "sim/file/run_card.h"
#include "sim/run/evidence/rounds.h"
#include "sim/run/interrupt.h"

namespace permea {
namespace {

using Clock = std::chrono::steady_clock;

std::vector<Option> options() {
  std::vector<Option> all = {
      {"output", 'o', "FILE", "the results file; else results/<scenario's name>.h5"}};
  for (Option& option : job_options()) all.push_back(std::move(option));
  const std::vector<Option> others = {
      {"progress", 0, "HOW", "auto: a bar on a terminal, lines elsewhere; always: the bar; never; "
                             "json: a JSON object a line, {\"remark\": ...} between"},
      {"quiet", 0, "", "no progress and no closing line: only what went wrong"},
      {"overwrite", 0, "", "replace a results file that exists, when the new one is complete; forget "
                           "what an interrupted call left, unless --resume is given too"},
      {"yes", 0, "", "make even a plan of more than 100,000 runs, or one that memory does not hold"},
      {"resume", 0, "", "go on where an interrupted or killed call ended, or start when there was "
                        "none; the results file is the same, byte for byte. A run that failed is "
                        "not made again: it would fail again"},
      {"takeover", 0, "", "the process on another host that a lock names is gone, as after a failed node: "
                          "write in its place; a process that lives is never ousted where its file "
                          "system passes on locks"},
      {"part", 0, "I/N", "only the I-th of N parts of the plan, into results/NAME.part-I-of-N.h5; "
                         "`permea merge` puts the parts together"},
      {"from", 0, "CHECKPOINT", "start from a saved world", false, false},
      {"checkpoint-every", 0, "MINUTES", "save the worlds now and then", false, false},
      {"help", 'h', "", "this text"}};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

constexpr int come_again = 75;  ///< exit code; EX_TEMPFAIL of sysexits.h

/// Everything that the command line asks for, held against the scenario.
struct Call {
  std::unique_ptr<Job> job;
  Output output;
  Resources resources;
  std::string progress;
  bool quiet = false;
};

/// "2/8"; the whole plan when nothing is said.
Part part_of(Arguments& arguments) {
  if (!arguments.has("part")) return {};
  const std::string written = arguments.value("part");
  const std::size_t slash = written.find('/');
  const auto index = whole_number(written.substr(0, slash));
  const auto count = slash == std::string::npos ? std::nullopt : whole_number(written.substr(slash + 1));
  if (index && count && *index >= 1 && *index <= *count) return {*index, *count};
  arguments.wrong("--part", written + " is not I/N with whole numbers I from 1 to N");
  return {};
}

void refuse_empty_parts(const Job& job, const Part& part, Arguments& arguments) {
  if (part.count <= job.plan.runs()) return;
  arguments.wrong("--part", std::to_string(part.count) + " parts are more than the " +
                                std::to_string(job.plan.runs()) + " runs of the plan");
}

/// How many seeds are enough can only be told where all runs are.
void refuse_parts_of_rounds(const Job& job, Arguments& arguments) {
  if (arguments.has("part") && !job.scenario.untils.empty())
    arguments.wrong("--part", "not with [[until]], which looks at all runs together; give up either");
}

void refuse_without_yes(const Job& job, const Call& call, Arguments& arguments) {
  for (const std::string& reason : objections(job, call.resources, job.plan.runs(call.output.part)))
    arguments.wrong(job.scenario.file, reason + "; --yes runs it all the same");
}

/// With --overwrite the results would take the place of the question.
void refuse_scenario_as_output(const std::string& output, const std::string& scenario) {
  std::error_code not_there_yet;
  if (std::filesystem::equivalent(output, scenario, not_there_yet))
    throw BadInput({output}, "is the scenario; -o must name another file");
}

/// With everything that is wrong with the options and the scenario thrown together.
Call call_of(Arguments& arguments, Models models) {
  std::vector<Problem>& problems = arguments.problems();
  Call call;
  call.resources = resources_of(arguments);
  call.progress = arguments.choice("progress", {"auto", "always", "never", "json"});
  call.quiet = arguments.has("quiet");
  call.output = {"", part_of(arguments), arguments.has("overwrite"), arguments.has("resume"),
                 arguments.has("takeover")};
  const Overrides overrides = overrides_of(arguments);
  if (arguments.operands().size() != 1) throw BadInput(problems);
  try {
    call.job = std::make_unique<Job>(arguments.operands().front(), models, overrides);
    refuse_empty_parts(*call.job, call.output.part, arguments);
    refuse_parts_of_rounds(*call.job, arguments);
  } catch (const BadInput& bad) {
    problems.insert(problems.end(), bad.problems().begin(), bad.problems().end());
  }
  if (problems.empty() && !arguments.has("yes")) refuse_without_yes(*call.job, call, arguments);
  if (!problems.empty()) throw BadInput(problems);
  const bool part = arguments.has("part");
  call.output.path = arguments.value(
      "output", part ? results_path(call.job->scenario, call.output.part) : results_path(call.job->scenario));
  refuse_scenario_as_output(call.output.path, arguments.operands().front());
  return call;
}

std::string count_of(std::size_t finished, const Call& call) {
  const bool at_most = !call.job->scenario.untils.empty();
  return std::to_string(finished) + (at_most ? " of at most " : " of ") +
         std::to_string(call.job->plan.runs(call.output.part).size()) + " runs";
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
                 });
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

/// Makes the runs that are missing, and the results file if none is then. `enough`: of replicates.
Outcome compute(const Call& call, std::optional<Enough>& enough) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file over the limit of its size is an error, not the end
  watch_for_interrupts();
  Archive archive(call.output, call.job->plan);
  Progress progress(call.quiet ? ProgressStyle::none : progress_style(call.progress), stderr,
                    colour_wanted(), terminal_width());
  if (!call.quiet && archive.size() > 0)
    progress.remark(call.output.path + ".journal: " + count_of(archive.size(), call) +
                    " are there; going on");
  try {
    Outcome outcome = make_rounds(call, archive, progress, enough);
    progress.end();
    if (!outcome.interrupted) archive.finish(enough, call.resources.threads);
    return outcome;
  } catch (const Failure& failure) {
    if (archive.size() == 0) throw;
    throw Failure(std::string(failure.what()) + "; " + count_of(archive.size(), call) +
                  " are kept, --resume goes on");
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
  }
  return outcome.failed.empty() ? 0 : 1;
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
    if (const auto there = finished(call.output, call.job->plan))
      return closing(call, {there->runs.made.size(), there->runs.failed, false, 0, 0}, there->enough,
                     "complete already");
  std::optional<Enough> enough;
  Outcome outcome = compute(call, enough);
  if (outcome.interrupted) {
    std::cerr << "permea: interrupted after " << count_of(outcome.finished, call)
              << "; the same call with --resume goes on\n";
    return come_again;
  }
  card.stepping_seconds = outcome.stepping_seconds;
  card.running_seconds = outcome.running_seconds;
  card.total_seconds = std::chrono::duration<double>(Clock::now() - start).count();
  card.threads = call.resources.threads;
  write_run_card(run_card_path(call.output.path), card);
  number_as_in_file(outcome, Plan(call.job->scenario, enough));
  return closing(call, outcome, enough, spoken(card.total_seconds));
}

}  // namespace

Command run_command() {
  return {"run",
          "Makes every run of a scenario and leaves one results file",
          {"SCENARIO", 1, 1},
          options(),
          {"0  done",
           "1  a run failed (the file tells which), or a file or folder could not be written",
           "2  the command line or the scenario is wrong, or the results file exists",
           "75  interrupted; what is done is kept, and --resume goes on"},
          run};
}

}  // namespace permea
