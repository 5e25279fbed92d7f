// Prices are those of the closed form where there is one.
#include <catch2/catch.hpp>

#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Identical firms that everyone compares every month, with no inertia, until prices rest: 200
/// months bring smoothed sums to within 1e-14 and prices to within 1e-19 of where they go.
World at_rest(std::int64_t firms, Said parameters) {
  Setting setting = quiet(5'000, {strategy("alike", firms, idle)},
                          {{"market.considered", std::string("all")}, {"market.review_rate", 1.0}});
  say(setting.parameters, parameters);
  return run(setting, 200);
}

/// The probability with which a customer takes firm f, as its reviewers had it.
double share(const World& world, std::size_t f) {
  return world.firms.considered_sum[f] / world.reviewers_smoothed;
}

}  // namespace

// What is left of the closed form: the half reviewer that a firm imagines beside the 5,000/0.15
// smoothed ones (1e-5 of them, and its P is nearly theirs: 2e-6 of the price at n = 2), and single
// precision in the probabilities (1e-6). Hence margins of 4e-6; the published digits end at 5e-7.
TEST_CASE("without an outside option the price is c + mu n/(n-1)") {
  const auto [firms, price] =
      GENERATE(table<std::int64_t, double>({{2, 1.5}, {5, 1.3125}, {20, 1 + 0.25 * 20 / 19.0}}));
  const World world = at_rest(firms, {{"market.mu", 0.25}, {"market.value", 20.0}});
  for (std::size_t f = 0; f < world.places(); ++f)
    CHECK(world.firms.price[f] == Approx(price).epsilon(0).margin(4e-6));
}

TEST_CASE("with an outside option price and share solve p = mu/(1 - P)") {
  const auto [firms, price, taken] = GENERATE(
      table<std::int64_t, double, double>({{2, 1.598942, 0.374586}, {5, 1.224198, 0.183139}}));
  const World world =
      at_rest(firms, {{"market.mu", 1.0}, {"market.value", 2.0}, {"pricing.unit_cost", 0.0}});
  for (std::size_t f = 0; f < world.places(); ++f) {
    CHECK(world.firms.price[f] == Approx(price).epsilon(0).margin(4e-6));
    CHECK(share(world, f) == Approx(taken).epsilon(0).margin(2e-6));
  }
}

TEST_CASE("firms that are alike start at one price") {
  const auto considered = GENERATE(Value(std::int64_t{5}), Value(std::string("all")));
  const World world = start(setting(500, all_presets(4), {{"market.considered", considered}}));
  for (const double price : world.firms.price) CHECK(price == world.firms.price[0]);
}

TEST_CASE("conduct is the share of the markup that is charged") {
  Setting cheap = quiet(5'000, {strategy("half", 4, idle)},
                        {{"market.considered", std::string("all")},
                         {"market.review_rate", 1.0},
                         {"market.mu", 0.25},
                         {"market.value", 20.0}});
  say(cheap.kinds[0].levers, {{"conduct", 0.5}});
  CHECK(run(cheap, 200).firms.price[0] == Approx(1 + 0.5 * 0.25 * 4 / 3.0).epsilon(0).margin(4e-6));
}

TEST_CASE("firms that ignore that customers stay charge captive ones more") {
  const auto price = [](bool myopic) {
    Setting captive =
        quiet(5'000, {strategy("sticky", 6, idle)},
              {{"market.value", 20.0}, {"pricing.discount", 0.0125}, {"pricing.myopic", myopic}});
    say(captive.kinds[0].levers, {{"lock_in", 0.4}});
    return run(captive, 120).firms.price[0];
  };
  CHECK(price(true) > price(false) + 0.1);
}

TEST_CASE("no price is above the highest") {
  Setting dear = quiet(2'000, {strategy("alone", 1, idle)},
                       {{"market.value", 20.0}, {"pricing.highest", 3.0}});
  CHECK(run(dear, 100).firms.price[0] == Approx(3).epsilon(1e-6));
}
