// Which number of the results is spoken of: of what, of whom, where in the sweep, when.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "sim/run/plan.h"
#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

class MeasureReader {
 public:
  MeasureReader(TableReader& table, std::string owner, Draft& draft)
      : draft_(draft), plan_(draft.scenario), table_(table), owner_(std::move(owner)) {}

  Measure read_columns() {
    read_observable(false);
    return std::move(measure_);
  }

  Measure read() {
    read_observable(true);
    read_contrast();
    read_time();
    read_slope();
    return std::move(measure_);
  }

  /// As read(), of no arm yet.
  Measure read_without_contrast() {
    read_observable(true);
    read_time();
    measure_.weights.assign(draft_.scenario.arms.size(), 0.0);
    return std::move(measure_);
  }

 private:
  void read_observable(bool at_points);
  void read_where(const ObservableRow& row, bool at_points);
  std::vector<WeightedColumn> kinds_meant(TableReader& where, const ObservableRow& row);
  std::vector<WeightedColumn> weighted(const TomlEntry& entry, const std::string& owner,
                                       const std::vector<std::string>& known,
                                       const std::string& unknown);
  void step_into(TableReader& where, const ObservableRow& row);
  std::size_t place_meant(TableReader& where, const Dimension& dimension);
  void read_points(TableReader& where);
  std::vector<std::size_t> points_with(const TomlEntry& values, TableReader& where);
  bool refuse_unknown_values(const Values& wanted, TableReader& where);
  bool holds(const Values& values, std::size_t point) const;
  void read_contrast();
  void read_time();
  void read_window(const TomlEntry& at);
  void refuse_unrecorded(const TomlEntry& at);
  void read_slope();
  std::vector<std::string> axis_names() const;
  std::string in_where(const std::string& key) const {
    return owner_.empty() ? key : owner_ + "where." + key;
  }
  std::int64_t last_step() const {  // --steps may end a run before what the file speaks of
    return draft_.steps_in_file > 0 ? draft_.steps_in_file : draft_.scenario.steps;
  }

  Draft& draft_;
  Plan plan_;
  TableReader& table_;
  const std::string owner_;  ///< "expect.": what stands before keys in messages
  Measure measure_;
};

void MeasureReader::read_observable(bool at_points) {
  const std::vector<ObservableRow>& rows = draft_.model().observables;
  std::vector<std::string> known;
  for (const ObservableRow& row : rows) known.push_back(row.name);
  const TomlEntry* entry = table_.find("observable");
  if (!entry) table_.missing("observable", "the name of an observable");
  const auto name = table_.name("observable");
  if (!name) {
    table_.table("where");  // what it may hold is not known
    return;
  }
  const auto found = std::find(known.begin(), known.end(), *name);
  if (found == known.end()) {
    table_.wrong("observable", entry->place,
                 "\"" + *name + "\" is unknown" + suggestion(*name, known));
    table_.table("where");
    return;
  }
  measure_.observable = static_cast<std::size_t>(found - known.begin());
  const std::vector<std::size_t>& kept = draft_.scenario.record.observables;
  if (std::find(kept.begin(), kept.end(), measure_.observable) == kept.end())
    table_.wrong("observable", entry->place, "[record] leaves \"" + *name + "\" out");
  read_where(rows[measure_.observable], at_points);
}

void MeasureReader::read_where(const ObservableRow& row, bool at_points) {
  const std::vector<TomlEntry> nothing;
  const TomlEntry* entry = table_.table("where");
  TableReader where(entry ? entry->inside : nothing, in_where(""),
                    entry ? entry->place : table_.place(), draft_.problems);
  measure_.columns = kinds_meant(where, row);
  step_into(where, row);
  if (at_points) read_points(where);
  where.note_unread();
}

