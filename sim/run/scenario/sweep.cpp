// [sweep]: at which points every arm is run.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/kit/elementary.h"
#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

constexpr std::array<std::string_view, 6> axis_words = {"from",  "to",      "count",
                                                        "scale", "integer", "choices"};

/// What an axis' name stands for: the declaration, and what stands before the name in messages.
struct Meant {
  const ParameterRow* row = nullptr;
  std::string owner;
};

const ParameterRow* find_row(const std::vector<ParameterRow>& rows, const std::string& name) {
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const ParameterRow& r) { return r.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

Meant meant_by(const std::string& name, const Draft& draft) {
  if (const ParameterRow* row = find_row(draft.model().parameters, name)) return {row, ""};
  for (const Kind& kind : draft.scenario.kinds)
    if (const std::string owner = draft.owner(kind.name); name.starts_with(owner))
      return {find_row(draft.model().levers, name.substr(owner.size())), owner};
  return {};
}

std::vector<std::string> names_to_sweep(const Draft& draft) {
  std::vector<std::string> names;
  for (const ParameterRow& row : draft.model().parameters) names.push_back(row.name);
  for (const Kind& kind : draft.scenario.kinds)
    for (const ParameterRow& row : draft.model().levers)
      names.push_back(draft.owner(kind.name) + row.name);
  return names;
}

/// Tells `firms = { count = [2, 3] }`, the topic of a parameter, from `noise = { from = 0, ... }`.
bool is_axis(const TomlEntry& entry, const std::string& name, const Draft& draft) {
  if (entry.sort != TomlEntry::Sort::table || meant_by(name, draft).row) return true;
  const std::vector<std::string> known = names_to_sweep(draft);
  const auto inside_topic = [&](const std::string& other) { return other.starts_with(name + "."); };
  if (std::any_of(known.begin(), known.end(), inside_topic)) return false;
  return std::any_of(entry.inside.begin(), entry.inside.end(), [](const TomlEntry& inside) {
    return std::find(axis_words.begin(), axis_words.end(), inside.key) != axis_words.end();
  });
}

std::vector<Given> listed(const TomlEntry& array, const std::string& name, const ParameterRow& row,
                          Draft& draft) {
  std::vector<Given> values;
  for (const TomlEntry& place : array.inside)
    if (place.sort == TomlEntry::Sort::value)
      values.push_back({as_declared(place.value, row.name, {row}), place.place});
    else
      draft.wrong(place.place, name + ": " + text(place) + "; allowed: " + allowed(row));
  if (array.inside.empty()) draft.wrong(array.place, name + ": no values");
  return values;
}

/// `count` numbers from `from` to `to`, evenly on the scale; both ends exactly.
std::vector<double> spaced(double from, double to, std::int64_t count, bool log_scale) {
  const auto last = static_cast<double>(count - 1);
  std::vector<double> numbers;
  for (std::int64_t k = 0; k < count; ++k) {
    const double share = static_cast<double>(k) / last;
    const double between =
        log_scale ? from * elementary::exp(share * (elementary::log(to) - elementary::log(from)))
                  : from + (to - from) * static_cast<double>(k) / last;
    numbers.push_back(k == 0 ? from : k == count - 1 ? to : between);
  }
  return numbers;
}

/// { from = 0, to = 1, count = 11, scale = "log", integer = true }
std::vector<Given> ranged(TableReader& table, const ParameterRow& row) {
  for (const std::string_view key : {"from", "to", "count"})
    if (!table.find(key)) table.missing(key, key == "count" ? "a whole number" : "a number");
  const auto from = table.number("from"), to = table.number("to");
  const auto count = table.whole("count", 2, static_cast<std::int64_t>(ScenarioLimits::values));
  const std::string scale = table.prose("scale").value_or("linear");
  if (scale != "linear" && scale != "log")
    table.refuse("scale", *table.find("scale"), "one of \"linear\", \"log\"");
  const bool integer = table.flag("integer").value_or(row.type == Type::whole);
  if (!from || !to || !count) return {};
  const bool log_scale = scale == "log";
  constexpr double largest_whole = 0x1p53;
  if (*from == *to) {
    table.wrong("to", table.find("to")->place, "the same as from");
  } else if (integer && std::max(std::abs(*from), std::abs(*to)) > largest_whole) {
    table.wrong("to", table.find("to")->place, "too large for whole numbers");
  } else if (log_scale && !(*from > 0 && *to > 0)) {
    table.wrong("scale", table.find("scale")->place, "\"log\" needs from and to above 0");
  } else {
    std::vector<Given> values;
    for (const double number : spaced(*from, *to, *count, log_scale))
      values.push_back(
          {integer ? Value(static_cast<std::int64_t>(std::llround(number))) : Value(number),
           table.place()});
    return values;
  }
  return {};
}

std::vector<Given> values_of_table(const TomlEntry& entry, const std::string& name,
                                   const ParameterRow& row, Draft& draft) {
  TableReader table(entry.inside, name + ".", entry.place, draft.problems);
  const TomlEntry* choices = table.array("choices", "values");
  std::vector<Given> values;
  if (table.find("choices")) {
    if (choices) values = listed(*choices, name, row, draft);
    for (const std::string_view key : axis_words)
      if (const TomlEntry* other = table.find(key); other && key != "choices")
        table.wrong(key, other->place, "cannot stand beside choices");
  } else if (row.type == Type::real || row.type == Type::whole) {
    values = ranged(table, row);
  } else {
    draft.wrong(entry.place, name + ": a range; allowed: " + allowed(row));
    return values;
  }
  table.note_unread();
  return values;
}

/// Notes the values that the declaration does not allow, and what is there twice.
void check_values(const Axis& axis, const Meant& meant, bool grid, Draft& draft) {
  int wrong = 0;
  constexpr int enough = 10;  // of the same axis
  for (const Given& given : axis.values) {
    const Values one = {{meant.row->name, given}};
    Notes notes(one, meant.owner);
    notes.take(*meant.row);
    draft.problems.insert(draft.problems.end(), notes.problems().begin(), notes.problems().end());
    if (!notes.problems().empty() && ++wrong == enough) return;
  }
  if (wrong > 0 || !grid) return;
  std::vector<Given> sorted = axis.values;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Given& a, const Given& b) { return a.value < b.value; });
  const auto twice =
      std::adjacent_find(sorted.begin(), sorted.end(),
                         [](const Given& a, const Given& b) { return a.value == b.value; });
  if (twice != sorted.end())
    draft.wrong((twice + 1)->place, axis.name + ": " + text(twice->value) + " comes twice");
}

