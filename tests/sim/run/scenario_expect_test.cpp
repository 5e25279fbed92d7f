// What [[expect]] may say, and what is answered when it says something else.
#include <catch2/catch.hpp>
#include <limits>

#include "tests/contains.h"
#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

const std::string arms_and_sweep = R"([[arm]]
name = "one"
[[arm]]
name = "two"
[sweep]
axes = { "firms.noise" = [0.1, 0.2], "toy.mode" = ["direct", "none"] }
[record]
every = 4
observables = ["size", "mean_size", "steps", "firms_by_class"]
)";

Expectation read(const std::string& lines) {
  return toy_scenario(toy_head + "[[expect]]\nobservable = \"size\"\n" + lines + "\n").expectations.at(0);
}

std::string refused(const std::string& lines) {
  return complaints(toy_head + arms_and_sweep + "[[expect]]\n" + lines + "\n");
}

}  // namespace

TEST_CASE("a value agrees within its tolerance, an interval within its ends") {
  const Expectation value = read("value = 0.4\ntolerance = 0.05");
  CHECK(value.form == Expectation::Form::value);
  CHECK(value.low == Approx(0.35));
  CHECK(value.high == Approx(0.45));
  const Expectation between = read("between = [-1, 0.5]");
  CHECK(between.low == -1);
  CHECK(between.high == 0.5);
}

TEST_CASE("a sign agrees beyond its margin, no sign within it") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  CHECK(read("sign = \"+\"\nmargin = 2").low == Approx(2));
  CHECK(read("sign = \"+\"\nmargin = 2").high == infinity);
  CHECK(read("sign = \"+\"").low > 0);
  CHECK(read("sign = \"-\"\nmargin = 2").high == Approx(-2));
  CHECK(read("sign = \"-\"\nmargin = 2").low == -infinity);
  CHECK(read("sign = \"0\"\nmargin = 2").low == -2);
}

TEST_CASE("left out: the last step, the only arm, the market, every point") {
  const Measure measure = read("sign = \"+\"").measure;
  CHECK(measure.from == 10);
  CHECK(measure.to == 10);
  CHECK(measure.weights == std::vector<double>{1});
  CHECK(measure.columns.size() == 2);  // a sum over kinds has no column of its own for the market
  CHECK(measure.points == std::vector<std::size_t>{0});
  CHECK_FALSE(measure.slope);
}

TEST_CASE("an expectation has a name, a source and words, or a name made of its keys") {
  const Expectation named = read("name = \"grows\"\nsource = \"a book\"\nsign = \"+\"");
  CHECK(named.name == "grows");
  CHECK(named.source == "a book");
  CHECK(read("sign = \"+\"\nat = 3").name == "size, at 3");
}

TEST_CASE("words alone are enough") {
  const Scenario scenario =
      toy_scenario(toy_head + "[[expect]]\nfalsified_if = \"the optimum is at an end\"\n");
  CHECK(scenario.expectations.at(0).form == Expectation::Form::words);
  CHECK(scenario.expectations.at(0).falsified_if == "the optimum is at an end");
}

TEST_CASE("points are named by values of axes, in part or in full, or by number") {
  const auto points = [](const std::string& point) {
    return toy_scenario(toy_head + arms_and_sweep + "[[expect]]\nobservable = \"size\"\nsign = \"+\"\n" +
                        "contrast = \"two\"\nwhere = { point = " + point + " }\n")
        .expectations.at(0)
        .measure.points;
  };
  CHECK(points("{ firms.noise = 0.2 }") == std::vector<std::size_t>{2, 3});
  CHECK(points("{ firms.noise = 0.2, \"toy.mode\" = \"none\" }") == std::vector<std::size_t>{3});
  CHECK(points("1") == std::vector<std::size_t>{1});
}

TEST_CASE("what --steps cuts off is no error") {
  Overrides shorter;
  shorter.steps = 2;
  CHECK(complaints(toy_head + "[[expect]]\nobservable = \"size\"\nsign = \"+\"\nat = 9\n", shorter).empty());
}

