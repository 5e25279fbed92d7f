// Runs under way are saved and go on; runs put aside are where others begin.
#include <catch2/catch.hpp>

#include <csignal>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

using Files = std::vector<std::string>;

/// With --steps 1000000000: runs that do not end, and record little.
const std::string never_ending = two_arms + "[record]\nevery = 1000000000\n";

/// Steps that take the toy some seconds, in two runs.
const std::string long_runs = "permea run s.toml --seeds 1 --steps 3000000 --threads 2 --progress never ";

/// A folder with the scenario s.toml, of two arms that record little.
Folder& with_long_runs(Folder& folder) {
  folder.write("s.toml", never_ending);
  return folder;
}

/// Calls with a signal in the step by which so many runs of the call have made so many.
Said signalled(const Folder& folder, int signal, const std::string& options, int steps = 1000, int runs = 1) {
  return folder.shell(with_signal(signal, steps, runs) + "permea " + options);
}

TEST_CASE("a signal saves the runs under way and says how to go on") {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGXCPU}) {
    Folder folder;
    const Said said = signalled(with_long_runs(folder), signal, "run s.toml --steps 1000000000 --threads 2",
                                1000, 2);
    CHECK(said.code == 75);
    CHECK(contains(said.err, "permea: interrupted: 0 of 6 runs are kept, 2 runs under way are saved; the "
                             "same call with --resume goes on\n"));
    CHECK(said.out.empty());
    CHECK(folder.files() == Files{"results/s.h5.state/run-0", "results/s.h5.state/run-1", "s.toml"});
  }
}

TEST_CASE("a signal that is sent twice for one cause saves the runs under way") {
  Folder folder;
  const Said said = with_long_runs(folder).shell(
      with_signal(SIGTERM, 1000, 1, 2) + "permea run s.toml --steps 1000000000 --threads 1");
  CHECK(said.code == 75);
  CHECK(folder.files() == Files{"results/s.h5.state/run-0", "s.toml"});
}

TEST_CASE("a limit of the processor's time that goes on warning lets a long step end, and be saved") {
  Folder folder;
  const std::string call = "permea run s.toml --seeds 1 --steps 2000 --threads 1 --progress never ";
  REQUIRE(with_long_runs(folder).shell(call + "-o whole.h5").code == 0);
  const Said said = folder.shell("ulimit -S -t 1; ulimit -H -t 60; "
                                 "PERMEA_TOY_LONG_STEP='1000 3.2' " + call + "-o x.h5");
  CHECK(said.code == 75);
  CHECK(contains(said.err, "1 run under way is saved"));
  CHECK(folder.has("x.h5.state/run-0"));
  CHECK(folder.shell(call + "-o x.h5 --resume").code == 0);
  CHECK(folder.read("x.h5") == folder.read("whole.h5"));
}