void read_axis(const TomlEntry& entry, const std::string& name, Draft& draft) {
  std::vector<Axis>& axes = draft.scenario.sweep.axes;
  for (const Axis& before : axes)
    if (before.name == name)
      return draft.wrong(entry.place, name + ": swept twice; also at " + text(before.place));
  const Meant meant = meant_by(name, draft);
  if (!meant.row)
    return draft.wrong(entry.place,
                       name + ": unknown key" + suggestion(name, names_to_sweep(draft)));
  Axis axis{name, entry.place, {}};
  const std::size_t problems_before = draft.problems.size();
  if (entry.sort == TomlEntry::Sort::array)
    axis.values = listed(entry, name, *meant.row, draft);
  else if (entry.sort == TomlEntry::Sort::table)
    axis.values = values_of_table(entry, name, *meant.row, draft);
  else
    draft.wrong(entry.place, name + ": " + text(entry) +
                                 "; allowed: an array of values, or { from, to, count }");
  check_values(axis, meant, draft.scenario.sweep.design == Design::grid, draft);
  if (draft.problems.size() == problems_before) axes.push_back(std::move(axis));
}

void read_axes(const std::vector<TomlEntry>& table, const std::string& topic, Draft& draft) {
  for (const TomlEntry& entry : table)
    if (is_axis(entry, topic + entry.key, draft))
      read_axis(entry, topic + entry.key, draft);
    else
      read_axes(entry.inside, topic + entry.key + ".", draft);
}

Design read_design(TableReader& table) {
  const std::string design = table.prose("design").value_or("grid");
  const std::vector<std::string> known = {"grid", "list"};
  const std::array<std::string_view, 4> later = {"lhs", "sobol", "morris", "saltelli"};
  if (std::find(later.begin(), later.end(), design) != later.end())
    table.wrong("design", table.find("design")->place, "\"" + design + "\" is not in this version");
  else if (std::find(known.begin(), known.end(), design) == known.end())
    table.refuse("design", *table.find("design"), "one of \"grid\", \"list\"");
  return design == "list" ? Design::list : Design::grid;
}

void refuse_unequal(Draft& draft) {
  const std::vector<Axis>& axes = draft.scenario.sweep.axes;
  for (const Axis& axis : axes)
    if (axis.values.size() != axes.front().values.size())
      draft.wrong(axis.place, axis.name + ": " + std::to_string(axis.values.size()) +
                                  " values in a list where " + axes.front().name + " has " +
                                  std::to_string(axes.front().values.size()));
}

void refuse_too_many(Draft& draft) {
  const Scenario& scenario = draft.scenario;
  const auto seeds = static_cast<double>(scenario.last_seed - scenario.first_seed) + 1;
  double runs = static_cast<double>(scenario.arms.size()) * seeds;
  for (const Axis& axis : scenario.sweep.axes) {
    const bool multiplies =
        scenario.sweep.design == Design::grid || &axis == &scenario.sweep.axes[0];
    if (multiplies) runs *= static_cast<double>(axis.values.size());
  }
  if (runs > static_cast<double>(ScenarioLimits::runs))
    draft.wrong(draft.sweep_place, "more than " + std::to_string(ScenarioLimits::runs) +
                                       " runs: arms x points x seeds");
}

}  // namespace

void read_sweep(TableReader& root, Draft& draft) {
  const std::size_t problems_before = draft.problems.size();
  draft.sweep_place = root.place();
  if (const TomlEntry* sweep = root.table("sweep")) {
    draft.sweep_place = sweep->place;
    TableReader table(sweep->inside, "sweep.", sweep->place, draft.problems);
    draft.scenario.sweep.design = read_design(table);
    const TomlEntry* axes = table.table("axes");
    if (!table.find("axes") || (axes && axes->inside.empty()))
      table.missing("axes", "a table of parameters with their values");
    if (axes) read_axes(axes->inside, "", draft);
    table.note_unread();
    if (draft.scenario.sweep.design == Design::list) refuse_unequal(draft);
  }
  refuse_too_many(draft);
  draft.sweep_is_wrong = draft.problems.size() > problems_before;
  if (draft.sweep_is_wrong) draft.scenario.sweep = {};
}

}  // namespace permea
