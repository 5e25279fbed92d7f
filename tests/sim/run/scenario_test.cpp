// What a right scenario is read as.
#include "sim/run/scenario.h"

#include <catch2/catch.hpp>

#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

std::vector<std::string> kind_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const Kind& kind : scenario.kinds) names.push_back(kind.name);
  return names;
}

double lever(const Scenario& scenario, std::size_t kind, const std::string& name) {
  return std::get<double>(scenario.kinds[kind].levers.at(name).value);
}

std::vector<double> swept_values(const std::string& axis) {
  const Scenario scenario = toy_scenario(toy_head + "[sweep]\naxes = { " + axis + " }\n");
  std::vector<double> values;
  for (const Given& given : scenario.sweep.axes.at(0).values)
    values.push_back(std::holds_alternative<double>(given.value)
                         ? std::get<double>(given.value)
                         : static_cast<double>(std::get<std::int64_t>(given.value)));
  return values;
}

}  // namespace

TEST_CASE("the head of a scenario is read as written") {
  const Scenario scenario = toy_scenario(rich_scenario);
  CHECK(scenario.title == "Everything");
  CHECK(scenario.question == "Does it\nparse?");
  CHECK(scenario.model->name == "toy");
  CHECK(scenario.steps == 12);
  CHECK(scenario.first_seed == 3);
  CHECK(scenario.last_seed == 4);
  CHECK(scenario.name == "s");
  CHECK(scenario.text == rich_scenario);
}

TEST_CASE("one seed can be a number, and seeds use all 64 bits") {
  const std::string start = "model = \"toy\"\nsteps = 1\nseeds = ";
  CHECK(toy_scenario(start + "7").first_seed == 7);
  CHECK(toy_scenario(start + "7").last_seed == 7);
  CHECK(toy_scenario(start + "\"7\"").last_seed == 7);
  CHECK(toy_scenario(start + "\"18446744073709551614..18446744073709551615\"").last_seed ==
        18446744073709551615u);
}

TEST_CASE("dotted keys, nested tables and quoted keys are the same key") {
  for (const std::string text : {"[parameters]\nfirms.noise = 0.5\n", "[parameters.firms]\nnoise = 0.5\n",
                                 "[parameters]\n\"firms.noise\" = 0.5\n",
                                 "[parameters]\nfirms = { noise = 0.5 }\n"}) {
    INFO(text);
    CHECK(toy_scenario(toy_head + text).parameters.at("firms.noise").value == Value(0.5));
  }
}

TEST_CASE("a whole number given for a real is read as a real") {
  const Scenario scenario = toy_scenario(toy_head + "[parameters]\nfirms.noise = 1\n");
  CHECK(scenario.parameters.at("firms.noise").value == Value(1.0));
}

TEST_CASE("a value remembers where it was given") {
  const Place place = toy_scenario(rich_scenario).parameters.at("toy.mode").place;
  CHECK(text(place) == "s.toml:11:5");
}

TEST_CASE("kinds are in the order of their first mention, not of the alphabet") {
  CHECK(kind_names(toy_scenario(rich_scenario)) ==
        std::vector<std::string>{"zealous", "meek", "steady"});
}

TEST_CASE("a kind mentioned first by an arm stands before a later table") {
  const Scenario scenario =
      toy_scenario(toy_head + "[[arm]]\nname = \"a\"\nfirms = { steady = 1, alike = 1 }\n"
                              "[strategy.alike]\nlike = \"bold\"\n");
  CHECK(kind_names(scenario) == std::vector<std::string>{"steady", "alike"});
}

TEST_CASE("an arm counts its members by kind, and those it does not name are none") {
  const Scenario scenario = toy_scenario(rich_scenario);
  CHECK(scenario.arms.at(0).name == "mixed");
  CHECK(scenario.arms.at(0).counts == std::vector<std::int64_t>{2, 4, 3});
  CHECK(scenario.arms.at(1).counts == std::vector<std::int64_t>{5, 0, 0});
  CHECK(scenario.arms.at(1).parameters.at("firms.growth").value == Value(0.02));
  CHECK(scenario.arms.at(1).parameters.at("firms.birth_every").value == Value(std::int64_t{3}));
}