TEST_CASE("an expectation that is wrong is refused at its place") {
  const std::string size = "observable = \"size\"\ncontrast = \"one\"\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"contrast = \"one\"\nsign = \"+\"", "s.toml:13:1: expect.observable: missing"},
      {"observable = \"sise\"\ncontrast = \"one\"\nsign = \"+\"",
       "14:1: expect.observable: \"sise\" is unknown; did you mean \"size\"?"},
      {"observable = \"gain\"\ncontrast = \"one\"\nsign = \"+\"", "[record] leaves \"gain\" out"},
      {size, "13:1: expect: expects nothing; allowed: one of value"},
      {size + "value = 1\nsign = \"+\"", "expect: several of value, between and sign"},
      {size + "value = 1", "expect.tolerance: missing"},
      {size + "value = 1\ntolerance = -1", "expect.tolerance: -1; allowed: a number from 0 up"},
      {size + "sign = \"+\"\ntolerance = 1", "expect.tolerance: stands beside value only"},
      {size + "value = 1\ntolerance = 1\nmargin = 1", "expect.margin: stands beside sign only"},
      {size + "between = [2, 1]", "expect.between: an array; allowed: [LOW, HIGH]"},
      {size + "between = 3", "expect.between: 3; allowed: [LOW, HIGH]"},
      {size + "sign = \"0\"", "expect.margin: missing; allowed: a number above 0"},
      {size + "sign = \"0\"\nmargin = 0", "expect.margin: 0; allowed: a number above 0"},
      {size + "sign = \"up\"", "expect.sign: \"up\"; allowed: one of \"+\""},
      {"observable = \"size\"\nsign = \"+\"", "expect.contrast: missing; allowed: the name of an arm"},
      {"observable = \"size\"\nsign = \"+\"\ncontrast = \"tow\"",
       "no arm is called \"tow\"; did you mean \"two\"?"},
      {"observable = \"size\"\nsign = \"+\"\ncontrast = { one = 1, three = 2 }", "no arm is called \"three\""},
      {"observable = \"size\"\nsign = \"+\"\ncontrast = { one = \"x\" }", "expect.contrast.one: \"x\"; allowed: a finite number"},
      {"observable = \"size\"\nsign = \"+\"\ncontrast = {}", "expect.contrast: a table; allowed: a name"},
      {"observable = \"size\"\nsign = \"+\"\ncontrast = [\"one\", \"two\"]", "expect.contrast: an array; allowed: a name"},
      {"observable = \"size\"\nsign = \"+\"\ncontrast = { one = 0 }", "expect.contrast: a table; allowed: a name"},
      {size + "sign = \"+\"\nwhere = { strategy = [\"bold\"] }", "expect.where.strategy: an array; allowed: a name"},
      {size + "sign = \"+\"\nat = 11", "expect.at: 11; allowed: a step from 0 to 10"},
      {size + "sign = \"+\"\nat = 3", "expect.at: 3; allowed: what [record] keeps: a row every 4 steps"},
      {size + "sign = \"+\"\nat = { from = 5, to = 7 }", "expect.at: a table; allowed: what [record] keeps"},
      {size + "sign = \"+\"\nat = { from = 8, to = 4 }", "expect.at: ends before it begins"},
      {size + "sign = \"+\"\nat = { from = 4 }", "expect.at.to: missing"},
      {size + "sign = \"+\"\nat = \"first\"", "expect.at: \"first\"; allowed: a step"},
      {size + "sign = \"+\"\nslope = \"firms.nose\"", "is not swept; did you mean \"firms.noise\"?"},
      {size + "sign = \"+\"\nslope = \"toy.mode\"", "\"toy.mode\" does not take two different numbers here"},
      {size + "sign = \"+\"\nslope = \"firms.noise\"\nwhere = { point = 1 }", "does not take two different numbers"},
      {size + "sign = \"+\"\nstatistic = \"median\"", "one of \"mean\", \"variance\", \"wins\""},
      {size + "sign = \"+\"\nwhere = { strategy = \"stedy\" }", "no arm has any \"stedy\"; did you mean \"steady\"?"},
      {"observable = \"steps\"\ncontrast = \"one\"\nsign = \"+\"\nwhere = { strategy = \"bold\" }",
       "steps is not told apart by strategy"},
      {"observable = \"firms_by_class\"\ncontrast = \"one\"\nsign = \"+\"",
       "expect.where.size_class: missing; allowed: one of \"0\", \"1\""},
      {"observable = \"firms_by_class\"\ncontrast = \"one\"\nsign = \"+\"\nwhere = { size_class = 7 }",
       "expect.where.size_class: 7; allowed: one of \"0\", \"1\""},
      {size + "sign = \"+\"\nwhere = { size_class = 1 }", "expect.where.size_class: unknown key"},
      {size + "sign = \"+\"\nwhere = { point = 4 }", "expect.where.point: 4; allowed: a whole number from 0 to 3"},
      {size + "sign = \"+\"\nwhere = { point = { firms.noise = 0.3 } }", "expect.where.point.firms.noise: no point has 0.3; allowed: "},
      {size + "sign = \"+\"\nwhere = { point = { firms.nois = 0.1 } }", "is not swept; did you mean \"firms.noise\"?"},
      {size + "sign = \"+\"\nwheres = 1", "expect.wheres: unknown key; did you mean \"where\"?"},
      {"falsified_if = \"\"", "expect: expects nothing"},
  };
  for (const auto& [lines, complaint] : cases) {
    INFO(lines);
    const std::string said = refused(lines);
    INFO(said);
    CHECK(contains(said, complaint));
    CHECK(std::count(said.begin(), said.end(), '\n') <= 1);  // and nothing else
  }
}

TEST_CASE("what is wrong with the sweep is said once, not again of every expectation") {
  const std::string said = complaints(toy_head + "[sweep]\naxes = { \"firms.nose\" = [0.1, 0.2] }\n[[expect]]\n"
                                      "observable = \"size\"\nsign = \"+\"\nslope = \"firms.nose\"\n"
                                      "where = { point = { firms.nose = 0.1 } }\n");
  CHECK(contains(said, "s.toml:5:10: firms.nose: unknown key"));
  CHECK(std::count(said.begin(), said.end(), '\n') <= 1);
}
