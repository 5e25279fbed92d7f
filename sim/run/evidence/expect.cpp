// From runs to one number for each replicate, from those to an estimate, from that to a verdict.
#include "sim/run/evidence/expect.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/run/evidence/sample.h"

namespace permea {
namespace {

/// So near to zero a sum of numbers of the size of one has no digits left: its sign says nothing.
constexpr double rounding = 1e-12;

double beyond_rounding(double number) { return std::abs(number) < rounding ? 0.0 : number; }

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
  const double low = beyond_rounding(estimate.low), high = beyond_rounding(estimate.high);
  if (low >= expectation.low && high <= expectation.high) return Verdict::hit;
  if (high < expectation.low || low > expectation.high) return Verdict::miss;
  return Verdict::open;
}

Evidence::Evidence(const Plan& plan)
    : plan_(plan),
      steps_(plan.recorded_steps()),
      numbers_(plan.scenario().expectations.size(), std::vector<double>(plan.runs(), missing)) {}

void Evidence::add(const Series& series) {
  const Scenario& scenario = plan_.scenario();
  for (std::size_t i = 0; i < scenario.expectations.size(); ++i)
    numbers_[i][series.key.run] =
        number_of(scenario.expectations[i].measure, scenario.record, steps_, series);
}

std::vector<Finding> Evidence::findings() const {
  const std::vector<Expectation>& expectations = plan_.scenario().expectations;
  std::vector<Finding> findings;
  for (std::size_t i = 0; i < expectations.size(); ++i) {
    const Estimate estimate =
        estimate_of(expectations[i].statistic,
                    replicates_of(expectations[i].measure, plan_, numbers_[i], plan_.replicates()));
    findings.push_back({estimate, verdict_of(expectations[i], estimate)});
  }
  return findings;
}

}  // namespace permea