TEST_CASE("a preset's table changes only the levers it names") {
  const Scenario scenario = toy_scenario(rich_scenario);
  CHECK(lever(scenario, 1, "lock_in") == 0.8);
  CHECK(lever(scenario, 1, "effort") == 0.0);
}

TEST_CASE("a new name has the levers of what it is like") {
  const Scenario scenario = toy_scenario(rich_scenario);
  CHECK(lever(scenario, 0, "effort") == 1.0);
  CHECK(lever(scenario, 0, "lock_in") == 0.0);
}

TEST_CASE("like means the other strategy as this file has it, through several links") {
  const Scenario scenario = toy_scenario(
      toy_head + "[strategy.third]\nlike = \"second\"\n[strategy.second]\nlike = \"bold\"\n"
                 "[strategy.bold]\neffort = 0.25\n[[arm]]\nname = \"a\"\nfirms = { third = 2 }\n");
  CHECK(lever(scenario, 0, "effort") == 0.25);
}

TEST_CASE("a new name that is like nothing keeps the standard levers") {
  const Scenario scenario = toy_scenario(
      toy_head + "[strategy.plain]\n[[arm]]\nname = \"a\"\nfirms = { plain = 2 }\n");
  CHECK(scenario.kinds.at(0).levers.empty());
}

TEST_CASE("a strategy that no arm has is dropped with a remark") {
  const Scenario scenario = toy_scenario(toy_head + "[strategy.idle]\neffort = 0.3\n");
  CHECK(kind_names(scenario) == std::vector<std::string>{"steady", "bold"});
  REQUIRE(scenario.remarks.size() == 1);
  CHECK(text(scenario.remarks[0]) == "s.toml:4:11: strategy.idle: no arm has any");
}

TEST_CASE("without arms there is one, with the model's standard population") {
  const Scenario scenario = toy_scenario(toy_head);
  REQUIRE(scenario.arms.size() == 1);
  CHECK(scenario.arms[0].name == "standard");
  CHECK(kind_names(scenario) == std::vector<std::string>{"steady", "bold"});
  CHECK(scenario.arms[0].counts == std::vector<std::int64_t>{4, 3});
}

TEST_CASE("an arm that says no members has the standard population") {
  const Scenario scenario = toy_scenario(toy_head + "[[arm]]\nname = \"a\"\n");
  CHECK(scenario.arms.at(0).counts == std::vector<std::int64_t>{4, 3});
}

TEST_CASE("a model without kinds has arms without members") {
  const Scenario scenario = toy_scenario(
      "model = \"walk\"\nsteps = 3\nseeds = 1\n[[arm]]\nname = \"a\"\nparameters.walk.stride = 2\n");
  CHECK(scenario.kinds.empty());
  CHECK(scenario.arms.at(0).counts.empty());
  CHECK(scenario.arms.at(0).parameters.at("walk.stride").value == Value(2.0));
}

TEST_CASE("changes are sorted by their step and know their arms") {
  const Scenario scenario = toy_scenario(rich_scenario);
  REQUIRE(scenario.changes.size() == 2);
  CHECK(scenario.changes[0].at == 5);
  CHECK(scenario.changes[0].arms == std::vector<std::size_t>{0});
  CHECK(scenario.changes[0].levers.at(1).at("effort").value == Value(0.5));
  CHECK(scenario.changes[1].at == 9);
  CHECK(scenario.changes[1].arms == std::vector<std::size_t>{0, 1});
  CHECK(scenario.changes[1].parameters.at("firms.noise").value == Value(0.3));
}

TEST_CASE("axes are in the order of the file") {
  const Scenario scenario = toy_scenario(rich_scenario);
  REQUIRE(scenario.sweep.axes.size() == 2);
  CHECK(scenario.sweep.design == Design::grid);
  CHECK(scenario.sweep.axes[0].name == "toy.quiet");
  CHECK(scenario.sweep.axes[1].name == "firms.smallest");
  CHECK(scenario.sweep.axes[1].values.size() == 3);
}

