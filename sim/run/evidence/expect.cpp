// From runs to one number for each replicate, from those to an estimate, from that to a verdict.
#include "sim/run/evidence/expect.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace permea {
namespace {

Estimate estimate_of(Statistic statistic, std::span<const double> sample) {
  if (statistic == Statistic::variance) return variance_of(sample);
  return statistic == Statistic::wins ? share_above_zero(sample) : mean_of(sample);
}

Verdict verdict_on_value(const Expectation& expectation, const Estimate& estimate) {
  const bool within = std::abs(estimate.value - expectation.value) <= expectation.tolerance;
  const bool reaches_in = estimate.low <= expectation.high && estimate.high >= expectation.low;
  const bool too_wide = estimate.half_width() > expectation.tolerance;  // false without interval
  if (too_wide && reaches_in) return Verdict::open;
  return within ? Verdict::hit : Verdict::miss;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  constexpr std::array<std::string_view, 3> names = {"hit", "miss", "open"};
  return names[static_cast<std::size_t>(verdict)];
}

Verdict verdict_of(const Expectation& expectation, const Estimate& estimate) {
  if (expectation.form == Expectation::Form::words || std::isnan(estimate.value))
    return Verdict::open;
  if (expectation.form == Expectation::Form::value) return verdict_on_value(expectation, estimate);
  if (estimate.low >= expectation.low && estimate.high <= expectation.high) return Verdict::hit;
  if (estimate.high < expectation.low || estimate.low > expectation.high) return Verdict::miss;
  return Verdict::open;
}

Evidence::Evidence(const Plan& plan)
    : plan_(plan),
      steps_(plan.recorded_steps()),
      numbers_(plan.scenario().expectations.size(), std::vector<double>(plan.runs(), missing)) {}

/// The mean over recorded steps of the weighted sum of columns; what is missing does not count.
double Evidence::number_in(const Measure& measure, const Series& series) const {
  const std::size_t at = plan_.scenario().record.place_of(measure.observable);
  const std::vector<double>& rows = series.observables[at];
  const std::size_t width = rows.size() / steps_.size();
  const std::int64_t from = measure.last ? series.last_step : measure.from;
  const std::int64_t to = measure.last ? series.last_step : measure.to;
  double sum = 0, count = 0;
  for (std::size_t row = 0; row < steps_.size(); ++row) {
    if (steps_[row] < from || steps_[row] > to) continue;
    const double number = permea::number_in(measure.columns, rows, width, row);
    if (std::isnan(number)) continue;
    sum += number;
    ++count;
  }
  return sum / count;  // NaN without any
}

void Evidence::add(const Series& series) {
  if (series.status != Status::done) return;
  const std::vector<Expectation>& expectations = plan_.scenario().expectations;
  for (std::size_t i = 0; i < expectations.size(); ++i)
    if (!expectations[i].measure.columns.empty())
      numbers_[i][series.key.run] = number_in(expectations[i].measure, series);
}

/// The contrast over arms at one point of the sweep.
double Evidence::at_point(std::size_t expectation, std::size_t point, std::size_t replicate) const {
  const std::vector<double>& weights = plan_.scenario().expectations[expectation].measure.weights;
  double contrast = 0;
  for (std::size_t arm = 0; arm < weights.size(); ++arm) {
    if (weights[arm] == 0) continue;
    const std::size_t run = (arm * plan_.points() + point) * plan_.replicates() + replicate;
    contrast += weights[arm] * numbers_[expectation][run];
  }
  return contrast;
}

/// One number for each replicate: the mean over the points, or the slope along them; missing when it
/// is missing at one of them, as the others would be another measure.
std::vector<double> Evidence::replicates_of(std::size_t expectation) const {
  const Measure& measure = plan_.scenario().expectations[expectation].measure;
  std::vector<double> axis, replicates;
  if (measure.slope)
    for (const std::size_t point : measure.points)
      axis.push_back(as_number(plan_.swept(*measure.slope, point)));
  for (std::size_t replicate = 0; replicate < plan_.replicates(); ++replicate) {
    std::vector<double> contrasts;
    for (const std::size_t point : measure.points)
      contrasts.push_back(at_point(expectation, point, replicate));
    const bool whole = std::none_of(contrasts.begin(), contrasts.end(),
                                    [](double contrast) { return std::isnan(contrast); });
    replicates.push_back(!whole          ? missing
                         : measure.slope ? slope(axis, contrasts)
                                         : mean_of(contrasts).value);
  }
  return replicates;
}

std::vector<Finding> Evidence::findings() const {
  const std::vector<Expectation>& expectations = plan_.scenario().expectations;
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    const Estimate estimate = estimate_of(expectations[i].statistic, replicates_of(i));
    findings.push_back({estimate, verdict_of(expectations[i], estimate)});
  }
  return findings;
}

}  // namespace permea
