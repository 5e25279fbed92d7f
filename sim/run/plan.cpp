// What each run is, from nothing but the scenario and the run's number.
#include "sim/run/plan.h"

#include <algorithm>
#include <stdexcept>

namespace permea {
namespace {

std::size_t points_of(const Sweep& sweep) {
  if (sweep.design == Design::none) return 1;
  if (sweep.design != Design::grid) return sweep.axes.front().values.size();
  std::size_t points = 1;
  for (const Axis& axis : sweep.axes) points *= axis.values.size();
  return points;
}

/// Later values replace those that are there.
void lay_over(Values& below, const Values& above) {
  for (const auto& [name, given] : above) below.insert_or_assign(name, given);
}

/// The levers and the lever's name that "strategy.open.lock_in" stands for, or nullptr.
Values* levers_named(const std::string& name, const Model& model, Setting& setting,
                     std::string& lever) {
  for (Kind& kind : setting.kinds) {
    const std::string owner = model.kind + "." + kind.name + ".";
    if (!name.starts_with(owner)) continue;
    lever = name.substr(owner.size());
    return &kind.levers;
  }
  return nullptr;
}

const Value& standard(const std::vector<ParameterRow>& rows, const std::string& name) {
  for (const ParameterRow& row : rows)
    if (row.name == name) return row.standard;
  throw std::out_of_range("no parameter is called " + name);
}

const Value& in_force(const Values& given, const std::vector<ParameterRow>& rows,
                      const std::string& name) {
  const auto found = given.find(name);
  return found != given.end() ? found->second.value : standard(rows, name);
}

}  // namespace

Plan::Plan(const Scenario& scenario, std::optional<Enough> enough)
    : scenario_(&scenario),
      enough_(std::move(enough)),
      arms_(scenario.arms.size()),
      points_(points_of(scenario.sweep)),
      replicates_(static_cast<std::size_t>(scenario.last_seed - scenario.first_seed) + 1) {
  if (enough_) replicates_ = std::min(replicates_, enough_->replicates);
}

Runs Plan::runs(const Part& part) const {
  const std::size_t size = runs() / part.count, larger = runs() % part.count;
  const auto start = [&](std::size_t before) { return before * size + std::min(before, larger); };
  return {start(part.index - 1), start(part.index)};
}

RunKey Plan::key(std::size_t run) const {
  const std::size_t replicate = run % replicates_;
  return {run, run / replicates_ / points_, run / replicates_ % points_, replicate,
          scenario_->first_seed + replicate};
}

const Given& Plan::given(std::size_t axis, std::size_t point) const {
  const std::vector<Axis>& axes = scenario_->sweep.axes;
  std::size_t place = point;
  if (scenario_->sweep.design == Design::grid) {  // the last axis is the fastest
    for (std::size_t faster = axes.size() - 1; faster > axis; --faster)
      place /= axes[faster].values.size();
    place %= axes[axis].values.size();
  }
  return axes[axis].values[place];
}

const Value& Plan::swept(std::size_t axis, std::size_t point) const {
  return given(axis, point).value;
}

Setting Plan::setting(const RunKey& key) const {
  const Arm& arm = scenario_->arms[key.arm];
  Setting setting{key.seed, 1, scenario_->parameters, scenario_->kinds};
  lay_over(setting.parameters, arm.parameters);
  for (std::size_t kind = 0; kind < setting.kinds.size(); ++kind)
    setting.kinds[kind].count = arm.counts[kind];
  for (std::size_t axis = 0; axis < scenario_->sweep.axes.size(); ++axis) {
    std::string name = scenario_->sweep.axes[axis].name;
    Values* values = levers_named(name, *scenario_->model, setting, name);
    (values ? *values : setting.parameters).insert_or_assign(name, given(axis, key.point));
  }
  return setting;
}

std::vector<SettingFrom> Plan::changes(const RunKey& key) const {
  std::vector<SettingFrom> changes;
  Setting setting = this->setting(key);
  for (const Change& change : scenario_->changes) {
    if (std::find(change.arms.begin(), change.arms.end(), key.arm) == change.arms.end()) continue;
    lay_over(setting.parameters, change.parameters);
    for (std::size_t kind = 0; kind < setting.kinds.size(); ++kind)
      lay_over(setting.kinds[kind].levers, change.levers[kind]);
    if (changes.empty() || changes.back().at != change.at) changes.push_back({change.at, {}});
    changes.back().setting = setting;
  }
  return changes;
}

std::vector<std::string> Plan::varying() const {
  std::vector<std::string> names;
  const std::vector<Axis>& axes = scenario_->sweep.axes;
  const auto swept = [&](const std::string& name) {
    return std::any_of(axes.begin(), axes.end(), [&](const Axis& a) { return a.name == name; });
  };
  const auto set_by_arm = [&](const std::string& name) {
    return std::any_of(scenario_->arms.begin(), scenario_->arms.end(),
                       [&](const Arm& arm) { return arm.parameters.contains(name); });
  };
  for (const ParameterRow& row : scenario_->model->parameters)
    if (swept(row.name) || set_by_arm(row.name)) names.push_back(row.name);
  for (const Axis& axis : axes)
    if (std::find(names.begin(), names.end(), axis.name) == names.end()) names.push_back(axis.name);
  return names;
}

Value Plan::value(const std::string& name, const RunKey& key) const {
  Setting setting = this->setting(key);
  std::string lever;
  if (const Values* levers = levers_named(name, *scenario_->model, setting, lever))
    return in_force(*levers, scenario_->model->levers, lever);
  return in_force(setting.parameters, scenario_->model->parameters, name);
}

std::vector<std::int64_t> Plan::recorded_steps() const {
  std::vector<std::int64_t> steps;
  for (std::int64_t step = 0; step < scenario_->steps; step += scenario_->record.every)
    steps.push_back(step);
  steps.push_back(scenario_->steps);
  return steps;
}

std::vector<Dimension> recorded_dimensions(const Scenario& scenario, const Setting& setting) {
  std::vector<Dimension> dimensions;
  if (scenario.model->dimensions) dimensions = scenario.model->dimensions(setting);
  std::erase_if(dimensions, [&](const Dimension& dimension) {
    return std::ranges::none_of(scenario.record.observables, [&](std::size_t observable) {
      const auto& names = scenario.model->observables[observable].dimensions;
      return std::ranges::find(names, dimension.name) != names.end();
    });
  });
  return dimensions;
}

}  // namespace permea
