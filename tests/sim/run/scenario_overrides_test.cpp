// What a wrong command line gets on top of a right scenario.
#include <catch2/catch.hpp>

#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

std::string set(std::vector<std::string> set, const std::string& text = toy_head) {
  Overrides overrides;
  overrides.set = std::move(set);
  return complaints(text, overrides);
}

const std::string no_value = "; allowed: true or false, a number, or a text";

}  // namespace

TEST_CASE("the option --set without a key or a value is refused") {
  CHECK(set({"noise"}) == "--set: \"noise\"; allowed: KEY=VALUE");
  CHECK(set({"=3"}) == "--set: \"=3\"; allowed: KEY=VALUE");
  CHECK(set({""}) == "--set: \"\"; allowed: KEY=VALUE");
  CHECK(set({"firms.noise="}) == "--set: firms.noise: no value" + no_value);
}

TEST_CASE("the option --set takes one value as TOML writes it") {
  CHECK(set({"firms.noise=0.1.2"}) == "--set: firms.noise: not a value" + no_value);
  CHECK(set({"firms.noise=[1]"}) == "--set: firms.noise: not a value" + no_value);
  CHECK(set({"firms.noise={a=1}"}) == "--set: firms.noise: not a value" + no_value);
  CHECK(set({"firms.noise=1 # so"}) == "");
  CHECK(set({"toy.mode=\"direct\""}) == "");
  CHECK(set({"toy.mode='direct'"}) == "");
}

TEST_CASE("the option --set gives values that the model refuses as a file would") {
  CHECK(set({"firms.noise=7"}) ==
        "--set: firms.noise: 7 is out of range; allowed: a number from 0 to 1");
  CHECK(set({"firms.noise=nan"}) ==
        "--set: firms.noise: nan is not a finite number; allowed: a number from 0 to 1");
  CHECK(set({"firms.noise=much"}) ==
        "--set: firms.noise: \"much\" is a text; allowed: a number from 0 to 1");
  CHECK(set({"firms.nose=1"}) == "--set: firms.nose: unknown key; did you mean \"firms.noise\"?");
  CHECK(set({"strategy.bold.efort=1"}) ==
        "--set: strategy.bold.efort: unknown key; did you mean \"effort\"?");
  CHECK(set({"strategy.bald.effort=1"}) ==
        "--set: strategy.bald.effort: unknown strategy; did you mean \"bold\"?");
}

TEST_CASE("a key is set once on the command line") {
  CHECK(set({"firms.noise=1", "firms.noise=0"}) == "--set: firms.noise: set twice");
  CHECK(set({"strategy.bold.effort=1", "strategy.bold.effort=0"}) ==
        "--set: strategy.bold.effort: set twice");
}

TEST_CASE("the option --set cannot set what an arm sets or a sweep moves") {
  CHECK(set({"firms.noise=1"}, toy_head + "[[arm]]\nname = \"a\"\nparameters.firms.noise = 0.1\n") ==
        "--set: firms.noise: set here and by an arm at s.toml:6:18; only one can be");
  CHECK(set({"firms.noise=1"}, toy_head + "[sweep]\naxes.firms.noise = [0.1]\n") ==
        "--set: firms.noise: set here and swept at s.toml:5:12; only one can be");
  CHECK(set({"strategy.bold.effort=1"}, toy_head + "[sweep]\naxes.strategy.bold.effort = [0.1]\n") ==
        "--set: strategy.bold.effort: set here and swept at s.toml:5:20; only one can be");
}

TEST_CASE("wrong --seeds and --steps are refused") {
  Overrides overrides;
  overrides.seeds = "4..2";
  overrides.steps = 0;
  CHECK(complaints(toy_head, overrides) ==
        "--seeds: \"4..2\"; allowed: \"A..B\" with A up to B, at most 1000000 of them; or one whole "
        "number\n--steps: 0; allowed: a whole number from 1 to 2147483647");
}
