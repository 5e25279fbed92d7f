// `permea check` tells the numbers that `permea run` will meet, and computes nothing.
#include <catch2/catch.hpp>

#include <regex>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

/// What check says of s.toml with this text.
Said checked(const std::string& text, const std::string& options = "") {
  const Folder folder;
  folder.write("s.toml", text);
  Said said = folder.shell("permea check s.toml " + options);
  CHECK(folder.files() == std::vector<std::string>{"s.toml"});
  return said;
}

TEST_CASE("check tells runs, steps and rows") {
  const Said said = checked(two_arms);
  CHECK(said.code == 0);
  CHECK(said.err.empty());
  CHECK(contains(said.out, "s.toml: Two arms\n  Does it work?\n"));
  CHECK(contains(said.out, "  steps    12 months, 13 rows recorded\n"));
  CHECK(contains(said.out, "  runs     6 = 2 arms x 1 point x 3 seeds (1 to 3)\n"));
}

TEST_CASE("check shows what a title has for the terminal") {
  const std::string out = checked("title = \"a\\u001b[2J\\u009bb\"\nquestion = \"c \\u202ed?\"\n" +
                                  two_arms.substr(two_arms.find("model"))).out;
  CHECK(out.starts_with("s.toml: a\\x1b[2J\\u009bb\n  c \\u202ed?\n"));
}

TEST_CASE("check tells the counts of each arm") {
  CHECK(contains(checked(two_arms).out, "  arm         steady  bold  memory a run\n"
                                        "  mixed       4       3  "));
}

TEST_CASE("check tells every value that is not the standard, and where it was set") {
  const std::string out = checked(two_arms, "--set toy.quiet=true").out;
  CHECK(std::regex_search(out, std::regex("firms.growth +0.02 +0.01 +1/month +all runs +s.toml:8:\\d+\n")));
  CHECK(std::regex_search(out, std::regex("firms.noise +0.05 +0.1 +1/month +arm bold alone +s.toml:17:\\d+\n")));
  CHECK(std::regex_search(out, std::regex("toy.quiet +true +false +1 +all runs +--set\n")));
  CHECK(std::regex_search(out, std::regex("strategy.bold.effort +0.9 +0.1 +1 +all runs +preset \"bold\"\n")));
}

TEST_CASE("a value that is the standard is no difference") {
  CHECK_FALSE(contains(checked(two_arms, "--set firms.spare=6").out, "firms.spare"));
}

TEST_CASE("check tells the axes of a sweep, and its points count as runs") {
  const Said said = checked(two_arms +
                            "[sweep]\ndesign = \"grid\"\naxes = { \"firms.spare\" = [1, 9, 3, 4] }\n");
  CHECK(contains(said.out, "24 = 2 arms x 4 points x 3 seeds"));
  CHECK(std::regex_search(said.out, std::regex("firms.spare +4 +1 +9\n")));
}

TEST_CASE("check tells the size of a drawn design, and how far its axes may reach") {
  const auto drawn = [](const std::string& design) {
    return checked(two_arms + "[sweep]\n" + design +
                   "[sweep.axes]\nfirms.smallest = { from = 0.01, to = 1, scale = \"log\" }\n"
                   "firms.spare = { from = 0, to = 9 }\ntoy.mode = { choices = [\"none\", \"direct\"] }\n").out;
  };
  const std::string lhs = drawn("design = \"lhs\"\nsize = 40\nsample = 3\n");
  CHECK(contains(lhs, "sweep (lhs, 40 points, sample 3)\n"));
  CHECK(std::regex_search(lhs, std::regex("firms.smallest +40 +0.01 +1.0 +log\n")));
  CHECK(std::regex_search(lhs, std::regex("firms.spare +10 +0 +9 +linear\n")));
  CHECK(std::regex_search(lhs, std::regex("toy.mode +2 +direct +none +choices\n")));
  CHECK(contains(drawn("design = \"sobol\"\nsize = 8\n"), "sweep (sobol, 8 points)\n"));
  CHECK(contains(drawn("design = \"morris\"\nsize = 5\n"), "sweep (morris, 5 trajectories of 4 points on 4 levels)\n"));
  CHECK(contains(drawn("design = \"saltelli\"\nsize = 8\n"), "sweep (saltelli, 8 points of each of A and B, 40 in all)\n"));
}

TEST_CASE("check tells what ends a run before its last step") {
  const std::string stop = "[[stop]]\nobservable = \"size\"\nwhere = { strategy = \"bold\" }\nsteady = 0.1\nover = 3\n";
  CHECK(contains(checked(two_arms + stop).out, "  stop     a run ends where observable = \"size\", where = "
                                               "{ \"strategy\" = \"bold\" }, steady = 0.1, over = 3\n"));
  CHECK(contains(checked(two_arms + stop, "--json").out, "\"stop\": [\"observable = \\\"size\\\", where = "));
  CHECK_FALSE(contains(checked(two_arms).out, "stop"));
}

TEST_CASE("check tells programs what it tells people") {
  const std::string out = checked(two_arms, "--json").out;
  CHECK(out.starts_with("[\n  {\"scenario\": \"s.toml\", \"title\": \"Two arms\", \"model\": \"toy\", \"steps\": 12, "
                        "\"rows\": 13, \"runs\": 6, \"arms\": [\"mixed\", \"bold alone\"], \"points\": 1, "
                        "\"seeds\": \"1..3\", \"design\": \"none\", \"stop\": [], \"until\": [], \"rounds\": [3], \"memory_bytes_a_run\": "));
  CHECK(out.ends_with("\"remarks\": [], \"needs_yes\": []}\n]\n"));
  CHECK(std::regex_search(checked(two_arms, "--json --time").out,
                          std::regex("\"arm_run_seconds\": \\[[0-9.e-]+, [0-9.e-]+\\], \"seconds\": [0-9.e-]+\\}")));
}

