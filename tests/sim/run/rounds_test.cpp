// Rounds of replicates: when it is looked, what is seen, and how much may be believed of it.
#include "sim/run/evidence/rounds.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "sim/run/evidence/statistics.h"
#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

const std::string two_arms = R"(model = "toy"
steps = 4
seeds = "1..100"
[[arm]]
name = "few"
firms = { steady = 1 }
[[arm]]
name = "many"
firms = { steady = 3 }
[sweep]
axes = { "firms.growth" = [0.0, 0.25] }
)";

const std::string until = R"([[until]]
observable = "size"
contrast = { many = 1, few = -1 }
half_width = 0.5
)";

Overrides seeds(const std::string& range) {
  Overrides overrides;
  overrides.seeds = range;
  return overrides;
}

/// Gives the first `replicates` of each arm and point numbers whose contrasts are +-`spread`.
void fill(Rounds& rounds, const Plan& plan, std::size_t replicates, double spread) {
  for (std::size_t run = 0; run < plan.runs(); ++run) {
    const RunKey key = plan.key(run);
    const double number = key.arm == 0 ? 0 : key.replicate % 2 == 0 ? spread : -spread;
    if (key.replicate < replicates) rounds.add(run, std::vector{number});
  }
}

}  // namespace

TEST_CASE("rounds are of 8, 16, 32, ... replicates up to those that are allowed") {
  const Scenario scenario = toy_scenario(two_arms + until);
  const Plan plan(scenario);
  CHECK(Rounds(plan).ends() == std::vector<std::size_t>{8, 16, 32, 64, 100});
  const Scenario all = toy_scenario(two_arms);
  const Plan whole(all);
  CHECK(Rounds(whole).ends() == std::vector<std::size_t>{100});
  CHECK_FALSE(Rounds(whole).enough(100));
  const Scenario few = toy_scenario(two_arms + until, seeds("1..5"));
  const Plan short_plan(few);
  CHECK(Rounds(short_plan).ends() == std::vector<std::size_t>{5});
}

TEST_CASE("replicates are enough when the interval is narrow enough, and not before") {
  const Scenario scenario = toy_scenario(two_arms + until);
  const Plan plan(scenario);
  Rounds rounds(plan);
  fill(rounds, plan, 16, 0.8);  // s = 0.855, 0.826: half-widths 0.715, 0.440
  CHECK_FALSE(rounds.enough(8));
  CHECK(rounds.too_wide(8) == "size, contrast many 1 few -1: half-width 0.715, wanted 0.5");
  REQUIRE(rounds.enough(16));
  CHECK(rounds.enough(16)->replicates == 16);
  CHECK(rounds.enough(16)->why == "size, contrast many 1 few -1: half-width 0.44, wanted 0.5");
}

TEST_CASE("all numbers must be sharp, and the last round ends it all the same") {
  const Scenario scenario =
      toy_scenario(two_arms + until + "[[until]]\nname = \"x\"\nobservable = \"gain\"\ncontrast = \"few\"\nhalf_width = 1\n");
  const Plan plan(scenario);
  Rounds rounds(plan);
  fill(rounds, plan, 100, 0.1);  // the second is not known
  CHECK(rounds.too_wide(8) == "x: no interval yet, wanted 1");
  CHECK_FALSE(rounds.enough(64));
  CHECK(rounds.enough(100)->why == "no more are allowed; x: no interval yet, wanted 1");
}

TEST_CASE("numbers that are all the same have no interval, and more are made up to the last") {
  for (const std::string statistic : {"mean", "variance"}) {
    const Scenario scenario = toy_scenario(two_arms + until + "statistic = \"" + statistic + "\"\n");
    const Plan plan(scenario);
    Rounds rounds(plan);
    fill(rounds, plan, 100, 0);
    CHECK_FALSE(rounds.enough(8));
    CHECK_FALSE(rounds.enough(64));
    CHECK(rounds.too_wide(8).ends_with(": no spread between seeds, so no interval, wanted 0.5"));
    REQUIRE(rounds.enough(100));
    CHECK(rounds.enough(100)->why == "no more are allowed; " + rounds.too_wide(100));
  }
}

