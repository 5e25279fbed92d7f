// What firms pay for, who answers support, what a full firm does, and the canvas that tells of it all.
#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/market.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

double spent_on(const World& world, std::size_t place, Purpose purpose) {
  return world.firms.spent[place][static_cast<std::size_t>(purpose)];
}

}  // namespace

TEST_CASE("what is spent by purpose adds up to the cost, month after month") {
  World world = start(setting(1'200, all_presets(4), {{"transform.hazard", 0.1}, {"entry.rate", 0.05}}));
  for (int month = 0; month < 36; ++month) {
    step(world);
    for (std::size_t f = 0; f < world.places(); ++f) {
      if (!world.is_there(f)) continue;
      const Spending& spent = world.firms.spent[f];
      const double sum = std::accumulate(spent.begin(), spent.end(), 0.0);
      REQUIRE(sum == Approx(amount(world.firms.cost[f])).margin(2e-6));
    }
  }
}

TEST_CASE("showing customers plans and designs is paid for, by customer and by how much is shown") {
  World world = run(setting(800, {strategy("shows", 4, {{"reveal_customers", 0.6}}), strategy("hides", 4)},
                            {{"firms.show_cost", 0.03}}), 6);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    const double shown = world.firms.levers[f].reveal_customers;
    CHECK(spent_on(world, f, Purpose::showing) ==
          Approx(0.03 * shown * static_cast<double>(world.firms.customers[f])).margin(1e-12));
  }
}

TEST_CASE("every launch is paid for where production has a fixed cost") {
  const Said levers = {{"codesign_ideation", 1.0}};
  World world = run(setting(800, {strategy("a", 8, levers)}, {{"firms.production_cost", 0.7},
                                                              {"design.idea_rate", 0.5}}), 14);
  std::int64_t launches = 0;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    launches += world.firms.launches[f];
    const double made = spent_on(world, f, Purpose::products) / world.scale;
    CHECK(made >= 0.7 * static_cast<double>(world.firms.launches[f]));
    CHECK(made < 0.7 * static_cast<double>(world.firms.launches[f]) + 0.1);
  }
  CHECK(launches > 0);
}

TEST_CASE("a full firm takes nobody new") {
  World world = run(setting(800, {strategy("a", 8)}, {{"firms.capacity", 0.5}}), 24);
  for (std::size_t f = 0; f < world.places(); ++f) world.firms.customers[f] = f < 4 ? 50 : 49;
  const Market market = open_market(world);
  for (const std::uint32_t f : market.there) CHECK(f >= 4);
  for (const PickTable& awareness : market.awareness)
    for (std::uint32_t word = 0; word < 1'000; ++word)
      CHECK(awareness.pick(word * 4'294'967u) >= 4);
}

TEST_CASE("a community answers at most its part of the support") {
  World world = run(setting(800, {strategy("a", 8)}), 2);
  world.firms.customers[0] = 100;
  world.communities.contributions_smoothed[0] = 0;
  CHECK(unit_cost(world, 0) == world.rules->unit_cost);
  world.communities.contributions_smoothed[0] = 0.05 * 100;
  CHECK(unit_cost(world, 0) == Approx(1 - 0.2 * 0.6 / 2));
  world.communities.contributions_smoothed[0] = 1e12;
  CHECK(unit_cost(world, 0) == Approx(1 - 0.2 * 0.6));
}

TEST_CASE("only lock-in makes captives") {
  const auto captives = [](double lock_in) {
    World world = run(setting(2'000, {strategy("a", 8, {{"lock_in", lock_in}})},
                              {{"market.review_rate", 0.5}, {"market.foresight", 0.0}}), 12);
    return std::accumulate(world.firms.captive_count.begin(), world.firms.captive_count.end(), 0.0) /
           std::accumulate(world.firms.stay_count.begin(), world.firms.stay_count.end(), 0.0);
  };
  CHECK(captives(0.0) == 0);
  CHECK(captives(0.3) > 0);
  CHECK(captives(1.0) > captives(0.3));
  CHECK(captives(1.0) <= 1);
}

TEST_CASE("the canvas is of this month, its imbalance between none and all") {
  World world = run(setting(1'200, all_presets(4), {{"transform.hazard", 0.2}, {"entry.rate", 0.05}}), 24);
  CHECK(std::accumulate(world.taken_up.begin(), world.taken_up.end(), 0) > 0);  // and was paid for
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    CHECK(world.firms.canvas[4][f] == amount(world.firms.revenue[f]) / world.scale);
    CHECK(world.firms.canvas[8][f] == amount(world.firms.cost[f]) / world.scale);
    CHECK(world.firms.canvas[0][f] <= 12 + 1e-9);
    CHECK(world.firms.imbalance[f] >= 0);
    CHECK(world.firms.imbalance[f] <= 1);
  }
}

TEST_CASE("no equation reads the canvas, its imbalance, or any other memory of measures") {
  const Setting all = setting(1'200, all_presets(4), {{"entry.rate", 0.03}});
  World untouched = start(all), scribbled = start(all);
  for (int month = 0; month < 24; ++month) {
    step(untouched);
    for (auto& block : scribbled.firms.canvas) std::fill(block.begin(), block.end(), 7.0);
    std::fill(scribbled.firms.imbalance.begin(), scribbled.firms.imbalance.end(), 7.0);
    std::fill(scribbled.firms.past_openness.begin(), scribbled.firms.past_openness.end(), 0.5);
    std::fill(scribbled.firms.past_customers.begin(), scribbled.firms.past_customers.end(), 3);
    std::fill(scribbled.firms.captive_count.begin(), scribbled.firms.captive_count.end(), 9.0);
    step(scribbled);
  }
  CHECK(untouched.firms.cash == scribbled.firms.cash);
  CHECK(untouched.firms.customers == scribbled.firms.customers);
  CHECK(untouched.firms.price == scribbled.firms.price);
}