/// The names in an entry, `"open"` or `{ open = 1, closed = -1 }`, as places among those `known`;
/// what it notes of others begins with `unknown`.
std::vector<WeightedColumn> MeasureReader::weighted(const TomlEntry& entry, const std::string& owner,
                                                    const std::vector<std::string>& known,
                                                    const std::string& unknown) {
  std::vector<WeightedColumn> columns;
  const auto take = [&](const std::string& name, const Place& place, double weight) {
    const auto found = std::find(known.begin(), known.end(), name);
    if (found != known.end())
      columns.push_back({static_cast<std::size_t>(found - known.begin()), weight});
    else
      draft_.wrong(place, owner + ": " + unknown + " \"" + name + "\"" + suggestion(name, known));
  };
  const bool value = entry.sort == TomlEntry::Sort::value;
  const auto* name = value ? std::get_if<std::string>(&entry.value) : nullptr;
  TableReader table(entry.inside, owner + ".", entry.place, draft_.problems);
  const std::size_t problems_before = draft_.problems.size();
  if (name) take(*name, entry.place, 1);
  if (entry.sort == TomlEntry::Sort::table)
    for (const TomlEntry& inside : entry.inside)
      if (const auto weight = table.number(inside.key)) take(inside.key, inside.place, *weight);
  std::erase_if(columns, [](const WeightedColumn& column) { return column.weight == 0; });
  if (columns.empty() && draft_.problems.size() == problems_before)
    draft_.wrong(entry.place, owner + ": " + text(entry) +
                                  "; allowed: a name in quotes, or { NAME = WEIGHT, ... } with a "
                                  "weight that is not 0");
  return columns;
}

/// Where in a row, counted in kinds, those that are meant stand; for the market the place of
/// everybody, or all kinds, whose sum it is.
std::vector<WeightedColumn> MeasureReader::kinds_meant(TableReader& where,
                                                       const ObservableRow& row) {
  const std::string& word = draft_.model().kind;
  std::vector<std::string> names;
  for (const Kind& kind : draft_.scenario.kinds) names.push_back(kind.name);
  const TomlEntry* entry = draft_.has_kinds() ? where.find(word) : nullptr;
  if (entry && row.grouped) return weighted(*entry, in_where(word), names, "no arm has any");
  if (entry) where.wrong(word, entry->place, row.name + " is not told apart by " + word);
  if (!row.grouped) return {{0, 1}};
  if (row.overall) return {{names.size(), 1}};
  std::vector<WeightedColumn> all;
  for (std::size_t kind = 0; kind < names.size(); ++kind) all.push_back({kind, 1});
  return all;
}

std::string listed(const std::vector<std::string>& labels) {
  constexpr std::size_t most = 12;
  std::string list;
  for (std::size_t i = 0; i < std::min(labels.size(), most); ++i)
    list.append(i == 0 ? "one of \"" : ", \"").append(labels[i]).append("\"");
  return list + (labels.size() > most ? ", ..." : "");
}

/// The place along an observable's own dimension whose label is written there.
std::size_t MeasureReader::place_meant(TableReader& where, const Dimension& dimension) {
  const std::vector<std::string>& labels = dimension.labels;
  const TomlEntry* entry = where.find(dimension.name);
  if (!entry) {
    where.missing(dimension.name, listed(labels));
    return 0;
  }
  const auto* word = std::get_if<std::string>(&entry->value);
  const std::string label = entry->sort != TomlEntry::Sort::value ? std::string()
                            : word                                ? *word
                                                                  : text(entry->value);
  const auto found = std::find(labels.begin(), labels.end(), label);
  if (found != labels.end()) return static_cast<std::size_t>(found - labels.begin());
  where.refuse(dimension.name, *entry, listed(labels));
  return 0;
}

/// From columns counted in kinds to the places along the observable's own dimensions that are meant.
void MeasureReader::step_into(TableReader& where, const ObservableRow& row) {
  if (row.dimensions.empty()) return;
  const Setting setting = plan_.setting(plan_.key(0));
  const bool sound = draft_.model().problems(setting).empty();
  const std::vector<Dimension> dimensions =
      sound ? draft_.model().dimensions(setting) : std::vector<Dimension>{};
  for (const std::string& name : row.dimensions) {
    const auto dimension = std::find_if(dimensions.begin(), dimensions.end(),
                                        [&](const Dimension& d) { return d.name == name; });
    if (dimension == dimensions.end()) {
      where.find(name);  // its labels are not known while the setting is wrong
      continue;
    }
    const std::size_t place = place_meant(where, *dimension);
    for (WeightedColumn& of : measure_.columns)
      of.column = of.column * dimension->labels.size() + place;
  }
}

