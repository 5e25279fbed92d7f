// Runs go side by side and leave what they leave alone, whatever fails or stops.
#include "sim/run/runner.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <map>
#include <mutex>
#include <new>
#include <set>

#include "sim/run/interrupt.h"
#include "sim/run/simulation.h"
#include "tests/toy_model.h"

namespace permea {
namespace {

constexpr std::size_t plenty = 1'000'000'000;

/// Two arms, of which the second sets `parameters`, and three seeds.
Scenario scenario_of(const Model& model, Values parameters) {
  Scenario scenario;
  scenario.name = "toy";
  scenario.model = &model;
  scenario.steps = 20;
  scenario.last_seed = 3;
  scenario.kinds = {{"steady", model.presets[0].levers, 0}, {"bold", model.presets[1].levers, 0}};
  scenario.arms = {{"first", {4, 3}, {}}, {"second", {2, 2}, std::move(parameters)}};
  for (std::size_t i = 0; i < model.observables.size(); ++i) scenario.record.observables.push_back(i);
  return scenario;
}

struct Collected {
  Outcome outcome;
  std::map<std::size_t, Series> series;
};

Collected run(const Plan& plan, int threads, std::size_t memory = plenty) {
  Collected all;
  std::mutex mutex;
  Progress progress(ProgressStyle::none);
  all.outcome = run_all(plan, Forecast(plan), {threads, memory}, progress, [&](const Series& series) {
    const std::lock_guard lock(mutex);
    all.series[series.key.run] = series;
  });
  return all;
}

TEST_CASE("every run of the plan reaches the sink once") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model, {});
  const Plan plan(scenario);
  const Collected all = run(plan, 4);
  CHECK(all.outcome.finished == 6);
  CHECK(all.series.size() == 6);
  CHECK_FALSE(all.outcome.interrupted);
}

TEST_CASE("only what remains is made, and what was made before is counted in") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model, {});
  const Plan plan(scenario);
  const Remaining remaining{{1, 4}, {0, 5}, {{plan.key(5), 3, "failed before"}}};
  std::set<std::size_t> made;
  Progress progress(ProgressStyle::none);
  const Outcome outcome = run_all(plan, Forecast(plan), {1, plenty}, progress, remaining,
                                  [&](const Series& series) { made.insert(series.key.run); });
  CHECK(made == std::set<std::size_t>{1, 4});
  CHECK(outcome.finished == 4);
  CHECK_FALSE(outcome.interrupted);
  REQUIRE(outcome.failed.size() == 1);
  CHECK(outcome.failed[0].message == "failed before");
}

TEST_CASE("a run among others leaves the bits that it leaves alone, on any number of threads") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model, {});
  const Plan plan(scenario);
  for (const int threads : {1, 2, 3, 8}) {
    const Collected all = run(plan, threads);
    for (const auto& [number, series] : all.series)
      CHECK(series.state_hash == simulate(plan, number, 1)->state_hash);
  }
}

TEST_CASE("a failed run is noted and the rest goes on") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model, {{"toy.fails_at", {std::int64_t{7}, {}}}});
  const Plan plan(scenario);
  const Collected all = run(plan, 2);
  REQUIRE(all.outcome.failed.size() == 3);
  CHECK(all.outcome.finished == 6);
  CHECK(all.outcome.failed[0].key.run == 3);
  CHECK(all.outcome.failed[0].last_step == 6);
  CHECK(all.outcome.failed[0].message == "the toy was told to fail");
  CHECK(all.series.at(3).status == Status::failed);
  CHECK(all.series.at(0).status == Status::done);
}

TEST_CASE("failed runs are listed in the order of the plan") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model, {{"toy.fails_at", {std::int64_t{1}, {}}}});
  const Plan plan(scenario);
  const Collected all = run(plan, 3);
  REQUIRE(all.outcome.failed.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(all.outcome.failed[i].key.run == 3 + i);
}

