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
      {"overwrite", 0, "", "replace a results file that exists, when the new one is complete"},
      {"yes", 0, "", "make even a plan of more than 100,000 runs, or one that memory does not hold"},
      {"part", 0, "I/N", "only the I-th of N parts of the plan", false, false},
      {"resume", 0, "", "go on where an interrupted call ended", false, false},
      {"from", 0, "CHECKPOINT", "start from a saved world", false, false},
      {"checkpoint-every", 0, "MINUTES", "save the worlds now and then", false, false},
      {"help", 'h', "", "this text"}};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

void refuse_without_yes(const Job& job, const Resources& resources) {
  std::vector<Problem> problems;
  for (const std::string& reason : objections(job, resources)) {
    Problem& problem = problems.emplace_back();
    problem.place.file = job.scenario.file;
    problem.message = reason + "; --yes runs it all the same";
  }
  if (!problems.empty()) throw BadInput(std::move(problems));
}

/// The job, with everything that is wrong with the options and the scenario thrown together.
std::unique_ptr<Job> job_of(Arguments& arguments, Models models, const Resources& resources) {
  std::vector<Problem>& problems = arguments.problems();
  const Overrides overrides = overrides_of(arguments);
  std::unique_ptr<Job> job;
  if (arguments.operands().size() != 1) throw BadInput(problems);
  try {
    job = std::make_unique<Job>(arguments.operands().front(), models, overrides);
  } catch (const BadInput& bad) {
    problems.insert(problems.end(), bad.problems().begin(), bad.problems().end());
  }
  if (!problems.empty()) throw BadInput(problems);
  if (!arguments.has("yes")) refuse_without_yes(*job, resources);
  return job;
}

/// With --overwrite the results would take the place of the question.
void refuse_scenario_as_output(const std::string& output, const std::string& scenario) {
  std::error_code not_there_yet;
  if (std::filesystem::equivalent(output, scenario, not_there_yet))
    throw BadInput({output}, "is the scenario; -o must name another file");
}

/// Makes the runs and the results file. Throws Failure when a signal ended them.
Outcome compute(const Job& job, const std::string& output, bool overwrite,
                const Resources& resources, Progress& progress) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file over the limit of its size is an error, not the end
  watch_for_interrupts();
  Archive archive(output, job.plan, overwrite);
  Outcome outcome = run_all(job.plan, job.forecast, resources, progress,
                            [&](const Series& series) { archive.add(series); });
  if (outcome.interrupted)
    throw Failure("interrupted after " + std::to_string(outcome.finished) + " of " +
                  std::to_string(job.plan.runs()) +
                  " runs; nothing is kept, because --resume is not in this version");
  archive.finish(resources.threads);
  return outcome;
}

int run(Arguments& arguments, Models models) {
  const Clock::time_point start = Clock::now();
  RunCard card;
  card.command_line = {"permea", "run"};
  card.command_line.insert(card.command_line.end(), arguments.words().begin(), arguments.words().end());
  card.started = utc_now();
  const Resources resources = resources_of(arguments);
  const std::string asked = arguments.choice("progress", {"auto", "always", "never", "json"});
  const bool quiet = arguments.has("quiet");
  const std::unique_ptr<Job> job = job_of(arguments, models, resources);
  const std::string output = arguments.value("output", results_path(job->scenario));
  refuse_scenario_as_output(output, arguments.operands().front());
  Progress progress(quiet ? ProgressStyle::none : progress_style(asked), stderr, colour_wanted(),
                    terminal_width());
  const Outcome outcome = compute(*job, output, arguments.has("overwrite"), resources, progress);
  card.stepping_seconds = outcome.stepping_seconds;
  card.total_seconds = std::chrono::duration<double>(Clock::now() - start).count();
  card.threads = resources.threads;
  write_run_card(run_card_path(output), card);
  tell_failures(*job, outcome);
  if (!quiet)
    std::cout << output << ": " << outcome.finished << " runs, " << outcome.failed.size()
              << " failed, " << spoken(card.total_seconds) << "\n";
  return outcome.failed.empty() ? 0 : 1;
}

}  // namespace

Command run_command() {
  return {"run",
          "Makes every run of a scenario and leaves one results file",
          {"SCENARIO", 1, 1},
          options(),
          {"0  done",
           "1  a run failed (the file tells which), or a file or folder could not be written",
           "2  the command line or the scenario is wrong, or the results file exists"},
          run};
}

}  // namespace permea
