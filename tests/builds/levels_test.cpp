// One program that holds its models compiled for three levels of x86-64: the same bytes at each, the best
// by itself, and nothing of one level anywhere else.
#include <catch2/catch.hpp>

#include <cstdlib>

#include "sim/cli/level.h"
#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

const std::vector<std::string> levels = {"x86-64", "x86-64-v3", "x86-64-v4"};

std::vector<std::string> levels_of_machine() {
  std::vector<std::string> there;
  for (const std::string& level : levels)
    if (machine_has(level)) there.push_back(level);
  return there;
}

/// Calls the program of three levels in `folder`, with PERMEA_LEVEL set as given.
Said at(const std::string& level, const Folder& folder, const std::string& words) {
  return folder.shell("unset PERMEA_LEVEL; " + level + " \"" PERMEA_THREE_LEVELS "\" " + words);
}

/// What the shell says of the object of a level.
std::string of_object(const std::string& before, const std::string& level, const std::string& after) {
  return Folder().shell(before + " \"" PERMEA_THREE_LEVELS "." + level + ".o\" " + after).out;
}

TEST_CASE("results are the same at every level, byte for byte") {
  const Folder folder;
  folder.write("a.toml",
               "title = \"A\"\nquestion = \"Q?\"\nmodel = \"market\"\nsteps = 12\nseeds = \"1..2\"\n"
               "[parameters]\ncustomers.count = 5_001\n");
  for (const std::string& level : levels_of_machine()) {
    const Said said = at("PERMEA_LEVEL=" + level, folder, "run a.toml -o " + level + ".h5");
    INFO(said.err);
    REQUIRE(said.code == 0);
    CHECK(contains(folder.read(level + ".run.json"), "\"instruction_set\": \"" + level + "\""));
    CHECK(folder.read(level + ".h5") == folder.read("x86-64.h5"));
  }
  REQUIRE(at("", folder, "run a.toml --seeds 3..4 -o other.h5").code == 0);
  CHECK(folder.read("other.h5") != folder.read("x86-64.h5"));  // so the bytes could have differed
}

TEST_CASE("the highest level that the machine has is used, also when the name is empty") {
  const std::string highest = "instruction set  " + levels_of_machine().back() + "\n";
  CHECK(contains(at("", Folder(), "describe --build").out, highest));
  CHECK(contains(at("PERMEA_LEVEL=", Folder(), "describe --build").out, highest));
}

TEST_CASE("a level that is named is used and told, or refused where the machine lacks it") {
  for (const std::string& level : levels) {
    const Said said = at("PERMEA_LEVEL=" + level, Folder(), "describe --build");
    INFO(level);
    if (machine_has(level)) {
      CHECK(contains(said.out, "instruction set  " + level + "\n"));
    } else {
      CHECK(said.code == 2);
      CHECK(contains(said.err, "permea: PERMEA_LEVEL: " + level + ": this machine lacks it"));
    }
  }
}

TEST_CASE("an unknown level is refused in one line") {
  const Said said = at("PERMEA_LEVEL=x86-64-v5", Folder(), "describe --build");
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  CHECK(said.err ==
        "permea: PERMEA_LEVEL: x86-64-v5: this program has no such level; allowed: x86-64, x86-64-v3, "
        "x86-64-v4; did you mean \"x86-64-v3\"?\n");
}

TEST_CASE("what is wrong with a scenario is said alike at every level") {
  const Folder folder;
  folder.write("a.toml", "title = \"A\"\nquestion = \"Q?\"\nmodel = \"market\"\nsteps = 12\nseeds = \"1\"\n"
                         "[parameters]\ncustomers.cuont = 0\nfirms.count = 1\n");
  const Said first = at("PERMEA_LEVEL=x86-64", folder, "check a.toml");
  CHECK(first.code == 2);
  CHECK(contains(first.err, "a.toml:7:11: customers.cuont: unknown"));
  for (const std::string& level : levels_of_machine()) {
    const Said said = at("PERMEA_LEVEL=" + level, folder, "check a.toml");
    CHECK(said.code == 2);  // thrown by code of the level, caught by code of none
    CHECK(said.err == first.err);
  }
}

TEST_CASE("a level offers the list of models and nothing else") {
  for (const std::string& level : levels) {
    std::string name = "permea_models_" + level;
    std::replace(name.begin(), name.end(), '-', '_');
    CHECK(of_object("nm --defined-only --extern-only --format=just-symbols", level, "") == name + "\n");
  }
}

TEST_CASE("no level has anything that runs before the program chooses") {
  for (const std::string& level : levels) {
    const std::string sections = of_object("objdump -h", level, "");
    CHECK(contains(sections, " .text "));
    for (const std::string start : {" .init_array ", " .preinit_array ", " .ctors ", " .init "})
      CHECK_FALSE(contains(sections, start));
  }
}

TEST_CASE("kit and models want nothing before main but what iostream wants, which a level goes without") {
  const auto mentions = [&](const std::string& names) {  // in code that runs at the start
    return std::stoi(Folder().shell("set -- \"" PERMEA_PROGRAM "\"; in=${1%/*}; objdump -r -j .text.startup "
                                    "$in/libpermea_kit.a $in/libmodel_*.a 2>/dev/null | "
                                    "grep R_ | grep -c '" + names + "'").out);
  };
  const int files = mentions(" _ZNSt8ios_base4InitC1Ev");
  CHECK(files > 50);
  CHECK(mentions(" [.]bss") == files);  // each its own token, and no other variable
  CHECK(mentions("") == 5 * files);     // with the destructor, __cxa_atexit and __dso_handle
}

TEST_CASE("each level has registers of its own, and none of those above it") {
  const auto has = [](const std::string& level, const std::string& registers) {
    return of_object("objdump -d", level, "| grep -m 1 -c '%" + registers + "[0-9]'") == "1\n";
  };
  CHECK(has("x86-64", "xmm"));
  CHECK_FALSE(has("x86-64", "ymm"));
  CHECK(has("x86-64-v3", "ymm"));
  CHECK_FALSE(has("x86-64-v3", "zmm"));
  CHECK(has("x86-64-v4", "zmm"));
}

}  // namespace
}  // namespace permea
