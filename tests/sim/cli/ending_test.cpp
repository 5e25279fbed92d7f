// What becomes of a call at its very end, when all runs are done and the file is not.
#include <catch2/catch.hpp>

#include <csignal>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

using Files = std::vector<std::string>;

const std::string call = "permea run s.toml -o x.h5 --threads 1 --progress never ";

/// A folder with the scenario s.toml.
Folder& prepared(Folder& folder) {
  folder.write("s.toml", two_arms);
  return folder;
}

TEST_CASE("a signal before the file is written keeps all runs, and the next call writes it") {
  Folder folder;
  const std::string in_last_step = with_signal(SIGTERM, 12, 6);
  const Said said = prepared(folder).shell(in_last_step + call);
  CHECK(said.code == 75);
  CHECK(said.err == "permea: interrupted: 6 of 6 runs are kept; the same call with --resume goes on\n");
  CHECK(folder.files() == Files{"s.toml", "x.h5.journal"});
  CHECK(folder.shell(call + "--resume").code == 0);
  REQUIRE(folder.shell("permea run s.toml -o whole.h5 --quiet").code == 0);
  CHECK(folder.read("x.h5") == folder.read("whole.h5"));
}

TEST_CASE("a card that cannot be written is a failure that says that the results are complete") {
  Folder folder;
  const Said said = prepared(folder).shell("mkdir x.run.json; " + call);
  CHECK(said.code == 1);
  CHECK(said.err == "permea: cannot write x.run.json: Is a directory; x.h5 is complete\n");
  CHECK(folder.shell("rmdir x.run.json; " + call + "--resume").out == "x.h5: 6 runs, 0 failed, complete already\n");
  CHECK(folder.files() == Files{"s.toml", "x.h5"});
}

TEST_CASE("what a call left that was killed at its very end is gone with the next") {
  Folder folder;
  REQUIRE(prepared(folder).shell(call).code == 0);
  const std::string whole = folder.read("x.h5");
  for (const std::string name : {"x.h5.lock", "x.h5.part", "x.h5.journal", "x.run.json.part"}) {
    folder.write(name, name == "x.h5.journal" ? "" : "process 999999999");
    CHECK(folder.shell(call + "--resume").code == 0);
    CHECK(folder.files() == Files{"s.toml", "x.h5", "x.run.json"});
  }
  CHECK(folder.read("x.h5") == whole);
}

TEST_CASE("what stands beside a complete file that is being written anew is left alone") {
  Folder folder;
  REQUIRE(prepared(folder).shell(call).code == 0);
  folder.write("x.h5.lock", "process 12 on another.host");
  folder.write("x.h5.part", "half");
  CHECK(folder.shell(call + "--resume").out == "x.h5: 6 runs, 0 failed, complete already\n");
  CHECK(folder.read("x.h5.part") == "half");
  CHECK(folder.read("x.h5.lock") == "process 12 on another.host");
}

TEST_CASE("a folder that goes amid the runs is a failure that names the file") {
  Folder folder;
  folder.write("s.toml", two_arms + "[record]\nevery = 1000000000\n");
  const Said said = folder.shell(
      "permea run s.toml -o gone/x.h5 --steps 1000000 --seeds 1 --quiet --threads 1 & "
      "while kill -0 $! && [ ! -e gone/x.h5.journal ]; do sleep 0.01; done; rm -r gone; wait $!");
  CHECK(said.code == 1);
  CHECK(said.err.find("permea: cannot ") == 0);
  CHECK(contains(said.err, "gone/x.h5"));
  CHECK(contains(said.err, "No such file or directory"));
  CHECK(folder.files() == Files{"s.toml"});
}

TEST_CASE("a folder that goes amid the runs is told of as soon as one ends, and nothing is promised") {
  for (const std::string end : {"wait $!", "kill $!; wait $!"}) {  // with the second run, or before it ends
    Folder folder;
    folder.write("s.toml", two_arms + "[record]\nevery = 1000000000\n");
    const Said said = folder.shell(
        "\"" PERMEA_TOY "\" run s.toml -o gone/x.h5 --steps 2000000 --seeds 1..4 --quiet --threads 1 & "
        "until [ -s gone/x.h5.journal ]; do kill -0 $! || exit; sleep 0.01; done; size=$(wc -c <gone/x.h5.journal); "
        "while [ $(wc -c <gone/x.h5.journal) = $size ]; do kill -0 $! || exit; sleep 0.01; done; rm -r gone; " + end);
    CHECK(said.code == 1);
    CHECK(said.err == (end == "wait $!" ? "permea: cannot write gone/x.h5.journal: No such file or directory\n"
                                        : "permea: cannot make the folder gone/x.h5.state: No such file or directory\n"));
    CHECK(folder.files() == Files{"s.toml"});
  }
}

TEST_CASE("of two calls on one output the second is refused, and the first is not disturbed") {
  Folder folder;
  folder.write("s.toml", two_arms + "[record]\nevery = 1000000000\n");
  const std::string long_call = "permea run s.toml -o x.h5 --steps 1000000 --seeds 1 --quiet --threads 1 ";
  const Said said = folder.shell(long_call + "& while kill -0 $! && [ ! -e x.h5.journal ]; do sleep 0.01; done; " +
                                 "cp x.h5.lock lock; " + long_call + "--resume; echo $? >code; wait $!");
  CHECK(said.code == 0);
  CHECK(folder.read("code") == "2\n");
  CHECK(said.err == "permea: x.h5: is being written by " + folder.read("lock") + "\n");
  CHECK(folder.has("x.h5"));
}

}  // namespace
}  // namespace permea