/// Whether a value written here is one that an axis has: a number to the seven digits that tables print.
bool is_same(const Value& written, const Value& swept) {
  constexpr double rounding = 1e-6;
  const double a = as_number(written), b = as_number(swept);
  return written == swept || std::abs(a - b) <= rounding * std::max(std::abs(a), std::abs(b));
}

/// A number as an axis keeps its own, so that it can be put in order among them.
Value as_type_of(const Value& swept, const Value& written) {
  if (std::holds_alternative<double>(swept)) return as_number(written);
  return written;
}

/// The values of an axis that are there, or of many numbers those next to the one that is not.
std::string values_near(const Value& written, const Axis& axis) {
  constexpr std::size_t most = 12;
  std::set<Value> values;
  for (const Given& given : axis.values) values.insert(given.value);
  auto from = values.begin(), to = values.end();
  if (values.size() > most) {
    to = values.lower_bound(as_type_of(*from, written));
    from = to == values.begin() ? to : std::prev(to);
    to = to == values.end() ? to : std::next(to);
  }
  std::string words;
  for (; from != to; ++from) words.append(words.empty() ? "" : ", ").append(text(*from));
  return (values.size() > most ? "nearest: " : "allowed: ") + words;
}

bool MeasureReader::holds(const Values& values, std::size_t point) const {
  const std::vector<Axis>& axes = draft_.scenario.sweep.axes;
  return std::all_of(values.begin(), values.end(), [&](const auto& pair) {
    for (std::size_t axis = 0; axis < axes.size(); ++axis)
      if (axes[axis].name == pair.first)
        return is_same(pair.second.value, plan_.swept(axis, point));
    return false;
  });
}

std::vector<std::string> MeasureReader::axis_names() const {
  std::vector<std::string> names;
  for (const Axis& axis : draft_.scenario.sweep.axes) names.push_back(axis.name);
  return names;
}

/// Notes each value that its axis nowhere has; whether there was one.
bool MeasureReader::refuse_unknown_values(const Values& wanted, TableReader& where) {
  bool found = false;
  for (const Axis& axis : draft_.scenario.sweep.axes) {
    const auto value = wanted.find(axis.name);
    if (value == wanted.end()) continue;
    const Given& given = value->second;
    if (std::ranges::any_of(axis.values, [&](const Given& one) { return is_same(given.value, one.value); }))
      continue;
    where.wrong(owner_.empty() ? axis.name : "point." + axis.name, given.place,
                "no point has " + text(given.value) + "; " + values_near(given.value, axis));
    found = true;
  }
  return found;
}

std::vector<std::size_t> MeasureReader::points_with(const TomlEntry& values, TableReader& where) {
  const std::vector<std::string> known = axis_names();
  const Values wanted =
      values_of(values.inside, draft_.model().parameters, in_where("point."), draft_.problems);
  std::vector<std::size_t> points;
  bool sound = true;
  for (const auto& [name, given] : wanted) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    where.wrong("point." + name, given.place, "is not swept" + suggestion(name, known));
    sound = false;
  }
  for (std::size_t point = 0; point < plan_.points(); ++point)
    if (sound && holds(wanted, point)) points.push_back(point);
  if (sound && points.empty() && !refuse_unknown_values(wanted, where))
    where.wrong("point", values.place, "no point of the sweep has these values together");
  return points;
}

/// point = 3, or point = { "needs.stickiness" = 0.5 }; left out: every point.
void MeasureReader::read_points(TableReader& where) {
  const TomlEntry* entry = where.find("point");
  if (entry && draft_.sweep_is_wrong) return;
  if (entry && entry->sort == TomlEntry::Sort::table) {
    measure_.points = points_with(*entry, where);
  } else if (entry) {
    const auto last = static_cast<std::int64_t>(plan_.points()) - 1;
    if (const auto point = where.whole("point", 0, last))
      measure_.points = {static_cast<std::size_t>(*point)};
  } else {
    measure_.points.resize(plan_.points());
    std::iota(measure_.points.begin(), measure_.points.end(), std::size_t{0});
  }
}

