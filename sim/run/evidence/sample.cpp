// How a run's rows become a number, and how arms and points are put together.
#include "sim/run/evidence/sample.h"

#include <algorithm>
#include <cmath>

#include "sim/run/evidence/statistics.h"

namespace permea {
namespace {

/// The contrast over arms at one point of the sweep.
double at_point(const Measure& measure, const Plan& plan, std::span<const double> numbers,
                std::size_t point, std::size_t replicate) {
  double contrast = 0;
  for (std::size_t arm = 0; arm < measure.weights.size(); ++arm)
    if (const double weight = measure.weights[arm]; weight != 0)
      contrast += weight * numbers[plan.number(arm, point, replicate)];
  return contrast;
}

}  // namespace

double number_of(const Measure& measure, const Record& record, std::span<const std::int64_t> steps,
                 const Series& series) {
  if (series.status != Status::done || measure.columns.empty()) return missing;
  const std::vector<double>& rows = series.observables[record.place_of(measure.observable)];
  const std::size_t width = rows.size() / steps.size();
  const std::int64_t from = measure.last ? series.last_step : measure.from;
  const std::int64_t to = measure.last ? series.last_step : measure.to;
  double sum = 0, count = 0;
  for (std::size_t row = 0; row < steps.size(); ++row) {
    if (steps[row] < from || steps[row] > to) continue;
    const double number = number_in(measure.columns, rows, width, row);
    if (std::isnan(number)) continue;
    sum += number;
    ++count;
  }
  return sum / count;  // NaN without any
}

std::vector<double> replicates_of(const Measure& measure, const Plan& plan,
                                  std::span<const double> numbers, std::size_t replicates) {
  std::vector<double> axis, sample;
  if (measure.slope)
    for (const std::size_t point : measure.points)
      axis.push_back(as_number(plan.swept(*measure.slope, point)));
  for (std::size_t replicate = 0; replicate < replicates; ++replicate) {
    std::vector<double> contrasts;
    for (const std::size_t point : measure.points)
      contrasts.push_back(at_point(measure, plan, numbers, point, replicate));
    const bool whole = std::none_of(contrasts.begin(), contrasts.end(),
                                    [](double contrast) { return std::isnan(contrast); });
    sample.push_back(!whole          ? missing
                     : measure.slope ? slope(axis, contrasts)
                                     : mean_of(contrasts).value);
  }
  return sample;
}

}  // namespace permea
