// What only shows when the parts of a scenario are put together: a key that two of them set, and
// settings that the model refuses.
#include <algorithm>

#include "sim/run/plan.h"
#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

void refuse_set_as_well(Draft& draft, const std::string& name, const Given& set) {
  for (const Axis& axis : draft.scenario.sweep.axes)
    if (axis.name == name)
      draft.wrong(set.place,
                  name + ": set here and swept at " + text(axis.place) + "; only one can be");
}

/// Everything that is wrong with one setting. What has no place of its own gets `place`.
bool is_sound(const Setting& setting, const Place& place, Draft& draft) {
  std::vector<Problem> problems = draft.model().problems(setting);
  for (Problem& problem : problems) {
    if (problem.place.file.empty()) problem.place = place;
    draft.problems.push_back(std::move(problem));
  }
  return problems.empty();
}

/// The observables that are recorded along a dimension: `share, price`.
std::string recorded_along(const std::string& dimension, const Scenario& scenario) {
  std::string names;
  for (const std::size_t observable : scenario.record.observables) {
    const ObservableRow& row = scenario.model->observables[observable];
    if (std::ranges::find(row.dimensions, dimension) != row.dimensions.end())
      names.append(names.empty() ? "" : ", ").append(row.name);
  }
  return names;
}

/// All runs of a plan go into one file, so what is recorded has the same places along its dimensions.
/// Whether it has not, which is noted.
bool refuse_other_dimensions(const std::vector<Dimension>& first, const Setting& setting,
                             const Place& place, Draft& draft) {
  const std::vector<Dimension> now = recorded_dimensions(draft.scenario, setting);
  for (std::size_t i = 0; i < first.size() && i < now.size(); ++i) {
    if (first[i].labels == now[i].labels) continue;
    const std::string& name = first[i].name;
    const std::size_t there = first[i].labels.size(), here = now[i].labels.size();
    draft.wrong(place, (here == there ? "other places along " + name + " than in the first run"
                                      : std::to_string(here) + " places along " + name + " in a run, and " +
                                            std::to_string(there) + " in the first") +
                           "; a file has the same in all: let [record] leave out what runs along " + name + " (" +
                           recorded_along(name, draft.scenario) + "), or make a scenario of each");
    return true;
  }
  return false;
}

class SettingCheck {
 public:
  explicit SettingCheck(Draft& draft) : draft_(draft), plan_(draft.scenario) {}

  void check_all() {
    std::size_t checked = 0;
    for (std::size_t point = 0; point < plan_.points(); ++point)
      for (std::size_t arm = 0; arm < draft_.scenario.arms.size(); ++arm) {
        if (++checked > ScenarioLimits::checked) return;
        if (has_members(arm)) check_run(arm, point);
      }
  }

  /// Tables that no arm uses are held against the model as well.
  void check_unused() {
    Setting setting = plan_.setting({});
    for (const Kind& kind : draft_.unused_kinds) setting.kinds.push_back(kind);
    if (!draft_.unused_kinds.empty()) is_sound(setting, draft_.arm_places[0], draft_);
  }

 private:
  bool has_members(std::size_t arm) const {
    const std::vector<std::int64_t>& counts = draft_.scenario.arms[arm].counts;
    return draft_.model().population.empty() ||
           std::any_of(counts.begin(), counts.end(), [](std::int64_t count) { return count > 0; });
  }

  void check_run(std::size_t arm, std::size_t point) {
    const RunKey key{0, arm, point, 0, draft_.scenario.first_seed};
    check(plan_.setting(key), point == 0 ? draft_.arm_places[arm] : draft_.sweep_place);
    if (changed_ >= ScenarioLimits::checked) return;
    changed_ += draft_.scenario.changes.size();
    for (const SettingFrom& change : plan_.changes(key)) check(change.setting, place_of(change));
  }

  void check(const Setting& setting, const Place& place) {
    if (draft_.problems.size() > ScenarioLimits::noted) return;
    if (!is_sound(setting, place, draft_)) return;
    if (first_.empty()) first_ = recorded_dimensions(draft_.scenario, setting);
    if (!others_) others_ = refuse_other_dimensions(first_, setting, place, draft_);
  }

  Place place_of(const SettingFrom& setting) const {
    const std::vector<Change>& changes = draft_.scenario.changes;
    const auto change = std::find_if(changes.begin(), changes.end(),
                                     [&](const Change& c) { return c.at == setting.at; });
    return draft_.change_places[static_cast<std::size_t>(change - changes.begin())];
  }

  Draft& draft_;
  Plan plan_;
  std::vector<Dimension> first_;
  bool others_ = false;      ///< are noted
  std::size_t changed_ = 0;  ///< how many changes were gone through
};

}  // namespace

void refuse_conflicts(Draft& draft) {
  for (const auto& [name, given] : draft.set) refuse_set_as_well(draft, name, given);
  for (const LeverSet& set : draft.set_levers)
    refuse_set_as_well(draft, draft.owner(set.kind) + set.lever, set.given);
  for (const Arm& arm : draft.scenario.arms)
    for (const auto& [name, given] : arm.parameters) {
      refuse_set_as_well(draft, name, given);
      if (const auto set = draft.set.find(name); set != draft.set.end())
        draft.wrong(set->second.place, name + ": set here and by an arm at " + text(given.place) +
                                           "; only one can be");
    }
}

void check_settings(Draft& draft) {
  SettingCheck check(draft);
  check.check_all();
  check.check_unused();
}

}  // namespace permea
