// [[change]]: from some step on, other parameters and other levers.
#include <algorithm>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>

#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

std::vector<std::size_t> read_arms_of(TableReader& table, const Draft& draft) {
  const std::vector<Arm>& arms = draft.scenario.arms;
  const TomlEntry* given = table.find("arms");
  std::vector<std::size_t> chosen;
  if (!given) {
    chosen.resize(arms.size());
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    return chosen;
  }
  std::vector<std::string> known;
  for (const Arm& arm : arms) known.push_back(arm.name);
  for (const TomlEntry* entry : table.names("arms", "the names of arms")) {
    const auto& name = std::get<std::string>(entry->value);
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
      table.wrong("arms", entry->place, text(*entry) + " is unknown" + suggestion(name, known));
    else
      chosen.push_back(static_cast<std::size_t>(found - known.begin()));
  }
  if (given->sort == TomlEntry::Sort::array && given->inside.empty())
    table.wrong("arms", given->place, "empty; left out, it means all arms");
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

std::vector<Values> read_levers(TableReader& table, Draft& draft) {
  const std::vector<Kind>& kinds = draft.scenario.kinds;
  std::vector<Values> levers(kinds.size());
  const std::string& word = draft.model().kind;
  const TomlEntry* all = draft.has_kinds() ? table.table(word) : nullptr;
  if (!all) return levers;
  std::vector<std::string> known;
  for (const Kind& kind : kinds) known.push_back(kind.name);
  for (const TomlEntry& entry : all->inside) {
    const auto found = std::find(known.begin(), known.end(), entry.key);
    if (found == known.end())
      table.wrong(word + "." + entry.key, entry.place,
                  "no arm has any" + suggestion(entry.key, known));
    else if (entry.sort != TomlEntry::Sort::table)
      table.refuse(word + "." + entry.key, entry, "a table of levers");
    else
      levers[static_cast<std::size_t>(found - known.begin())] =
          values_of(entry.inside, draft.model().levers, draft.owner(entry.key), draft.problems);
  }
  return levers;
}

/// What only takes force at the start cannot change later; left out, so that nothing more is said of it.
void refuse_at_start(Values& values, const std::vector<ParameterRow>& rows,
                     const std::string& owner, Draft& draft) {
  for (const ParameterRow& row : rows)
    if (const auto given = values.find(row.name); row.at_start && given != values.end()) {
      draft.wrong(given->second.place,
                  owner + row.name + ": takes force at the start only; it cannot change");
      values.erase(given);
    }
}

void refuse_at_start(Change& change, Draft& draft) {
  refuse_at_start(change.parameters, draft.model().parameters, "", draft);
  for (std::size_t kind = 0; kind < change.levers.size(); ++kind)
    refuse_at_start(change.levers[kind], draft.model().levers,
                    draft.owner(draft.scenario.kinds[kind].name), draft);
}

void read_change(const TomlEntry& entry, Draft& draft) {
  TableReader table(entry.inside, "change.", entry.place, draft.problems);
  const std::int64_t last = draft.steps_in_file > 0 ? draft.steps_in_file : ScenarioLimits::steps;
  if (!table.find("at")) table.missing("at", "the step before which it takes force");
  Change change;
  change.at = table.whole("at", 1, last).value_or(0);
  change.arms = read_arms_of(table, draft);
  if (const TomlEntry* parameters = table.table("parameters"))
    change.parameters = values_of(parameters->inside, draft.model().parameters, "", draft.problems);
  change.levers = read_levers(table, draft);
  refuse_at_start(change, draft);
  table.note_unread();
  const bool empty = std::none_of(entry.inside.begin(), entry.inside.end(), [](const auto& inside) {
    return inside.key != "at" && inside.key != "arms" && !inside.inside.empty();
  });
  if (empty)
    draft.wrong(entry.place,
                "change: changes nothing; allowed: parameters" +
                    (draft.has_kinds() ? " and " + draft.owner("NAME") + "LEVER" : std::string()));
  if (change.at == 0) return;
  draft.scenario.changes.push_back(std::move(change));
  draft.change_places.push_back(entry.place);
}

/// The levers of each kind that are set later.
std::vector<Values> levers_of(const SetLater& set, Draft& draft) {
  const std::vector<Kind>& kinds = draft.scenario.kinds;
  std::vector<std::string> known;
  for (const Kind& kind : kinds) known.push_back(kind.name);
  std::vector<Values> levers(kinds.size());
  for (const LeverSet& lever : set.levers) {
    const auto found = std::find(known.begin(), known.end(), lever.kind);
    if (found == known.end())
      draft.wrong(lever.given.place, draft.owner(lever.kind) + lever.lever + ": no arm has any" +
                                         suggestion(lever.kind, known));
    else levers[static_cast<std::size_t>(found - known.begin())].insert({lever.lever, lever.given});
  }
  return levers;
}

void add_set(SetLater set, Draft& draft) {
  Change change{set.at, {}, std::move(set.parameters), levers_of(set, draft)};
  for (std::size_t arm = 0; arm < draft.scenario.arms.size(); ++arm) change.arms.push_back(arm);
  refuse_at_start(change, draft);
  draft.scenario.changes.push_back(std::move(change));
  draft.change_places.push_back({"--set"});
}

/// A parameter or a lever that a change gives.
struct Changed {
  std::int64_t at = 0;
  std::string name;
  const Change* change = nullptr;
  Place place;

  /// An arm can have one of them only.
  auto what() const { return std::tie(at, name); }
};

/// All that is given by changes: by step, then by name, then as in the file.
std::vector<Changed> all_changed(const Draft& draft) {
  std::vector<Changed> all;
  for (const Change& change : draft.scenario.changes) {
    const auto add = [&](const Values& values, const std::string& owner) {
      for (const auto& [name, given] : values) all.push_back({change.at, owner + name, &change, given.place});
    };
    add(change.parameters, "");
    for (std::size_t kind = 0; kind < change.levers.size(); ++kind)
      add(change.levers[kind], draft.owner(draft.scenario.kinds[kind].name));
  }
  std::ranges::stable_sort(all, {}, &Changed::what);
  return all;
}

/// Refuses what an arm is given a second time, naming where it was given first.
void refuse_shared(std::span<const Changed> same, Draft& draft) {
  std::vector<const Place*> first(draft.scenario.arms.size(), nullptr);
  for (const Changed& changed : same) {
    const Place* before = nullptr;
    for (const std::size_t arm : changed.change->arms) {
      if (first[arm]) before = first[arm];
      else first[arm] = &changed.place;
    }
    if (before)
      draft.wrong(changed.place, changed.name + ": changed twice at the same step; also at " + text(*before));
  }
}

void refuse_twice(Draft& draft) {
  const std::vector<Changed> all = all_changed(draft);
  for (std::span<const Changed> rest = all; !rest.empty();) {
    const auto same = std::ranges::equal_range(rest, rest.front().what(), {}, &Changed::what).size();
    if (same > 1) refuse_shared(rest.first(same), draft);
    rest = rest.subspan(same);
  }
}

/// By rising `at`, then the order of the file; those that --steps leaves out never take force.
void sort_changes(Draft& draft) {
  std::vector<std::size_t> order;
  const std::int64_t steps = draft.scenario.steps;
  for (std::size_t i = 0; i < draft.scenario.changes.size(); ++i)
    if (steps < 1 || draft.scenario.changes[i].at <= steps) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return draft.scenario.changes[a].at < draft.scenario.changes[b].at;
  });
  std::vector<Change> changes;
  std::vector<Place> places;
  for (const std::size_t i : order) {
    changes.push_back(std::move(draft.scenario.changes[i]));
    places.push_back(std::move(draft.change_places[i]));
  }
  draft.scenario.changes = std::move(changes);
  draft.change_places = std::move(places);
}

}  // namespace

void read_changes(TableReader& root, SetLater set, Draft& draft) {
  for (const TomlEntry* change : root.tables("change")) read_change(*change, draft);
  if (!set.parameters.empty() || !set.levers.empty()) add_set(std::move(set), draft);
  refuse_twice(draft);
  sort_changes(draft);
}

}  // namespace permea
