// `permea describe` in its three formats.
#include <catch2/catch.hpp>

#include "sim/run/describe.h"
#include "tests/sim/cli/child.h"
#include "tests/toy_model.h"

namespace permea {
namespace {

TEST_CASE("describe prints what the model says of itself") {
  CHECK(Folder().shell("permea describe toy").out == described(toy_model(), Format::text));
  CHECK(Folder().shell("permea describe toy --format markdown").out ==
        described(toy_model(), Format::markdown));
}

TEST_CASE("without a model describe lists the models") {
  const Said said = Folder().shell("permea describe");
  CHECK(said.code == 0);
  CHECK(said.out.find("  toy\n") != std::string::npos);
}

TEST_CASE("an unknown model is refused, with those that are known") {
  const Said said = Folder().shell("permea describe tooy");
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  CHECK(said.err.find("permea: tooy: unknown model; allowed: toy, ") == 0);
  CHECK(said.err.find("did you mean \"toy\"?") != std::string::npos);
}

TEST_CASE("an unknown format is refused") {
  CHECK(Folder().shell("permea describe toy --format jsn").err ==
        "permea: --format: jsn is not a choice; allowed: text, markdown, json; did you mean \"json\"?\n");
}

TEST_CASE("JSON is JSON") {
  const std::string parse = " | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)[";
  CHECK(Folder().shell("permea describe toy --format json" + parse +
                       "\"parameters\"][0][\"range\"])'").out == "[-0.5, 0.5]\n");
  CHECK(Folder().shell("permea describe --format json" + parse + "0][\"name\"])'").out == "toy\n");
  CHECK(Folder().shell("permea describe --build --format json" + parse + "0][\"what\"])'").out ==
        "version\n");
}

TEST_CASE("the build is told: compiler, instruction set and libraries") {
  const std::string out = Folder().shell("permea describe --build").out;
  for (const std::string what : {"version", "commit", "compiler", "instruction set", "HDF5 ", "Eigen 3.",
                                 "Boost 1.", "toml++ 3."})
    CHECK(out.find(what) != std::string::npos);
}

}  // namespace
}  // namespace permea
