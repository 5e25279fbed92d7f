// What a plan will take, added up from the model's own list of columns and observables.
#include "sim/run/forecast.h"

#include <algorithm>

#include "sim/run/series.h"

namespace permea {
namespace {

/// Numbers in one row of the panel, when no more members are born than there are places.
std::size_t panel_width(const Model& model, const Counts& counts) {
  std::size_t width = 0;
  for (const std::size_t column : panel_columns(model)) width += counts.at(model.state[column].per);
  return width;
}

std::size_t bytes_of_series(const Plan& plan, const Setting& setting, const Counts& counts) {
  const Scenario& scenario = plan.scenario();
  const Model& model = *scenario.model;
  std::vector<Dimension> dimensions;
  if (model.dimensions) dimensions = model.dimensions(setting);
  std::size_t width = scenario.record.panel ? panel_width(model, counts) : 0;
  for (const std::size_t observable : scenario.record.observables)
    width += row_width(model.observables[observable], setting.kinds.size(), dimensions);
  return plan.recorded_steps().size() * width * sizeof(double);
}

}  // namespace

RunSize run_size(const Plan& plan, const Setting& setting) {
  const Model& model = *plan.scenario().model;
  const Counts counts = model.counts(setting);
  return {bytes_of(model.state, counts), bytes_of_series(plan, setting, counts)};
}

Forecast::Forecast(const Plan& plan) : points_(plan.points()), runs_(plan.runs()) {
  const std::size_t arms = plan.scenario().arms.size();
  sizes_.reserve(arms * points_);
  for (std::size_t setting = 0; setting < arms * points_; ++setting) {
    const RunKey key = plan.key(setting * plan.replicates());
    sizes_.push_back(run_size(plan, plan.setting(key)));
    largest_ = std::max(largest_, sizes_.back().memory());
    results_ += sizes_.back().series * plan.replicates();
  }
}

std::size_t Forecast::at_once(std::size_t memory, int threads) const {
  const std::size_t fit = largest_ == 0 ? runs_ : memory / largest_;
  return std::max<std::size_t>(1, std::min({fit, static_cast<std::size_t>(threads), runs_}));
}

}  // namespace permea
