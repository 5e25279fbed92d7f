// `permea compare`: differences that can be worked out by hand, in words, in JSON, and of runs that failed
// or ended early.
#include <catch2/catch.hpp>

#include <regex>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

/// Without chance firms grow by a tenth a step in one arm and not at all in the other: a size of 1.1^2
/// against 1. In one arm bold firms grow faster.
const std::string known = R"(title = "Known sizes"
model = "toy"
steps = 2
seeds = "1..4"
[parameters]
toy.quiet = true
firms.birth_every = 1000
[[arm]]
name = "still"
firms = { steady = 2, bold = 1 }
parameters = { "firms.growth" = 0.0 }
[[arm]]
name = "growing"
firms = { steady = 2, bold = 1 }
parameters = { "firms.growth" = 0.1 }
)";

Said compared(const std::string& scenario, const std::string& words, const std::string& set = "") {
  Folder folder;
  folder.write("s.toml", scenario);
  folder.shell("permea run s.toml -o x.h5 --quiet " + set);
  return folder.shell("permea compare x.h5 " + words);
}

}  // namespace

TEST_CASE("arms are compared with the first, or with the one that is named") {
  const Said said = compared(known, "--observable mean_size");
  CHECK(said.code == 0);
  CHECK(said.err.empty());
  CHECK(contains(said.out, "x.h5: Known sizes\n  mean_size: size of a firm; at the last month of each run. "
                           "Differences from \"still\" in "));
  CHECK(contains(said.out, "  growing  4      1.21  1           0.21        0.21 to 0.21   <0.001  "));
  CHECK(contains(compared(known, "--observable mean_size --baseline growing").out, "  still  4      1     1.21"));
}

TEST_CASE("when is said as in a scenario") {
  CHECK(contains(compared(known, "--observable mean_size --at 1").out, "  growing  4      1.1   1           0.1 "));
  CHECK(contains(compared(known, "--observable mean_size --at 1..2").out, "  growing  4      1.155  1 "));
  CHECK(contains(compared(known, "--observable mean_size --at mean").out, "  growing  4      1.103333  1 "));
}

TEST_CASE("strategies are compared within each arm") {
  const std::string words = "--observable size --between strategy";
  const std::string out = compared(known, words).out;
  CHECK(contains(out, "in arm   strategy  pairs  mean  baseline's  difference"));
  CHECK(contains(out, "  still    bold      4      1     2           -1 "));
  CHECK(contains(out, "  growing  bold      4      1.21  2.42        -1.21 "));
  CHECK(compared(known, "--observable size --baseline steady").out == out);
  CHECK_FALSE(contains(compared(known, words + " --arm growing").out, "still"));
}

TEST_CASE("whom and where are said as in a scenario") {
  CHECK(contains(compared(known, "--observable size --where strategy=bold").out, "  growing  4      1.21  1 "));
  CHECK(contains(compared(known, "--observable size").out, "  growing  4      3.63  3 "));
  CHECK(contains(compared(known, "--observable classes --where size_class=1").out, "  growing  4      3     3 "));
}

TEST_CASE("groups are by the values of a swept parameter, and without them points are put together") {
  const std::string swept = known + "[sweep]\naxes = { \"firms.smallest\" = [0.1, 1.0], \"firms.spare\" = [2, 3] }\n";
  const std::string words = "--observable mean_size ";
  const std::string grouped = compared(swept, words + "--by firms.smallest --by firms.spare").out;
  CHECK(contains(grouped, "  firms.smallest  firms.spare  arm      pairs"));
  CHECK(contains(grouped, "  0.1             3            growing  4      1.21"));
  CHECK(contains(grouped, "  1               2            growing  4      1.21"));
  CHECK(contains(grouped, "  4 comparisons: one in twenty"));
  CHECK(contains(compared(swept, words).out, "mean over 4 points of the sweep"));
  CHECK(contains(compared(swept, words + "--where firms.smallest=1").out, "mean over 2 points of"));
}

