// No firm gains by charging more or less than the rule of step 8 tells it: the rule is what firms
// would keep. Held against the myopic rule, under which undercutting pays hugely.
#include <catch2/catch.hpp>

#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

constexpr int seeds = 20;

/// The standard market of 60 firms at a fifth of its customers; one firm of each preset charges
/// `conduct` of the markup.
Setting deviating(double conduct, Said parameters, std::uint64_t seed) {
  std::vector<Kind> kinds = all_presets(14);
  for (const Preset& of : presets()) {
    kinds.push_back(preset(of.name, 1));
    say(kinds.back().levers, {{"conduct", conduct}});
  }
  return setting(20'000, kinds, parameters, seed);
}

/// Profit over so many months of the founding firms that deviate, discounted at 15 % a year, per
/// firm and seed, in units of c s.
double discounted_profit(double conduct, Said parameters, int months) {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    World world = start(deviating(conduct, parameters, seed));
    double weight = 1;
    for (int month = 0; month < months; ++month) {
      step(world);
      weight *= 1 - world.rules->discount;
      for (std::size_t f = 0; f < world.places(); ++f)
        if (world.is_there(f) && world.firms.kind[f] >= 4 && world.firms.born[f] == 0)
          sum += weight * amount(world.firms.profit[f]) / world.scale;
    }
  }
  return sum / (4 * seeds);
}

/// What a firm gains that charges `conduct` of what the rule says, at best over .85 and 1.15.
double best_gain(Said parameters, int months) {
  const double at_rule = discounted_profit(1, parameters, months);
  return std::max(discounted_profit(0.85, parameters, months),
                  discounted_profit(1.15, parameters, months)) -
         at_rule;
}

}  // namespace

TEST_CASE(
    "over twenty years a firm gains at most a tenth by leaving the rule of what it would by "
    "leaving the myopic one",
    "[.slow]") {
  const double gain = best_gain({}, 240);
  const double gain_if_myopic = best_gain({{"pricing.myopic", true}}, 240);
  CAPTURE(gain, gain_if_myopic);
  CHECK(gain_if_myopic > 1);
  CHECK(gain < 0.1 * gain_if_myopic);
}

TEST_CASE("without word of mouth the same holds", "[.slow]") {
  const auto gain = [](bool myopic) {
    return best_gain({{"pricing.myopic", myopic},
                      {"market.word_of_mouth", 0.0},
                      {"market.undirected_search", 1.0}},
                     240);
  };
  const double of_rule = gain(false), if_myopic = gain(true);
  CAPTURE(of_rule, if_myopic);
  CHECK(of_rule < 0.1 * if_myopic);
}
