// One run: rows, flows, changes, panels, and what is left of one that fails.
#include "sim/run/simulation.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>

#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

Series run_of(const std::string& text, std::size_t run = 0, int threads = 1) {
  const Scenario scenario = toy_scenario(text);
  return simulate(Plan(scenario), run, threads).value();
}

/// Bits, so that two NaN are equal.
bool same(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].size() != b[i].size() ||
        std::memcmp(a[i].data(), b[i].data(), a[i].size() * sizeof(double)) != 0)
      return false;
  return true;
}

bool same_results(const Series& a, const Series& b) {
  return a.status == b.status && a.state_hash == b.state_hash && a.last_step == b.last_step &&
         same(a.observables, b.observables) && a.panel.members == b.panel.members &&
         same(a.panel.columns, b.panel.columns);
}

std::string only(const std::string& observable, const std::string& every = "1") {
  return "[record]\nobservables = [\"" + observable + "\"]\nevery = " + every + "\n";
}

}  // namespace

TEST_CASE("a run has a row for every recorded step, as wide as the observable") {
  const Series series = run_of(toy_head);
  REQUIRE(series.observables.size() == 7);
  const std::vector<std::size_t> widths = {2, 2, 3, 3, 6, 1, 2};
  for (std::size_t k = 0; k < widths.size(); ++k)
    CHECK(series.observables[k].size() == 11 * widths[k]);
  CHECK(series.status == Status::done);
  CHECK(series.last_step == 10);
}

TEST_CASE("the first row is the world before its first step") {
  const Series series = run_of(toy_head + only("size"));
  CHECK(series.observables[0][0] == 4);
  CHECK(series.observables[0][1] == 3);
}

TEST_CASE("a flow is summed over every step since the row before") {
  const Series series = run_of(toy_head + only("steps", "4"));
  const std::vector<double>& steps = series.observables[0];
  REQUIRE(steps.size() == 4);
  CHECK(std::isnan(steps[0]));
  CHECK(steps[1] == 4);
  CHECK(steps[2] == 4);
  CHECK(steps[3] == 2);
}

TEST_CASE("a flow of rows far apart is the sum of its rows close by") {
  const std::vector<double> close = run_of(toy_head + only("gain")).observables[0];
  const std::vector<double> far = run_of(toy_head + only("gain", "5")).observables[0];
  for (std::size_t kind = 0; kind < 2; ++kind) {
    double sum = 0;
    for (std::size_t step = 1; step <= 5; ++step) sum += close[2 * step + kind];
    CHECK(far[2 + kind] == sum);
  }
}

TEST_CASE("a stock is the value at the end of the recorded step") {
  const std::vector<double> close = run_of(toy_head + only("size")).observables[0];
  const std::vector<double> far = run_of(toy_head + only("size", "4")).observables[0];
  CHECK(far[2] == close[2 * 4]);
  CHECK(far[6] == close[2 * 10]);
}

TEST_CASE("which observables are recorded changes no number") {
  const Series all = run_of(toy_head);
  const Series few = run_of(toy_head + only("size"));
  CHECK(same({all.observables[1]}, few.observables));
  CHECK(all.state_hash == few.state_hash);
}

TEST_CASE("a panel has a place for each member ever seen, missing before birth and after exit") {
  const Series series =
      run_of("model = \"toy\"\nsteps = 12\nseeds = 1\n[parameters]\nfirms.noise = 0.0\n"
             "firms.growth = 0.05\n[[change]]\nat = 7\nparameters.firms.growth = -0.5\n"
             "parameters.firms.noise = 0.001\n[record]\npanel = [\"firms\"]\n");
  // Seven at the start; one is born at step 4, 8 and 12; at step 8 all older ones are too small.
  REQUIRE(series.panel.members == 10);
  REQUIRE(series.panel.columns.size() == 4);
  const auto size = [&](std::size_t row, std::size_t id) {
    return series.panel.columns[2][row * 10 + id];
  };
  CHECK(size(0, 0) == 1);
  CHECK(std::isnan(size(3, 7)));
  CHECK(size(4, 7) == 1);
  CHECK(size(5, 7) > 1);
  CHECK(std::isnan(size(12, 0)));
  CHECK(std::isnan(size(0, 9)));
  CHECK(size(12, 9) == 1);
}

TEST_CASE("a panel's ids are its places") {
  const Series series = run_of(toy_head + "[record]\npanel = [\"firms\"]\n");
  const auto members = static_cast<std::size_t>(series.panel.members);
  for (std::size_t i = 0; i < series.panel.columns[0].size(); ++i) {
    const double id = series.panel.columns[0][i];
    CHECK((std::isnan(id) || id == static_cast<double>(i % members)));
  }
}

TEST_CASE("without a panel there is none") {
  CHECK(run_of(toy_head).panel.members == 0);
  CHECK(run_of(toy_head).panel.columns.empty());
}

