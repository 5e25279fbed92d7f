// `permea run`: one results file, or one clear reason why not and nothing left behind.
#include <catch2/catch.hpp>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

using Files = std::vector<std::string>;

/// A folder with the scenario s.toml, of two arms.
Folder& prepared(Folder& folder) {
  folder.write("s.toml", two_arms);
  return folder;
}

TEST_CASE("a run leaves the results file and its card, and says so in one line") {
  Folder folder;
  const Said said = prepared(folder).shell("permea run s.toml");
  CHECK(said.code == 0);
  CHECK(said.out.find("results/s.h5: 6 runs, 0 failed, ") == 0);
  CHECK(std::count(said.out.begin(), said.out.end(), '\n') == 1);
  CHECK(folder.files() == Files{"results/s.h5", "results/s.run.json", "s.toml"});
}

TEST_CASE("the option -o names the file") {
  for (const std::string option : {"-o there/x.h5", "--output there/x.h5", "--output=there/x.h5"}) {
    Folder folder;
    CHECK(prepared(folder).shell("permea run s.toml " + option).code == 0);
    CHECK(folder.files() == Files{"s.toml", "there/x.h5", "there/x.run.json"});
  }
}

TEST_CASE("the card tells the call, the threads and the seconds") {
  Folder folder;
  prepared(folder).shell("permea run s.toml --threads 3 --quiet");
  const std::string card = folder.read("results/s.run.json");
  CHECK(contains(card, "\"threads\": 3"));
  CHECK(contains(card, "\"--quiet\""));
  CHECK(contains(card, "\"total_seconds\""));
}

TEST_CASE("the file is the same on any number of threads, byte for byte") {
  Folder folder;
  prepared(folder);
  for (const std::string threads : {"1", "2", "3", "8"})
    CHECK(folder.shell("permea run s.toml --quiet -o " + threads + ".h5 --threads " + threads).code == 0);
  for (const std::string threads : {"2", "3", "8"})
    CHECK(folder.read(threads + ".h5") == folder.read("1.h5"));
}

TEST_CASE("quiet is silent on both streams") {
  Folder folder;
  const Said said = prepared(folder).shell("permea run s.toml --quiet");
  CHECK(said.code == 0);
  CHECK(said.out + said.err == "");
}

TEST_CASE("the options --seeds, --steps and --set change what is run") {
  Folder folder;
  const Said said = prepared(folder).shell(
      "permea run s.toml --seeds 4..5 --steps 3 --set firms.growth=0.1 --set toy.quiet=true");
  CHECK(said.code == 0);
  CHECK(said.out.find("results/s.h5: 4 runs") == 0);
}

TEST_CASE("an output that exists is refused before anything is computed") {
  Folder folder;
  prepared(folder).write("x.h5", "precious");
  const Said said = folder.shell("permea run s.toml -o x.h5");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "permea: x.h5: exists"));
  CHECK(said.out.empty());
  CHECK(folder.read("x.h5") == "precious");
  CHECK(folder.files() == Files{"s.toml", "x.h5"});
}

TEST_CASE("the option --overwrite replaces an output") {
  Folder folder;
  prepared(folder).write("x.h5", "old");
  CHECK(folder.shell("permea run s.toml -o x.h5 --overwrite").code == 0);
  CHECK(folder.read("x.h5").substr(1, 3) == "HDF");
}

TEST_CASE("the scenario is never overwritten by its results") {
  Folder folder;
  prepared(folder);
  for (const std::string output : {"s.toml", "./s.toml", "link.toml"}) {
    const Said said = folder.shell("ln -sf s.toml link.toml; permea run s.toml --overwrite -o " + output);
    CHECK(said.code == 2);
    CHECK(said.err == "permea: " + output + ": is the scenario; -o must name another file\n");
    CHECK(folder.read("s.toml") == two_arms);
  }
}

TEST_CASE("nor is it by what stands beside its results") {
  for (const std::string name : {"x.h5.lock", "x.h5.journal", "x.h5.part", "x.run.json", "x.run.json.part"}) {
    Folder folder;
    folder.write(name, two_arms);
    const Said said = folder.shell("permea run " + name + " --overwrite -o x.h5");
    CHECK(said.code == 2);
    CHECK(said.err == "permea: " + name + ": is the scenario; -o must name another file\n");
    CHECK(folder.read(name) == two_arms);
  }
}

