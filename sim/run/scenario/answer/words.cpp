// From the words of a command line to the table that a scenario would say them in.
#include "sim/run/scenario/answer/words.h"

#include <algorithm>

#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

TomlEntry entry_of(const std::string& key, const std::string& option, TomlEntry::Sort sort) {
  TomlEntry entry;
  entry.key = key;
  entry.place.file = option;
  entry.sort = sort;
  return entry;
}

TomlEntry value_of(const std::string& key, const std::string& option, Value value) {
  TomlEntry entry = entry_of(key, option, TomlEntry::Sort::value);
  entry.value = std::move(value);
  return entry;
}

/// What KEY may be in KEY=VALUE: the model's word for kinds, a dimension of the observable, an axis.
std::vector<std::string> keys_of_where(const std::string& observable, const Draft& draft) {
  std::vector<std::string> known;
  if (draft.has_kinds()) known.push_back(draft.model().kind);
  for (const ObservableRow& row : draft.model().observables)
    if (row.name == observable) known.insert(known.end(), row.dimensions.begin(), row.dimensions.end());
  for (const Axis& axis : draft.scenario.sweep.axes) known.push_back(axis.name);
  return known;
}

/// KEY=VALUE of a command line as a key of `where`, or of its table of points when an axis has the name.
void add_where(const std::string& written, const std::vector<std::string>& known,
               std::vector<TomlEntry>& where, TomlEntry& point, Draft& draft) {
  const Place place{"--where"};
  const std::size_t equals = written.find('=');
  if (equals == std::string::npos || equals == 0)
    return draft.wrong(place, text(Value(written)) + "; allowed: KEY=VALUE");
  const std::string key = written.substr(0, equals);
  if (std::ranges::find(known, key) == known.end())
    return draft.wrong(place, key + ": unknown key" + nearest_or_allowed(key, known));
  const std::vector<Axis>& axes = draft.scenario.sweep.axes;
  const bool swept = std::ranges::any_of(axes, [&](const Axis& axis) { return axis.name == key; });
  std::vector<TomlEntry>& table = swept ? point.inside : where;
  if (std::ranges::any_of(table, [&](const TomlEntry& before) { return before.key == key; }))
    return draft.wrong(place, key + " is given twice");
  table.push_back(value_of(key, place.file, read_toml_value(written.substr(equals + 1), key, place)));
}

TomlEntry where_of(const MeasureWords& words, Draft& draft) {
  TomlEntry where = entry_of("where", "--where", TomlEntry::Sort::table);
  TomlEntry point = entry_of("point", "--where", TomlEntry::Sort::table);
  const std::vector<std::string> known = keys_of_where(words.observable, draft);
  for (const std::string& written : words.where) add_where(written, known, where.inside, point, draft);
  if (!point.inside.empty()) where.inside.push_back(std::move(point));
  return where;
}

/// "12", "last", "mean" or "120..240" as it would stand in a scenario.
TomlEntry at_of(const std::string& written) {
  const auto number = [](const std::string& digits) -> std::optional<Value> {
    const bool plain = !digits.empty() && digits.size() < 10 &&
                       digits.find_first_not_of("0123456789") == std::string::npos;
    return plain ? std::optional<Value>(static_cast<std::int64_t>(std::stoll(digits)))
                 : std::nullopt;
  };
  const std::size_t dots = written.find("..");
  const auto first = number(written.substr(0, dots));
  const auto last = dots == std::string::npos ? first : number(written.substr(dots + 2));
  if (!first || !last) return value_of("at", "--at", written);
  if (dots == std::string::npos) return value_of("at", "--at", *first);
  TomlEntry at = entry_of("at", "--at", TomlEntry::Sort::table);
  at.inside = {value_of("from", "--at", *first), value_of("to", "--at", *last)};
  return at;
}

}  // namespace

std::string nearest_or_allowed(const std::string& name, const std::vector<std::string>& known) {
  constexpr std::size_t most = 12;
  const std::string nearest = suggestion(name, known);
  if (!nearest.empty() || known.empty()) return nearest;
  std::string list;
  for (std::size_t i = 0; i < std::min(known.size(), most); ++i)
    list.append(i == 0 ? "; allowed: " : ", ").append(known[i]);
  return list + (known.size() > most ? ", ..." : "");
}

Measure measure_of(const Scenario& scenario, const MeasureWords& words) {
  Draft draft;
  draft.scenario = scenario;
  std::vector<TomlEntry> table = {where_of(words, draft), at_of(words.at)};
  if (!words.observable.empty())
    table.push_back(value_of("observable", "--observable", words.observable));
  TableReader reader(table, "", {"--observable"}, draft.problems);
  Measure measure = read_measure_of_no_arm(reader, "", draft);
  for (Problem& problem : draft.problems)  // "--at: at: ..." says it twice
    if (const std::string key = problem.place.file.substr(2);
        problem.message.starts_with(key + ": "))
      problem.message.erase(0, key.size() + 2);
  if (!draft.problems.empty()) throw BadInput(std::move(draft.problems));
  return measure;
}

}  // namespace permea