TEST_CASE("a spread that is nothing but rounding is none, whatever later seeds gave") {
  const Scenario scenario = toy_scenario(two_arms + until);
  const Plan plan(scenario);
  Rounds rounds(plan), small(plan);
  fill(rounds, plan, 8, 1e-13);
  fill(small, plan, 8, 1e-13);
  for (std::size_t run = 0; run < plan.runs(); ++run) {
    const RunKey key = plan.key(run);
    if (key.arm == 0 && key.replicate < 8) rounds.add(run, std::vector{3.0});
    if (key.arm == 0 && key.replicate == 9) small.add(run, std::vector{3.0});
  }
  CHECK_FALSE(rounds.enough(8));  // 3 less 1e-13
  CHECK(small.too_wide(8) == "");  // 1e-13 less 0 is a number like any other
}

TEST_CASE("a share of wins has an interval even where all replicates win") {
  const Scenario scenario = toy_scenario(two_arms + until + "statistic = \"wins\"\n");
  const Plan plan(scenario);
  Rounds rounds(plan);
  fill(rounds, plan, 100, 0);
  CHECK(rounds.enough(8));  // Wilson's of 0 in 8: 0 to 0.32
}

TEST_CASE("of what remains to be made a round has that of its replicates") {
  const Scenario scenario = toy_scenario(two_arms + until);
  const Plan plan(scenario);
  CHECK(within(everything(plan), plan, 8).runs.size() == 32);
  const Remaining second = round_of(plan, 8, 16);
  CHECK(second.runs.size() == 32);
  CHECK(second.made.size() == 32);
  for (const std::size_t run : second.made) CHECK(plan.key(run).replicate < 8);
  CHECK(beyond(everything(plan).runs, plan, 16).size() == 4 * 84);
  for (const std::size_t run : second.runs) CHECK((plan.key(run).replicate >= 8 && plan.key(run).replicate < 16));
}

TEST_CASE("a plan of enough replicates numbers its runs as a plan of so many seeds") {
  const Scenario scenario = toy_scenario(two_arms + until), less = toy_scenario(two_arms, seeds("1..16"));
  const Plan plan(scenario, Enough{16, "narrow"}), other(less);
  REQUIRE(plan.runs() == other.runs());
  for (std::size_t run = 0; run < plan.runs(); ++run) {
    const RunKey a = plan.key(run), b = other.key(run);
    CHECK(plan.number(a.arm, a.point, a.replicate) == run);
    CHECK((a.arm == b.arm && a.point == b.point && a.seed == b.seed));
  }
}

TEST_CASE("what until cannot mean is refused at its place") {
  const auto said = [](const std::string& lines) { return complaints(two_arms + lines); };
  CHECK(said(until).empty());
  CHECK(said("[until]\nobservable = \"size\"\n") == "s.toml:12:2: until: a table; allowed: tables, each under its [[until]]");
  CHECK(said("[[until]]\nobservable = \"siz\"\ncontrast = \"few\"\nhalf_width = 0\n") ==
        "s.toml:13:1: until.observable: \"siz\" is unknown; did you mean \"size\"?\n"
        "s.toml:15:1: until.half_width: 0; allowed: a number above 0: how far the 95 % interval may reach to either side");
  CHECK(said("[[until]]\nobservable = \"size\"\ncontrast = \"fw\"\nhalfwidth = 1\n") ==
        "s.toml:12:1: until.half_width: missing; allowed: a number above 0: how far the 95 % interval may reach to either side\n"
        "s.toml:14:1: until.contrast: no arm is called \"fw\"; did you mean \"few\"?\n"
        "s.toml:15:1: until.halfwidth: unknown key; did you mean \"half_width\"?");
}

/// The price of looking: the interval at which one stops covers less often than one that was not
/// chosen, and how much less is known.
TEST_CASE("intervals at which looking stopped cover in 92 to 96 of 100 experiments") {
  std::mt19937_64 words(5);
  std::normal_distribution<double> normal;
  int covered = 0;
  constexpr int experiments = 4000;
  for (int i = 0; i < experiments; ++i) {
    std::vector<double> sample;
    Estimate estimate;
    for (std::size_t end = 8; end <= 256; end *= 2) {
      while (sample.size() < end) sample.push_back(normal(words));
      estimate = mean_of(sample);
      if (estimate.half_width() <= 0.4) break;
    }
    covered += estimate.low <= 0 && 0 <= estimate.high;
  }
  CHECK(covered / double(experiments) == Approx(0.94).margin(0.02));
}
