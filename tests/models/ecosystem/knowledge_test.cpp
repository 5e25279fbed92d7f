// Research alone and leak alone move know-how as their closed forms say.
#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

#include "models/ecosystem/firm.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

constexpr double effort = 0.3;             ///< E, against a standard E_0 of 0.1
constexpr double absorptive = 0.09 / 0.1;  ///< E^2/(E^2 + E_0^2) at absorb 1

/// `firms` that all see into each other, absorb what they can and reveal nothing; firm 0 knows 2 in
/// every domain, the others 1. Nothing decays.
World leaky(std::int64_t firms, Said parameters) {
  Kind kind = strategy("firm", firms, idle);
  say(kind.levers, {{"absorb", 1.0}, {"breadth", 1.0}, {"practice", 1.0}, {"research", 0.1}});
  Setting calm = quiet(1'000, {kind}, {{"firms.degree", 1000}, {"knowledge.leak_lag", 0}});
  say(calm.parameters, parameters);
  World world = start(calm);
  for (std::size_t f = 0; f < world.places(); ++f) {
    world.firms.know_how[f] = KnowHow::Constant(f == 0 ? 2.0 : 1.0);
    world.firms.revenue_smoothed[f] = effort / 0.1 * world.scale;
  }
  return world;
}

void leak_for(World& world, int months) {
  for (int month = 0; month < months; ++month) {
    ++world.month;
    leak(world);
  }
}

/// What a leak of one month brings firm `to` in each domain.
double gain(World world, std::size_t to) {
  const double before = world.firms.know_how[to][0];
  leak_for(world, 1);
  return world.firms.know_how[to][0] - before;
}

}  // namespace

TEST_CASE("leak alone, two firms: the gap closes as (1 - w)^t") {
  World world = leaky(2, {{"knowledge.leak_anyway", 0.02}, {"knowledge.leak_revealed", 0.1}});
  world.firms.levers[0].reveal_rivals = 0.4;
  const double weight = absorptive * (0.02 + 0.1 * 0.4);
  for (int t = 1; t <= 60; ++t) {
    leak_for(world, 1);
    const KnowHow gap = world.firms.know_how[0] - world.firms.know_how[1];
    for (const double of_domain : gap)
      REQUIRE(of_domain == Approx(std::pow(1 - weight, t)).epsilon(1e-12));
  }
  CHECK(world.firms.know_how[0][0] == 2);  // nothing flows back to who knows more
}

TEST_CASE("know-how leaks when it is as old as the lag, not sooner") {
  World world = leaky(2, {{"knowledge.leak_anyway", 0.5}, {"knowledge.leak_lag", 6}});
  for (auto& past : world.history) past = KnowHow::Ones();
  world.firms.know_how[0] = KnowHow::Ones();
  leak_for(world, 10);
  world.firms.know_how[0] = KnowHow::Constant(2);
  leak_for(world, 6);
  CHECK(world.firms.know_how[1][0] == 1);
  leak_for(world, 1);
  CHECK(world.firms.know_how[1][0] == Approx(1 + absorptive * 0.5).epsilon(1e-12));
}

TEST_CASE("many sources together weigh at most one: nobody overtakes who it learns from") {
  World world = leaky(20, {{"knowledge.leak_anyway", 1.0}, {"knowledge.attention", 100.0}});
  for (std::size_t f = 0; f + 1 < 20; ++f) world.firms.know_how[f] = KnowHow::Constant(2);
  leak_for(world, 1);
  CHECK(world.firms.know_how[19][0] == Approx(2).epsilon(1e-12));
}

TEST_CASE("sources share the attention that a firm has") {
  World world = leaky(20, {{"knowledge.leak_anyway", 0.01}, {"knowledge.attention", 4.0}});
  for (std::size_t f = 0; f + 1 < 20; ++f) world.firms.know_how[f] = KnowHow::Constant(2);
  CHECK(gain(world, 19) == Approx(4 * (0.5 + 1.0) * absorptive * 0.01).epsilon(1e-12));
}

TEST_CASE("who makes no effort of its own takes nothing in") {
  World world = leaky(2, {{"knowledge.leak_anyway", 0.5}});
  world.firms.revenue_smoothed[1] = 0;
  CHECK(gain(world, 1) == 0);
}

TEST_CASE("who does not search or does not absorb takes nothing in") {
  World blind = leaky(2, {{"knowledge.leak_anyway", 0.5}}), full = blind;
  blind.firms.levers[1].breadth = 0;
  full.firms.levers[1].absorb = 0;
  CHECK(gain(blind, 1) == 0);
  CHECK(gain(full, 1) == 0);
}

