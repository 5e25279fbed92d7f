// What has the name of a file and is a pipe, a device or a folder is refused in one line: to read it would
// be to wait for ever, or worse.
#include <catch2/catch.hpp>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

/// What becomes of a call that may wait for ever: 124 is what `timeout` says then.
Said in_time(const Folder& folder, const std::string& before, const std::string& call) {
  const Said said = folder.shell(before + "; timeout -s KILL 30 \"" PERMEA_TOY "\" " + call);
  INFO(before << "; " << call << ": " << said.err);
  CHECK((said.code == 1 || said.code == 2));
  CHECK(std::count(said.err.begin(), said.err.end(), '\n') == 1);
  return said;
}

TEST_CASE("results that are no regular file are refused by every command that reads them") {
  for (const std::string make : {"mkfifo x.h5", "mknod x.h5 p", "ln -s /dev/zero x.h5"})
    for (const std::string call : {"compare x.h5", "export x.h5 --csv", "replay x.h5", "merge x.h5 -o y.h5"}) {
      const Said said = in_time(Folder(), make, call);
      CHECK(contains(said.err, "permea: x.h5: is no regular file\n"));
      CHECK(said.code == 2);
    }
}

TEST_CASE("a state that is no regular file is not waited for") {
  for (const std::string make : {"mkfifo", "mkdir", "ln -s /dev/zero"}) {
    Folder folder;
    folder.write("s.toml", two_arms);
    const std::string before = "mkdir x.h5.state; " + make + " x.h5.state/run-0";
    const Said said = folder.shell(before + "; timeout -s KILL 30 \"" PERMEA_TOY "\" run s.toml -o x.h5 --resume");
    INFO(before);
    CHECK(said.code <= 2);
    CHECK(contains(said.err, "x.h5.state/run-0: is no regular file"));
  }
}

TEST_CASE("a checkpoint that is no regular file is refused") {
  Folder folder;
  folder.write("s.toml", two_arms);
  const Said said = in_time(folder, "mkdir -p x.h5.state/at-5; mkfifo x.h5.state/at-5/run-0",
                            "run s.toml -o y.h5 --from x.h5.state/at-5");
  CHECK(contains(said.err, "x.h5.state/at-5/run-0: is no regular file"));
}

TEST_CASE("a journal that is no regular file is refused") {
  Folder folder;
  folder.write("s.toml", two_arms);
  const Said said = in_time(folder, "mkfifo x.h5.journal", "run s.toml -o x.h5 --resume");
  CHECK(contains(said.err, "x.h5.journal: is no regular file"));
}

TEST_CASE("points that are no regular file are refused") {
  Folder folder;
  folder.write("s.toml", two_arms + "[sweep]\ndesign = \"list\"\nfile = \"points.csv\"\n");
  const Said said = in_time(folder, "mkfifo points.csv", "check s.toml");
  CHECK(contains(said.err, "sweep.file: points.csv cannot be read"));
}

}  // namespace
}  // namespace permea
