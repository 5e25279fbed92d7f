// Every run by its number.
#include "sim/run/plan.h"

#include <catch2/catch.hpp>

#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

const std::string two_axes =
    "[sweep]\ndesign = \"grid\"\naxes = { firms.noise = [0.1, 0.2], firms.spare = [1, 2, 3] }\n";

Value spare(const Plan& plan, std::size_t run) { return plan.value("firms.spare", plan.key(run)); }

}  // namespace

TEST_CASE("runs are arm, then point, then replicate, the last fastest") {
  const Scenario scenario = toy_scenario(rich_scenario);
  const Plan plan(scenario);
  REQUIRE(plan.runs() == 2 * 6 * 2);
  std::size_t run = 0;
  for (std::size_t arm = 0; arm < 2; ++arm)
    for (std::size_t point = 0; point < 6; ++point)
      for (std::size_t replicate = 0; replicate < 2; ++replicate, ++run) {
        const RunKey key = plan.key(run);
        CHECK(key.run == run);
        CHECK(key.arm == arm);
        CHECK(key.point == point);
        CHECK(key.replicate == replicate);
      }
}

TEST_CASE("a replicate has the same seed in every arm and at every point") {
  const Scenario scenario = toy_scenario(rich_scenario);
  const Plan plan(scenario);
  for (std::size_t run = 0; run < plan.runs(); ++run)
    CHECK(plan.key(run).seed == 3 + plan.key(run).replicate);
}

TEST_CASE("a grid has every combination, the last axis fastest") {
  const Scenario scenario = toy_scenario(toy_head + two_axes);
  const Plan plan(scenario);
  REQUIRE(plan.points() == 6);
  std::vector<std::string> points;
  for (std::size_t point = 0; point < 6; ++point)
    points.push_back(text(plan.swept(0, point)) + " " + text(plan.swept(1, point)));
  CHECK(points == std::vector<std::string>{"0.1 1", "0.1 2", "0.1 3", "0.2 1", "0.2 2", "0.2 3"});
}

TEST_CASE("a list takes the first values together, then the second") {
  const Scenario scenario = toy_scenario(
      toy_head +
      "[sweep]\ndesign = \"list\"\naxes = { firms.noise = [0.1, 0.1], firms.spare = [2, 3] }\n");
  const Plan plan(scenario);
  REQUIRE(plan.points() == 2);
  CHECK(text(plan.swept(0, 1)) == "0.1");
  CHECK(text(plan.swept(1, 0)) == "2");
  CHECK(text(plan.swept(1, 1)) == "3");
}

TEST_CASE("without a sweep there is one point") {
  const Scenario scenario = toy_scenario(toy_head);
  CHECK(Plan(scenario).points() == 1);
  CHECK(Plan(scenario).runs() == 2);
}

TEST_CASE("a setting is the scenario's, then the arm's, then the point's parameters") {
  const Scenario scenario = toy_scenario(rich_scenario);
  const Plan plan(scenario);
  const Setting setting = plan.setting(plan.key(plan.runs() - 1));
  CHECK(setting.seed == 4);
  CHECK(setting.threads == 1);
  CHECK(setting.parameters.at("firms.noise").value == Value(0.2));
  CHECK(setting.parameters.at("firms.growth").value == Value(0.02));
  CHECK(setting.parameters.at("firms.smallest").value == Value(0.9));
  CHECK(setting.parameters.at("toy.quiet").value == Value(false));
  CHECK(setting.kinds.at(0).count == 5);
  CHECK(setting.kinds.at(1).count == 0);
}

TEST_CASE("a swept lever goes to its own strategy") {
  const Scenario scenario =
      toy_scenario(toy_head + "[sweep]\naxes = { strategy.bold.tests = [0, 2] }\n");
  const Plan plan(scenario);
  const Setting setting = plan.setting(plan.key(2));
  CHECK(setting.kinds.at(1).levers.at("tests").value == Value(std::int64_t{2}));
  CHECK_FALSE(setting.kinds.at(0).levers.contains("tests"));
  CHECK_FALSE(setting.parameters.contains("tests"));
}

