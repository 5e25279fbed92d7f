// `permea merge`: the parts make the file that one go makes, or are refused by name.
#include <catch2/catch.hpp>

#include "tests/sim/cli/child.h"

namespace permea {
namespace {

/// Eighteen runs, some of which fail, in a file in one go and in parts.
const std::string scenario = two_arms +
                             "[sweep]\naxes = { \"toy.fails_at\" = [0, 9, 30] }\n[record]\npanel = [\"firms\"]\n";

std::string part(int index, int count) {
  return "results/s.part-" + std::to_string(index) + "-of-" + std::to_string(count) + ".h5";
}

void make_parts(Folder& folder, int count) {
  folder.write("s.toml", scenario);
  std::string script = "rm -rf results\n";
  for (int index = 1; index <= count; ++index)
    script += "permea run s.toml --quiet --part " + std::to_string(index) + "/" + std::to_string(count) + "\n";
  folder.shell(script);
}

std::string whole_file() {
  Folder folder;
  folder.write("s.toml", scenario);
  REQUIRE(folder.shell("permea run s.toml -o whole.h5 --quiet").code == 1);  // some runs fail
  return folder.read("whole.h5");
}

/// What was said, when nothing may have been written.
std::string refused(const Folder& folder, const std::string& parts, const std::string& more = "") {
  const Said said = folder.shell("permea merge " + parts + " -o x.h5 " + more);
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  for (const std::string& file : folder.files()) CHECK(file.find("x.h5") == std::string::npos);
  return said.err;
}

TEST_CASE("parts in any order make the file that one go makes, byte for byte") {
  const std::string whole = whole_file();
  for (const int count : {1, 3, 7, 16}) {
    Folder folder;
    make_parts(folder, count);
    std::string backwards;
    for (int index = count; index >= 1; --index) backwards.append(" ").append(part(index, count));
    const Said said = folder.shell("permea merge" + backwards + " -o x.h5");
    CHECK(said.code == 1);
    CHECK(said.out == "x.h5: 18 runs, 6 failed, from " + std::to_string(count) +
                          (count == 1 ? " part\n" : " parts\n"));
    CHECK(folder.read("x.h5") == whole);
    CHECK_FALSE(folder.has("x.h5.journal"));
  }
}

TEST_CASE("runs that failed in the parts are told of as by run, and the exit code is the same") {
  Folder folder;
  make_parts(folder, 3);
  const Said merged = folder.shell("permea merge results/*.h5 -o x.h5");
  CHECK(merged.err.find("permea: run 3 (arm \"mixed\", point 1, seed 1): failed after step ") == 0);
  CHECK(std::count(merged.err.begin(), merged.err.end(), '\n') == 6);
  CHECK(merged.err == folder.shell("permea run s.toml -o y.h5 --progress never").err);
  folder.write("s.toml", two_arms);
  folder.shell("permea run s.toml --part 1/2 -o 1.h5; permea run s.toml --part 2/2 -o 2.h5");
  const Said sound = folder.shell("permea merge 1.h5 2.h5 -o z.h5");
  CHECK(sound.code == 0);
  CHECK(sound.err.empty());
}

TEST_CASE("what is missing is told, as a job array takes it") {
  Folder folder;
  make_parts(folder, 7);
  const std::string some = part(2, 7) + " " + part(6, 7);
  CHECK(refused(folder, some) == "permea: parts 1,3-5,7 of 7 are missing\n");
  const Said said = folder.shell("permea merge --missing nowhere.h5 " + some);
  CHECK(said.code == 0);
  CHECK(said.out == "1,3-5,7\n");
  CHECK(said.err == "permea: nowhere.h5: no such file\n");
  CHECK(folder.shell("permea merge --missing results/*.h5").out.empty());
}

TEST_CASE("parts that do not belong together are refused by name") {
  Folder folder;
  make_parts(folder, 3);
  const std::string one = part(1, 3), rest = part(2, 3) + " " + part(3, 3);
  folder.shell("cp " + one + " copy.h5; permea run s.toml --quiet --part 1/3 --seeds 5..7 -o other.h5; "
               "permea run s.toml --quiet --part 1/2 -o half.h5");
  CHECK(refused(folder, one + " copy.h5 " + rest) == "permea: copy.h5: is part 1 of 3, and so is " + one + "\n");
  CHECK(refused(folder, rest + " other.h5") ==
        "permea: other.h5: is of another scenario: seeds = \"5..7\" there, seeds = \"1..3\" here, in " +
            part(2, 3) + "\n");
  CHECK(refused(folder, rest + " half.h5") ==
        "permea: half.h5: is part 1 of 2, and " + part(2, 3) + " is part 2 of 3\n");
  CHECK(refused(folder, rest + " s.toml") == "permea: s.toml: is not a results file of permea\n");
}

TEST_CASE("a damaged part is refused by name, and counts as missing") {
  Folder folder;
  make_parts(folder, 3);
  const std::string path = part(2, 3);
  std::string bytes = folder.read(path);
  const std::size_t hash = bytes.rfind("0x");  // of the last run
  bytes[hash + 5] = bytes[hash + 5] == '0' ? '1' : '0';
  folder.write(path, bytes);
  const std::string damaged = "permea: " + path + ": is damaged: ";
  CHECK(refused(folder, "results/*.h5").find(damaged) == 0);
  const Said said = folder.shell("permea merge --missing results/*.h5");
  CHECK(said.out == "2\n");
  CHECK(said.err.find(damaged) == 0);
  folder.write(path, bytes.substr(0, bytes.size() / 2));
  CHECK(refused(folder, "results/*.h5").find(damaged) == 0);
}

TEST_CASE("a part that is empty or no HDF5 at all is damaged, and any other file is not taken for one") {
  Folder folder;
  make_parts(folder, 3);
  const std::string path = part(2, 3);
  for (const auto& [bytes, how] : std::vector<std::pair<std::string, std::string>>{
           {"", "it is empty"}, {std::string(5000, '\0'), "it does not begin as HDF5 does"}}) {
    folder.write(path, bytes);
    const std::string damaged = "permea: " + path + ": is damaged: " + how + "\n";
    CHECK(refused(folder, "results/*.h5") == damaged);
    const Said said = folder.shell("permea merge --missing results/*.h5 s.toml");
    CHECK(said.out == "2\n");
    CHECK(said.err == damaged + "permea: s.toml: is not a results file of permea\n");
  }
  CHECK(folder.shell("permea run s.toml --part 2/3 --resume").code == 2);
  CHECK(folder.shell("permea run s.toml --part 2/3 --resume --overwrite --quiet; permea merge --missing results/*.h5").out.empty());
}

TEST_CASE("merging goes on in the place of a failed node when it is told to") {
  Folder folder;
  make_parts(folder, 3);
  folder.write("x.h5.lock", "process 12 on another.host");
  CHECK(folder.shell("permea merge results/*.h5 -o x.h5").code == 2);
  CHECK(folder.shell("permea merge results/*.h5 -o x.h5 --takeover").code == 1);  // runs failed
  CHECK_FALSE(folder.has("x.h5.lock"));
}

/// The exit code, as a line, of a call that makes x.h5 and is killed when its journal has some runs.
std::string killed_amid(const Folder& folder, const std::string& call) {
  const Said said = folder.shell("(exec \"" PERMEA_TOY "\" " + call + ") & pid=$!\n"
                                 "while kill -0 $pid 2>/dev/null; do\n"
                                 "  kept=$(stat -c %s x.h5.journal 2>/dev/null || echo 0)\n"
                                 "  if [ $kept -gt 20000 ]; then kill -9 $pid; break; fi\ndone\nwait $pid\necho $?");
  return said.out;
}

TEST_CASE("merging that was killed goes on to the same file, byte for byte") {
  Folder folder;
  folder.write("s.toml", two_arms);
  folder.shell("permea run s.toml -o whole.h5 --quiet --seeds 1..1000; for i in 1 2 3; do\n"
               "permea run s.toml --quiet --seeds 1..1000 --part $i/3; done");
  const std::string merging = "merge results/*.h5 -o x.h5 --threads 1";
  CHECK(killed_amid(folder, merging) == "137\n");
  CHECK(folder.has("x.h5.journal"));
  CHECK_FALSE(folder.has("x.h5"));
  folder.write("other.h5", folder.read("x.h5.journal"));  // is no part: what was kept stays
  CHECK(folder.shell("permea " + merging + " other.h5").code == 2);
  const std::string kept = folder.read("x.h5.journal");
  const Said said = folder.shell("permea " + merging);
  CHECK(said.code == 0);
  CHECK(said.err.empty());
  CHECK(said.out == "x.h5: 2000 runs, 0 failed, from 3 parts\n");
  CHECK(folder.read("x.h5") == folder.read("whole.h5"));
  CHECK_FALSE(folder.has("x.h5.journal"));
  folder.write("x.h5.journal", kept);  // as when it is killed at the very end
  CHECK(folder.shell("permea " + merging).out == "x.h5: 2000 runs, 0 failed, from 3 parts, complete already\n");
  CHECK_FALSE(folder.has("x.h5.journal"));
}

TEST_CASE("merging does not go on with what is of other parts unless told to begin anew") {
  Folder folder;
  make_parts(folder, 3);
  REQUIRE(killed_amid(folder, "run s.toml --quiet --seeds 1..4000 -o x.h5") == "137\n");
  REQUIRE(folder.has("x.h5.journal"));
  const Said said = folder.shell("permea merge results/*.h5 -o x.h5");
  CHECK(said.code == 2);
  CHECK(said.err.find("permea: x.h5.journal: is of another scenario: ") == 0);
  CHECK(said.err.find("; --overwrite alone starts again\n") != std::string::npos);
  CHECK(folder.shell("permea merge results/*.h5 -o x.h5 --overwrite").code == 1);  // some runs fail
  CHECK(folder.read("x.h5") == whole_file());
}

TEST_CASE("merging overwrites nothing unasked, and never a part") {
  Folder folder;
  make_parts(folder, 3);
  folder.write("x.txt", "precious");
  const Said said = folder.shell("permea merge results/*.h5 -o x.txt");
  CHECK(said.code == 2);
  CHECK(folder.read("x.txt") == "precious");
  const Said part_named = folder.shell("permea merge results/*.h5 --overwrite -o " + part(1, 3));
  CHECK(part_named.code == 2);
  CHECK(part_named.err == "permea: " + part(1, 3) + ": is one of the parts; -o must name another file\n");
  CHECK(folder.shell("permea merge results/*.h5").err == "permea: --output: merge needs -o FILE\n");
}

}  // namespace
}  // namespace permea
