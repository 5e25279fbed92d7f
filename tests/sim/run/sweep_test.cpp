// How designs become the values of axes, and what is answered to designs that cannot be drawn.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "sim/run/plan.h"
#include "tests/contains.h"
#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

const std::string axes =
    "axes = { firms.noise = { from = 0, to = 0.5 }, firms.smallest = { from = 0.01, to = 1, scale = "
    "\"log\" }, firms.spare = { from = 2, to = 5 }, toy.mode = { choices = [\"none\", \"direct\"] } }\n";

Sweep sweep_of(const std::string& lines) {
  return toy_scenario(toy_head + "[sweep]\n" + lines).sweep;
}

double real(const Axis& axis, std::size_t point) { return std::get<double>(axis.values[point].value); }

/// A file in the folder for temporary files, gone with the test.
struct Written {
  std::filesystem::path path;
  explicit Written(const std::string& text)
      : path(std::filesystem::temp_directory_path() /
             ("permea-points-" + std::to_string(std::hash<std::string>{}(text)) + ".csv")) {
    std::ofstream(path, std::ios::binary) << text;
  }
  ~Written() { std::filesystem::remove(path); }
};

std::string said_of_file(const std::string& text) {
  const Written file(text);
  return complaints(toy_head + "[sweep]\ndesign = \"list\"\nfile = \"" + file.path.string() + "\"\n");
}

}  // namespace

TEST_CASE("drawn points are spread over ranges, scales, whole numbers and choices") {
  const Sweep sweep = sweep_of("design = \"lhs\"\nsize = 40\n" + axes);
  REQUIRE(sweep.axes.size() == 4);
  std::size_t below_a_tenth = 0;
  std::multiset<std::int64_t> classes;
  std::multiset<std::string> modes;
  for (std::size_t point = 0; point < 40; ++point) {
    CHECK(real(sweep.axes[0], point) >= 0);
    CHECK(real(sweep.axes[0], point) <= 0.5);
    below_a_tenth += real(sweep.axes[1], point) < 0.1;
    classes.insert(std::get<std::int64_t>(sweep.axes[2].values[point].value));
    modes.insert(std::get<std::string>(sweep.axes[3].values[point].value));
  }
  CHECK(below_a_tenth == 20);  // half of the way from .01 to 1 on a scale of logarithms
  for (const std::int64_t k : {2, 3, 4, 5}) CHECK(classes.count(k) == 10);
  CHECK(modes.count("direct") == 20);
}

TEST_CASE("each design has as many points as it says") {
  CHECK(sweep_of("design = \"lhs\"\nsize = 7\n" + axes).axes[0].values.size() == 7);
  CHECK(sweep_of("design = \"sobol\"\nsize = 8\n" + axes).axes[0].values.size() == 8);
  CHECK(sweep_of("design = \"morris\"\nsize = 3\n" + axes).axes[0].values.size() == 15);
  CHECK(sweep_of("design = \"saltelli\"\nsize = 4\n" + axes).axes[0].values.size() == 24);
  const Scenario scenario = toy_scenario(toy_head + "[sweep]\ndesign = \"morris\"\nsize = 3\n" + axes);
  CHECK(Plan(scenario).runs() == 15 * 2);
}

TEST_CASE("a parameter may be called as a word of ranges, and its topic is no axis") {
  const Model model = [] {
    Model toy = toy_model();
    for (ParameterRow& row : toy.parameters)
      if (row.name == "firms.spare") row.name = "firms.count";
    toy.problems = [](const Setting&) { return std::vector<Problem>{}; };
    toy.dimensions = {};
    return toy;
  }();
  const Scenario scenario = parse_scenario(
      toy_head + "[sweep]\naxes.firms.count = [3, 4]\naxes.firms.noise = { from = 0, to = 1, count = 3 }\n",
      "s.toml", std::span(&model, 1));
  CHECK(scenario.sweep.axes.at(0).name == "firms.count");
  CHECK(scenario.sweep.axes.at(1).values.size() == 3);
}

TEST_CASE("the same text is the same points, and another sample is others") {
  const auto first = [](const std::string& more) {
    return real(sweep_of("design = \"sobol\"\nsize = 8\n" + more + axes).axes[0], 3);
  };
  CHECK(first("") == first(""));
  CHECK(first("") == first("sample = 1\n"));
  CHECK(first("") != first("sample = 2\n"));
}

TEST_CASE("whole numbers never leave a range whose ends are none") {
  const std::string ends = "from = 1.4, to = 4.6", back = "from = 4.6, to = 1.4", log = ", scale = \"log\"";
  for (const std::string& range : {ends, back, ends + log, back + log})
    for (const std::string design : {"lhs\"\nsize = 40", "morris\"\nsize = 40", "grid\""}) {
      const std::string count = design == "grid\"" ? ", count = 3" : "";
      const Sweep sweep = sweep_of("design = \"" + design + "\naxes = { firms.spare = { " + range + count + " } }\n");
      INFO(range << " " << design);
      std::set<std::int64_t> seen;
      for (const Given& given : sweep.axes[0].values) seen.insert(std::get<std::int64_t>(given.value));
      CHECK(*seen.begin() == 2);
      CHECK(*seen.rbegin() == 4);
    }
}