TEST_CASE("each change is the whole setting in force from then on") {
  const Scenario scenario = toy_scenario(rich_scenario);
  const Plan plan(scenario);
  const std::vector<SettingFrom> changes = plan.changes(plan.key(0));
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].at == 5);
  CHECK(changes[0].setting.parameters.at("firms.noise").value == Value(0.2));
  CHECK(changes[0].setting.kinds.at(1).levers.at("effort").value == Value(0.5));
  CHECK(changes[1].at == 9);
  CHECK(changes[1].setting.parameters.at("firms.noise").value == Value(0.3));
  CHECK(changes[1].setting.kinds.at(1).levers.at("effort").value == Value(0.5));
}

TEST_CASE("a change touches only the arms it names") {
  const Scenario scenario = toy_scenario(rich_scenario);
  const Plan plan(scenario);
  const std::vector<SettingFrom> changes = plan.changes(plan.key(plan.runs() - 1));
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].at == 9);
}

TEST_CASE("two changes at one step become one setting") {
  const Scenario scenario =
      toy_scenario(toy_head + "[[change]]\nat = 4\nparameters.firms.noise = 0.3\n"
                              "[[change]]\nat = 4\nparameters.firms.growth = 0.0\n");
  const Plan plan(scenario);
  const std::vector<SettingFrom> changes = plan.changes(plan.key(0));
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].setting.parameters.size() == 2);
}

TEST_CASE("what varies is what an arm sets or a sweep moves, in the model's order") {
  const Scenario scenario = toy_scenario(rich_scenario);
  CHECK(Plan(scenario).varying() ==
        std::vector<std::string>{"firms.growth", "firms.smallest", "firms.birth_every", "toy.quiet"});
}

TEST_CASE("a value is the arm's where it sets one, and the standard where nobody does") {
  const Scenario scenario = toy_scenario(rich_scenario);
  const Plan plan(scenario);
  CHECK(plan.value("firms.growth", plan.key(0)) == Value(0.01));
  CHECK(plan.value("firms.growth", plan.key(plan.runs() - 1)) == Value(0.02));
  CHECK(plan.value("strategy.meek.lock_in", plan.key(0)) == Value(0.8));
  CHECK(plan.value("strategy.meek.tests", plan.key(0)) == Value(std::int64_t{0}));
  CHECK_THROWS_AS(plan.value("firms.nothing", plan.key(0)), std::out_of_range);
}

TEST_CASE("rows are at step 0, every so many, and the last") {
  const auto recorded = [](const std::string& record) {
    const Scenario scenario = toy_scenario(toy_head + "[record]\nevery = " + record + "\n");
    return Plan(scenario).recorded_steps();
  };
  CHECK(recorded("4") == std::vector<std::int64_t>{0, 4, 8, 10});
  CHECK(recorded("5") == std::vector<std::int64_t>{0, 5, 10});
  CHECK(recorded("10") == std::vector<std::int64_t>{0, 10});
  CHECK(recorded("999") == std::vector<std::int64_t>{0, 10});
  CHECK(recorded("1").size() == 11);
}

TEST_CASE("the setting of a run does not hang on which runs were asked for before") {
  const Scenario scenario = toy_scenario(toy_head + two_axes);
  const Plan plan(scenario);
  const Value alone = spare(Plan(scenario), 7);
  for (std::size_t run = plan.runs(); run-- > 0;) spare(plan, run);
  CHECK(spare(plan, 7) == alone);
}

TEST_CASE("what is not recorded may have other places in other runs") {
  const std::string sweep = "[sweep]\naxes = { toy.classes = [2, 3] }\n";
  const Scenario scenario = toy_scenario(toy_head + sweep + "[record]\nobservables = [\"gain\"]\n");
  const Plan plan(scenario);
  CHECK(recorded_dimensions(scenario, plan.setting(plan.key(0))).empty());
  const Scenario everything = toy_scenario(toy_head);
  const Plan all(everything);
  CHECK(recorded_dimensions(everything, all.setting(all.key(0))).at(0).name == "size_class");
}

TEST_CASE("parts follow one another, differ by one run at most, and have every run") {
  const Scenario scenario = toy_scenario(rich_scenario);
  const Plan plan(scenario);
  for (std::size_t count = 1; count <= plan.runs(); ++count) {
    std::size_t next = 0;
    for (std::size_t index = 1; index <= count; ++index) {
      const Runs runs = plan.runs({index, count});
      CHECK(runs.first == next);
      CHECK(runs.size() >= plan.runs() / count);
      CHECK(runs.size() <= (plan.runs() + count - 1) / count);
      next = runs.end;
    }
    CHECK(next == plan.runs());
  }
}
