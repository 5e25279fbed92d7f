// Which variables there are, and how long their chunks.
#include "sim/file/format/layout.h"

#include <catch2/catch.hpp>

#include "tests/sim/file/example.h"

using namespace permea;

namespace {

const Variable& named(const Layout& layout, const std::string& name, bool panel = false) {
  for (const Variable& variable : layout.variables())
    if (variable.name == name && variable.panel == panel) return variable;
  throw std::out_of_range(name);
}

}  // namespace

TEST_CASE("a mean has a second variable for everybody, a sum has not") {
  const Example example;
  const Layout layout(example.plan);
  CHECK(named(layout, "mean_size").dimensions == std::vector<std::string>{"strategy"});
  CHECK(named(layout, "mean_size_overall").dimensions.empty());
  CHECK_THROWS_AS(named(layout, "size_overall"), std::out_of_range);
}

TEST_CASE("only the dimensions of what is recorded are there") {
  const Example all;
  REQUIRE(Layout(all.plan).dimensions().size() == 1);
  const Example gain(example_text + "observables = [\"gain\"]\n");
  CHECK(Layout(gain.plan).dimensions().empty());
}

TEST_CASE("a stock says point, a flow says sum") {
  const Example example;
  const Layout layout(example.plan);
  CHECK(named(layout, "size").cell_methods == "step: point");
  CHECK(named(layout, "gain").cell_methods == "step: sum");
}

TEST_CASE("chunks hold whole runs and at most 256 KiB, or all runs there are") {
  const Example few(plain_text);
  CHECK(Layout(few.plan).variables()[0].runs_per_chunk == 3);
  std::string text = plain_text;
  const Example many(text.replace(text.find("1..3"), 4, "1..10000"));
  CHECK(Layout(many.plan).variables()[0].runs_per_chunk == 256 * 1024 / (11 * 8));
}

TEST_CASE("a panel's chunk is 32 steps of 64 members") {
  std::string text = example_text;
  const Example example(text.replace(text.find("steps = 40"), 10, "steps = 400"));
  const Layout layout(example.plan);
  const Variable& variable = named(layout, "size", true);
  CHECK(variable.block == std::vector<std::size_t>{32, 64});
  CHECK(layout.members_of_blocks(variable, 64) == 1);
  CHECK(layout.members_of_blocks(variable, 65) == 2);
  CHECK(layout.members_of_blocks(variable, 0) == 0);
}

TEST_CASE("what there is to say of a run comes back") {
  const Example example(plain_text);
  Series series = *simulate(example.plan, 2, 1);
  series.status = Status::failed;
  series.message = "why \xc3\xbc";
  series.last_step = 7;
  const RunFacts facts = facts_in(Layout(example.plan).blocks(series).at(0));
  CHECK(facts.status == Status::failed);
  CHECK(facts.message == series.message);
  CHECK(facts.last_step == 7);
  CHECK(facts.state_hash == series.state_hash);
}

TEST_CASE("a series that is not one of the plan is an error of the program") {
  const Example example(plain_text);
  const Layout layout(example.plan);
  Series series = *simulate(example.plan, 0, 1);
  series.observables[0].push_back(1);
  CHECK_THROWS_AS(layout.blocks(series), std::invalid_argument);
  series.observables[0].pop_back();
  series.key.run = 3;
  CHECK_THROWS_AS(layout.blocks(series), std::invalid_argument);
}

TEST_CASE("an observable with the name of something else in the file is refused before any run") {
  Example example(plain_text);
  for (const char* name : {"status", "step", "panel"}) {
    example.models[1].observables[0].name = name;
    CHECK_THROWS_AS(Layout(example.plan), std::logic_error);
  }
}
