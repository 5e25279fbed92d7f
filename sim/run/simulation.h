// One run from its start to its last row: build the world, step it, look at it, change it when a
// change is due.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sim/run/plan.h"
#include "sim/run/series.h"

namespace permea {

/// Asked when `steps_done` steps of the run are done, from 0 (just started) to the last; false stops
/// the run there.
using GoOn = std::function<bool(std::int64_t steps_done)>;

/// Runs number `run` of the plan with so many threads, on which no result depends. An exception of
/// the model makes the run Status::failed: its message and the last step done are kept, the rows that
/// are missing are NaN and the hash is 0. Nothing when `go_on` said false. An empty `go_on` never
/// stops; what `go_on` answers after the last step changes nothing.
///
/// A run that comes to an end which its scenario names ([[stop]]) is done there: the rows behind it are
/// NaN as well.
///
/// A change takes force before the step it names is made. A flow is summed over every step since the
/// row before; before the first step nothing has flowed and it is missing (NaN).
std::optional<Series> simulate(const Plan& plan, std::size_t run, int threads,
                               const GoOn& go_on = {});

}  // namespace permea
