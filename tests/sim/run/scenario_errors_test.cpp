// What a wrong scenario gets: each message in full, with its line and column.
#include <catch2/catch.hpp>

#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

struct Case {
  std::string text;      ///< behind the three lines of toy_head
  std::string complaint;  ///< every line of it
};

void check_all(const std::vector<Case>& cases) {
  for (const Case& wrong : cases) {
    INFO(wrong.text);
    CHECK(complaints(toy_head + wrong.text) == wrong.complaint);
  }
}

const std::string whole_31 = "allowed: a whole number from 1 to 2147483647";
const std::string seeds_allowed =
    "allowed: \"A..B\" with A up to B, at most 1000000 of them; or one whole number";
const std::string no_value = "; allowed: true or false, a number, or a text of one line";

}  // namespace

TEST_CASE("a wrong head is refused") {
  const std::string head = "model = \"toy\"\nsteps = 10\n";
  const std::vector<Case> cases = {
      {"", "s.toml: model: missing; allowed: one of \"toy\", \"walk\"\n"
           "s.toml: seeds: missing; " + seeds_allowed + "\n"
           "s.toml: steps: missing; " + whole_31},
      {head + "seeds = 1\ntitle = 3", "s.toml:4:1: title: 3; allowed: a text in quotes"},
      {head + "seeds = 1\nquestion = [1]",
       "s.toml:4:1: question: an array; allowed: a text in quotes"},
      {"model = \"tay\"\nsteps = 1\nseeds = 1",
       "s.toml:1:1: model: \"tay\" is unknown; did you mean \"toy\"?"},
      {"model = \"zoo-of-all\"\nsteps = 1\nseeds = 1",
       "s.toml:1:1: model: \"zoo-of-all\" is unknown; allowed: one of \"toy\", \"walk\""},
      {"model = 3\nsteps = 1\nseeds = 1",
       "s.toml:1:1: model: 3; allowed: a name in quotes, on one line"},
      {"model = \"toy\"\nsteps = 0\nseeds = 1", "s.toml:2:1: steps: 0; " + whole_31},
      {"model = \"toy\"\nsteps = -4\nseeds = 1", "s.toml:2:1: steps: -4; " + whole_31},
      {"model = \"toy\"\nsteps = 2.5\nseeds = 1", "s.toml:2:1: steps: 2.5; " + whole_31},
      {"model = \"toy\"\nsteps = \"12\"\nseeds = 1", "s.toml:2:1: steps: \"12\"; " + whole_31},
      {"model = \"toy\"\nsteps = 2147483648\nseeds = 1",
       "s.toml:2:1: steps: 2147483648; " + whole_31},
      {head + "seeds = \"5..1\"", "s.toml:3:1: seeds: \"5..1\"; " + seeds_allowed},
      {head + "seeds = \"\"", "s.toml:3:1: seeds: \"\"; " + seeds_allowed},
      {head + "seeds = \"1..\"", "s.toml:3:1: seeds: \"1..\"; " + seeds_allowed},
      {head + "seeds = \"1...3\"", "s.toml:3:1: seeds: \"1...3\"; " + seeds_allowed},
      {head + "seeds = \"-1..3\"", "s.toml:3:1: seeds: \"-1..3\"; " + seeds_allowed},
      {head + "seeds = \"1 .. 3\"", "s.toml:3:1: seeds: \"1 .. 3\"; " + seeds_allowed},
      {head + "seeds = -1", "s.toml:3:1: seeds: -1; " + seeds_allowed},
      {head + "seeds = 1.0", "s.toml:3:1: seeds: 1.0; " + seeds_allowed},
      {head + "seeds = [1, 2]", "s.toml:3:1: seeds: an array; " + seeds_allowed},
      {head + "seeds = \"1..1000001\"", "s.toml:3:1: seeds: \"1..1000001\"; " + seeds_allowed},
      {head + "seeds = \"0..18446744073709551616\"",
       "s.toml:3:1: seeds: \"0..18446744073709551616\"; " + seeds_allowed},
  };
  for (const Case& wrong : cases) {
    INFO(wrong.text);
    CHECK(complaints(wrong.text) == wrong.complaint);
  }
}

TEST_CASE("a key that nobody knows is refused with the nearest that somebody does") {
  check_all({
      {"titel = 3", "s.toml:4:1: titel: unknown key; did you mean \"title\"?"},
      {"swep = 3", "s.toml:4:1: swep: unknown key; did you mean \"sweep\"?"},
      {"[strategi.open]\n", "s.toml:4:2: strategi: unknown key; did you mean \"strategy\"?"},
      {"threads_of_the_machine = 3", "s.toml:4:1: threads_of_the_machine: unknown key"},
  });
}