TEST_CASE("the list of points that a scenario reads is never overwritten by its results") {
  Folder folder;
  folder.write("s.toml", two_arms + "[sweep]\ndesign = \"list\"\nfile = \"points.csv\"\n");
  const std::string points = "toy.fails_at\n0\n30\n";
  folder.write("points.csv", points);
  for (const std::string output : {"points.csv", "./points.csv", "link.csv"}) {
    const Said said = folder.shell("ln -sf points.csv link.csv; permea run s.toml --overwrite -o " + output);
    CHECK(said.code == 2);
    CHECK(said.err == "permea: " + output + ": is read by the scenario; -o must name another file\n");
    CHECK(folder.read("points.csv") == points);
  }
  CHECK(folder.shell("permea run s.toml -o x.h5 --quiet").code == 0);
}

TEST_CASE("a folder that cannot be written is a failure that leaves nothing") {
  Folder folder;
  prepared(folder).write("file", "no folder");
  for (const std::string output : {"file/x.h5", "/proc/x.h5"}) {
    const Said said = folder.shell("permea run s.toml -o " + output);
    CHECK(said.code == 1);
    CHECK(said.err.find("permea: ") == 0);
    CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 1);
    CHECK(folder.files() == Files{"file", "s.toml"});
  }
}

TEST_CASE("a disk that does not take the file is a failure that leaves nothing") {
  Folder folder;
  const Said said = prepared(folder).shell("ulimit -f 1; permea run s.toml --progress never");
  CHECK(said.code == 1);
  CHECK(contains(said.err, "File too large\n"));
  CHECK(folder.files() == Files{"s.toml"});
}

TEST_CASE("everything that is wrong is told at once") {
  Folder folder;
  prepared(folder);
  const Said said = folder.shell(
      "permea run s.toml --threads 0 --steps -3 --progress loud --set firms.growht=1 --checkpoint-every nan");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "permea: --checkpoint-every: nan is not a number from 0 to 525600\n"));
  CHECK(contains(said.err, "permea: --threads: 0 is not a whole number from 1 to 4096\n"));
  CHECK(contains(said.err, "permea: --steps: -3 is not a whole number from 1 to 2147483647\n"));
  CHECK(contains(said.err, "permea: --progress: loud is not a choice; allowed: auto, always, never, json"));
  CHECK(contains(said.err, "firms.growht: unknown key; did you mean \"firms.growth\"?\n"));
  CHECK(folder.files() == Files{"s.toml"});
}

TEST_CASE("numbers that are none are refused") {
  for (const std::string number : {"4294967297", "99999999999999999999", "2x", "1.5", "nan", "''", "' 2'"}) {
    Folder folder;
    const Said said = prepared(folder).shell("permea run s.toml --threads " + number);
    CHECK(said.code == 2);
    CHECK(contains(said.err, "--threads"));
    CHECK(folder.files() == Files{"s.toml"});
  }
}

TEST_CASE("a scenario that is missing or wrong leaves nothing") {
  Folder folder;
  prepared(folder).write("bad.toml", two_arms + "\n[recrod]\nevery = 2\n");
  const Said missing = folder.shell("permea run nowhere.toml");
  CHECK(missing.code == 2);
  CHECK(contains(missing.err, "nowhere.toml"));
  const Said bad = folder.shell("permea run bad.toml");
  CHECK(bad.code == 2);
  CHECK(bad.err.find("permea: bad.toml:19:") == 0);
  CHECK(folder.files() == Files{"bad.toml", "s.toml"});
}

TEST_CASE("a failed run is told, the others are kept, and the exit code is 1") {
  Folder folder;
  prepared(folder).write("s.toml", two_arms + "[[change]]\nat = 5\narms = [\"mixed\"]\n"
                                              "parameters = { \"toy.fails_at\" = 7 }\n");
  const Said said = folder.shell("permea run s.toml --progress never");
  CHECK(said.code == 1);
  CHECK(said.out.find("results/s.h5: 6 runs, 3 failed, ") == 0);
  CHECK(contains(said.err, "permea: run 0 (arm \"mixed\", seed 1): failed after step 6: "
                           "the toy was told to fail\n"));
  CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 3);
  CHECK(folder.files() == Files{"results/s.h5", "results/s.run.json", "s.toml"});
}

TEST_CASE("of very many failures twenty are listed") {
  Folder folder;
  const Said said =
      prepared(folder).shell("permea run s.toml --seeds 1..15 --set toy.fails_at=1 --progress never");
  CHECK(said.code == 1);
  CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 21);
  CHECK(contains(said.err, "permea: and 10 more"));
}

