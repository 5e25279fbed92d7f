// What memory a machine has decides whether a call comes to its end, never what stands in its file.
#include <catch2/catch.hpp>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

/// Six runs that need little, and six that ask for ten gigabytes they do not use.
const std::string scenario = two_arms + "[sweep]\naxes = { \"toy.megabytes\" = [0, 10_000] }\n";

TEST_CASE("a call without memory ends, keeps what is done, and goes on to the same file where there is more") {
  Folder folder;
  folder.write("s.toml", scenario);
  const std::string call = "permea run s.toml -o x.h5 --threads 1 --progress never";
  const Said said = folder.shell("ulimit -v 2000000; " + call);
  CHECK(said.code == 1);
  CHECK(said.out.empty());
  CHECK(said.err == "permea: out of memory in run 3; fewer --threads need less; 3 of 12 runs are kept, "
                    "--resume goes on\n");
  CHECK_FALSE(folder.has("x.h5"));
  CHECK(folder.shell("ulimit -v 2000000; " + call + " --resume").code == 1);
  CHECK(contains(folder.shell(call + " --resume").out, "x.h5: 12 runs, 0 failed, "));
  CHECK(folder.shell("permea run s.toml -o whole.h5 --quiet").code == 0);
  CHECK(folder.read("x.h5") == folder.read("whole.h5"));
}

TEST_CASE("a call without memory for its first run leaves nothing") {
  Folder folder;
  folder.write("s.toml", two_arms);
  const Said said = folder.shell(
      "ulimit -v 2000000; permea run s.toml --set toy.megabytes=10000 --threads 1 --quiet");
  CHECK(said.code == 1);
  CHECK(said.err.find("permea: out of memory in run 0; ") == 0);
  CHECK(folder.files() == std::vector<std::string>{"s.toml"});
}

}  // namespace
}  // namespace permea
