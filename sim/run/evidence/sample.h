// From runs to numbers that can be compared: one number of each run, then one for each replicate.
#pragma once

#include <span>
#include <vector>

#include "sim/run/plan.h"
#include "sim/run/series.h"

namespace permea {

/// What a measure reads of a run that was recorded at `steps`: the mean over the recorded steps that
/// are meant of the weighted sum of columns. Rows that are missing do not count; missing (NaN) without
/// any, and of a run that failed.
double number_of(const Measure& measure, const Record& record, std::span<const std::int64_t> steps,
                 const Series& series);

/// One number for each of the first `replicates`: the contrast over arms, as a mean over the points or
/// the slope along them. `numbers` has that of each run of the plan. Missing when it is missing at one
/// of the points, as the others would be another measure.
std::vector<double> replicates_of(const Measure& measure, const Plan& plan,
                                  std::span<const double> numbers, std::size_t replicates);

}  // namespace permea
