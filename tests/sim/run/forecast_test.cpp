// What is foretold is what the runs then take.
#include "sim/run/forecast.h"

#include <catch2/catch.hpp>

#include "sim/run/simulation.h"
#include "tests/toy_model.h"

namespace permea {
namespace {

Scenario scenario_of(const Model& model) {
  Scenario scenario;
  scenario.model = &model;
  scenario.steps = 12;
  scenario.last_seed = 5;
  scenario.kinds = {{"steady", {}, 0}, {"bold", {}, 0}};
  scenario.arms = {{"few", {4, 3}, {}}, {"many", {40, 30}, {}}};
  scenario.record.every = 5;  // rows at 0, 5, 10, 12
  for (std::size_t i = 0; i < model.observables.size(); ++i) scenario.record.observables.push_back(i);
  return scenario;
}

TEST_CASE("the world's bytes are those of its columns when it runs") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model);
  const Plan plan(scenario);
  const Forecast forecast(plan);
  for (const std::size_t run : {std::size_t{0}, std::size_t{5}}) {
    std::size_t bytes = 0;
    const auto world = model.start(plan.setting(plan.key(run)));
    const State state = world->state();
    for (const Column& column : state.columns()) bytes += column.bytes().size();
    CHECK(forecast.of(plan.key(run)).world == bytes);
  }
}

TEST_CASE("the series' bytes are those that a run leaves") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model);
  const Plan plan(scenario);
  std::size_t bytes = 0;
  const Series series = *simulate(plan, 0, 1);
  for (const auto& values : series.observables) bytes += values.size() * sizeof(double);
  CHECK(Forecast(plan).of(plan.key(0)).series == bytes);
}

TEST_CASE("the results are the series of all runs") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model);
  const Plan plan(scenario);
  const Forecast forecast(plan);
  CHECK(forecast.results() ==
        5 * (forecast.of(plan.key(0)).series + forecast.of(plan.key(5)).series));
}

TEST_CASE("a panel adds its members' columns") {
  const Model model = toy_model();
  Scenario scenario = scenario_of(model);
  const std::size_t without = Forecast(Plan(scenario)).results();
  scenario.record.panel = true;
  const std::size_t rows = 4, columns = 4, seeds = 5, firms = (7 + 6) + (70 + 6);
  CHECK(Forecast(Plan(scenario)).results() == without + rows * columns * seeds * firms * 8);
}

TEST_CASE("as many runs go at once as memory holds") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model);
  const Plan plan(scenario);
  const Forecast forecast(plan);
  CHECK(forecast.largest() == forecast.of(plan.key(5)).memory());
  CHECK(forecast.at_once(3 * forecast.largest() + 1, 8) == 3);
  CHECK(forecast.at_once(1000 * forecast.largest(), 8) == 8);
  CHECK(forecast.at_once(1000 * forecast.largest(), 80) == 10);
  CHECK(forecast.at_once(1, 8) == 1);
}

}  // namespace
}  // namespace permea
