// How the values of an axis are read, spaced and checked.
#include "sim/run/scenario/sweep/axis.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/kit/elementary.h"

namespace permea {
namespace {

constexpr std::array<std::string_view, 5> range_words = {"from", "to", "count", "scale", "integer"};

const ParameterRow* find_row(const std::vector<ParameterRow>& rows, const std::string& name) {
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const ParameterRow& r) { return r.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

std::vector<Given> listed(const TomlEntry& array, const Swept& swept, Draft& draft) {
  std::vector<Given> values;
  for (const TomlEntry& place : array.inside)
    if (place.sort == TomlEntry::Sort::value)
      values.push_back({as_declared(place.value, swept.row->name, {*swept.row}), place.place});
    else
      draft.wrong(place.place,
                  swept.name + ": " + text(place) + "; allowed: " + allowed(*swept.row));
  if (array.inside.empty()) draft.wrong(array.place, swept.name + ": no values");
  return values;
}

}  // namespace

std::optional<Swept> swept_by(const std::string& name, const Draft& draft) {
  if (const ParameterRow* row = find_row(draft.model().parameters, name)) return {{name, row, ""}};
  for (const Kind& kind : draft.scenario.kinds) {
    const std::string owner = draft.owner(kind.name);
    if (!name.starts_with(owner)) continue;
    const ParameterRow* row = find_row(draft.model().levers, name.substr(owner.size()));
    if (row) return {{name, row, owner}};
  }
  return std::nullopt;
}

std::vector<std::string> names_to_sweep(const Draft& draft) {
  std::vector<std::string> names;
  for (const ParameterRow& row : draft.model().parameters) names.push_back(row.name);
  for (const Kind& kind : draft.scenario.kinds)
    for (const ParameterRow& row : draft.model().levers)
      names.push_back(draft.owner(kind.name) + row.name);
  return names;
}

std::optional<Reach> Reach::read(const TomlEntry& entry, const Swept& swept, bool counted,
                                 Draft& draft) {
  const std::size_t problems_before = draft.problems.size();
  Reach reach;
  reach.place_ = entry.place;
  if (entry.sort == TomlEntry::Sort::array) {
    reach.listed_ = listed(entry, swept, draft);
  } else if (entry.sort == TomlEntry::Sort::table) {
    TableReader table(entry.inside, swept.name + ".", entry.place, draft.problems);
    if (table.find("choices")) {
      if (const TomlEntry* choices = table.array("choices", "values"))
        reach.listed_ = listed(*choices, swept, draft);
      for (const std::string_view key : range_words)
        if (const TomlEntry* other = table.find(key))
          table.wrong(key, other->place, "cannot stand beside choices");
      table.note_unread();
    } else if (swept.row->type != Type::real && swept.row->type != Type::whole) {
      draft.wrong(entry.place, swept.name + ": a range; allowed: " + allowed(*swept.row));
    } else {
      reach.read_range(table, *swept.row, counted);
      table.note_unread();
    }
  } else {
    draft.wrong(entry.place, swept.name + ": " + text(entry) +
                                 "; allowed: an array of values, or { from, to" +
                                 (counted ? ", count }" : " }"));
  }
  if (draft.problems.size() > problems_before) return std::nullopt;
  return reach;
}

/// { from = 0, to = 1, count = 11, scale = "log", integer = true }
void Reach::read_range(TableReader& table, const ParameterRow& row, bool counted) {
  for (const std::string_view key : {"from", "to"})
    if (!table.find(key)) table.missing(key, "a number");
  const auto from = table.number("from"), to = table.number("to");
  const TomlEntry* count = table.find("count");
  if (counted && !count) table.missing("count", "a whole number");
  if (!counted && count) table.wrong("count", count->place, "the design says how many points there are");
  const auto counts = table.whole("count", 2, static_cast<std::int64_t>(ScenarioLimits::values));
  const std::string scale = table.prose("scale").value_or("linear");
  if (scale != "linear" && scale != "log")
    table.refuse("scale", *table.find("scale"), "one of \"linear\", \"log\"");
  from_ = from.value_or(0);
  to_ = to.value_or(0);
  count_ = counts.value_or(0);
  log_scale_ = scale == "log";
  integer_ = table.flag("integer").value_or(row.type == Type::whole);
  constexpr double largest_whole = 0x1p53;
  if (!from || !to || (counted && !counts)) return;
  if (from_ == to_) table.wrong("to", table.find("to")->place, "the same as from");
  else if (integer_ && std::max(std::abs(from_), std::abs(to_)) > largest_whole)
    table.wrong("to", table.find("to")->place, "too large for whole numbers");
  else if (log_scale_ && !(from_ > 0 && to_ > 0))
    table.wrong("scale", table.find("scale")->place, "\"log\" needs from and to above 0");
  else if (integer_) keep_to_whole_numbers(table);
}

/// Moves the ends to the outermost whole numbers between them, so that rounding never leaves the range.
void Reach::keep_to_whole_numbers(TableReader& table) {
  const double lowest = std::ceil(std::min(from_, to_)), highest = std::floor(std::max(from_, to_));
  if (lowest < highest) {
    const bool rising = from_ < to_;
    from_ = rising ? lowest : highest;
    to_ = rising ? highest : lowest;
    return;
  }
  const std::string from = text(Value(from_)), to = text(Value(to_));
  table.wrong("to", table.find("to")->place,
              "from " + from + " to " + to +
                  (lowest > highest ? " holds no whole number" : " holds a single whole number"));
}

/// The number at so many of `of` equal parts of the way, both ends exactly.
double Reach::between(double parts, double of) const {
  if (parts == 0) return from_;
  if (parts == of) return to_;
  if (!log_scale_) return from_ + (to_ - from_) * parts / of;
  return from_ * elementary::exp(parts / of * (elementary::log(to_) - elementary::log(from_)));
}

std::vector<Given> Reach::all() const {
  if (!listed_.empty()) return listed_;
  std::vector<Given> values;
  for (std::int64_t k = 0; k < count_; ++k) {
    const double number = between(static_cast<double>(k), static_cast<double>(count_ - 1));
    values.push_back(
        {integer_ ? Value(static_cast<std::int64_t>(std::llround(number))) : Value(number), place_});
  }
  return values;
}

std::optional<Axis::Ends> Reach::ends() const {
  if (!listed_.empty()) return std::nullopt;
  const auto end = [&](double number) {
    return integer_ ? Value(static_cast<std::int64_t>(std::llround(number))) : Value(number);
  };
  return Axis::Ends{end(from_), end(to_), log_scale_};
}

Given Reach::at(double share) const {
  const auto part = [&](double parts) { return std::min(std::floor(share * parts), parts - 1); };
  if (!listed_.empty())
    return listed_[static_cast<std::size_t>(part(static_cast<double>(listed_.size())))];
  if (!integer_) return {Value(between(share, 1)), place_};
  if (log_scale_) return {Value(static_cast<std::int64_t>(std::llround(between(share, 1)))), place_};
  const double low = std::min(from_, to_), high = std::max(from_, to_);
  return {Value(static_cast<std::int64_t>(low + part(high - low + 1))), place_};
}

void check_values(const Axis& axis, const Swept& swept, bool each_once, Draft& draft) {
  int wrong = 0;
  constexpr int enough = 10;  // of the same axis
  for (const Given& given : axis.values) {
    const Values one = {{swept.row->name, given}};
    Notes notes(one, swept.owner);
    notes.take(*swept.row);
    draft.problems.insert(draft.problems.end(), notes.problems().begin(), notes.problems().end());
    if (!notes.problems().empty() && ++wrong == enough) return;
  }
  if (wrong > 0 || !each_once) return;
  std::vector<Given> sorted = axis.values;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Given& a, const Given& b) { return a.value < b.value; });
  const auto twice =
      std::adjacent_find(sorted.begin(), sorted.end(),
                         [](const Given& a, const Given& b) { return a.value == b.value; });
  if (twice != sorted.end())
    draft.wrong((twice + 1)->place, axis.name + ": " + text(twice->value) + " comes twice");
}

}  // namespace permea