TEST_CASE("what a later version will know says so") {
  check_all({
      {"[parameters]\ntoy.later = 0.7",
       "s.toml:5:5: toy.later: not in this version; only 0.5 is allowed"},
  });
}

TEST_CASE("a wrong parameter is refused") {
  const std::string in = "[parameters]\n";
  check_all({
      {"parameters = 3", "s.toml:4:1: parameters: 3; allowed: a table"},
      {in + "firms.nois = 0.1", "s.toml:5:7: firms.nois: unknown key; did you mean \"firms.noise\"?"},
      {in + "noise = 0.1", "s.toml:5:1: noise: unknown key; did you mean \"firms.noise\"?"},
      {in + "firms.noise = 1.5",
       "s.toml:5:7: firms.noise: 1.5 is out of range; allowed: a number from 0 to 1"},
      {in + "firms.noise = nan",
       "s.toml:5:7: firms.noise: nan is not a finite number; allowed: a number from 0 to 1"},
      {in + "firms.noise = -inf",
       "s.toml:5:7: firms.noise: -inf is not a finite number; allowed: a number from 0 to 1"},
      {in + "firms.noise = \"much\"",
       "s.toml:5:7: firms.noise: \"much\" is a text; allowed: a number from 0 to 1"},
      {in + "firms.spare = 2.0",
       "s.toml:5:7: firms.spare: 2.0 is a number; allowed: a whole number from 0 to 1000"},
      {in + "firms.spare = -1",
       "s.toml:5:7: firms.spare: -1 is out of range; allowed: a whole number from 0 to 1000"},
      {in + "toy.quiet = 1", "s.toml:5:5: toy.quiet: 1 is a whole number; allowed: true or false"},
      {in + "toy.mode = \"drect\"", "s.toml:5:5: toy.mode: \"drect\" is not a choice; allowed: "
                                    "one of \"none\", \"direct\"; did you mean \"direct\"?"},
      {in + "firms.noise = [0.1]", "s.toml:5:7: firms.noise: an array" + no_value},
      {in + "firms.noise = 2026-01-01", "s.toml:5:7: firms.noise: a date or a time" + no_value},
      {in + "toy.mode = \"a\\nb\"", "s.toml:5:5: toy.mode: a text of several lines" + no_value},
      {in + "firms.noise = 0.1\n\"firms.noise\" = 0.2",
       "s.toml:6:1: firms.noise: set twice; also at s.toml:5:7"},
      {in + "firms.growth = -0.1\nfirms.noise = 0",
       "s.toml:5:7: firms.growth: below 0 needs firms.noise above 0"},
  });
}

TEST_CASE("a wrong strategy is refused") {
  const std::string arm = "\n[[arm]]\nname = \"a\"\nfirms = { x = 1 }";
  check_all({
      {"strategy = 3", "s.toml:4:1: strategy: 3; allowed: a table"},
      {"[strategy]\nopen = 3", "s.toml:5:1: strategy.open: 3; allowed: a table of levers"},
      {"[strategy.\"a.b\"]", "s.toml:4:11: strategy.\"a.b\": a name has no dot and is not empty"},
      {"[strategy.\"\"]", "s.toml:4:11: strategy.\"\": a name has no dot and is not empty"},
      {"[strategy.x]\nlockin = 0.3" + arm,
       "s.toml:5:1: strategy.x.lockin: unknown key; did you mean \"lock_in\"?"},
      {"[strategy.x]\nlock_in = 3" + arm,
       "s.toml:5:1: strategy.x.lock_in: 3 is out of range; allowed: a number from 0 to 1"},
      {"[strategy.unused]\nlock_in = 3",
       "s.toml:5:1: strategy.unused.lock_in: 3 is out of range; allowed: a number from 0 to 1"},
      {"[strategy.x]\nlike = \"bald\"" + arm,
       "s.toml:5:1: strategy.x.like: \"bald\" is unknown; did you mean \"bold\"?"},
      {"[strategy.x]\nlike = 3" + arm,
       "s.toml:5:1: strategy.x.like: 3; allowed: a name in quotes, on one line"},
      {"[strategy.x]\nlike = \"x\"" + arm, "s.toml:5:1: strategy.x.like: goes round in a circle"},
      {"[strategy.x]\nlike = \"y\"\n[strategy.y]\nlike = \"x\"" + arm,
       "s.toml:5:1: strategy.x.like: goes round in a circle\n"
       "s.toml:7:1: strategy.y.like: goes round in a circle"},
      {"[strategy.bold]\nlike = \"meek\"",
       "s.toml:5:1: strategy.bold.like: \"bold\" is a preset and like itself; a new name can be like it"},
  });
}