TEST_CASE("what a signal ended, again and again, comes to the same file, byte for byte") {
  Folder folder;
  REQUIRE(with_long_runs(folder).shell(long_runs + "-o whole.h5").code == 0);
  for (const std::string threads : {"1", "2", "3", "1", "2"})
    CHECK(signalled(folder, SIGTERM, "run s.toml --seeds 1 --steps 3000000 --progress never -o x.h5 --resume "
                                     "--threads " + threads, 400'000).code == 75);
  CHECK(folder.shell(long_runs + "-o x.h5 --resume").code == 0);
  CHECK(folder.read("x.h5") == folder.read("whole.h5"));
  CHECK(folder.files() == Files{"s.toml", "whole.h5", "whole.run.json", "x.h5", "x.run.json"});
}

TEST_CASE("what --checkpoint-every saved survives a kill, and the call says where it goes on") {
  Folder folder;
  REQUIRE(with_long_runs(folder).shell(long_runs + "-o whole.h5").code == 0);
  signalled(folder, SIGKILL, "run s.toml --seeds 1 --steps 3000000 --threads 2 --progress never -o x.h5 "
                             "--checkpoint-every 0.0005", 500'000, 2);  // far from the end of either
  REQUIRE((folder.has("x.h5.state/run-0") || folder.has("x.h5.state/run-0.before")));  // killed amid saving
  const Said said = folder.shell(long_runs + "-o x.h5 --resume");
  CHECK(said.code == 0);
  CHECK(contains(said.err, "permea: x.h5.state: 2 runs under way after step "));
  CHECK(folder.read("x.h5") == folder.read("whole.h5"));
  CHECK_FALSE(folder.has("x.h5.state"));
}

TEST_CASE("runs under way are not forgotten without a word") {
  Folder folder;
  signalled(with_long_runs(folder), SIGTERM, "run s.toml --seeds 1 --steps 1000000000 -o x.h5 --threads 1");
  const Said said = folder.shell("permea run s.toml --seeds 1 --steps 20 -o x.h5");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: x.h5.state: holds 1 run under way; --resume goes on, --overwrite starts again\n");
  CHECK(folder.files() == Files{"s.toml", "x.h5.state/run-0"});
  const Said other = folder.shell("permea run s.toml --seeds 1 --steps 20 -o x.h5 --resume");
  CHECK(other.code == 2);
  CHECK(other.err == "permea: x.h5.state/run-0: is of another scenario: steps = 1000000000 there, steps = 20 "
                     "here; --overwrite in place of --resume starts again\n");
  CHECK(folder.shell("permea run s.toml --seeds 1 --steps 20 -o x.h5 --overwrite --quiet").code == 0);
  CHECK(folder.files() == Files{"s.toml", "x.h5", "x.run.json"});
}

TEST_CASE("saved runs of another plan are refused and stay, whatever their numbers") {
  Folder folder;
  signalled(with_long_runs(folder), SIGTERM, "run s.toml --part 2/2 --steps 1000000000 -o x.h5 --threads 1");
  REQUIRE(folder.files() == Files{"s.toml", "x.h5.state/run-3"});
  const Said said = folder.shell("permea run s.toml --seeds 1 --steps 20 -o x.h5 --resume");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: x.h5.state/run-3: is of another scenario: steps = 1000000000 there, steps = 20 here; "
                    "--overwrite in place of --resume starts again\n");
  CHECK(folder.files() == Files{"s.toml", "x.h5.state/run-3"});
}

TEST_CASE("runs put aside are not replaced without a word, nor left among others") {
  Folder folder;
  folder.write("s.toml", two_arms);
  const std::string call = "permea run s.toml -o x.h5 --checkpoint-at 5 ";
  REQUIRE(folder.shell(call + "; rm x.h5").code == 0);
  const std::string run = folder.read("x.h5.state/at-5/run-1");
  const Said said = folder.shell(call);
  CHECK(said.code == 2);
  CHECK(said.err == "permea: x.h5.state/at-5: holds 6 runs put aside; --overwrite replaces them\n");
  CHECK(folder.read("x.h5.state/at-5/run-1") == run);
  CHECK(folder.shell(call + "--seeds 1 --overwrite --quiet").code == 0);
  CHECK(folder.files() == Files{"s.toml", "x.h5", "x.h5.state/at-5/run-0", "x.h5.state/at-5/run-1", "x.run.json"});
}

TEST_CASE("a damaged state is told of, and the run made from its start") {
  Folder folder;
  REQUIRE(with_long_runs(folder).shell(long_runs + "-o whole.h5").code == 0);
  signalled(folder, SIGTERM, "run s.toml --seeds 1 --steps 3000000 --threads 1 -o x.h5");
  std::string bytes = folder.read("x.h5.state/run-0");
  folder.write("x.h5.state/run-0", bytes.substr(0, bytes.size() - 3));
  const Said said = folder.shell(long_runs + "-o x.h5 --resume");
  CHECK(said.code == 0);
  CHECK(said.err == "permea: x.h5.state/run-0: is damaged: it is too short; not used\n");
  CHECK(folder.read("x.h5") == folder.read("whole.h5"));
}

TEST_CASE("a disk that does not take a state is a failure that leaves nothing half-written") {
  Folder folder;
  const Said said = with_long_runs(folder).shell("ulimit -f 24; " + long_runs +
                                                 "-o x.h5 --checkpoint-every 0.0005 --set firms.spare=1000");
  CHECK(said.code == 1);
  CHECK(contains(said.err, "permea: cannot write x.h5.state/run-"));
  CHECK(contains(said.err, "File too large\n"));
  CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 1);
  CHECK(folder.files() == Files{"s.toml"});
}

/// The scenario of two arms, with a change of all arms behind step 5.
const std::string changed_at_6 = two_arms + "[[change]]\nat = 6\nparameters = { firms.noise = 0.4 }\n"
                                            "[record]\nevery = 5\npanel = [\"firms\"]\n";

Folder& with_checkpoint(Folder& folder) {
  folder.write("s.toml", two_arms + "[record]\nevery = 5\npanel = [\"firms\"]\n");
  folder.write("changed.toml", changed_at_6);
  const Said said = folder.shell("permea run s.toml -o x.h5 --checkpoint-at 5 --progress never");
  REQUIRE(said.code == 0);
  REQUIRE(contains(said.out, "\nx.h5.state/at-5: 6 runs after step 5, for --from\n"));
  return folder;
}

TEST_CASE("a checkpoint does not change the results") {
  Folder folder;
  with_checkpoint(folder).shell("permea run s.toml -o y.h5 --quiet");
  CHECK(folder.read("x.h5") == folder.read("y.h5"));
}

TEST_CASE("a branch is the run in which the scenario changed behind the checkpoint, byte for byte") {
  Folder folder;
  with_checkpoint(folder).shell("permea run changed.toml -o whole.h5 --quiet --threads 1");
  const Said said = folder.shell("permea run changed.toml -o y.h5 --from x.h5.state/at-5 --threads 3");
  CHECK(said.code == 0);
  CHECK(folder.read("y.h5") == folder.read("whole.h5"));
  CHECK(folder.read("y.h5") != folder.read("x.h5"));
}

TEST_CASE("a branch by --set is the same, and its file says when it was set") {
  Folder folder;
  with_checkpoint(folder).shell("permea run changed.toml -o whole.h5 --quiet");
  CHECK(folder.shell("permea run s.toml -o y.h5 --from x.h5.state/at-5 --set firms.noise=0.4").code == 0);
  CHECK(folder.shell("permea replay y.h5").code == 0);
  folder.shell("permea export y.h5 --csv -o y.csv; permea export whole.h5 --csv -o whole.csv");
  REQUIRE_FALSE(folder.read("whole.csv").empty());
  CHECK(folder.read("y.csv") == folder.read("whole.csv"));
}

TEST_CASE("a branch may set levers, have more steps, and some of the seeds or others") {
  Folder folder;
  with_checkpoint(folder);
  const std::string more = " --steps 30 --seeds 2..5 --progress never ";
  folder.write("changed.toml", two_arms + "[[change]]\nat = 6\n[change.strategy.bold]\nlock_in = 0.9\n"
                                          "[record]\nevery = 5\npanel = [\"firms\"]\n");
  REQUIRE(folder.shell("permea run changed.toml -o whole.h5" + more).code == 0);
  const Said said = folder.shell("permea run s.toml -o y.h5 --from x.h5.state/at-5 --set "
                                 "strategy.bold.lock_in=0.9" + more);
  CHECK(said.code == 0);
  CHECK(said.err == "permea: x.h5.state/at-5: 4 of 8 runs are not there; made from their start\n");
  folder.shell("permea export y.h5 --csv -o y.csv; permea export whole.h5 --csv -o whole.csv");
  REQUIRE_FALSE(folder.read("whole.csv").empty());
  CHECK(folder.read("y.csv") == folder.read("whole.csv"));
}

TEST_CASE("a branch of a branch is the run that changed twice") {
  Folder folder;
  with_checkpoint(folder).write("twice.toml", changed_at_6 + "[[change]]\nat = 9\nparameters = { firms.growth = 0.3 }\n");
  folder.shell("permea run twice.toml -o whole.h5 --quiet");
  CHECK(folder.shell("permea run changed.toml -o y.h5 --from x.h5.state/at-5 --checkpoint-at 8 --quiet").code == 0);
  CHECK(folder.shell("permea run twice.toml -o z.h5 --from y.h5.state/at-8 --quiet").code == 0);
  CHECK(folder.read("z.h5") == folder.read("whole.h5"));
}

TEST_CASE("the state after the last step lets runs go on to more") {
  Folder folder;
  folder.write("s.toml", two_arms + "[record]\nevery = 4\n");
  CHECK(folder.shell("permea run s.toml -o x.h5 --checkpoint-at 12 --quiet").code == 0);
  CHECK(folder.shell("permea run s.toml -o y.h5 --from x.h5.state/at-12 --steps 24 --quiet").code == 0);
  CHECK(folder.shell("permea run s.toml -o whole.h5 --steps 24 --quiet").code == 0);
  CHECK(folder.read("y.h5") == folder.read("whole.h5"));
}

TEST_CASE("checkpoints that there are not, or that do not fit, are refused in one line") {
  Folder folder;
  with_checkpoint(folder);
  const auto refused = [&](const std::string& options) {
    const Said said = folder.shell("permea run s.toml -o y.h5 --progress never " + options);
    CHECK(said.code == 2);
    CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 1);
    CHECK_FALSE(folder.has("y.h5"));
    return said.err;
  };
  const std::string from = "--from x.h5.state/at-5 ";
  CHECK(contains(refused("--from nowhere"), "permea: nowhere: is no folder of a checkpoint"));
  CHECK(contains(refused("--from x.h5.state"), "permea: x.h5.state: holds no runs; checkpoints in it: x.h5.state/at-5\n"));
  CHECK(contains(refused(from + "--steps 5"), "permea: --from: x.h5.state/at-5 is after step 5, and the runs "
                                              "have 5 steps; --steps N makes them longer\n"));
  CHECK(contains(refused(from + "--set firms.spare=9"), "permea: --set: firms.spare: takes force at the start only"));
  CHECK(contains(refused(from + "--set firms.growht=1"), "firms.growht: unknown key; did you mean"));
  CHECK(contains(refused(from + "--set strategy.bald.effort=1"), "strategy.bald.effort: no arm has any"));
  CHECK(contains(refused(from + "--checkpoint-at 5"), "permea: --checkpoint-at: 5 is not behind step 5"));
  CHECK(contains(refused("--checkpoint-at 13"), "permea: --checkpoint-at: 13 is behind the end, and the runs have 12"));
  CHECK(contains(refused("--checkpoint-at 12"), "permea: --checkpoint-at: 12 is the last step, whose row"));
  CHECK(contains(refused("--checkpoint-every -1"), "permea: --checkpoint-every: -1 is not a number from 0 to"));
  folder.write("s.toml", two_arms + "[record]\nevery = 4\npanel = [\"firms\"]\n");
  CHECK(contains(refused(from), "permea: x.h5.state/at-5/run-0: is of another scenario: [record] every = 5 "
                                "there, every = 4 here\n"));
}

TEST_CASE("a checkpoint that was damaged is refused by name") {
  Folder folder;
  std::string bytes = with_checkpoint(folder).read("x.h5.state/at-5/run-3");
  bytes[bytes.size() - 100] = static_cast<char>(bytes[bytes.size() - 100] ^ 4);
  folder.write("x.h5.state/at-5/run-3", bytes);
  const Said said = folder.shell("permea run s.toml -o y.h5 --from x.h5.state/at-5 --progress never");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "permea: x.h5.state/at-5/run-3: is damaged: column "));
  CHECK_FALSE(folder.has("y.h5"));
}

TEST_CASE("who wants a checkpoint of a complete file is told how") {
  Folder folder;
  with_checkpoint(folder);
  CHECK(folder.shell("permea run s.toml -o x.h5 --resume --checkpoint-at 5").code == 0);
  const Said said = folder.shell("permea run s.toml -o x.h5 --resume --checkpoint-at 7");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: --checkpoint-at: x.h5 is complete already, and no run was put aside after step 7; "
                    "--overwrite makes it again\n");
}

}  // namespace
}  // namespace permea
