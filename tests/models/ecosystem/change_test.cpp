// A timed change takes force at its month, for firms that are there and those that enter later.
#include <catch2/catch.hpp>

#include "models/ecosystem/model.h"
#include "sim/run/simulation.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Market shares and prices, month by month, of a run with this `[[change]]`.
Series recorded(const std::string& change) {
  const Model model = ecosystem();
  const std::string text =
      "model = \"ecosystem\"\nsteps = 12\nseeds = \"1\"\n"
      "[parameters]\ncustomers.count = 500\n"
      "[[arm]]\nname = \"mixed\"\nfirms = { closed = 4, open = 4 }\n" +
      change + "[record]\nobservables = [\"price\", \"market_share\"]\n";
  const Scenario scenario = parse_scenario(text, "guards.toml", std::span(&model, 1));
  return simulate(Plan(scenario), 0, 1).value();
}

/// The first month in which a recorded number differs; -1 if none does.
int first_difference(const Series& a, const Series& b) {
  for (std::size_t month = 0; month <= 12; ++month)
    for (std::size_t o = 0; o < a.observables.size(); ++o) {
      const std::size_t width = a.observables[o].size() / 13;
      for (std::size_t i = month * width; i < (month + 1) * width; ++i)
        if (a.observables[o][i] != b.observables[o][i]) return static_cast<int>(month);
    }
  return -1;
}

}  // namespace

TEST_CASE("a changed parameter takes force at its month") {
  const Series straight = recorded("");
  CHECK(first_difference(straight, recorded("[[change]]\nat = 7\n"
                                            "parameters = { \"market.mu\" = 0.5 }\n")) == 7);
  const std::string standard = text(Value(Rules().mu));
  CHECK(first_difference(straight, recorded("[[change]]\nat = 7\nparameters = { \"market.mu\" = " +
                                            standard + " }\n")) == -1);
}

TEST_CASE("a changed lever takes force at its month") {
  CHECK(first_difference(recorded(""), recorded("[[change]]\nat = 5\n"
                                                "[change.strategy.open]\nconduct = 0.2\n")) == 5);
}

TEST_CASE("changed levers are those of every firm of the strategy, and of its entrants") {
  Setting before = setting(500, {strategy("a", 4), strategy("b", 4)}, {{"entry.rate", 0.2}});
  World world = run(before, 6);
  Setting after = before;
  say(after.kinds[1].levers, {{"lock_in", 0.55}});
  change(world, after);
  for (int month = 0; month < 6; ++month) step(world);
  REQUIRE(world.tally.firms_ever > 15);
  for (std::size_t f = 0; f < world.places(); ++f)
    if (world.is_there(f))
      CHECK(world.firms.levers[f].lock_in == (world.firms.kind[f] == 1 ? 0.55 : 0.2));
}

TEST_CASE("what gave the world's columns their length cannot change") {
  for (const std::string name : {"customers.count", "needs.segments", "knowledge.leak_lag"})
    CHECK_THROWS_AS(recorded("[[change]]\nat = 7\nparameters = { \"" + name + "\" = 24 }\n"),
                    BadInput);
}
