// The level that is used is the best there is, unless somebody says otherwise, or it cannot be.
#include "sim/cli/level.h"

#include <catch2/catch.hpp>

#include "sim/kit/problem.h"
#include "tests/contains.h"

namespace permea {
namespace {

void none(std::vector<Model>&) {}

/// Levels of unknown names, which every machine is taken to have.
const std::vector<Level> levels = {{"low", none}, {"middle", none}, {"high", none}};

TEST_CASE("the last level is used that the machine has") {
  CHECK(level_to_use(levels, "").name == "high");
  CHECK(level_to_use(std::span(levels).first(1), "").name == "low");
}

TEST_CASE("a level that is asked for is used") {
  CHECK(level_to_use(levels, "low").name == "low");
  CHECK(level_to_use(levels, "middle").name == "middle");
}

TEST_CASE("a level that the program does not have is bad input") {
  CHECK_THROWS_WITH(level_to_use(levels, "midle"),
                    "PERMEA_LEVEL: midle: this program has no such level; allowed: low, middle, high; "
                    "did you mean \"middle\"?");
}

TEST_CASE("a machine that has a level of x86-64 has those below") {
  CHECK(machine_has(compiled_for()));  // or this test would not run
  CHECK(machine_has("x86-64"));
  if (machine_has("x86-64-v4")) CHECK(machine_has("x86-64-v3"));
  if (machine_has("x86-64-v3")) CHECK(machine_has("x86-64-v2"));
}

}  // namespace
}  // namespace permea