TEST_CASE("a change takes force before the step it names") {
  const auto sizes = [](const std::string& change) {
    return run_of(toy_head + "[parameters]\ntoy.quiet = true\nfirms.growth = 0\n" + change +
                  only("mean_size"))
        .observables[0];
  };
  const auto changed = sizes("[[change]]\nat = 3\nparameters.firms.growth = 0.5\n");
  CHECK(changed[3 * 2] == 1);
  CHECK(changed[3 * 3] == 1.5);
}

TEST_CASE("a change of levers reaches its own strategy alone") {
  const auto series =
      run_of(toy_head + "[parameters]\ntoy.quiet = true\ntoy.mode = \"direct\"\nfirms.growth = 0\n"
                        "[[change]]\nat = 1\nstrategy.steady.effort = 0\n" + only("mean_size"));
  CHECK(series.observables[0][3 * 1 + 0] == 1);
  CHECK(series.observables[0][3 * 1 + 1] == Approx(1.009));
}

TEST_CASE("a failed run keeps what it has, and says why") {
  const Series series = run_of(toy_head + "[parameters]\ntoy.fails_at = 5\n[record]\n"
                                          "observables = [\"size\", \"steps\"]\npanel = [\"firms\"]\n");
  CHECK(series.status == Status::failed);
  CHECK(series.message == "the toy was told to fail");
  CHECK(series.last_step == 4);
  CHECK(series.state_hash == 0);
  REQUIRE(series.observables[0].size() == 22);
  CHECK_FALSE(std::isnan(series.observables[0][2 * 4]));
  for (std::size_t i = 2 * 5; i < 22; ++i) CHECK(std::isnan(series.observables[0][i]));
  const auto members = static_cast<std::size_t>(series.panel.members);
  CHECK(series.panel.columns[2].size() == 11 * members);
  CHECK(std::isnan(series.panel.columns[2][5 * members]));
}

TEST_CASE("a run that fails at once still has its shape") {
  const Series series = run_of(toy_head + "[parameters]\ntoy.fails_at = 1\n" + only("steps"));
  CHECK(series.last_step == 0);
  REQUIRE(series.observables[0].size() == 11);
  for (const double value : series.observables[0]) CHECK(std::isnan(value));
}

TEST_CASE("a run alone is the same run as inside a larger plan") {
  const std::string arms = "[[arm]]\nname = \"a\"\nfirms = { bold = 4 }\n"
                           "[[arm]]\nname = \"b\"\nfirms = { bold = 2, meek = 3 }\n";
  const std::string panel = "[record]\npanel = [\"firms\"]\n";
  const Scenario large = toy_scenario("model = \"toy\"\nsteps = 9\nseeds = \"1..5\"\n" + arms +
                                      "[sweep]\naxes.firms.noise = [0.1, 0.3]\n" + panel);
  const Plan plan(large);
  for (std::size_t run = 0; run < plan.runs(); ++run) {  // as they would be with others before them
    const RunKey key = plan.key(run);
    const Scenario small =
        toy_scenario("model = \"toy\"\nsteps = 9\nseeds = " + std::to_string(key.seed) + "\n" + arms +
                     "[parameters]\nfirms.noise = " + text(plan.swept(0, key.point)) + "\n" + panel);
    const Series inside = simulate(plan, run, 1).value();
    const Series alone = simulate(Plan(small), key.arm, 1).value();
    CHECK(same_results(inside, alone));
  }
}

TEST_CASE("no result depends on the number of threads") {
  CHECK(same_results(run_of(rich_scenario, 3, 1), run_of(rich_scenario, 3, 4)));
}

TEST_CASE("different seeds are different luck") {
  CHECK(run_of(toy_head, 0).state_hash != run_of(toy_head, 1).state_hash);
}

TEST_CASE("a run is told of every step, and stops where it is told to") {
  const Scenario scenario = toy_scenario(toy_head);
  const Plan plan(scenario);
  std::vector<std::int64_t> told;
  const auto listen = [&](std::int64_t done) {
    told.push_back(done);
    return done < 4;
  };
  CHECK_FALSE(simulate(plan, 0, 1, listen).has_value());
  CHECK(told == std::vector<std::int64_t>{0, 1, 2, 3, 4});
}

TEST_CASE("a run that is done stays done, whatever it is told then") {
  const Scenario scenario = toy_scenario(toy_head);
  const auto series = simulate(Plan(scenario), 0, 1, [](std::int64_t done) { return done < 10; });
  REQUIRE(series.has_value());
  CHECK(series->status == Status::done);
}

TEST_CASE("a model without kinds runs") {
  const Series series = run_of("model = \"walk\"\nsteps = 5\nseeds = 2\n");
  CHECK(series.status == Status::done);
  CHECK(series.observables.at(0).size() == 6);
  CHECK(series.observables[0][5] != 0);
}
