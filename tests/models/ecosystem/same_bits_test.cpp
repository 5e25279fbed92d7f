// The same bits, whoever does the work: threads, one run alone or one of a plan.
#include <catch2/catch.hpp>

#include <cstring>
#include <map>
#include <mutex>

#include "models/ecosystem/customers.h"
#include "models/ecosystem/model.h"
#include "sim/run/runner.h"
#include "sim/run/simulation.h"
#include "tests/models/ecosystem/everything.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// More customers than threads are used for from on, in segments that end within a block.
Setting large(int threads, Said parameters) {
  Setting crowd = everything(310'007, all_presets(2),
                             {{"needs.segments", 7},
                              {"market.review_rate", 0.3},
                              {"exit.hazard", 0.1},
                              {"transform.hazard", 0.2},
                              {"units.mode", std::string("integrated")},
                              {"units.rate", 0.2}});
  say(crowd.parameters, parameters);
  crowd.threads = threads;
  return crowd;
}

std::uint64_t hash_after(const Setting& setting, int months) {
  World world = run(setting, months);
  REQUIRE(visiting_threads(world) == setting.threads);
  return hash(world);
}

bool same(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].size() != b[i].size() ||
        std::memcmp(a[i].data(), b[i].data(), a[i].size() * sizeof(double)) != 0)
      return false;
  return true;
}

/// Everything is on.
std::string parameters() {
  std::string lines = "[parameters]\n";
  for (const auto& [name, given] : everything(900, {}).parameters)
    lines += name + " = " + text(given.value) + "\n";
  return lines;
}

const std::string two_arms = R"(model = "ecosystem"
steps = 30
seeds = "3..4"
)" + parameters() + R"([[arm]]
name = "mixed"
firms = { closed = 6, open = 6 }
[[arm]]
name = "open"
firms = { open = 12 }
[[change]]
at = 10
parameters = { "market.mu" = 0.5 }
[record]
panel = ["firms"]
)";

Scenario scenario_of(const std::string& text, const Model& model) {
  return parse_scenario(text, "guards.toml", std::span(&model, 1));
}

/// Every run of the plan, several at once.
std::map<std::size_t, Series> all_runs(const Plan& plan, int threads) {
  std::map<std::size_t, Series> all;
  std::mutex mutex;
  Progress progress(ProgressStyle::none);
  run_all(plan, Forecast(plan), {threads, 1'000'000'000}, progress, [&](const Series& series) {
    const std::lock_guard lock(mutex);
    all[series.key.run] = series;
  });
  return all;
}

}  // namespace

TEST_CASE("any number of threads gives the same world") {
  const auto considered = GENERATE(Value(std::int64_t{5}), Value(std::string("all")));
  const Said how = {{"market.considered", considered}};
  const std::uint64_t one = hash_after(large(1, how), 2);
  for (const int threads : {2, 3, 8}) CHECK(hash_after(large(threads, how), 2) == one);
}

TEST_CASE("one run alone leaves what it leaves in a plan") {
  const Model model = ecosystem();
  const Scenario scenario = scenario_of(two_arms, model);
  const Plan plan(scenario);
  const auto together = all_runs(plan, 3);
  REQUIRE(together.size() == 4);
  for (const auto& [number, series] : together) {
    const Series alone = simulate(plan, number, 2).value();
    REQUIRE(alone.status == Status::done);
    CHECK(alone.state_hash == series.state_hash);
    CHECK(same(alone.observables, series.observables));
    CHECK(same(alone.panel.columns, series.panel.columns));
  }
  CHECK(together.at(0).state_hash != together.at(1).state_hash);
  CHECK(together.at(0).state_hash != together.at(2).state_hash);
}

TEST_CASE("a run of the engine is the model's own") {
  const Model model = ecosystem();
  const Scenario scenario = scenario_of(two_arms, model);
  const Plan plan(scenario);
  const RunKey key = plan.key(1);
  World world = start(plan.setting(key));
  for (int month = 1; month <= 30; ++month) {
    if (month == 10) change(world, plan.changes(key).at(0).setting);
    step(world);
  }
  CHECK(simulate(plan, 1, 1).value().state_hash == hash(world));
}

TEST_CASE("looking at a world does not change it") {
  const Model model = ecosystem();
  Scenario often = scenario_of(two_arms, model), seldom = scenario_of(two_arms, model);
  seldom.record.every = 30;
  seldom.record.panel = false;
  CHECK(simulate(Plan(often), 0, 1).value().state_hash ==
        simulate(Plan(seldom), 0, 1).value().state_hash);
}

TEST_CASE("other names in a scenario change no recorded number") {
  const Model model = ecosystem();
  std::string renamed =
      two_arms + "[strategy.a]\nlike = \"closed\"\n[strategy.b]\nlike = \"open\"\n";
  for (const auto& [from, to] : {std::pair{"closed = 6, open = 6", "a = 6, b = 6"},
                                 std::pair{"{ open = 12 }", "{ b = 12 }"}})
    renamed.replace(renamed.find(from), std::strlen(from), to);
  const Scenario before = scenario_of(two_arms, model), after = scenario_of(renamed, model);
  for (const std::size_t number : {0u, 2u}) {
    const Series a = simulate(Plan(before), number, 1).value();
    const Series b = simulate(Plan(after), number, 1).value();
    CHECK(a.state_hash == b.state_hash);
    CHECK(same(a.observables, b.observables));
  }
}
