// What `run` and `check` know of a scenario before any of it is computed: its plan, what that takes,
// and why it may be refused.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/command.h"
#include "sim/run/forecast.h"
#include "sim/run/plan.h"
#include "sim/run/runner.h"

namespace permea {

/// Plans of more runs are refused without --yes.
inline constexpr std::size_t many_runs = 100'000;

struct Job {
  /// Throws BadInput with every problem of the scenario.
  Job(const std::string& file, Models models, const Overrides& overrides);
  Job(const Job&) = delete;  // the plan points at the scenario
  Job& operator=(const Job&) = delete;

  const Scenario scenario;
  const Plan plan;
  const Forecast forecast;
};

/// Writes to standard error which runs failed, where and why; the first ones, if they are many.
void tell_failures(const Plan& plan, const std::vector<FailedRun>& failed);

/// The options that say what is run and with what: --set, --seeds, --steps, --threads.
std::vector<Option> job_options();
Option threads_option();

Overrides overrides_of(Arguments& arguments);
/// Threads as asked for, else as the machine has; all the memory that is available.
Resources resources_of(Arguments& arguments);

/// Why `run` wants to be told --yes before it makes these runs: they are too many, or memory does not
/// hold the largest of the plan.
std::vector<std::string> objections(const Job& job, const Resources& resources, const Runs& runs);

/// The results file when no other is named.
std::string results_path(const Scenario& scenario);
std::string results_path(const Scenario& scenario, const Part& part);

}  // namespace permea