TEST_CASE("a morris grid reaches both ends") {
  const Sweep sweep = sweep_of("design = \"morris\"\nsize = 30\nlevels = 6\n" + axes);
  std::set<double> seen;
  for (std::size_t point = 0; point < sweep.axes[0].values.size(); ++point)
    seen.insert(real(sweep.axes[0], point));
  CHECK(seen.size() == 6);
  CHECK(*seen.begin() == 0);
  CHECK(*seen.rbegin() == 0.5);
}

TEST_CASE("a list can stand in a file, whose text is kept") {
  const std::string text = "firms.noise, \"toy.mode\", firms.spare\n0.5,direct,3\r\n\n 0 ,\"none\", 4\n";
  const Written file(text);
  const Sweep sweep = sweep_of("design = \"list\"\nfile = \"" + file.path.string() + "\"\n");
  REQUIRE(sweep.axes.size() == 3);
  CHECK(sweep.axes[0].values[1].value == Value(0.0));
  CHECK(sweep.axes[1].values[0].value == Value("direct"));
  CHECK(sweep.axes[2].values[1].value == Value(std::int64_t{4}));
  CHECK(sweep.file_text == text);
}

TEST_CASE("a file that is no list of points is refused at its place") {
  CHECK(contains(said_of_file("firms.noise,firms.spare\n0.1,2\n0.2\n"),
                 ".csv:3:1: 1 values where the head has 2 names"));
  CHECK(contains(said_of_file("firms.nose\n0.1\n"),
                 ".csv:1:1: firms.nose: unknown key; did you mean \"firms.noise\"?"));
  CHECK(contains(said_of_file("firms.spare,firms.noise\n1,7\n"), ".csv:2:3: firms.noise: 7"));
  CHECK(contains(said_of_file("firms.noise,firms.noise\n0.1,0.2\n"), "swept twice"));
  CHECK(contains(said_of_file("firms.noise\n"), "has no points"));
  CHECK(contains(said_of_file("firms.noise,\n0.1,\n"), ".csv:1:13: no name; the head names a parameter"));
  CHECK(contains(complaints(toy_head + "[sweep]\ndesign = \"list\"\nfile = \"nowhere.csv\"\n"),
                 "sweep.file: nowhere.csv cannot be read"));
}

TEST_CASE("of a design that nobody knows nothing more is said") {
  CHECK(complaints(toy_head + "[sweep]\ndesign = \"lsh\"\nsize = 3\naxes = { firms.noise = { from = 0, to = 0.5 } }\n") ==
        "s.toml:5:1: sweep.design: \"lsh\"; allowed: one of \"grid\", \"list\", \"lhs\", \"sobol\", \"morris\", "
        "\"saltelli\"; did you mean \"lhs\"?");
}

TEST_CASE("a design that cannot be drawn is refused") {
  const std::string noise = "axes = { firms.noise = { from = 0, to = 0.5 } }\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"design = \"lhs\"\n" + noise, "sweep.size: missing; allowed: how many points"},
      {"design = \"morris\"\nsize = 0\n" + noise, "sweep.size: 0; allowed: a whole number from 1"},
      {"design = \"morris\"\nsize = 2\nlevels = 5\n" + noise, "sweep.levels: 5; allowed: an even number"},
      {"design = \"sobol\"\nsize = 2\nlevels = 4\n" + noise, "sweep.levels: unknown key"},
      {"design = \"grid\"\nsize = 2\naxes = { firms.noise = [0.1] }", "sweep.size: unknown key"},
      {"design = \"saltelli\"\nsize = 50000\n" + noise, "makes 150000 points; allowed: up to 100000"},
      {"design = \"lhs\"\nsize = 3\naxes = { firms.noise = { from = 0, to = 1, count = 3 } }",
       "firms.noise.count: the design says how many points there are"},
      {"design = \"lhs\"\nsize = 3\naxes = { firms.noise = { from = 0, to = 3 } }", "firms.noise: 3 is out of range"},
      {"design = \"lhs\"\nsize = 3\naxes = { firms.noise = { from = 0.2, to = 0.8, integer = true } }",
       "firms.noise.to: from 0.2 to 0.8 holds no whole number"},
      {"design = \"grid\"\naxes = { firms.spare = { from = 2.5, to = 1.5, count = 2 } }",
       "firms.spare.to: from 2.5 to 1.5 holds a single whole number"},
      {"design = \"list\"\nfile = \"a.csv\"\naxes = { firms.noise = [0.1] }", "sweep.axes: cannot stand beside file"},
  };
  for (const auto& [lines, complaint] : cases) {
    INFO(lines);
    const std::string said = complaints(toy_head + "[sweep]\n" + lines);
    INFO(said);
    CHECK(contains(said, complaint));
  }
}