TEST_CASE("a wrong arm is refused") {
  const std::string arm = "[[arm]]\nname = \"a\"\n";
  check_all({
      {"arm = 3", "s.toml:4:1: arm: 3; allowed: tables, each under its [[arm]]"},
      {"[arm]\nname = \"a\"", "s.toml:4:2: arm: a table; allowed: tables, each under its [[arm]]"},
      {"arm = []", "s.toml:4:1: arm: an array; allowed: tables, each under its [[arm]]"},
      {"[[arm]]\n", "s.toml:4:1: arm.name: missing; allowed: a name in quotes"},
      {"[[arm]]\nname = \"\"", "s.toml:5:1: arm.name: \"\"; allowed: a name in quotes, on one line"},
      {arm + arm, "s.toml:7:1: arm.name: \"a\" is there twice; also at s.toml:4:1"},
      {arm + arm + arm, "s.toml:7:1: arm.name: \"a\" is there twice; also at s.toml:4:1\n"
                        "s.toml:9:1: arm.name: \"a\" is there twice; also at s.toml:4:1"},
      {arm + "firm = { bold = 3 }", "s.toml:6:1: arm.firm: unknown key; did you mean \"firms\"?"},
      {arm + "firms = 3", "s.toml:6:1: arm.firms: 3; allowed: a table"},
      {arm + "firms = {}",
       "s.toml:6:1: arm.firms: the arm \"a\" has no firms; allowed: from 1 to 2147483647"},
      {arm + "firms = { bold = 0 }",
       "s.toml:6:1: arm.firms: the arm \"a\" has no firms; allowed: from 1 to 2147483647"},
      {arm + "firms = { bold = 2147483647, meek = 1 }",
       "s.toml:6:1: arm.firms: the arm \"a\" has too many firms; allowed: from 1 to 2147483647"},
      {arm + "firms = { bold = -1 }",
       "s.toml:6:11: arm.firms.bold: -1; allowed: a whole number from 0 to 2147483647"},
      {arm + "firms = { bold = 1.5 }",
       "s.toml:6:11: arm.firms.bold: 1.5; allowed: a whole number from 0 to 2147483647"},
      {arm + "firms = { bald = 1 }",
       "s.toml:6:11: arm.firms.bald: unknown strategy; did you mean \"bold\"?"},
      {arm + "parameters = { firms.noise = 7 }",
       "s.toml:6:22: firms.noise: 7 is out of range; allowed: a number from 0 to 1"},
  });
}

TEST_CASE("a model without kinds knows no members and no strategies") {
  const std::string head = "model = \"walk\"\nsteps = 1\nseeds = 1\n";
  CHECK(complaints(head + "[strategy.open]") == "s.toml:4:2: strategy: unknown key");
  CHECK(complaints(head + "[[arm]]\nname = \"a\"\nfirms = { x = 1 }") ==
        "s.toml:6:1: arm.firms: unknown key");
  CHECK(complaints(head + "[record]\npanel = [\"firms\"]") ==
        "s.toml:5:10: record.panel: \"firms\"; allowed: nothing, as the model has no members");
}