TEST_CASE("programs get every digit, and what was not asked is null") {
  const std::string out = compared(known, "--observable mean_size --json --margin 0.5").out;
  CHECK(out == "[\n  {\"observable\": \"mean_size\", \"side\": \"growing\", \"baseline\": \"still\", \"pairs\": 4, "
               "\"left_out\": 0, \"mean\": 1.2100000000000002, \"baseline_mean\": 1.0, \"difference\": "
               "0.2100000000000002, \"low\": 0.2100000000000002, \"high\": 0.2100000000000002, \"p\": 0.0, "
               "\"p_corrected\": null, \"correlation\": null, \"variance_reduction\": null, \"effect_size\": null, "
               "\"bootstrap_low\": null, \"bootstrap_high\": null, \"margin\": 0.5, \"p_equivalent\": 0.0}\n]\n");
}

TEST_CASE("by flag: effect size, bootstrap, equivalence and correction") {
  const std::string out =
      compared(two_arms, "--observable size --effect-size --bootstrap 200 --margin 9 --correct", "--seeds 1..9").out;
  CHECK(contains(out, "p       p (Holm)  correlation  gain  effect size  bootstrap"));
  CHECK(contains(out, "p within 9\n"));
  CHECK(compared(two_arms, "--observable size --bootstrap 200").out ==
        compared(two_arms, "--observable size --bootstrap 200 --threads 3").out);
}

TEST_CASE("pairs of runs that failed are left out, and it is said") {
  const std::string fails = "[sweep]\naxes = { \"toy.fails_at\" = [0, 9] }\n";
  const std::string out = compared(two_arms + fails, "--observable size --by toy.fails_at").out;
  CHECK(contains(out, "  0             bold alone  3  "));
  CHECK(contains(out, "  9             bold alone  0      -     -           -           -               -"));
  CHECK(compared(two_arms + fails, "--observable size --observable size --by toy.fails_at --by toy.fails_at").out == out);
  CHECK(contains(out, "up to 3 pairs of a row are left out, as a number is missing: 6 of 12 runs failed"));
}

TEST_CASE("the last row of a run that ended early is where it ended, and it is said") {
  const std::string stops = "[[stop]]\nobservable = \"mean_size\"\nabove = 1.05\n";
  const Said said = compared(known + stops, "--observable mean_size");
  CHECK(contains(said.out, "  growing  4      1.1   1 "));
  CHECK(contains(said.out, "4 of 8 runs ended early by [[stop]]"));
}

TEST_CASE("what the file does not have is refused with the nearest") {
  const auto refused = [](const std::string& words) {
    const Said said = compared(known, words);
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    return said.err;
  };
  CHECK(refused("") == "permea: --observable: missing; the file has: gain, size, mean_size, firms, "
                       "firms_by_class, steps, classes\n");
  CHECK(refused("--observable sze") == "permea: --observable: \"sze\" is unknown; did you mean \"size\"?\n");
  CHECK(refused("--observable size --baseline stil") ==
        "permea: --baseline: no arm or strategy is called \"stil\"; did you mean \"still\"?\n");
  CHECK(refused("--observable size --arm grwing") ==
        "permea: --arm: no arm is called \"grwing\"; did you mean \"growing\"?\n");
  CHECK(refused("--observable volume") == "permea: --observable: \"volume\" is unknown; allowed: gain, size, mean_size, "
                                          "firms, firms_by_class, steps, classes\n");
  CHECK(refused("--observable size --baseline nobody") ==
        "permea: --baseline: no arm or strategy is called \"nobody\"; allowed: still, growing, steady, bold\n");
  CHECK(refused("--observable size --arm x") ==
        "permea: --arm: no arm is called \"x\"; allowed: still, growing\n");
  CHECK(refused("--observable size --by firms.nois") == "permea: --by: nothing is swept in x.h5\n");
  for (const std::string when : {"3", "soon", "1..", "..2"})
    CHECK(refused("--observable size --at " + when) ==
          "permea: --at: " + (when == "3" ? when : "\"" + when + "\"") +
              "; allowed: a step from 0 to 2, \"last\", \"mean\", or FROM..TO\n");
  CHECK(refused("--observable size --at 2..1") == "permea: --at: ends before it begins\n");
  CHECK(refused("--observable size --where kind=bold") ==
        "permea: --where: kind: unknown key; allowed: strategy\n");
  CHECK(refused("--observable size --margin -1") == "permea: --margin: -1 is not a number above 0\n");
  CHECK(refused("--observable steps --between strategy") == "permea: --where: strategy: steps is not told apart by strategy\n");
  CHECK(refused("--observable size --where strategy=bld") ==
        "permea: --where: strategy: no arm has any \"bld\"; did you mean \"bold\"?\n");
}

