// Random points of the whole space of levers and parameters, with every mechanism switched on at some of
// them and every bound reached.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/models/ecosystem/worlds.h"

namespace permea::ecosystem_core {

enum class Draw : std::uint16_t { parameter = 1, lever = 2, drawn = 3, changed = 4, turned = 5 };

/// How much a run takes; everything else has its range from the table of parameters.
inline ParameterRow bounded(ParameterRow row) {
  if (row.name == "customers.count") row.low = 40, row.high = 400;
  if (row.name == "needs.segments") row.high = 12;
  if (row.name == "firms.degree") row.high = 12;
  if (row.name == "start_segment") row.high = 1;
  return row;
}

/// A value that the row allows: an end of its range in half of the cases, else any in between.
inline Value any_of(const ParameterRow& row, const Words& words) {
  const double place = words[0] % 4 == 0 ? 0 : words[0] % 4 == 1 ? 1 : uniform(words[1]);
  const double number = row.low + place * (row.high - row.low);
  const auto choices = static_cast<std::uint32_t>(row.choices.size());
  switch (row.type) {
    case Type::flag: return words[1] % 2 == 0;
    case Type::choice: return row.choices[below(choices, words[1])];
    case Type::whole:
      if (choices > 0 && words[2] % 4 == 0) return row.choices[below(choices, words[3])];
      return static_cast<std::int64_t>(number);
    default: return number;
  }
}

/// Parameters that are off in the standard and turn a mechanism on.
inline bool is_switch(const ParameterRow& row) {
  static const std::set<std::string> numbers = {
      "community.rivalry",      "community.substitution", "community.openness_answer",
      "design.leaders",      "community.free_output",  "ideas.fragility",
      "entry.imitation",        "entry.mutation",         "exit.hazard",
      "firms.production_cost",  "firms.capacity",         "market.nu",
      "market.similarity",      "needs.shift",            "needs.newcomers",
      "needs.experimental",     "trust.in_utility",       "identity.pull",
      "transform.hazard",       "transform.stigma",       "market.considered"};
  return row.type == Type::flag || row.type == Type::choice || numbers.contains(row.name);
}

/// How likely a parameter that turns nothing on has another value than its standard: at one point in
/// three all have, else some, so that worlds in which something happens are among them.
inline double boldness(std::uint64_t point) {
  constexpr std::array<double, 3> bold = {1.0, 0.3, 0.1};
  return bold[point % 3];
}

template <class Question>
Values any_of(const std::vector<ParameterRow>& rows, std::uint64_t point, double bold,
              Question question) {
  Values values;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const ParameterRow row = bounded(rows[r]);
    const double likely = is_switch(row) ? std::max(bold, 0.5) : bold;
    const bool is_size = row.name == "customers.count";
    const Chance chance(point, static_cast<std::uint32_t>(question));
    if (is_size || happens(likely, chance.draw(Draw::drawn, r)[0]))
      values[row.name] = {any_of(row, chance.draw(question, r)), {}};
  }
  return values;
}

/// What two of these values forbid each other is mended, so that the model accepts them.
inline void mend(Values& values) {
  const auto whole = [&](const char* name, std::int64_t standard) -> std::int64_t& {
    Given& given = values.try_emplace(name, Given{standard, {}}).first->second;
    return std::get<std::int64_t>(given.value);
  };
  const auto number = [&](const char* name, double standard) -> double& {
    Given& given = values.try_emplace(name, Given{standard, {}}).first->second;
    return std::get<double>(given.value);
  };
  whole("firms.degree", 8) -= whole("firms.degree", 8) % 2;
  whole("firms.start_variants", 2) =
      std::min(whole("firms.start_variants", 2), whole("design.variants", 5));
  if (number("needs.newcomers", 0) == 0) {
    values["needs.newcomers_there"].value = false;
    values["needs.experimental"].value = 0.0;
  }
  // what is off is said to be
  values.try_emplace("transform.hazard", Given{0.0, {}});
  for (const char* mode : {"units.mode", "knowledge.reciprocity_mode"})
    values.try_emplace(mode, Given{std::string("none"), {}});
  double& highest = number("pricing.highest", 6);
  highest = std::max(highest, number("pricing.unit_cost", 1));
}

/// Random parameters that the model accepts, and four strategies: two presets and two of random levers.
inline Setting random_setting(std::uint64_t point) {
  Setting setting;
  setting.seed = point;
  setting.parameters = any_of(rows_of<Rules>(), point, boldness(point), Draw::parameter);
  mend(setting.parameters);
  setting.kinds = {preset(presets()[point % 4].name, 2), preset("open", 2)};
  for (const char* name : {"a", "b"}) {
    const std::uint64_t number = point * 4 + setting.kinds.size();
    setting.kinds.push_back({name, any_of(rows_of<Strategy>(), number, 1, Draw::lever), 2});
  }
  return setting;
}

/// Another point that a timed change may lead to: what takes force at the start only stays.
inline Setting changed(const Setting& before, std::uint64_t point) {
  Setting after = before;
  const std::vector<ParameterRow> rows = rows_of<Rules>();
  const Values drawn = any_of(rows, point, boldness(point), Draw::changed);
  for (const ParameterRow& row : rows)
    if (const auto found = drawn.find(row.name); found != drawn.end() && !row.at_start)
      after.parameters[row.name] = found->second;
  for (Kind& kind : after.kinds)
    kind.levers["research"] = {0.4 * uniform(Chance(point, 0).draw(Draw::turned, 0)[0]), {}};
  mend(after.parameters);
  return after;
}

}  // namespace permea::ecosystem_core