TEST_CASE("a wrong change is refused") {
  const std::string change = "[[change]]\nat = 3\n";
  const std::string effect = "parameters = { firms.noise = 0.2 }\n";
  check_all({
      {"[[change]]\n" + effect,
       "s.toml:4:1: change.at: missing; allowed: the step before which it takes force"},
      {"[[change]]\nat = 0\n" + effect,
       "s.toml:5:1: change.at: 0; allowed: a whole number from 1 to 10"},
      {"[[change]]\nat = 11\n" + effect,
       "s.toml:5:1: change.at: 11; allowed: a whole number from 1 to 10"},
      {change, "s.toml:4:1: change: changes nothing; allowed: parameters and strategy.NAME.LEVER"},
      {change + "parameters = { firms.spare = 9 }\n",
       "s.toml:6:22: firms.spare: takes force at the start only; it cannot change"},
      {change + "arms = [\"b\"]\n" + effect, "s.toml:6:9: change.arms: \"b\" is unknown"},
      {change + "arms = [\"standrad\"]\n" + effect,
       "s.toml:6:9: change.arms: \"standrad\" is unknown; did you mean \"standard\"?"},
      {change + "arms = [\"standard\", \"standard\"]\n" + effect,
       "s.toml:6:21: change.arms: \"standard\" is there twice; also at s.toml:6:9"},
      {change + "arms = [1]\n" + effect, "s.toml:6:9: change.arms: 1; allowed: the names of arms"},
      {change + "arms = []\n" + effect, "s.toml:6:1: change.arms: empty; left out, it means all arms"},
      {change + "arms = \"standard\"\n" + effect,
       "s.toml:6:1: change.arms: \"standard\"; allowed: an array of the names of arms"},
      {change + "strategy.meek.effort = 0.1",
       "s.toml:6:10: change.strategy.meek: no arm has any"},
      {change + "strategy.bald.effort = 0.1",
       "s.toml:6:10: change.strategy.bald: no arm has any; did you mean \"bold\"?"},
      {change + "strategy.bold = 1",
       "s.toml:6:10: change.strategy.bold: 1; allowed: a table of levers"},
      {change + "strategy.bold.effort = 2",
       "s.toml:6:15: strategy.bold.effort: 2 is out of range; allowed: a number from 0 to 1"},
      {change + "parameters = { firms.noise = 2 }",
       "s.toml:6:22: firms.noise: 2 is out of range; allowed: a number from 0 to 1"},
      {change + effect + "until = 3", "s.toml:7:1: change.until: unknown key"},
      {change + effect + change + effect,
       "s.toml:9:22: firms.noise: changed twice at the same step; also at s.toml:6:22"},
      {change + "parameters = { toy.classes = 3 }",
       "s.toml:4:1: 3 places along size_class in a run, and 2 in the first; a file has the same in all: let [record] "
       "leave out what runs along size_class (firms_by_class, classes), or make a scenario of each"},
  });
}

TEST_CASE("what many changes give at one step is refused once for each, naming the first") {
  std::string changes, expected;
  for (int line = 6; line < 6 + 3 * 40; line += 3) {
    changes += "[[change]]\nat = 3\nparameters = { firms.noise = 0.2 }\n";
    const std::string place = "s.toml:" + std::to_string(line) + ":22: ";
    if (line > 9) expected += "\n";
    if (line > 6) expected += place + "firms.noise: changed twice at the same step; also at s.toml:6:22";
  }
  check_all({{changes, expected}});
}

TEST_CASE("changes at one step give arms of their own, other parameters and other levers") {
  const std::string change = "[[change]]\nat = 3\n";
  check_all({
      {"[[arm]]\nname = \"a\"\nfirms = { bold = 1 }\n[[arm]]\nname = \"b\"\nfirms = { bold = 1 }\n" + change +
           "arms = [\"a\"]\nparameters.firms.noise = 0.1\n" + change +
           "arms = [\"b\"]\nparameters.firms.noise = 0.2\n" + change + "parameters.firms.growth = 0.2\n" +
           change + "arms = [\"b\"]\nstrategy.bold.effort = 0.1\n" + change + "strategy.bold.effort = 0.2\n" +
           "[[change]]\nat = 4\nstrategy.bold.effort = 0.1\n",
       "s.toml:27:15: strategy.bold.effort: changed twice at the same step; also at s.toml:24:15"},
  });
}

TEST_CASE("of many changes in many arms those of the first arms are held against the model") {
  std::string text = toy_head + "[[arm]]\nname = \"a\"\nfirms = { bold = 1 }\n[[arm]]\nname = \"b\"\n"
                                "firms = { bold = 1 }\n[[arm]]\nname = \"c\"\nfirms = { bold = 1 }\n";
  text.replace(text.find("steps = 10"), 10, "steps = 9000");
  for (int at = 1; at <= 3000; ++at)
    text += "[[change]]\nat = " + std::to_string(at) + "\nparameters.firms.noise = 0.1\n";
  std::size_t held = 0;
  Model toy = toy_model();
  toy.problems = [&held, problems = toy.problems](const Setting& setting) {
    ++held;
    return problems(setting);
  };
  parse_scenario(text, "s.toml", std::span(&toy, 1));
  CHECK(held == 3 + 2 * 3000);
}

