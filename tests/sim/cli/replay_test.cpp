// `permea replay`: a results file is enough to make its runs again, and what differs is told.
#include <catch2/catch.hpp>

#include <regex>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

TEST_CASE("runs made again from the file alone are equal") {
  Folder folder;
  folder.write("s.toml", two_arms + "[record]\npanel = [\"firms\"]\n");
  REQUIRE(folder.shell("permea run s.toml -o x.h5 --quiet --set firms.growth=0.3 --steps 9").code == 0);
  const Said said = folder.shell("rm s.toml; permea replay x.h5 --progress never");
  CHECK(said.code == 0);
  CHECK(said.out == "x.h5: 6 runs made again, and equal in every number and state hash\n");
  CHECK(said.err.empty());
  CHECK(folder.shell("permea replay x.h5 --runs 2..3 --progress never").out ==
        "x.h5: 2 runs made again, and equal in every number and state hash\n");
}

TEST_CASE("a run that differs is told, with its first number that does, and the exit code is 1") {
  Folder folder;
  folder.write("s.toml", two_arms);
  folder.shell("permea run s.toml -o x.h5 --quiet");
  const std::string before = folder.read("x.h5");
  const Said said = folder.shell("export PERMEA_TOY_OTHER_LUCK=2; permea replay x.h5 --progress never");
  CHECK(said.code == 1);
  CHECK(std::regex_match(said.out, std::regex("x\\.h5: 2 of 6 runs differ; first run 1 \\(arm \"mixed\", point 0, "
                                              "seed 2\\): gain of steady at step 1: \\S+ in the file, \\S+ now\n")));
  CHECK(folder.read("x.h5") == before);
  CHECK(folder.shell("export PERMEA_TOY_OTHER_LUCK=2; permea replay x.h5 --runs 0..0 --progress never").code == 0);
}

TEST_CASE("failed runs fail again, and a part is replayed as a part") {
  Folder folder;
  folder.write("s.toml", two_arms);
  folder.shell("permea run s.toml -o x.h5 --quiet --set toy.fails_at=4 --part 2/3");
  CHECK(folder.shell("permea replay x.h5 --progress never").code == 0);
  CHECK(folder.shell("permea replay x.h5 --runs 2 --progress never").code == 0);
  const Said said = folder.shell("permea replay x.h5 --runs 1");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: --runs: 1 is not A..B within the runs of the file, 2..3\n");
}

TEST_CASE("what is no results file is refused") {
  Folder folder;
  folder.write("s.toml", two_arms);
  CHECK(folder.shell("permea replay s.toml").err == "permea: s.toml: is not a results file of permea\n");
  CHECK(folder.shell("permea replay none.h5").err == "permea: none.h5: no such file\n");
  CHECK(folder.shell("permea replay none.h5").code == 2);
}

TEST_CASE("a word in place of a whole number varies along the runs, and is understood again") {
  Folder folder;
  folder.write("s.toml", two_arms + "[sweep]\naxes = { \"toy.fails_at\" = [0, \"all\"] }\n");
  CHECK(folder.shell("permea run s.toml -o x.h5 --quiet").code == 1);
  CHECK(contains(folder.shell("permea replay x.h5").out, "12 runs"));
  CHECK(folder.shell("permea export x.h5 --csv -o x.csv").code == 0);
  CHECK(contains(folder.read("x.csv"), ",all,"));
}

}  // namespace
}  // namespace permea
