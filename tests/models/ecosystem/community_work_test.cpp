// What happens within communities: whom members meet, what skill does, and what
// members' help at a launch takes from what they contribute.
#include <catch2/catch.hpp>

#include <cmath>

#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// One firm with a community that everybody may join; the first 32 customers were active last month.
World one_community(Said parameters, Said levers = {}) {
  Kind kind = strategy("inviting", 1, idle);
  say(kind.levers, {{"codesign_ideation", 1.0}, {"practice", 0.5}});
  say(kind.levers, levers);
  Setting setting = quiet(20'000, {kind},
                          {{"needs.segments", 1},
                           {"market.value", 20.0},
                           {"market.undirected_search", 1.0},
                           {"community.join", 1.0},
                           {"community.critical_mass", 0.0},
                           {"trust.speed", 0.0}});
  say(setting.parameters, parameters);
  World world = start(setting);
  for (std::uint32_t i = 0; i < Sample::seats; ++i) world.communities.voices[0].let_come(i, 0);
  return world;
}

World matching(const char* mode, double clarity) {
  World world = one_community({{"community.matching", std::string(mode)}, {"community.clarity", clarity}});
  for (std::uint32_t i = 0; i < Sample::seats; ++i)
    world.customers[i].since = static_cast<std::uint16_t>(i);
  return world;
}

/// Mean likeness of whom each of the other customers meets.
double mean_likeness(const World& world) {
  double sum = 0;
  const std::size_t first = Sample::seats, end = world.customers.size();
  for (std::size_t i = first; i < end; ++i) sum += likeness_of_met(world, 0, i);
  return sum / static_cast<double>(end - first);
}

double contributed(const World& world) {
  double sum = 0;
  for (const double amount : world.communities.contributions[0]) sum += amount;
  return sum;
}

}  // namespace

// Needs of two customers of a segment differ by 2 h^2 chi^2(8): E exp(-chi^2/8) = 1.25^-4 = 0.41. The 32 whom
// all meet are not the whole segment, so their mean may be off by 0.03.
TEST_CASE("who is met at random is as like as any two customers") {
  CHECK(mean_likeness(matching("random", 1.0)) == Approx(std::pow(1.25, -4)).margin(0.03));
}

TEST_CASE("purpose brings together who needs alike, spend does not") {
  const double random = mean_likeness(matching("random", 1.0));
  const double purpose = mean_likeness(matching("purpose", 1.0));
  const double spend = mean_likeness(matching("spend", 1.0));
  CHECK(purpose > random + 0.1);  // the most alike of four
  CHECK(spend == Approx(random).margin(0.06));
}

TEST_CASE("a purpose that is not clear brings together anybody, half clear half of the way") {
  const double random = mean_likeness(matching("random", 1.0));
  CHECK(mean_likeness(matching("purpose", 0.0)) == random);
  const double half = 0.5 * (random + mean_likeness(matching("purpose", 1.0)));
  CHECK(mean_likeness(matching("purpose", 0.5)) == Approx(half).margin(0.01));
}

TEST_CASE("spend brings together with the oldest customers") {
  World world = matching("spend", 1.0);
  for (std::uint32_t i = 1; i < Sample::seats; ++i) world.customers[i].own_need.fill(20'000);
  world.customers[0].own_need = world.customers[100].own_need;  // the oldest is alike, the others far off
  double met = 0;
  for (std::uint64_t month = 1; month <= 400; ++month) {
    world.month = static_cast<std::int64_t>(month);
    met += likeness_of_met(world, 0, 100) > 0.9;
  }
  const double among_four = 1 - std::pow(31.0 / 32, 4);  // 0.119; standard error 0.016
  CHECK(met / 400 == Approx(among_four).margin(0.05));
  CHECK(met / 400 > 1.5 / 32);
}

TEST_CASE("answers are of use as far as a facilitator is skilled") {
  for (const double skill : {0.4, 1.0}) {
    World world = one_community({{"community.skill", skill}}, {{"facilitate", 0.5}});
    world.communities.contributions_smoothed[0] = 1;
    CHECK(feedback(world, 0) == Approx(skill));
  }
}

TEST_CASE("what members do for a launch, they do not contribute") {
  const auto counted = [](double effort, double helps) {
    World world = one_community({{"community.launch_effort", effort}, {"community.divergence", 0.0}},
                                {{"codesign_launch", helps}});
    world.products.origin[0] = Origin::firm;  // launched this month
    world.communities.active_smoothed[0] = 1;
    ++world.month;
    gather(world);
    REQUIRE(contributed(world) > 100);
    return world.communities.counted[0] / contributed(world);
  };
  CHECK(counted(0.8, 0.5) == Approx(1 - 0.8 * 0.5));
  CHECK(counted(1, 1) == Approx(0).margin(1e-12));
  CHECK(counted(0, 1) == Approx(1));
  CHECK(counted(1, 0) == Approx(1));
}