/// contrast = { open = 1, closed = -1 }, or contrast = "open"; left out when there is only one arm.
void MeasureReader::read_contrast() {
  std::vector<std::string> names;
  for (const Arm& arm : draft_.scenario.arms) names.push_back(arm.name);
  measure_.weights.assign(names.size(), names.size() == 1 ? 1.0 : 0.0);
  const TomlEntry* entry = table_.find("contrast");
  if (!entry && names.size() > 1)
    table_.missing("contrast", "the name of an arm, or { ARM = WEIGHT, ... }");
  if (!entry) return;
  for (const auto& [arm, weight] : weighted(*entry, owner_ + "contrast", names, "no arm is called"))
    measure_.weights[arm] = weight;
}

/// at = 12, "last", "mean" or { from = 120, to = 240 }. Steps are those of the file: --steps may end
/// a run before them.
void MeasureReader::read_time() {
  const TomlEntry* at = table_.find("at");
  measure_.from = measure_.to = draft_.scenario.steps;
  if (!at) return;
  const bool value = at->sort == TomlEntry::Sort::value;
  measure_.last = false;
  const auto* word = value ? std::get_if<std::string>(&at->value) : nullptr;
  const auto* step = value ? std::get_if<std::int64_t>(&at->value) : nullptr;
  if (at->sort == TomlEntry::Sort::table) {
    read_window(*at);
  } else if (step && *step >= 0 && *step <= last_step()) {
    measure_.from = measure_.to = *step;
    refuse_unrecorded(*at);
  } else if (word && *word == "mean") {
    measure_.from = 0;
  } else if (word && *word == "last") {
    measure_.last = true;
  } else {
    table_.refuse("at", *at, "a step from 0 to " + std::to_string(last_step()) +
                                 ", \"last\", \"mean\", or " +
                                 (owner_.empty() ? "FROM..TO" : "{ from, to }"));
  }
}

void MeasureReader::read_window(const TomlEntry& at) {
  TableReader window(at.inside, owner_ + "at.", at.place, draft_.problems);
  for (const std::string_view key : {"from", "to"})
    if (!window.find(key)) window.missing(key, "a step from 0 to " + std::to_string(last_step()));
  const auto from = window.whole("from", 0, last_step());
  const auto to = window.whole("to", 0, last_step());
  window.note_unread();
  if (!from || !to) return;
  measure_.from = *from;
  measure_.to = *to;
  if (*from > *to) table_.wrong("at", at.place, "ends before it begins");
  else refuse_unrecorded(at);
}

void MeasureReader::refuse_unrecorded(const TomlEntry& at) {
  const std::int64_t every = draft_.scenario.record.every;
  const std::int64_t next = (measure_.from + every - 1) / every * every;
  if (next > measure_.to && measure_.to != last_step())
    table_.refuse("at", at, "what [record] keeps: a row every " + std::to_string(every) +
                                " steps, and the last");
}

void MeasureReader::read_slope() {
  const TomlEntry* entry = table_.find("slope");
  const auto name = table_.name("slope");
  if (!entry || !name || draft_.sweep_is_wrong) return;
  const std::vector<std::string> known = axis_names();
  const auto found = std::find(known.begin(), known.end(), *name);
  if (found == known.end())
    return table_.wrong("slope", entry->place,
                        "\"" + *name + "\" is not swept" + suggestion(*name, known));
  const auto axis = static_cast<std::size_t>(found - known.begin());
  measure_.slope = axis;
  std::vector<double> values;
  for (const std::size_t point : measure_.points)
    values.push_back(as_number(plan_.swept(axis, point)));
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  if (!values.empty() && !(*low < *high))  // not numbers, or all the same
    table_.wrong("slope", entry->place, "\"" + *name + "\" does not take two different numbers here");
}

}  // namespace

Measure read_measure(TableReader& table, const std::string& owner, Draft& draft) {
  return MeasureReader(table, owner, draft).read();
}

Measure read_measure_of_no_arm(TableReader& table, const std::string& owner, Draft& draft) {
  return MeasureReader(table, owner, draft).read_without_contrast();
}

Measure read_columns(TableReader& table, const std::string& owner, Draft& draft) {
  return MeasureReader(table, owner, draft).read_columns();
}

Statistic read_statistic(TableReader& table) {
  const std::string word = table.prose("statistic").value_or("mean");
  if (word == "variance") return Statistic::variance;
  if (word == "wins") return Statistic::wins;
  if (word != "mean")
    table.refuse("statistic", *table.find("statistic"), "one of \"mean\", \"variance\", \"wins\"");
  return Statistic::mean;
}

}  // namespace permea