TEST_CASE("revealing to rivals only costs: it moves nothing toward its owner") {
  World shut = leaky(6, {{"knowledge.leak_anyway", 0.01}, {"knowledge.leak_revealed", 0.3}});
  World open = shut;
  for (World* world : {&shut, &open}) world->firms.know_how[3] = KnowHow::Constant(3);
  open.firms.levers[0].reveal_rivals = 1;
  CHECK(gain(open, 0) == gain(shut, 0));
  CHECK(gain(open, 1) > gain(shut, 1));
}

TEST_CASE("without a mode of reciprocity the lever reciprocate changes nothing") {
  World never = leaky(6, {{"knowledge.leak_revealed", 0.3}}), always = never;
  for (std::size_t f = 0; f < 6; ++f) {
    never.firms.levers[f].reveal_rivals = always.firms.levers[f].reveal_rivals =
        0.1 + 0.1 * double(f);
    always.firms.levers[f].reciprocate = 1;
  }
  leak_for(never, 12);
  leak_for(always, 12);
  for (std::size_t f = 0; f < 6; ++f)
    CHECK((never.firms.know_how[f] == always.firms.know_how[f]).all());
}

TEST_CASE("direct reciprocity: who reciprocates in full gives no more than it was given") {
  const Said both = {{"knowledge.leak_revealed", 0.3},
                     {"knowledge.reciprocity_mode", std::string("direct")},
                     {"knowledge.gift_memory", 1.0}};
  World world = leaky(2, both);
  world.firms.levers[0].reveal_rivals = 0.8;
  world.firms.levers[1].reveal_rivals = 0.1;
  leak_for(world, 1);  // with a memory of one month the gifts are now what is shown
  const double unconditional = gain(world, 1);
  CHECK(unconditional == Approx(absorptive * 0.3 * 0.8 * (2 - world.firms.know_how[1][0])));
  world.firms.levers[0].reciprocate = 1;
  CHECK(gain(world, 1) == Approx(unconditional / 8).epsilon(1e-12));
  world.firms.levers[0].reciprocate = 0.5;
  CHECK(gain(world, 1) == Approx(unconditional * (0.5 + 0.5 / 8)).epsilon(1e-12));
  world.firms.levers[1].reveal_rivals = 1;
  leak_for(world, 1);
  world.firms.levers[0].reciprocate = 1;
  CHECK(gain(world, 1) == Approx(absorptive * 0.3 * 0.8 * (2 - world.firms.know_how[1][0])));
}

TEST_CASE("research alone: know-how goes to (D w E/E_0)^gamma in every domain") {
  World world = start(quiet(1'000, {strategy("lab", 3, {{"research", 0.1}})},
                            {{"knowledge.decay", 0.2}, {"knowledge.gamma", 0.4}}));
  for (double& revenue : world.firms.revenue_smoothed) revenue = effort / 0.1 * world.scale;
  for (int month = 0; month < 200; ++month) research(world);
  for (std::size_t f = 0; f < 3; ++f)
    for (int d = 0; d < 4; ++d) {
      const double weight = d == world.firms.home_domain[f] ? 0.55 : 0.15;
      CHECK(world.firms.know_how[f][d] ==
            Approx(std::pow(4 * weight * effort / 0.1, 0.4)).epsilon(1e-12));
    }
}

TEST_CASE("without research know-how fades geometrically, and never below its least") {
  World world = start(quiet(1'000, {strategy("heir", 1, idle)}, {{"knowledge.decay", 0.1}}));
  world.firms.know_how[0] = KnowHow::Ones();
  for (int month = 0; month < 12; ++month) research(world);
  CHECK(world.firms.know_how[0][0] == Approx(std::pow(0.9, 12)).epsilon(1e-12));
  for (int month = 0; month < 200; ++month) research(world);
  CHECK(world.firms.know_how[0][0] == 0.001);
}

TEST_CASE("quality is the CES of the domains") {
  const KnowHow know_how(0.5, 1.0, 2.0, 4.0);
  const auto quality = [&](double exponent) {
    return quality_of(
        *start(quiet(100, {strategy("lab", 1)}, {{"knowledge.exponent", exponent}})).rules,
        know_how);
  };
  CHECK(quality(1.0) == Approx(1.875));
  CHECK(quality(-1.0) == Approx(4 / 3.75));
  CHECK(quality(0.0) == Approx(std::pow(4.0, 0.25)));
  CHECK(quality(-0.5) == Approx(1 / std::pow((std::sqrt(2) + 1 + std::sqrt(0.5) + 0.5) / 4, 2)));
}