TEST_CASE("a wrong sweep is refused") {
  const auto axis = [](const std::string& values) {
    return "[sweep]\naxes = { firms.noise = " + values + " }";
  };
  const std::string in = "s.toml:5:16: firms.noise: ";
  check_all({
      {"sweep = 3", "s.toml:4:1: sweep: 3; allowed: a table"},
      {"[sweep]", "s.toml:4:2: sweep.axes: missing; allowed: a table of parameters with their values"},
      {"[sweep]\naxes = {}",
       "s.toml:4:2: sweep.axes: missing; allowed: a table of parameters with their values"},
      {"[sweep]\ndesign = \"gird\"\naxes = { firms.noise = [0.1] }",
       "s.toml:5:1: sweep.design: \"gird\"; allowed: one of \"grid\", \"list\", \"lhs\", "
       "\"sobol\", \"morris\", \"saltelli\"; did you mean \"grid\"?"},
      {"[sweep]\ndesing = \"grid\"\naxes = { firms.noise = [0.1] }",
       "s.toml:5:1: sweep.desing: unknown key; did you mean \"design\"?"},
      {"[sweep]\naxes = { firms.nose = [1] }",
       "s.toml:5:16: firms.nose: unknown key; did you mean \"firms.noise\"?"},
      {"[sweep]\naxes = { strategy.bold.efort = [1] }",
       "s.toml:5:24: strategy.bold.efort: unknown key; did you mean \"strategy.bold.effort\"?"},
      {axis("[]"), in + "no values"},
      {axis("3"), in + "3; allowed: an array of values, or { from, to, count }"},
      {axis("[[1]]"), "s.toml:5:25: firms.noise: an array; allowed: a number from 0 to 1"},
      {axis("[0.1, 7]"),
       "s.toml:5:30: firms.noise: 7 is out of range; allowed: a number from 0 to 1"},
      {axis("[0.1, \"a\"]"),
       "s.toml:5:30: firms.noise: \"a\" is a text; allowed: a number from 0 to 1"},
      {axis("[0.1, nan]"),
       "s.toml:5:30: firms.noise: nan is not a finite number; allowed: a number from 0 to 1"},
      {axis("[0, 1, 0.0]"), "s.toml:5:31: firms.noise: 0.0 comes twice"},
      {"[sweep]\naxes = { firms.noise = [0.1], \"firms.noise\" = [0.2] }",
       "s.toml:5:31: firms.noise: swept twice; also at s.toml:5:16"},
      {"[sweep]\ndesign = \"list\"\naxes = { firms.noise = [0.1], firms.spare = [1, 2] }",
       "s.toml:6:37: firms.spare: 2 values in a list where firms.noise has 1"},
      {"[sweep]\naxes = { toy.classes = [2, 3] }",
       "s.toml:4:2: 3 places along size_class in a run, and 2 in the first; a file has the same in all: let [record] "
       "leave out what runs along size_class (firms_by_class, classes), or make a scenario of each"},
      {"[sweep]\naxes = { toy.classes = [2, 3, 4] }",
       "s.toml:4:2: 3 places along size_class in a run, and 2 in the first; a file has the same in all: let [record] "
       "leave out what runs along size_class (firms_by_class, classes), or make a scenario of each"},
      {"[sweep]\naxes = { firms.count = [2, 3] }",
       "s.toml:5:16: firms.count: unknown key; how many firms there are is said by arms: one [[arm]] for each "
       "number, with firms = { NAME = NUMBER }"},
      {"[sweep]\naxes = { firms = { bold = [2, 3] } }",
       "s.toml:5:20: firms.bold: unknown key; how many firms there are is said by arms: one [[arm]] for each "
       "number, with firms = { NAME = NUMBER }"},
      {"[sweep]\naxes = { firms.growth = [-0.2, 0], firms.noise = [0, 0.1] }",
       "s.toml:5:26: firms.growth: below 0 needs firms.noise above 0"},
  });
}