TEST_CASE("of several scenarios programs get those that are right") {
  const Folder folder;
  folder.write("a.toml", two_arms);
  folder.write("b.toml", "model = \"toy\"\n");
  const Said said = folder.shell("permea check a.toml b.toml a.toml --json");
  CHECK(said.code == 2);
  CHECK(std::count(said.out.begin(), said.out.end(), '{') == 2);
  CHECK(contains(said.err, "permea: b.toml"));
}

TEST_CASE("check tells what is expected, and of whom") {
  const std::string expecting = "[[expect]]\nname = \"many\"\nobservable = \"size\"\ncontrast = \"mixed\"\n"
                                "value = 7\ntolerance = 0.5\nsource = \"a book\"\n";
  const std::string out = checked(two_arms + expecting).out;
  CHECK(std::regex_search(out, std::regex("many +7 \\+- 0.50\n +a book\n")));
  CHECK_FALSE(contains(checked(two_arms).out, "expected"));
}

TEST_CASE("check passes on what the model remarks") {
  const std::string noisy = std::regex_replace(two_arms, std::regex("= 0.05"), "= 0.6");
  CHECK(contains(checked(noisy).out, "remarks\n  arm bold alone: firms.noise is above 0.5"));
  CHECK_FALSE(contains(checked(two_arms).out, "remarks"));
}

TEST_CASE("what the model remarks on every arm is said once") {
  const std::string noisy = std::regex_replace(two_arms, std::regex("0\\.05 \\}"), "0.6 }");
  const std::string out = checked(noisy + "[[arm]]\nname = \"third\"\nparameters = { \"firms.noise\" = 0.6 }\n").out;
  CHECK(contains(out, "  arm bold alone: firms.noise is above 0.5"));
  CHECK(contains(out, "  arm third: firms.noise is above 0.5"));
  const std::string plain = std::regex_replace(two_arms, std::regex("parameters = .*"), "");
  CHECK(contains(checked(plain, "--set firms.noise=0.6").out, "remarks\n  firms.noise is above 0.5"));
}

TEST_CASE("check remarks that no arm has any of a kind") {
  CHECK(contains(checked(two_arms + "[strategy.idle]\nlike = \"bold\"\n").out,
                 "remarks\n  s.toml:18:"));
}

TEST_CASE("a value that a sweep moves is no difference") {
  const std::string swept =
      two_arms + "[sweep]\ndesign = \"grid\"\naxes = { \"strategy.bold.effort\" = [0.2, 0.3] }\n";
  CHECK_FALSE(std::regex_search(checked(swept).out, std::regex("strategy.bold.effort.*preset")));
}

TEST_CASE("check says what run would refuse") {
  CHECK(contains(checked(two_arms, "--seeds 1..60000").out,
                 "`permea run` refuses this without --yes: 120,000 runs are more than 100,000\n"));
}

TEST_CASE("check predicts the seconds when asked to") {
  CHECK_FALSE(contains(checked(two_arms).out, "a step"));
  const std::string out = checked(two_arms, "--time").out;
  CHECK(std::regex_search(out, std::regex("  arm mixed: \\S+ s to start, \\S+ s a step, \\S+ s a run\n")));
  CHECK(std::regex_search(out, std::regex("  about \\S+ s for all runs, \\d+ at once \\(\\S+ s of one processor\\)\n"
                                          "  told from 24 steps of 2 runs; later steps and other points may take longer\n")));
}

TEST_CASE("where worlds differ in size the smallest, the middle and the largest are timed") {
  const std::string sizes = "[sweep]\naxes = { \"firms.spare\" = [1, 900, 30, 40] }\n";
  const std::string out = checked(two_arms + sizes, "--time").out;
  CHECK(contains(out, "told from 72 steps of 6 runs"));
  CHECK(std::regex_search(out, std::regex("  arm mixed, a world of \\S+ k?B: \\S+ s to start, ")));
  const std::string same = "[sweep]\naxes = { \"firms.smallest\" = [0.1, 0.2, 0.3] }\n";
  CHECK(contains(checked(two_arms + same, "--time").out, "told from 24 steps of 2 runs"));
}

TEST_CASE("the problems of all scenarios are shown, and the right ones still described") {
  const Folder folder;
  folder.write("good.toml", two_arms);
  folder.write("bad.toml", "model = \"toi\"\nsteps = 3\n");
  const Said said = folder.shell("permea check bad.toml good.toml missing.toml --threads x");
  CHECK(said.code == 2);
  CHECK(contains(said.out, "good.toml: Two arms"));
  CHECK(contains(said.err, "permea: bad.toml:1:"));
  CHECK(contains(said.err, "missing.toml"));
  CHECK(contains(said.err, "permea: --threads: x is not a whole number"));
}

TEST_CASE("check counts a model without kinds") {
  const Said said = checked("title = \"w\"\nmodel = \"walk\"\nsteps = 3\nseeds = \"1..2\"\n");
  CHECK(said.code == 0);
  CHECK(contains(said.out, "2 = 1 arm x 1 point x 2 seeds"));
}

}  // namespace
}  // namespace permea
