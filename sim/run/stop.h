// Whether a run has come to an end that its scenario names.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/run/scenario.h"

namespace permea {

/// Whether one of the scenario's ends is there at row `row`, the last that was written, of a run's
/// `observables` (as in Series), whose rows are of `steps`. A number that is missing ends nothing.
bool is_over(const Scenario& scenario, std::span<const std::int64_t> steps,
             const std::vector<std::vector<double>>& observables, std::size_t row);

}  // namespace permea
