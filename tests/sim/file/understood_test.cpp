// A scenario as understood is a scenario again, and the same.
#include "sim/file/understood.h"

#include <catch2/catch.hpp>

#include "tests/sim/file/example.h"

using namespace permea;

TEST_CASE("what was understood is understood in the same way again") {
  const Example once;
  const std::string text = as_understood(once.scenario);
  CHECK(as_understood(Example(text).scenario) == text);
}

TEST_CASE("the scenario as understood has the same runs as the one as written") {
  const Example written, understood(as_understood(written.scenario));
  REQUIRE(understood.plan.runs() == written.plan.runs());
  for (std::size_t run = 0; run < written.plan.runs(); ++run)
    CHECK(simulate(understood.plan, run, 1)->state_hash == simulate(written.plan, run, 1)->state_hash);
}

TEST_CASE("a scenario without kinds is understood too") {
  const std::string text = as_understood(Example(plain_text).scenario);
  CHECK(as_understood(Example(text).scenario) == text);
}

TEST_CASE("words with quotes, backslashes and line breaks come back as they were") {
  const Example odd("title = \"a \\\"b\\\" \\\\ \\n \\u00fc\"\nmodel = \"walk\"\nsteps = 1\nseeds = 1\n");
  const Example again(as_understood(odd.scenario));
  CHECK(again.scenario.title == "a \"b\" \\ \n \xc3\xbc");
}

TEST_CASE("another value in force is another text") {
  const Example one;
  std::string text = example_text;
  text.replace(text.find("birth_every = 3"), 15, "birth_every = 5");
  CHECK(as_understood(one.scenario) != as_understood(Example(text).scenario));
}

TEST_CASE("a sweep whose points take more text than a scenario may have is understood again") {
  const Example many("model = \"toy\"\nsteps = 1\nseeds = 1\n[sweep]\ndesign = \"sobol\"\nsize = 40000\n"
                     "axes = { firms.noise = { from = 0.0, to = 0.1 }, firms.growth = { from = 0.0, to = 0.1 } }\n");
  const std::string text = as_understood(many.scenario);
  REQUIRE(text.size() > (std::size_t{1} << 20));
  CHECK(as_understood(parse_understood(text, "x.h5", many.models)) == text);
}
