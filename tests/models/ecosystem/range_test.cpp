// Whatever a scenario may ask for, the model answers with numbers: each lever and parameter at each
// end of its range, and random points of the whole space, every mechanism on at some of them.
#include <catch2/catch.hpp>

#include <cmath>
#include <map>

#include "models/ecosystem/measures/measures.h"
#include "models/ecosystem/model.h"
#include "tests/models/ecosystem/invariants.h"
#include "tests/models/ecosystem/random_points.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

void look(World& world) {
  require_numbers(world);
  require_ranges(world);
  require_customers_conserved(world);
  require_money_conserved(world);
}

std::size_t places_along(const std::string& name, const Setting& setting) {
  static const Model model = ecosystem();
  for (const Dimension& dimension : model.dimensions(setting))
    if (dimension.name == name) return dimension.labels.size();
  return 0;
}

/// No observable is infinite. It may be missing (NaN) where there is nobody to observe, a sum never.
void look_at_observables(const World& world, const Setting& setting) {
  static const Observables<World> all = observables();
  for (const auto& entry : all.entries()) {
    const std::size_t kinds = world.kinds() + (entry.row.overall ? 1 : 0);
    std::size_t width = entry.row.grouped ? kinds : 1;
    for (const std::string& name : entry.row.dimensions) width *= places_along(name, setting);
    std::vector<double> out(width);
    entry.look(world, out);
    for (const double value : out) {
      CAPTURE(entry.row.name, world.month);
      REQUIRE_FALSE(std::isinf(value));
      if (entry.row.together == "sum") REQUIRE_FALSE(std::isnan(value));
    }
  }
}

/// How many of the points something was on at, or happened at.
using Reached = std::map<std::string, int>;

/// What happened in the month.
void note_events(const World& world, Reached& seen) {
  const auto any = [](const auto& column) {
    return std::any_of(column.begin(), column.end(), [](auto value) { return value > 0; });
  };
  const Firms& firms = world.firms;
  seen["a strategy is taken up"] |= any(world.taken_up);
  seen["a firm leaves"] |= any(world.exited);
  seen["a firm enters"] |= any(world.entered);
  seen["members contribute"] |= any(world.communities.active);
  seen["members have ideas"] |= any(world.communities.ideas);
  seen["a product comes to market"] |= any(firms.launches);
  seen["customers launch"] |= any(firms.customer_launches);
  seen["know-how leaks"] |= any(firms.knowledge_in);
  for (const Funnel& funnel : world.funnels) {
    seen["an idea is tested"] |= funnel.tests > 0;
    seen["a design is copied"] |= funnel.copies > 0;
    seen["a member's idea is looked at"] |= funnel.attended > 0;
    seen["a product is judged"] |= funnel.judged[0] + funnel.judged[1] + funnel.judged[2] > 0;
  }
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    seen["there is a unit"] |= firms.parent[f] >= 0;
    seen["levers move"] |= firms.months_to_target[f] > 0;
    seen["a firm is full"] |= static_cast<double>(firms.customers[f]) >=
                              world.rules->capacity * world.scale;
  }
  const std::size_t last = world.centres.size() - 1;
  seen["newcomers are supplied"] |=
      static_cast<std::int64_t>(last) == world.rules->segments &&
      world.unsupplied[last] < static_cast<std::int64_t>(world.segment_size(last));
}

/// Which switches of the setting are on, each choice by its word.
void note_switches(const Setting& setting, Reached& seen) {
  for (const ParameterRow& row : rows_of<Rules>()) {
    if (!is_switch(row)) continue;
    const auto given = setting.parameters.find(row.name);
    if (given == setting.parameters.end() || given->second.value == row.standard) continue;
    const bool word = std::holds_alternative<std::string>(given->second.value);
    const bool below = !word && row.low < 0 && as_number(given->second.value) < 0;
    seen[row.name + (word ? " " + std::get<std::string>(given->second.value) : below ? " < 0" : "")] =
        1;
  }
}

/// Looks at the world after every month; half way the scenario changes, at every other point.
Reached run_and_look(const Setting& setting, int months, std::uint64_t point = 0) {
  Reached seen;
  note_switches(setting, seen);
  World world = start(setting);
  look(world);
  for (int month = 0; month < months; ++month) {
    if (point % 2 == 1 && month == months / 2) {
      const Setting after = changed(setting, point);
      change(world, after);
      note_switches(after, seen);
    }
    step(world);
    look(world);
    note_events(world, seen);
    if (month % 12 == 5) require_knowledge_conserved(world);
  }
  look_at_observables(world, setting);
  return seen;
}

Reached run_points(std::uint64_t first, std::uint64_t last, int months) {
  Reached at;
  for (std::uint64_t point = first; point <= last; ++point) {
    CAPTURE(point);
    for (const auto& [what, seen] : run_and_look(random_setting(point), months, point))
      at[what] += seen;
  }
  return at;
}

/// Every switch is on, and everything happens, at so many of the points.
void check_reached(const Reached& at, int least) {
  CHECK(at.size() > 50);
  for (const auto& [what, points] : at) {
    INFO(what << ": at " << points << " points");
    CHECK(points >= least);
  }
}

/// Everything that levers and parameters act through is on, so that their ends are put to the test.
Setting all_on(std::vector<Kind> kinds) {
  return setting(400, std::move(kinds),
                 {{"firms.start_variants", 1},
                  {"transform.hazard", 0.05},
                  {"units.mode", std::string("integrated")},
                  {"knowledge.reciprocity_mode", std::string("direct")}});
}

}  // namespace

TEST_CASE("every lever works at either end of its range") {
  for (const ParameterRow& free : rows_of<Strategy>()) {
    const ParameterRow row = bounded(free);
    if (!row.offered) continue;
    for (const double end : {row.low, row.high}) {
      std::vector<Kind> kinds = all_presets(2);
      for (Kind& kind : kinds)
        kind.levers[row.name] = {
            row.type == Type::real ? Value(end) : Value(static_cast<std::int64_t>(end)), {}};
      CAPTURE(row.name, end);
      run_and_look(all_on(kinds), 24);
    }
  }
}

TEST_CASE("every parameter works at either end of its range") {
  for (const ParameterRow& free : rows_of<Rules>()) {
    const ParameterRow row = bounded(free);
    if (!row.offered || (row.type != Type::real && row.type != Type::whole)) continue;
    for (const double end : {row.low, row.high}) {
      Setting at_end = all_on(all_presets(2));
      at_end.parameters[row.name] = {row.type == Type::real ? Value(end) : Value(std::int64_t(end)),
                                     {}};
      if (row.name == "pricing.highest") say(at_end.parameters, {{"pricing.unit_cost", 0.1}});
      if (row.name == "needs.experimental")
        say(at_end.parameters, {{"needs.newcomers", 0.1}, {"needs.newcomers_there", true}});
      if (row.name == "firms.start_variants") say(at_end.parameters, {{"design.variants", 8}});
      CAPTURE(row.name, end);
      if (row.name == "pricing.unit_cost") say(at_end.parameters, {{"pricing.highest", 20.0}});
      run_and_look(at_end, 24);
    }
  }
}

TEST_CASE("150 random points of the parameter space give numbers and conserve what there is") {
  check_reached(run_points(1, 150, 30), 1);
}

TEST_CASE("1,200 more random points, over five years", "[.slow]") {
  const Reached at = run_points(201, 1'400, 60);
  check_reached(at, 10);
}
