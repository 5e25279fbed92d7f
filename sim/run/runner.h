// Which runs go when: several at once, as many as memory holds; a failed run is noted and the rest
// goes on.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/run/forecast.h"
#include "sim/run/plan.h"
#include "sim/run/progress.h"
#include "sim/run/series.h"
#include "sim/run/simulation.h"

namespace permea {

/// What the runs may use together. No result depends on it.
struct Resources {
  int threads = 1;
  std::size_t memory = 0;  ///< bytes
};

/// What these runs of the plan are worth. A step is worth the bytes it may visit, so that shares of the
/// work grow evenly over worlds of any size.
Workload workload_of(const Plan& plan, const Forecast& forecast, std::span<const std::size_t> runs);

/// What has become of a plan, or of the part that was to be made; calls before are counted in.
struct Outcome {
  std::size_t finished = 0;       ///< runs, the failed ones among them
  std::vector<FailedRun> failed;  ///< in the order of the plan
  bool interrupted = false;
  double stepping_seconds = 0;  ///< of all runs that this call made
  double running_seconds = 0;   ///< the same with starting and observing
};

/// Takes each finished run, from any thread, several at a time, in any order.
using Sink = std::function<void(const Series&)>;

/// Makes the remaining runs of the plan, one run a thread; threads that have no run of their own go
/// inside the runs. Largest runs first. A run that finds no memory ends the work with Failure. What `sink`
/// throws ends it and is thrown again when all threads are at rest; a signal (interrupt.h) ends it too. A
/// `keeper` has what then was under way. Where the progress ends is the caller's to say: more rounds may
/// follow.
Outcome run_all(const Plan& plan, const Forecast& forecast, const Resources& resources,
                Progress& progress, const Remaining& remaining, const Sink& sink,
                Keeper* keeper = nullptr);
/// The same with everything that the plan has.
Outcome run_all(const Plan& plan, const Forecast& forecast, const Resources& resources,
                Progress& progress, const Sink& sink);

}  // namespace permea
