// That the world with everything on has everything on, and that everything happens in it.
#include <catch2/catch.hpp>

#include <numeric>
#include <set>

#include "tests/models/ecosystem/everything.h"
#include "tests/models/ecosystem/random_points.h"

using namespace permea;
using namespace permea::ecosystem_core;

TEST_CASE("with everything on every switch is on") {
  const std::set<std::string> either_way = {"market.considered", "pricing.myopic", "community.direction"};
  const Setting all = everything(1'000, all_presets(2));
  for (const ParameterRow& row : rows_of<Rules>()) {
    if (!is_switch(row) || either_way.contains(row.name)) continue;
    INFO(row.name);
    const auto given = all.parameters.find(row.name);
    REQUIRE(given != all.parameters.end());
    CHECK(given->second.value != row.standard);
  }
}

TEST_CASE("with everything on everything happens") {
  World world = start(everything(2'000, all_presets(5)));
  std::int64_t changes = 0, units = 0, entries = 0, exits = 0, active = 0;
  for (int month = 0; month < 60; ++month) {
    step(world);
    const auto sum = [](const auto& of) { return std::accumulate(of.begin(), of.end(), std::int64_t{0}); };
    changes += sum(world.taken_up);
    entries += sum(world.entered);
    exits += sum(world.exited);
    active += sum(world.communities.active);
    for (std::size_t f = 0; f < world.places(); ++f)
      units += world.is_there(f) && world.firms.parent[f] >= 0;
  }
  Funnel all;
  for (const Funnel& one : world.funnels) {
    all.tests += one.tests;
    all.copies += one.copies;
    all.ideas += one.ideas;
    all.launched += one.launched;
  }
  CHECK(changes > 2);
  CHECK(units > 10);
  CHECK(entries > 10);
  CHECK(exits > 10);
  CHECK(active > 100);
  CHECK(all.tests > 10);
  CHECK(all.copies > 10);
  CHECK(all.ideas > 10);
  CHECK(all.launched > 10);
}