/// Leaves a journal of the runs of s.toml of which the disk took some.
void interrupt(Folder& folder) {
  folder.write("s.toml", two_arms + "[record]\npanel = [\"firms\"]\n");
  const Said said = folder.shell("ulimit -f 24; permea run s.toml -o x.h5 --threads 1 --progress never");
  REQUIRE(said.code == 1);
  REQUIRE(contains(said.err, " of 6 runs are kept, --resume goes on\n"));
  REQUIRE(folder.files() == Files{"s.toml", "x.h5.journal"});
}

TEST_CASE("what a full disk interrupted goes on to the same file, byte for byte") {
  Folder folder;
  interrupt(folder);
  REQUIRE(folder.shell("permea run s.toml -o whole.h5 --quiet").code == 0);
  const Said said = folder.shell("permea run s.toml -o x.h5 --resume --progress never");
  CHECK(said.code == 0);
  CHECK(contains(said.err, "permea: x.h5.journal: "));
  CHECK(contains(said.err, " of 6 runs are there; going on\n"));
  CHECK(said.out.find("x.h5: 6 runs, 0 failed, ") == 0);
  CHECK(folder.read("x.h5") == folder.read("whole.h5"));
  CHECK_FALSE(folder.has("x.h5.journal"));
}

TEST_CASE("what was interrupted is not forgotten without a word") {
  Folder folder;
  interrupt(folder);
  const std::string journal = folder.read("x.h5.journal");
  const Said said = folder.shell("permea run s.toml -o x.h5");
  CHECK(said.code == 2);
  CHECK(contains(said.err, " of 6 runs; --resume goes on, --overwrite starts again\n"));
  CHECK(folder.read("x.h5.journal") == journal);
  CHECK(folder.shell("permea run s.toml -o x.h5 --overwrite --quiet").code == 0);
  CHECK(folder.files() == Files{"s.toml", "x.h5", "x.run.json"});
}

TEST_CASE("another scenario does not go on where this one ended") {
  Folder folder;
  interrupt(folder);
  const Said said = folder.shell("permea run s.toml -o x.h5 --resume --set firms.growth=0.5");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: x.h5.journal: is of another scenario: [parameters] firms.growth = 0.02 "
                    "there, firms.growth = 0.5 here; --overwrite alone starts again\n");
}

TEST_CASE("the option --resume starts from nothing, and leaves a finished file alone") {
  Folder folder;
  prepared(folder);
  CHECK(folder.shell("permea run s.toml --resume --quiet").code == 0);
  const std::string whole = folder.read("results/s.h5");
  const Said again = folder.shell("permea run s.toml --resume");
  CHECK(again.code == 0);
  CHECK(again.out == "results/s.h5: 6 runs, 0 failed, complete already\n");
  const Said other = folder.shell("permea run s.toml --resume --steps 13");
  CHECK(other.code == 2);
  CHECK(other.err == "permea: results/s.h5: is of another scenario: steps = 12 there, steps = 13 here\n");
  CHECK(folder.read("results/s.h5") == whole);
}

TEST_CASE("runs that failed stay failed, and are told of again") {
  Folder folder;
  prepared(folder);
  const Said first = folder.shell("permea run s.toml --set toy.fails_at=3 --progress never");
  CHECK(first.code == 1);
  const Said again = folder.shell("permea run s.toml --set toy.fails_at=3 --resume");
  CHECK(again.code == 1);
  CHECK(again.out == "results/s.h5: 6 runs, 6 failed, complete already\n");
  CHECK(again.err == first.err);
}

TEST_CASE("after a node has failed another goes on in its place when it is told to") {
  Folder folder;
  prepared(folder).shell("permea run s.toml --quiet -o whole.h5; mkdir results");
  folder.write("results/s.h5.lock", "process 12 on another.host");
  const Said refused = folder.shell("permea run s.toml --resume");
  CHECK(refused.code == 2);
  CHECK(refused.err == "permea: results/s.h5: is being written by process 12 on another.host; if that is gone, run "
                       "with --takeover, or remove results/s.h5.lock\n");
  CHECK(folder.read("results/s.h5.lock") == "process 12 on another.host");
  CHECK(folder.shell("permea run s.toml --resume --takeover").code == 0);
  CHECK(folder.read("results/s.h5") == folder.read("whole.h5"));
  CHECK_FALSE(folder.has("results/s.h5.lock"));
}

TEST_CASE("a file that is no results file of permea is not taken for one") {
  Folder folder;
  prepared(folder).write("x.h5", "precious");
  const Said said = folder.shell("permea run s.toml -o x.h5 --resume");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: x.h5: is not a results file of permea\n");
  CHECK(folder.read("x.h5") == "precious");
}