TEST_CASE("a wrong range is refused") {
  const auto range = [](const std::string& keys) {
    return "[sweep]\naxes = { firms.noise = { " + keys + " } }";
  };
  const std::string at = "s.toml:5:";
  check_all({
      {range("from = 0, to = 1"), at + "16: firms.noise.count: missing; allowed: a whole number"},
      {range("to = 1, count = 3"), at + "16: firms.noise.from: missing; allowed: a number"},
      {range("from = 0, to = 1, count = 1"),
       at + "44: firms.noise.count: 1; allowed: a whole number from 2 to 100000"},
      {range("from = 0, to = 1, count = 100001"),
       at + "44: firms.noise.count: 100001; allowed: a whole number from 2 to 100000"},
      {range("from = 0, to = inf, count = 3"),
       at + "36: firms.noise.to: inf; allowed: a finite number"},
      {range("from = 1, to = 1, count = 3"), at + "36: firms.noise.to: the same as from"},
      {range("from = 0, to = 1, count = 3, scale = \"log\""),
       at + "55: firms.noise.scale: \"log\" needs from and to above 0"},
      {range("from = 0, to = 1, count = 3, scale = \"lin\""),
       at + "55: firms.noise.scale: \"lin\"; allowed: one of \"linear\", \"log\""},
      {range("from = 0, to = 1, count = 3, step = 1"), at + "55: firms.noise.step: unknown key"},
      {range("from = 0, to = 1, count = 3, integer = 1"),
       at + "55: firms.noise.integer: 1; allowed: true or false"},
      {range("choices = 3"), at + "26: firms.noise.choices: 3; allowed: an array of values"},
      {range("choices = [0.1], from = 0"), at + "43: firms.noise.from: cannot stand beside choices"},
      {"[sweep]\naxes = { firms.spare = { from = 1, to = 3, count = 9 } }",
       "s.toml:5:16: firms.spare: 1 comes twice"},
      {"[sweep]\naxes = { toy.quiet = { from = 0, to = 1, count = 2 } }",
       "s.toml:5:14: toy.quiet: a range; allowed: true or false"},
  });
}

TEST_CASE("more runs than anybody could want are refused") {
  CHECK(complaints("model = \"toy\"\nsteps = 1\nseeds = \"1..1000000\"\n[sweep]\n"
                   "axes = { firms.noise = { from = 0, to = 1, count = 101 } }") ==
        "s.toml:4:2: more than 100000000 runs: arms x points x seeds");
}

TEST_CASE("more rows than memory could hold are refused") {
  const std::string head = "model = \"toy\"\nseeds = 1\nsteps = 2147483647\n";
  CHECK(complaints(head + "[record]\nevery = 2") ==
        "s.toml:5:1: record.every: 2 makes 1073741823 rows; allowed: what makes up to 10000000");
  CHECK(complaints(head) ==
        "s.toml: record.every: 1 makes 2147483647 rows; allowed: what makes up to 10000000");
  CHECK(complaints(head + "[record]\nevery = 1000") == "");
}

TEST_CASE("a wrong record is refused") {
  check_all({
      {"record = 3", "s.toml:4:1: record: 3; allowed: a table"},
      {"[record]\nevery = 0", "s.toml:5:1: record.every: 0; " + whole_31},
      {"[record]\nevry = 1", "s.toml:5:1: record.evry: unknown key; did you mean \"every\"?"},
      {"[record]\nobservables = [\"sise\"]",
       "s.toml:5:16: record.observables: \"sise\" is unknown; did you mean \"size\"?"},
      {"[record]\nobservables = [\"size\", \"size\"]",
       "s.toml:5:24: record.observables: \"size\" is there twice; also at s.toml:5:16"},
      {"[record]\nobservables = []",
       "s.toml:5:1: record.observables: empty; left out, it means all"},
      {"[record]\nobservables = \"size\"",
       "s.toml:5:1: record.observables: \"size\"; allowed: an array of names of observables"},
      {"[record]\npanel = [\"farms\"]", "s.toml:5:10: record.panel: \"farms\"; allowed: [\"firms\"]"},
      {"[record]\npanel = true", "s.toml:5:1: record.panel: true; allowed: an array of a population"},
  });
}

TEST_CASE("a key that an arm sets cannot be swept") {
  check_all({{"[[arm]]\nname = \"a\"\nparameters.firms.noise = 0.1\n[sweep]\naxes = { firms.noise = [0.1] }",
              "s.toml:6:18: firms.noise: set here and swept at s.toml:8:16; only one can be"}});
}

TEST_CASE("all problems of a file come at once, by line, each once") {
  CHECK(complaints("steps = 1\nseeds = 0.5\nmodel = \"toy\"\n[[arm]]\nname = \"a\"\n[[arm]]\n"
                   "name = \"b\"\n[parameters]\nfirms.noise = 3\nx = 1\n") ==
        "s.toml:2:1: seeds: 0.5; " + seeds_allowed +
            "\ns.toml:9:7: firms.noise: 3 is out of range; allowed: a number from 0 to 1"
            "\ns.toml:10:1: x: unknown key");
}
