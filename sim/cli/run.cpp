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
                             "json: a JSON object a line"},
      {"quiet", 0, "", "no progress and no closing line: only what went wrong"},
      {"overwrite", 0, "", "replace a results file that exists, when the new one is complete; forget "
                           "what an interrupted call left, unless --resume is given too"},
      {"yes", 0, "", "make even a plan of more than 100,000 runs, or one that memory does not hold"},
      {"resume", 0, "", "go on where an interrupted or killed call ended, or start when there was "
                        "none; the results file is the same, byte for byte. A run that failed is "
                        "not made again: it would fail again"},
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
  call.output = {"", part_of(arguments), arguments.has("overwrite"), arguments.has("resume")};
  const Overrides overrides = overrides_of(arguments);
  if (arguments.operands().size() != 1) throw BadInput(problems);
  try {
    call.job = std::make_unique<Job>(arguments.operands().front(), models, overrides);
    refuse_empty_parts(*call.job, call.output.part, arguments);
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
  return std::to_string(finished) + " of " +
         std::to_string(call.job->plan.runs(call.output.part).size()) + " runs";
}

/// Makes the runs that are missing, and the results file if none is then.
Outcome compute(const Call& call) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file over the limit of its size is an error, not the end
  watch_for_interrupts();
  Archive archive(call.output, call.job->plan);
  const Remaining remaining = archive.remaining();
  if (!call.quiet && !remaining.made.empty())
    std::cerr << "permea: " << call.output.path << ".journal: "
              << count_of(remaining.made.size(), call) << " are there; going on\n";
  Progress progress(call.quiet ? ProgressStyle::none : progress_style(call.progress), stderr,
                    colour_wanted(), terminal_width());
  try {
    Outcome outcome = run_all(call.job->plan, call.job->forecast, call.resources, progress, remaining,
                              [&](const Series& series) { archive.add(series); });
    if (!outcome.interrupted) archive.finish(call.resources.threads);
    return outcome;
  } catch (const Failure& failure) {
    if (archive.size() == 0) throw;
    throw Failure(std::string(failure.what()) + "; " + count_of(archive.size(), call) +
                  " are kept, --resume goes on");
  }
}

/// Says how it went in the last line; returns the exit code.
int closing(const Call& call, const Outcome& outcome, const std::string& ending) {
  tell_failures(*call.job, outcome);
  if (!call.quiet)
    std::cout << call.output.path << ": " << outcome.finished << " runs, " << outcome.failed.size()
              << " failed, " << ending << "\n";
  return outcome.failed.empty() ? 0 : 1;
}

int run(Arguments& arguments, Models models) {
  const Clock::time_point start = Clock::now();
  RunCard card;
  card.command_line = {"permea", "run"};
  card.command_line.insert(card.command_line.end(), arguments.words().begin(), arguments.words().end());
  card.started = utc_now();
  const Call call = call_of(arguments, models);
  if (call.output.resume && !call.output.overwrite)
    if (const auto there = finished(call.output, call.job->plan))
      return closing(call, {there->made.size(), there->failed, false, 0}, "complete already");
  const Outcome outcome = compute(call);
  if (outcome.interrupted) {
    std::cerr << "permea: interrupted after " << count_of(outcome.finished, call)
              << "; the same call with --resume goes on\n";
    return come_again;
  }
  card.stepping_seconds = outcome.stepping_seconds;
  card.total_seconds = std::chrono::duration<double>(Clock::now() - start).count();
  card.threads = call.resources.threads;
  write_run_card(run_card_path(call.output.path), card);
  return closing(call, outcome, spoken(card.total_seconds));
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