TEST_CASE("an axis can be written in six ways") {
  CHECK(swept_values("firms.noise = [0, 0.5, 1]") == std::vector<double>{0, 0.5, 1});
  CHECK(swept_values("firms.noise = { choices = [0.5, 0.1] }") == std::vector<double>{0.5, 0.1});
  CHECK(swept_values("firms.noise = { from = 0, to = 1, count = 5 }") ==
        std::vector<double>{0, 0.25, 0.5, 0.75, 1});
  CHECK(swept_values("firms.noise = { from = 1, to = 0, count = 3 }") ==
        std::vector<double>{1, 0.5, 0});
  CHECK(swept_values("firms.spare = { from = 1, to = 10, count = 4 }") ==
        std::vector<double>{1, 4, 7, 10});
  CHECK(swept_values("firms.spare = { from = 1, to = 1000, count = 4, scale = \"log\" }") ==
        std::vector<double>{1, 10, 100, 1000});
}

TEST_CASE("both ends of a logarithmic axis are exact") {
  const auto values =
      swept_values("firms.noise = { from = 0.001, to = 0.1, count = 3, scale = \"log\" }");
  CHECK(values.front() == 0.001);
  CHECK(values[1] == Approx(0.01).epsilon(1e-14));
  CHECK(values.back() == 0.1);
}

TEST_CASE("tenths of a linear axis are the tenths that one writes") {
  const auto values = swept_values("firms.noise = { from = 0, to = 1, count = 11 }");
  CHECK(values == std::vector<double>{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1});
}

TEST_CASE("a lever of one strategy can be swept") {
  const Scenario scenario =
      toy_scenario(toy_head + "[sweep]\naxes = { strategy.bold.tests = [0, 2] }\n");
  CHECK(scenario.sweep.axes.at(0).name == "strategy.bold.tests");
}

TEST_CASE("what is recorded is what is named, in the model's order") {
  const Scenario scenario = toy_scenario(rich_scenario);
  CHECK(scenario.record.every == 5);
  CHECK(scenario.record.observables == std::vector<std::size_t>{0, 4, 5});
  CHECK(scenario.record.panel);
}

TEST_CASE("all observables are recorded when none is named, and no panel") {
  const Scenario scenario = toy_scenario(toy_head);
  CHECK(scenario.record.every == 1);
  CHECK(scenario.record.observables.size() == scenario.model->observables.size());
  CHECK_FALSE(scenario.record.panel);
}

TEST_CASE("the command line replaces steps, seeds and parameters") {
  Overrides overrides;
  overrides.set = {"firms.noise=0.7", "toy.quiet=true", "toy.mode=none"};
  overrides.seeds = "8..9";
  overrides.steps = 3;
  const Scenario scenario = toy_scenario(toy_head + "[parameters]\nfirms.noise = 0.2\n", overrides);
  CHECK(scenario.parameters.at("firms.noise").value == Value(0.7));
  CHECK(scenario.parameters.at("toy.quiet").value == Value(true));
  CHECK(scenario.parameters.at("toy.mode").value == Value("none"));
  CHECK(scenario.first_seed == 8);
  CHECK(scenario.steps == 3);
}

TEST_CASE("the command line gives what the file does not") {
  Overrides overrides;
  overrides.seeds = "8";
  overrides.steps = 3;
  CHECK(toy_scenario("model = \"toy\"\n", overrides).last_seed == 8);
}

TEST_CASE("a lever can be set on the command line") {
  Overrides overrides;
  overrides.set = {"strategy.bold.effort=0.5", "strategy.steady.tests=2"};
  const Scenario scenario = toy_scenario(toy_head, overrides);
  CHECK(lever(scenario, 1, "effort") == 0.5);
  CHECK(scenario.kinds[0].levers.at("tests").value == Value(std::int64_t{2}));
}

TEST_CASE("changes behind fewer steps never take force") {
  Overrides overrides;
  overrides.steps = 6;
  CHECK(toy_scenario(rich_scenario, overrides).changes.size() == 1);
}

TEST_CASE("Windows line ends and a byte order mark change nothing") {
  std::string text = "\xEF\xBB\xBF";
  for (const char c : rich_scenario) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const Scenario scenario = toy_scenario(text);
  CHECK(scenario.arms.size() == 2);
  CHECK(scenario.parameters.at("firms.noise").place.line == 10);
}