TEST_CASE("runs that memory does not hold together go one after the other") {
  Model model = toy_model();
  std::mutex mutex;
  int active = 0, most = 0;
  model.start = [&, start = model.start](const Setting& setting) {
    const std::lock_guard lock(mutex);
    most = std::max(most, ++active);
    return start(setting);
  };
  const Scenario scenario = scenario_of(model, {});
  const Plan plan(scenario);
  Progress progress(ProgressStyle::none);
  run_all(plan, Forecast(plan), {4, 1}, progress, [&](const Series&) {
    const std::lock_guard lock(mutex);
    --active;
  });
  CHECK(most == 1);
}

TEST_CASE("threads without a run of their own go inside the runs") {
  Model model = toy_model();
  std::mutex mutex;
  std::multiset<int> threads;
  model.start = [&, start = model.start](const Setting& setting) {
    const std::lock_guard lock(mutex);
    threads.insert(setting.threads);
    return start(setting);
  };
  Scenario scenario = scenario_of(model, {});
  scenario.arms.pop_back();
  scenario.last_seed = 1;
  const Plan plan(scenario);
  run(plan, 8);
  CHECK(threads == std::multiset<int>{8});
}

TEST_CASE("what the sink throws ends the work and is thrown again") {
  const Model model = toy_model();
  Scenario scenario = scenario_of(model, {});
  scenario.last_seed = 1000;
  const Plan plan(scenario);
  Progress progress(ProgressStyle::none);
  std::atomic<int> calls = 0;
  const auto full_disk = [&](const Series&) {
    ++calls;
    throw Failure("the disk is full");
  };
  CHECK_THROWS_WITH(run_all(plan, Forecast(plan), {4, plenty}, progress, full_disk),
                    "the disk is full");
  CHECK(calls <= 4);
}

TEST_CASE("a run without memory is not a failed run but ends the work") {
  Model model = toy_model();
  std::atomic<int> starts = 0;
  model.start = [&, start = model.start](const Setting& setting) {
    if (starts++ == 3) throw std::bad_alloc();
    return start(setting);
  };
  const Scenario scenario = scenario_of(model, {});
  const Plan plan(scenario);
  Progress progress(ProgressStyle::none);
  std::vector<Status> kept;
  CHECK_THROWS_WITH(run_all(plan, Forecast(plan), {1, plenty}, progress,
                            [&](const Series& series) { kept.push_back(series.status); }),
                    Catch::Contains("out of memory in run ") && Catch::Contains("; fewer --threads need less"));
  CHECK(kept == std::vector<Status>(3, Status::done));
}

TEST_CASE("a signal ends the runs between two steps") {
  const Model model = toy_model();
  Scenario scenario = scenario_of(model, {});
  scenario.last_seed = 1000;
  const Plan plan(scenario);
  watch_for_interrupts();
  Progress progress(ProgressStyle::none);
  std::atomic<std::size_t> seen = 0;
  const Outcome outcome = run_all(plan, Forecast(plan), {2, plenty}, progress, [&](const Series&) {
    if (++seen == 3) std::raise(SIGTERM);
  });
  CHECK(outcome.interrupted);
  CHECK(outcome.finished == seen);
  CHECK(outcome.finished < 10);
  watch_for_interrupts();  // forgets the signal, for the tests that follow
  std::signal(SIGTERM, SIG_DFL);
  std::signal(SIGINT, SIG_DFL);
}

TEST_CASE("the largest runs go first") {
  const Model model = toy_model();
  const Scenario scenario = scenario_of(model, {{"firms.spare", {std::int64_t{500}, {}}}});
  const Plan plan(scenario);
  std::vector<std::size_t> order;
  Progress progress(ProgressStyle::none);
  run_all(plan, Forecast(plan), {1, plenty}, progress,
          [&](const Series& series) { order.push_back(series.key.run); });
  CHECK(order == std::vector<std::size_t>{3, 4, 5, 0, 1, 2});
}

}  // namespace
}  // namespace permea
