// A results file of which any byte has changed: every command says so in one line, and none crashes.
#include <catch2/catch.hpp>

#include <random>

#include "tests/sim/cli/child.h"

namespace permea {
namespace {

/// Whether a call refused x.h5 in one line.
bool refused(const Said& said) {
  return said.code == 2 && said.out.empty() && said.err.find("permea: x.h5: is ") == 0 &&
         said.err.find('\n') == said.err.size() - 1;
}

TEST_CASE("two hundred files with a wrong byte are each refused in one line by what reads them") {
  Folder folder;
  folder.write("s.toml", two_arms);
  REQUIRE(folder.shell("permea run s.toml -o x.h5 --quiet").code == 0);
  const std::string whole = folder.read("x.h5");
  const std::vector<std::string> calls = {"export --csv x.h5", "replay x.h5 --threads 2 --progress never",
                                          "compare x.h5 --observable size"};
  for (const std::string& call : calls) REQUIRE(folder.shell("permea " + call).code == 0);
  std::mt19937 random(1);
  for (int trial = 0; trial < 200; ++trial) {
    std::string bytes = whole;
    const std::size_t at = random() % bytes.size();
    bytes[at] = static_cast<char>(bytes[at] ^ static_cast<char>(1 + random() % 255));
    folder.write("x.h5", bytes);
    INFO("byte " << at);
    for (const std::string& call : calls) CHECK(refused(folder.shell("permea " + call)));
  }
}

}  // namespace
}  // namespace permea