TEST_CASE("an arm alone is refused with what it could be compared with") {
  const auto said = [](const std::string& words) { return compared(known, "--observable size " + words).err; };
  for (const std::string arm : {"still", "growing"})
    CHECK(said("--arm " + arm) == "permea: --arm: \"" + arm +
                                      "\" alone has nothing to be compared with; by another --arm, or --baseline: " +
                                      (arm == "still" ? "growing" : "still") + "\n");
  CHECK(said("--arm growing --baseline still").empty());
  const std::string alone = std::regex_replace(known, std::regex("steady = 2, bold = 1"), "steady = 2",
                                               std::regex_constants::format_first_only);
  CHECK(compared(alone, "--observable size --between strategy --arm still").err ==
        "permea: --between: no arm that is compared has two of strategy; --between arm compares arms\n");
  CHECK(compared(alone, "--observable size --baseline bold --arm still").err ==
        "permea: --baseline: \"bold\" is in none of the arms beside another strategy\n");
}

TEST_CASE("a swept value is found as tables print it, and what is not there is refused with what is") {
  const std::string swept = known + "[sweep]\naxes = { \"firms.smallest\" = [0.1, 0.30000000000000004, "
                                    "0.3333333333333333], \"firms.spare\" = [2, 3] }\n";
  const auto said = [&](const std::string& where) { return compared(swept, "--observable size --where " + where); };
  for (const std::string value : {"0.3333333", "0.3", "0.1"})
    CHECK(contains(said("firms.smallest=" + value).out, "mean over 2"));
  CHECK(said("firms.smallest=0.333").err == "permea: --where: firms.smallest: no point has 0.333; allowed: 0.1, "
                                            "0.30000000000000004, 0.3333333333333333\n");
  CHECK(said("firms.spare=4").err == "permea: --where: firms.spare: no point has 4; allowed: 2, 3\n");
  CHECK(said("firms.smalest=0.1").err ==
        "permea: --where: firms.smalest: unknown key; did you mean \"firms.smallest\"?\n");
  CHECK(compared(swept, "--observable size --by toy.mode").err ==
        "permea: --by: no swept parameter is called \"toy.mode\"; allowed: firms.smallest, firms.spare\n");
}

TEST_CASE("of many swept values those next to one that is not there are told") {
  const std::string drawn = known + "[sweep]\naxes = { \"firms.spare\" = { from = 1, to = 20, count = 20 } }\n";
  const auto said = [&](const std::string& value) {
    return compared(drawn, "--observable size --where firms.spare=" + value, "--seeds 1").err;
  };
  CHECK(said("0") == "permea: --where: firms.spare: no point has 0; nearest: 1\n");
  CHECK(said("30") == "permea: --where: firms.spare: no point has 30; nearest: 20\n");
}

TEST_CASE("a model without strategies has arms to compare, and one arm nothing") {
  const std::string walk = "model = \"walk\"\nsteps = 2\nseeds = \"1..4\"\n";
  const std::string arms = "[[arm]]\nname = \"a\"\n[[arm]]\nname = \"b\"\n";
  Folder folder;
  folder.write("one.toml", walk);
  folder.write("two.toml", walk + arms);
  folder.shell("permea run one.toml -o one.h5 --quiet; permea run two.toml -o two.h5 --quiet");
  CHECK(contains(folder.shell("permea compare two.h5 --observable position").out, "  b    4"));
  const Said one = folder.shell("permea compare one.h5 --observable position");
  CHECK(one.code == 2);
  CHECK(one.err == "permea: one.h5: has nothing to compare: one arm\n");
  CHECK(folder.shell("permea compare two.h5 --between strategy --observable position").err ==
        "permea: --between: strategy is not a choice; allowed: arm\n");
}

TEST_CASE("a part is not compared, nor is what is no results file") {
  Folder folder;
  folder.write("s.toml", known);
  folder.shell("permea run s.toml -o p.h5 --quiet --part 1/2");
  CHECK(folder.shell("permea compare p.h5 --observable size").err ==
        "permea: p.h5: is part 1 of 2; compare what `permea merge` makes of all\n");
  CHECK(folder.shell("permea compare s.toml --observable size").err ==
        "permea: s.toml: is not a results file of permea\n");
}

}  // namespace permea
