// How a scenario and the options become a job, and the limits it is held against.
#include "sim/cli/job.h"

#include <iostream>
#include <limits>
#include <sstream>

#include "sim/cli/machine.h"
#include "sim/cli/words.h"

namespace permea {
namespace {

/// A scenario that cannot be read is a wrong word on the command line.
Scenario loaded(const std::string& file, Models models, const Overrides& overrides) try {
  return load_scenario(file, models, overrides);
} catch (const Failure& failure) {
  throw BadInput({}, failure.what());
}

}  // namespace

Job::Job(const std::string& file, Models models, const Overrides& overrides)
    : scenario(loaded(file, models, overrides)), plan(scenario), forecast(plan) {}

/// `run 12 (arm "mixed", point 3, seed 5): failed after step 17: ...`
void tell_failures(const Plan& plan, const std::vector<FailedRun>& failed) {
  constexpr std::size_t most = 20;
  for (std::size_t i = 0; i < failed.size() && i < most; ++i) {
    const FailedRun& run = failed[i];
    std::ostringstream line;
    line << "run " << run.key.run << " (arm \"" << plan.scenario().arms[run.key.arm].name;
    if (plan.points() > 1) line << "\", point " << run.key.point;
    else line << '"';
    line << ", seed " << run.key.seed << "): failed after step " << run.last_step << ": " << run.message;
    Problem problem;
    problem.message = line.str();
    std::cerr << "permea: " << text(problem) << "\n";
  }
  if (failed.size() > most)
    std::cerr << "permea: and " << failed.size() - most << " more\n";
}

std::vector<Option> job_options() {
  return {{"set", 0, "KEY=VALUE", "set a parameter, as in [parameters] and instead of it", true},
          {"seeds", 0, "A..B", "replicates: one for each seed from A to B"},
          {"steps", 0, "N", "steps of each run"},
          threads_option()};
}

Option threads_option() {
  return {"threads", 0, "N", "threads to use; else SLURM_CPUS_PER_TASK, else OMP_NUM_THREADS, else "
                             "the processors that permea may run on"};
}

Overrides overrides_of(Arguments& arguments) {
  constexpr std::int64_t longest = std::numeric_limits<std::int32_t>::max();  // as in a scenario
  Overrides overrides;
  overrides.set = arguments.values("set");
  overrides.seeds = arguments.value("seeds");
  overrides.steps = arguments.whole("steps", 1, longest).value_or(-1);
  return overrides;
}

Resources resources_of(Arguments& arguments) {
  constexpr std::int64_t most_threads = 4096;
  const std::int64_t threads =
      arguments.whole("threads", 1, most_threads).value_or(threads_of_machine());
  return {static_cast<int>(threads), available_memory()};
}

std::vector<std::string> objections(const Job& job, const Resources& resources, const Runs& runs) {
  std::vector<std::string> reasons;
  if (runs.size() > many_runs)
    reasons.push_back(grouped(runs.size()) + " runs are more than " + grouped(many_runs));
  if (job.forecast.largest() > resources.memory)
    reasons.push_back("a run needs " + spoken_bytes(job.forecast.largest()) + " of memory and " +
                      spoken_bytes(resources.memory) + " are available");
  return reasons;
}

std::string results_path(const Scenario& scenario) { return "results/" + scenario.name + ".h5"; }

std::string results_path(const Scenario& scenario, const Part& part) {
  return "results/" + scenario.name + ".part-" + std::to_string(part.index) + "-of-" +
         std::to_string(part.count) + ".h5";
}

}  // namespace permea
