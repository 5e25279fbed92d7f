// Runs that are over early: when they end, what they leave, and which ends are refused.
#include "sim/run/stop.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/run/evidence/expect.h"
#include "sim/run/simulation.h"
#include "tests/contains.h"
#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

/// Nine firms of size 1 that grow by a tenth a step, without chance.
const std::string growing = R"(model = "toy"
steps = 40
seeds = "1..2"
[parameters]
toy.quiet = true
firms.growth = 0.1
firms.birth_every = 1000
[[arm]]
name = "all"
firms = { steady = 5, bold = 4 }
)";

Series run_of(const std::string& text) {
  const Scenario scenario = toy_scenario(text);
  return simulate(Plan(scenario), 0, 1).value();
}

std::int64_t last_step(const std::string& lines, const std::string& more = "") {
  return run_of(growing + more + "[[stop]]\n" + lines + "\n").last_step;
}

}  // namespace

TEST_CASE("a run is over when a number is above or below a threshold") {
  CHECK(last_step("observable = \"mean_size\"\nabove = 2") == 8);  // 1.1^8 = 2.14
  CHECK(last_step("observable = \"size\"\nwhere = { strategy = \"bold\" }\nabove = 8") == 8);
  CHECK(last_step("observable = \"mean_size\"\nbelow = 1") == 40);
  CHECK(last_step("observable = \"firms\"\nbelow = 10") == 1);
}

TEST_CASE("a run is over when a number has not moved for so many steps") {
  const std::string rest = "[[change]]\nat = 11\nparameters = { \"firms.growth\" = 0 }\n";
  CHECK(last_step("observable = \"mean_size\"\nsteady = 0.001\nover = 6", rest) == 16);
  CHECK(last_step("observable = \"mean_size\"\nsteady = 0.001\nover = 6") == 40);
  CHECK(last_step("observable = \"steps\"\nsteady = 0\nover = 5") == 6);  // a flow: missing at 0
}

TEST_CASE("the first of several ends counts, and only rows that are recorded are looked at") {
  CHECK(last_step("observable = \"mean_size\"\nabove = 3\n[[stop]]\nobservable = \"mean_size\"\nabove = 2") == 8);
  CHECK(last_step("observable = \"mean_size\"\nabove = 2", "[record]\nevery = 5\n") == 10);
}

TEST_CASE("a run that is over is done, with its hash, and what lies behind is missing") {
  const Series series = run_of(growing + "[[stop]]\nobservable = \"mean_size\"\nabove = 2\n");
  CHECK(series.status == Status::done);
  CHECK(series.state_hash == run_of(growing + "[[change]]\nat = 9\nparameters = { \"toy.fails_at\" = 9 }\n"
                                              "[[stop]]\nobservable = \"mean_size\"\nabove = 2\n").state_hash);
  const std::vector<double>& size = series.observables[1];
  CHECK(size[8 * 2] == Approx(5 * std::pow(1.1, 8)));
  CHECK(std::isnan(size[9 * 2]));
}

TEST_CASE("the last row of such a run is that of its end") {
  const Scenario scenario = toy_scenario(growing + "[[stop]]\nobservable = \"mean_size\"\nabove = 2\n"
                                                   "[[expect]]\nobservable = \"mean_size\"\nsign = \"+\"\n");
  const Plan plan(scenario);
  Evidence evidence(plan);
  for (std::size_t run = 0; run < plan.runs(); ++run) evidence.add(*simulate(plan, run, 1));
  CHECK(evidence.findings().at(0).permea.value == Approx(std::pow(1.1, 8)));
}

TEST_CASE("an end that is wrong is refused at its place") {
  const auto said = [](const std::string& lines) { return complaints(growing + "[[stop]]\n" + lines + "\n"); };
  CHECK(contains(said("observable = \"size\""), "s.toml:11:1: stop: names no end; allowed: one of below"));
  CHECK(contains(said("below = 1"), "stop.observable: missing"));
  CHECK(contains(said("observable = \"size\"\nbelow = 1\nabove = 2"), "stop: names several ends"));
  CHECK(contains(said("observable = \"size\"\nsteady = 1"), "stop.over: missing"));
  CHECK(contains(said("observable = \"size\"\nsteady = -1\nover = 3"), "stop.steady: -1; allowed: a number from 0"));
  CHECK(contains(said("observable = \"size\"\nbelow = 1\nover = 3"), "stop.over: stands beside steady only"));
  CHECK(contains(said("observable = \"size\"\nbelow = 1\nwhere = { strategy = \"bald\" }"),
                 "stop.where.strategy: no arm has any \"bald\"; did you mean \"bold\"?"));
  CHECK(contains(said("observable = \"size\"\nbelow = 1\nwhere = { point = 1 }"), "stop.where.point: unknown key"));
}
