// A product of which customers hear by chance and from each other spreads as Bass (1969) has it.
#include <catch2/catch.hpp>

#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// One firm that whoever hears of it takes and keeps, and that nobody knows at the start: in the
/// first choice customers consider nobody, from the first month on they look once a month.
World unknown_product(std::int64_t customers, double by_chance, double by_word) {
  Setting before = quiet(customers, {strategy("new", 1, idle)},
                         {{"needs.segments", 1},
                          {"market.value", 20.0},
                          {"market.review_rate", 1.0},
                          {"market.undirected_search", by_chance},
                          {"market.word_of_mouth", by_word},
                          {"market.considered", 0}});
  World world = start(before);
  Setting after = before;
  say(after.parameters, {{"market.considered", 1}});
  change(world, after);
  return world;
}

double users(const World& world) {
  const auto all = static_cast<double>(world.customers.size());
  return static_cast<double>(world.firms.customers[0]) / all;
}

}  // namespace

// A share of 200,000 customers who each decide alone has a standard error of at most 0.0011 a
// month; the recursion carries an early error on and at most triples it: 3 standard errors: 0.01.
TEST_CASE("word of mouth alone spreads a product as the Bass recursion") {
  const auto [p, q] = GENERATE(table<double, double>({{0.03, 0.38}, {0.01, 0.8}, {0.2, 0.0}}));
  World world = unknown_product(200'000, p, q);
  REQUIRE(users(world) == 0);
  double expected = 0;
  for (int month = 0; month < 24; ++month) {
    expected += (p + q * expected) * (1 - expected);
    step(world);
    CAPTURE(p, q, month);
    CHECK(users(world) == Approx(expected).epsilon(0).margin(0.01));
  }
  CHECK(expected > 0.95);
}

TEST_CASE("what nobody finds and nobody speaks of has no users") {
  World world = unknown_product(10'000, 0, 4);
  for (int month = 0; month < 6; ++month) step(world);
  CHECK(users(world) == 0);
}

TEST_CASE("lock-in silences word of mouth, as far as market.wom_lock says") {
  World world = unknown_product(200'000, 0.05, 0.6);
  world.firms.levers[0].lock_in = 0.5;
  double expected = 0;
  for (int month = 0; month < 12; ++month) {
    expected += (0.05 + 0.6 * (1 - 0.5 * 0.5) * expected) * (1 - expected);
    step(world);
    CHECK(users(world) == Approx(expected).epsilon(0).margin(0.01));
  }
}
