// [[until]]: as many seeds as an answer needs, and the same file whoever made it and however often it was
// interrupted.
#include <catch2/catch.hpp>

#include <sstream>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

/// Enough after 32 of at most 200 seeds; some runs fail.
const std::string scenario = [] {
  std::string text = two_arms;
  text.replace(text.find("1..3"), 4, "1..200");
  return text + R"([sweep]
axes = { "toy.fails_at" = [0, 30, 9] }
[[until]]
name = "the mixed are ahead"
observable = "size"
where = { point = 0 }
contrast = { mixed = 1, "bold alone" = -1 }
half_width = 0.35
)";
}();

std::string made(Folder& folder, const std::string& options) {
  folder.write("s.toml", scenario);
  const Said said = folder.shell("permea run s.toml -o x.h5 --progress never " + options);
  CHECK(said.code == 1);  // some runs fail
  return said.out + said.err;
}

}  // namespace

TEST_CASE("seeds are added until the interval is narrow, and the file says how many and why") {
  Folder folder;
  const std::string said = made(folder, "");
  CHECK(contains(said, "permea: 8 seeds: the mixed are ahead: half-width "));
  CHECK(contains(said, "permea: 16 seeds: "));
  CHECK(contains(said, "x.h5: 192 runs, 64 failed, "));
  CHECK(contains(said, "\n32 of at most 200 seeds: the mixed are ahead: half-width 0."));
  CHECK(contains(said, "permea: run 64 (arm \"mixed\", point 2, seed 1): failed after step 8"));
}

TEST_CASE("threads do not change a file of rounds, nor does a kill in any of them") {
  Folder folder;
  made(folder, "--threads 1");
  const std::string whole = folder.read("x.h5");
  for (const char* threads : {"2", "3", "7"}) {
    Folder other;
    made(other, std::string("--threads ") + threads);
    CHECK(other.read("x.h5") == whole);
  }
  for (const char* bytes : {"2000", "20000", "30000"}) {  // as a kill leaves it in the first round, or later
    Folder other;
    other.write("s.toml", scenario);
    other.shell("ulimit -f 60; permea run s.toml -o x.h5 --quiet");
    REQUIRE(other.has("x.h5.journal"));
    other.shell(std::string("truncate -s ") + bytes + " x.h5.journal");
    made(other, "--resume");
    CHECK(other.read("x.h5") == whole);
    CHECK_FALSE(other.has("x.h5.journal"));
  }
}

TEST_CASE("a file of rounds is complete, is replayed, merged and exported with its seeds") {
  Folder folder;
  made(folder, "");
  const Said again = folder.shell("permea run s.toml -o x.h5 --resume");
  CHECK(again.code == 1);
  CHECK(contains(again.out, "x.h5: 192 runs, 64 failed, complete already\n32 of at most 200 seeds: "));
  CHECK(contains(again.err, "permea: run 64 (arm \"mixed\", point 2, seed 1)"));
  CHECK(folder.shell("permea replay x.h5 --progress never").out ==
        "x.h5: 192 runs made again, and equal in every number and state hash\n");
  CHECK(folder.shell("permea merge x.h5 -o y.h5").code == 1);  // some runs fail
  CHECK(folder.read("y.h5") == folder.read("x.h5"));
  const std::string rows = folder.shell("permea export x.h5 --csv --observables size").out;
  CHECK(static_cast<std::size_t>(std::count(rows.begin(), rows.end(), '\n')) == 1 + 192 * 13 * 2);
}

TEST_CASE("seeds that are all the same say nothing, and all that are allowed are made") {
  Folder folder;
  folder.write("s.toml", scenario);
  const Said said = folder.shell("permea run s.toml --set toy.quiet=true --seeds 1..20 -o x.h5 --progress never");
  CHECK(contains(said.err, "permea: 8 seeds: the mixed are ahead: no spread between seeds, so no interval, wanted 0.35; "
                           "going on\npermea: 16 seeds: "));
  CHECK(contains(said.out, "\n20 of at most 20 seeds: no more are allowed; the mixed are ahead: no spread between seeds"));
}

TEST_CASE("of rounds a program reads nothing but JSON, and a share of 1 at the end alone") {
  Folder folder;
  folder.write("s.toml", scenario);
  const auto lines_of = [&](const std::string& options) {
    std::istringstream err(folder.shell("permea run s.toml --progress json --set toy.fails_at=0 " + options).err);
    std::vector<std::string> lines;
    for (std::string line; std::getline(err, line);) lines.push_back(line);
    return lines;
  };
  folder.shell("sed -i '/^.sweep/d; /^axes/d; s/where = .*//' s.toml");
  const std::vector<std::string> lines = lines_of("-o x.h5");
  REQUIRE(lines.size() > 3);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CHECK(lines[i].starts_with('{'));
    CHECK(lines[i].ends_with('}'));
    CHECK(contains(lines[i], "\"share\": 1.0") == (i + 1 == lines.size()));
  }
  CHECK(contains(lines[0], "\"share\": 0.0400, \"runs\": 400, \"finished\": 16, "));
  CHECK(contains(lines[1], "{\"remark\": \"8 seeds: the mixed are ahead: half-width "));
}

TEST_CASE("rounds and parts do not go together") {
  Folder folder;
  folder.write("s.toml", scenario);
  const Said said = folder.shell("permea run s.toml --part 1/2");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: --part: not with [[until]], which looks at all runs together; give up either\n");
  CHECK(folder.files() == std::vector<std::string>{"s.toml"});
}

TEST_CASE("a file of other rounds is refused") {
  Folder folder;
  made(folder, "");
  folder.shell("sed -i 's/half_width = 0.35/half_width = 0.3/' s.toml");
  const Said said = folder.shell("permea run s.toml -o x.h5 --resume");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "is of another scenario: [[until]] half_width = 0.35 there, half_width = 0.3 here"));
}

TEST_CASE("verify takes as many seeds as it needs") {
  Folder folder;
  folder.write("s.toml", scenario + "[[expect]]\nobservable = \"size\"\nwhere = { point = 0 }\n"
                                    "contrast = { mixed = 1, \"bold alone\" = -1 }\nsign = \"+\"\n");
  const Said said = folder.shell("permea verify s.toml --json --progress never");
  CHECK(contains(said.out, "\"replicates\": 32, "));
}

TEST_CASE("check says what a plan with rounds takes at most") {
  Folder folder;
  folder.write("s.toml", scenario);
  const std::string out = folder.shell("permea check s.toml").out;
  CHECK(contains(out, "  runs     at most 1,200 = 2 arms x 3 points x 200 seeds (1 to 200)\n"));
  CHECK(contains(out, "  until    the mixed are ahead: half-width at most 0.35; looked at after 8, 16, 32, 64, 128 and "
                      "200 seeds\n"));
}

}  // namespace permea