TEST_CASE("a finished file that was damaged is not taken for complete") {
  for (const std::string call : {"permea run s.toml -o x.h5 ", "permea run s.toml -o x.h5 --part 2/3 "}) {
    Folder folder;
    prepared(folder).shell(call + "--quiet");
    const std::string whole = folder.read("x.h5");
    std::string bytes = whole;
    bytes[bytes.find("\x78\x5e") + 9] ^= 1;  // in the first chunk that zlib packed
    folder.write("x.h5", bytes);
    const Said said = folder.shell(call + "--resume");
    CHECK(said.code == 2);
    CHECK(said.out.empty());
    CHECK(said.err.find("permea: x.h5: is damaged: ") == 0);
    CHECK(contains(said.err, "; remove it, or --overwrite makes it again\n"));
    CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 1);
    CHECK(folder.read("x.h5") == bytes);
    CHECK(folder.shell(call + "--resume --overwrite").code == 0);
    CHECK(folder.read("x.h5") == whole);
  }
}

TEST_CASE("a part has a file of its own name") {
  Folder folder;
  const Said said = prepared(folder).shell("permea run s.toml --part 2/4");
  CHECK(said.code == 0);
  CHECK(said.out.find("results/s.part-2-of-4.h5: 2 runs, 0 failed, ") == 0);
  CHECK(folder.files() == Files{"results/s.part-2-of-4.h5", "results/s.part-2-of-4.run.json", "s.toml"});
}

TEST_CASE("parts that are none are refused") {
  for (const std::string part : {"0/3", "4/3", "3", "1/", "/2", "a/b", "1/3x", "-1/3", "''"}) {
    Folder folder;
    const Said said = prepared(folder).shell("permea run s.toml --part " + part);
    CHECK(said.code == 2);
    CHECK(contains(said.err, "permea: --part: "));
    CHECK(folder.files() == Files{"s.toml"});
  }
  Folder folder;
  CHECK(prepared(folder).shell("permea run s.toml --part 7/7").err ==
        "permea: --part: 7 parts are more than the 6 runs of the plan\n");
}

TEST_CASE("very many runs want a --yes") {
  Folder folder;
  const Said said = prepared(folder).shell("permea run s.toml --seeds 1..60000 --steps 1");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: s.toml: 120,000 runs are more than 100,000; --yes runs it all the same\n");
  CHECK(folder.files() == Files{"s.toml"});
  const std::string part = "permea run s.toml --seeds 1..60000 --steps 1 --quiet --part ";
  CHECK(folder.shell(part + "7/6000").code == 0);  // twenty runs of its own
  CHECK(folder.shell(part + "1/1").code == 2);
}

TEST_CASE("a run that memory does not hold wants a --yes") {
  Folder folder;
  const Said said = prepared(folder).shell(
      "ulimit -v 500000; permea run s.toml --steps 1 --set 'firms.spare=1000' --seeds 1..2");
  CHECK(said.code == 0);
  const Said refused = folder.shell(
      "ulimit -v 500000; permea run s.toml --steps 10000000 --overwrite --seeds 1..2");
  CHECK(refused.code == 2);
  CHECK(contains(refused.err, "of memory and 512 MB are available; --yes runs it all the same\n"));
}

TEST_CASE("progress goes to standard error, in the form that was asked for") {
  Folder folder;
  prepared(folder);
  CHECK(folder.shell("permea run s.toml -o a.h5").err.find("permea: 100 %, 6 of 6 runs") == 0);
  CHECK(folder.shell("permea run s.toml -o b.h5 --progress never").err.empty());
  CHECK(folder.shell("permea run s.toml -o c.h5 --progress always").err.front() == '\r');
  const std::string json = folder.shell("permea run s.toml -o d.h5 --progress json").err;
  CHECK(json.find("{\"share\": ") == 0);
  CHECK(contains(json, "\"share\": 1.0000, \"runs\": 6, \"finished\": 6, \"failed\": 0"));
}

TEST_CASE("threads come from the job, then from the environment") {
  Folder folder;
  prepared(folder);
  const auto threads = [&](const std::string& environment) {
    folder.shell(environment + " permea run s.toml -o x.h5 --overwrite --quiet");
    const std::string card = folder.read("x.run.json");
    const std::string key = "\"threads\": ";
    return card.substr(card.find(key) + key.size(), 1);
  };
  CHECK(threads("SLURM_CPUS_PER_TASK=3 OMP_NUM_THREADS=5") == "3");
  CHECK(threads("OMP_NUM_THREADS=5,2") == "5");
  CHECK(threads("SLURM_CPUS_PER_TASK= OMP_NUM_THREADS=4") == "4");
}

}  // namespace
}  // namespace permea
