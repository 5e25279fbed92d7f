// Listening removes only the part of a need that is not sticky; customers who design miss nothing.
// Where nothing is sticky, and customers pursue no aims of their own, both must come to the same.
#include <catch2/catch.hpp>

#include <cmath>

#include "models/ecosystem/products.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Firms that hear everything and say nothing, and have ideas themselves or let customers do that.
Setting listeners(double codesign_ideation, double stickiness, std::uint64_t seed) {
  return setting(3'000,
                 {strategy("listener", 20,
                           {{"listen", 1.0},
                            {"survey", 0.0},
                            {"broadcast", 0.0},
                            {"codesign_ideation", codesign_ideation}})},
                 {{"needs.segments", 4},
                  {"needs.stickiness", stickiness},
                  {"community.divergence", 0.0},
                  {"design.hand_over", 0.0},
                  {"design.feasibility_gap", 0.0},
                  {"design.development", 3},
                  {"entry.rate", 0.02}},
                 seed);
}

/// Mean squared distance per need between what supplied customers need and what they use.
double distance(const World& world) {
  double sum = 0, users = 0;
  for (std::size_t at = 0; at < world.products.id.size(); ++at)
    for (std::size_t m = 0; m < world.centres.size(); ++m)
      if (const Cell& cell = world.cells_of(at)[m]; cell.count > 0) {
        sum += static_cast<double>(cell.count) * world.mean_distance(at, m);
        users += static_cast<double>(cell.count);
      }
  return sum / users;
}

std::int64_t by_customers(const World& world) {
  return std::count(world.products.origin.begin(), world.products.origin.end(), Origin::customer);
}

}  // namespace

// Stronger than equal means: the same customers are asked, and nobody errs, so each product stands
// where it stands in the other arm.
TEST_CASE("where nothing is sticky, listening and codesign lead to the same products") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const World listening = run(listeners(0, 0, seed), 60);
    const World codesign = run(listeners(1, 0, seed), 60);
    CHECK(by_customers(listening) == 0);
    CHECK(by_customers(codesign) > 20);
    CHECK(distance(codesign) == distance(listening));
    for (std::size_t at = 0; at < listening.products.id.size(); ++at)
      REQUIRE((codesign.products.position[at] == listening.products.position[at]).all());
  }
}

TEST_CASE("where needs are sticky, codesign comes nearer to them than listening") {
  constexpr int seeds = 12;
  double mean = 0, squares = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const double difference =
        distance(run(listeners(0, 0.6, seed), 60)) - distance(run(listeners(1, 0.6, seed), 60));
    mean += difference / seeds;
    squares += difference * difference;
  }
  const double error = std::sqrt((squares - seeds * mean * mean) / (seeds - 1) / seeds);
  INFO("listening is farther by " << mean << " +- " << error);
  CHECK(mean > 5 * error);
}

TEST_CASE("what listening cannot make known is what is sticky") {
  World world = start(listeners(0, 0.6, 1));
  CHECK(unknown_share(world, 0) == Approx(0.6));
  world.firms.levers[0].listen = 0;
  CHECK(unknown_share(world, 0) == 1);
  world.firms.levers[0].listen = 0.5;
  CHECK(unknown_share(world, 0) == Approx(0.6 + 0.4 * 0.5));
  world.firms.levers[0].survey = 0.1;  // 0.03 per s makes known half of what can be known
  world.firms.revenue_smoothed[0] = 0.3 * world.scale;
  CHECK(unknown_share(world, 0) == Approx(0.6 + 0.4 * 0.5 * 0.5));
}

TEST_CASE("a firm's error about needs has the variance that it does not know") {
  World world = start(listeners(0, 0.6, 1));
  double squares = 0;
  constexpr int draws = 4'000;
  for (int n = 0; n < draws; ++n) {
    const auto agent = static_cast<std::uint64_t>(n);
    world.firms.bias[0] = normal_position(world.chance(), Question::bias_move, agent);
    const Position noise = normal_position(world.chance(), Question::idea_error, agent);
    squares += error_about_needs(world, 0, 0.7, noise).square().sum() / 8 / draws;
  }
  const double skill = world.firms.skill[0];
  CHECK(squares * skill * skill == Approx(1.1 * 1.1 * 0.7).epsilon(0.03));  // 4 standard errors
}
