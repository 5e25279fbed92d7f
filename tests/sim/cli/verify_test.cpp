// `permea verify` as its users meet it: the table, the exit codes, and what it leaves behind: nothing.
#include <catch2/catch.hpp>

#include <regex>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

/// The toy without chance: seven firms and four, each of size 1.
const std::string still = two_arms + R"([[change]]
at = 1
parameters = { "toy.quiet" = true, "firms.growth" = 0, "firms.birth_every" = 1000 }
)";

std::string expecting(const std::string& name, double value) {
  return "[[expect]]\nname = \"" + name + "\"\nobservable = \"size\"\ncontrast = \"mixed\"\nvalue = " +
         std::to_string(value) + "\ntolerance = 0.5\nsource = \"counted by hand\"\n";
}

Said verified(const std::string& text, const std::string& options = "") {
  const Folder folder;
  folder.write("s.toml", text);
  Said said = folder.shell("permea verify s.toml " + options);
  CHECK(folder.files() == std::vector<std::string>{"s.toml"});
  return said;
}

TEST_CASE("verify prints published, permea, difference, verdict and source, and exits 0 on hits") {
  const Said said = verified(still + expecting("seven firms", 7));
  CHECK(said.code == 0);
  CHECK(contains(said.out, "s.toml: Two arms\n"));
  CHECK(std::regex_search(said.out, std::regex("result +published +permea +difference +verdict\n")));
  CHECK(std::regex_search(said.out, std::regex("seven firms +7 \\+- 0.50 +7.00 +0.00 +hit\n +counted by hand\n")));
  CHECK(contains(said.out, "1 hit, 0 miss, 0 open\n"));
}

TEST_CASE("verify exits 3 on a miss, and shows it beside the hits") {
  const Said said = verified(still + expecting("seven firms", 7) + expecting("nine firms", 9));
  CHECK(said.code == 3);
  CHECK(std::regex_search(said.out, std::regex("nine firms +9 \\+- 0.50 +7.00 +-2.00 +miss\n")));
  CHECK(contains(said.out, "1 hit, 1 miss, 0 open\n"));
}

TEST_CASE("what is left open is no mismatch") {
  const Said said = verified(still + "[[expect]]\nfalsified_if = \"the optimum is at an end\"\n");
  CHECK(said.code == 0);
  CHECK(contains(said.out, "falsified if the optimum is at an end"));
  CHECK(contains(said.out, "0 hit, 0 miss, 1 open\n"));
}

TEST_CASE("verify writes one array of objects, or one table for a document") {
  const Said json = verified(still + expecting("nine firms", 9), "--json");
  CHECK(json.code == 3);
  CHECK(json.out == "[\n  {\"scenario\": \"s.toml\", \"result\": \"nine firms\", \"form\": \"value\", \"published\": 9.0, "
                    "\"tolerance\": 0.5, \"margin\": null, \"permea\": 7.0, \"low\": 7.0, \"high\": 7.0, "
                    "\"replicates\": 3, \"difference\": -2.0, \"verdict\": \"miss\", "
                    "\"source\": \"counted by hand\", \"falsified_if\": \"\"}\n]\n");
  const Said markdown = verified(still + expecting("nine firms", 9), "--markdown");
  CHECK(contains(markdown.out, "| s.toml | nine firms | 9 +- 0.50 | 7.00 | -2.00 | miss | counted by hand |\n"));
  CHECK(verified(still + expecting("nine firms", 9), "--json --markdown").code == 2);
}

TEST_CASE("without a scenario verify runs scenarios/published and the folders in it") {
  const Folder folder;
  folder.write("make", "mkdir -p scenarios/published/deeper");
  REQUIRE(folder.shell("sh make").code == 0);
  folder.write("scenarios/published/b.toml", still + expecting("seven firms", 7));
  folder.write("scenarios/published/deeper/a.toml", still + expecting("still seven", 7));
  folder.write("scenarios/published/notes.txt", "no scenario");
  const Said said = folder.shell("permea verify");
  CHECK(said.code == 0);
  CHECK(contains(said.out, "seven firms"));
  CHECK(contains(said.out, "still seven"));
  CHECK(contains(said.out, "2 hit, 0 miss, 0 open\n"));
}

TEST_CASE("a number that is missing in every run says so, and one in some says in how many") {
  const std::string fails = still + expecting("seven firms", 7) +
                            "[[change]]\nat = 5\nparameters = { \"toy.fails_at\" = 6 }\n";
  CHECK(std::regex_search(verified(fails).out, std::regex("7 \\+- 0.50 +missing in every run +open\n")));
}

TEST_CASE("a folder that is closed is told of, and nothing is run") {
  if (geteuid() == 0) return;  // to root nothing is closed
  const Folder folder;
  REQUIRE(folder.shell("mkdir -p scenarios/published/shut && chmod 000 scenarios/published/shut").code == 0);
  const Said said = folder.shell("permea verify; code=$?; chmod 700 scenarios/published/shut; exit $code");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "shut"));
}

TEST_CASE("verify where nothing is published says where it looked") {
  const Folder folder;
  const Said said = folder.shell("permea verify");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "permea: scenarios/published: no scenarios here"));
}

TEST_CASE("verify refuses what expects nothing, and tells of every file before it runs any") {
  const Folder folder;
  folder.write("a.toml", still);
  folder.write("b.toml", "model = \"toy\"\nsteps = 3\n");
  const Said said = folder.shell("permea verify a.toml b.toml");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "permea: a.toml: expects nothing: it has no [[expect]]\n"));
  CHECK(contains(said.err, "permea: b.toml: seeds: missing"));
  CHECK(said.out.empty());
}

TEST_CASE("a run that fails makes verify exit 1 and say which") {
  const Said said = verified(still + expecting("seven firms", 7) +
                             "[[change]]\nat = 5\nparameters = { \"toy.fails_at\" = 6 }\n");
  CHECK(said.code == 1);
  CHECK(contains(said.err, "failed after step 5: the toy was told to fail"));
}

TEST_CASE("verify gives the same on any number of threads") {
  const std::string noisy = two_arms + expecting("seven firms", 7);
  CHECK(verified(noisy, "--threads 1 --json").out == verified(noisy, "--threads 3 --json").out);
}

}  // namespace
}  // namespace permea
