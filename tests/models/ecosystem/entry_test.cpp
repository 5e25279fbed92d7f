// How firms begin: at the start as a scenario says, later as entrants that follow the mix, success, or
// neither quite.
#include <catch2/catch.hpp>

#include <set>

#include "models/ecosystem/model.h"
#include "sim/run/scenario.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Entrants galore; only firms of b make a profit.
World with_entrants(Said parameters) {
  Setting crowded = setting(800, {strategy("a", 6), strategy("b", 2, {{"conduct", 0.5}})},
                            {{"entry.rate", 4.0 / 8}});
  say(crowded.parameters, parameters);
  World world = start(crowded);
  for (std::size_t f = 0; f < world.places(); ++f)
    world.firms.performance[f] = world.firms.kind[f] == 1 ? 0.5 : -0.5;
  ++world.month;
  for (int batch = 0; batch < 10; ++batch, ++world.month) renew(world);
  return world;
}

/// Share of entrants of strategy b; none of them has had time to make a profit.
double share_of_b(const World& world) {
  double entrants = 0, of_b = 0;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f) || !is_entrant(world, f)) continue;
    ++entrants;
    of_b += world.firms.kind[f] == 1;
  }
  REQUIRE(entrants == 40);
  return of_b / entrants;
}

/// The problems that the model finds, one line.
std::string complaint(const std::string& text) {
  const Model model = ecosystem();
  try {
    parse_scenario(text, "s.toml", std::span(&model, 1));
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return "";
}

}  // namespace

TEST_CASE("entrants follow the shares at the start, or success") {
  CHECK(share_of_b(with_entrants({})) == Approx(0.25).margin(0.2));
  CHECK(share_of_b(with_entrants({{"entry.imitation", 1.0}})) == 1);
}

TEST_CASE("an entrant that imitates takes over the levers its model has now") {
  Setting two = setting(800, {strategy("a", 8)}, {{"entry.imitation", 1.0}, {"entry.rate", 0.5}});
  World world = start(two);
  world.firms.targets[3].survey = 0.07;
  std::fill(world.firms.performance.begin(), world.firms.performance.end(), -1.0);
  world.firms.performance[3] = 1;
  ++world.month;
  renew(world);
  for (std::size_t f = 8; f < world.places(); ++f) CHECK(world.firms.levers[f].survey == 0.07);
}

TEST_CASE("a mutant is of its model's kind, and its levers are in their ranges") {
  const World world = with_entrants({{"entry.mutation", 0.5}});
  std::set<double> survey;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!is_entrant(world, f)) continue;
    CHECK((world.firms.kind[f] == 0 || world.firms.kind[f] == 1));
    for (std::size_t l = 0; l < lever_list.size(); ++l) {
      CHECK(world.firms.levers[f].*lever_list[l] >= world.ranges[l].low);
      CHECK(world.firms.levers[f].*lever_list[l] <= world.ranges[l].high);
    }
    survey.insert(world.firms.levers[f].survey);
  }
  CHECK(survey.size() > 10);
}

TEST_CASE("a strategy begins with the cash, age and segment that it is given") {
  const World world = start(setting(800, {strategy("a", 4),
                                          strategy("b", 4, {{"start_cash", 2.5},
                                                            {"start_age", std::int64_t{90}},
                                                            {"start_segment", std::int64_t{7}}})}));
  for (std::size_t f = 0; f < world.places(); ++f) {
    const bool b = world.firms.kind[f] == 1;
    CHECK(world.firms.cash[f] == money((b ? 2.5 : 1.0) * 1.5 * world.scale));
    CHECK(world.firms.born[f] == (b ? -90 : 0));
    if (b) CHECK(world.firms.home_segment[f] == 6);
    CHECK_FALSE(is_entrant(world, f));
  }
}

TEST_CASE("a strategy that is found more easily at the start begins with more customers") {
  const auto customers_of_b = [](double share) {
    const World world =
        start(setting(4'000, {strategy("a", 32), strategy("b", 32, {{"start_share", share}})}));
    double all = 0, of_b = 0;
    for (std::size_t f = 0; f < world.places(); ++f) {
      all += static_cast<double>(world.firms.customers[f]);
      if (world.firms.kind[f] == 1) of_b += static_cast<double>(world.firms.customers[f]);
    }
    return of_b / all;
  };
  CHECK(customers_of_b(0) == 0);
  CHECK(customers_of_b(1) == Approx(0.5).margin(0.15));
  CHECK(customers_of_b(5) > customers_of_b(1) + 0.2);
}

TEST_CASE("where all firms are compared none is found more easily at the start") {
  const auto state_with = [](double share) {
    World world = start(setting(1'000, {strategy("a", 4), strategy("b", 4, {{"start_share", share}})},
                                {{"market.considered", std::string("all")}}));
    return hash(world);
  };
  CHECK(state_with(5) == state_with(1));
  CHECK(state_with(0) == state_with(1));
}

TEST_CASE("how a strategy begins is refused where it makes no sense") {
  const std::string head = "model = \"ecosystem\"\nsteps = 12\nseeds = \"1\"\n";
  CHECK(complaint(head + "[strategy.open]\nstart_segment = 13\n[[arm]]\nname = \"x\"\n"
                         "firms = { open = 2 }\n") ==
        "s.toml:5:1: strategy.open.start_segment: more than needs.segments, 12");
  CHECK(complaint(head + "[[arm]]\nname = \"x\"\nfirms = { open = 2 }\n[[change]]\nat = 3\n"
                         "[change.strategy.open]\nstart_age = 4\n") ==
        "s.toml:10:1: strategy.open.start_age: takes force at the start only; it cannot change");
  CHECK(complaint(head + "[strategy.open]\nlock_in = 1.5\n[[arm]]\nname = \"x\"\n"
                         "firms = { open = 2 }\n") ==
        "s.toml:5:1: strategy.open.lock_in: 1.5 is out of range; allowed: a number from 0 to 1");
}
