// Replies come to rest at the logit equilibrium; drawn prices are the mixed equilibrium of Varian.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "models/pricing/model.h"
#include "tests/models/one_world.h"

using namespace permea;

namespace {

using Pairs = testing::Named;
using testing::setting;

Setting logit(std::int64_t firms, Pairs more = {}) {
  more.emplace_back("firms.count", firms);
  return setting(more);
}

Setting captive(std::int64_t firms, double free, Pairs more = {}) {
  more.emplace_back("market.demand", std::string("captive"));
  more.emplace_back("firms.count", firms);
  more.emplace_back("customers.free", free);
  return setting(more);
}

std::unique_ptr<Running> run(const Setting& setting, int rounds) {
  return testing::run(pricing(), setting, rounds);
}

std::vector<double> observed(const Running& world, const std::string& name, std::size_t width) {
  return testing::observed(pricing(), world, name, width);
}

double observed(const Running& world, const std::string& name) {
  return observed(world, name, 1)[0];
}

/// Profit of a firm of logit demand at `price`, written anew: cost, quality and mu of each, and the
/// prices of all.
struct Oligopoly {
  std::vector<double> costs, prices;
  double quality = 2, mu = 1;
  bool outside = true;

  double profit(std::size_t firm, double price) const {
    double sum = outside ? 1 : 0;
    for (std::size_t j = 0; j < prices.size(); ++j)
      sum += std::exp((quality - (j == firm ? price : prices[j])) / mu);
    return (price - costs[firm]) * std::exp((quality - price) / mu) / sum;
  }

  /// The best that any price on a fine grid pays.
  double best(std::size_t firm) const {
    double most = 0;
    for (double price = costs[firm]; price < costs[firm] + 30; price += 1e-3)
      most = std::max(most, profit(firm, price));
    return most;
  }
};

}  // namespace

TEST_CASE("without outside option the price is c + mu n / (n - 1)") {
  for (const std::int64_t firms : {2, 3, 10, 200})
    for (const double mu : {0.25, 1.0, 5.0}) {
      const auto world =
          run(logit(firms, {{"market.outside", false}, {"tastes.spread", mu}, {"firms.cost", 3.0}}),
              300);
      const double n = static_cast<double>(firms);
      INFO(firms << " " << mu);
      CHECK(observed(*world, "posted_price") == Approx(3 + mu * n / (n - 1)).epsilon(1e-8));
      CHECK(observed(*world, "served") == Approx(1));
      CHECK(observed(*world, "settled") == 1);
    }
}

TEST_CASE(
    "with an outside option one firm asks 2 and serves half, two ask 1.598942 and serve .374586") {
  const auto one = run(logit(1), 50), two = run(logit(2), 100);
  CHECK(observed(*one, "posted_price") == Approx(2).epsilon(1e-9));
  CHECK(observed(*one, "served") == Approx(0.5).epsilon(1e-9));
  CHECK(observed(*two, "posted_price") == Approx(1.598942).margin(1e-6));
  CHECK(observed(*two, "share_of_firm", 2)[1] == Approx(0.374586).margin(1e-6));
}

TEST_CASE("where replies rest no firm gains by another price, also when firms differ") {
  for (const bool outside : {true, false})
    for (const double step : {0.0, 0.7}) {
      const auto world = run(
          logit(4, {{"market.outside", outside}, {"firms.cost_step", step}, {"tastes.spread", 0.8}}),
          500);
      Oligopoly check{{}, observed(*world, "price_of_firm", 4), 2, 0.8, outside};
      for (int i = 0; i < 4; ++i) check.costs.push_back(step * i);
      CHECK(observed(*world, "settled") == 1);
      for (std::size_t i = 0; i < 4; ++i) {
        const double now = check.profit(i, check.prices[i]);
        CHECK(check.best(i) <= now * (1 + 1e-9));
        CHECK(check.best(i) >= now * (1 - 1e-5));
      }
    }
}

TEST_CASE("the closed form of firms alike is where replies rest, in turn and at once") {
  for (const std::string order : {"in_turn", "at_once"})
    for (const double quality : {-80.0, 0.0, 4.0, 90.0}) {
      const auto world =
          run(logit(3, {{"replies.order", order}, {"firms.quality", quality}}), 2'000);
      INFO(order << " " << quality);
      CHECK(observed(*world, "settled") == 1);
      CHECK(observed(*world, "posted_price") ==
            Approx(observed(*world, "expected_posted")).epsilon(1e-7));
    }
}

TEST_CASE(
    "captive and free: for any number of firms the price paid is r less the free share of it") {
  for (const std::int64_t firms : {2, 3, 6}) {
    const auto world = run(captive(firms, 0.5, {{"markets.count", std::int64_t{200'000}}}), 1);
    INFO(firms);
    CHECK(observed(*world, "paid_price") == Approx(0.5).margin(0.003));  // 5 standard errors or more
    CHECK(observed(*world, "expected_paid") == 0.5);
  }
}

TEST_CASE(
    "captive and free: two firms post ln 3 / 2 on average, and the closed form says the same") {
  const auto world = run(captive(2, 0.5, {{"markets.count", std::int64_t{500'000}}}), 1);
  const double published = std::log(3.0) / 2;                                  // .5493
  CHECK(observed(*world, "posted_price") == Approx(published).margin(0.001));  // 5 standard errors
  CHECK(observed(*world, "expected_posted") == Approx(published).epsilon(1e-9));
}

TEST_CASE("prices drawn follow the mixed distribution") {
  const auto world = run(captive(3, 0.7,
                                 {{"markets.count", std::int64_t{100'000}},
                                  {"firms.cost", 0.2},
                                  {"customers.reservation", 2.0}}),
                         1);
  const auto price = observed(*world, "price_at", 20), below = observed(*world, "posted_below", 20);
  for (std::size_t i = 0; i < 20; ++i) {
    const double odds = 0.3 * (2 - price[i]) / (3 * 0.7 * (price[i] - 0.2));
    CHECK(below[i] == Approx(1 - std::sqrt(odds)).margin(0.005));  // 5 standard errors
    CHECK(observed(*world, "expected_below", 20)[i] == Approx(1 - std::sqrt(odds)).epsilon(1e-9));
  }
}

TEST_CASE("against prices drawn a firm earns the same at every price of the range") {
  for (const std::int64_t firms : {2, 5}) {
    const auto world = run(captive(firms, 0.6, {{"markets.count", std::int64_t{200'000}}}), 1);
    for (const double profit : observed(*world, "profit_at", 20))
      CHECK(profit == Approx(0.4 / static_cast<double>(firms)).epsilon(0.02));
  }
}

TEST_CASE("without free customers all ask the highest price, without captives all ask cost") {
  CHECK(observed(*run(captive(4, 0), 1), "posted_price") == Approx(1));
  CHECK(observed(*run(captive(4, 1, {{"firms.cost", 0.25}}), 1), "posted_price") == Approx(0.25));
  CHECK(observed(*run(captive(4, 1, {{"firms.cost", 0.25}}), 1), "expected_posted") == Approx(0.25));
}

TEST_CASE("shares of all firms make up all customers") {
  const auto world = run(captive(7, 0.3), 1);
  CHECK(observed(*world, "served") == Approx(1).epsilon(1e-12));
}

TEST_CASE("prices are drawn by the seed and by the step") {
  Setting one = captive(2, 0.5), two = one;
  two.seed = 2;
  CHECK(run(one, 2)->state().hash() == run(one, 2)->state().hash());
  CHECK(run(one, 2)->state().hash() != run(two, 2)->state().hash());
  CHECK(run(one, 1)->state().hash() != run(one, 2)->state().hash());
}

TEST_CASE("combinations that have no equilibrium are refused") {
  const auto wrong = [](const Setting& s) { return pricing().problems(s).size(); };
  CHECK(wrong(logit(1)) == 0);
  CHECK(wrong(logit(1, {{"market.outside", false}})) == 1);
  CHECK(wrong(captive(1, 0.5)) == 1);
  CHECK(wrong(captive(2, 0.5, {{"firms.cost", 1.0}})) == 1);
  CHECK(wrong(captive(2, 0.5, {{"firms.cost_step", 0.1}})) == 1);
  CHECK(wrong(captive(1'000, 0.5, {{"markets.count", std::int64_t{1'000'000}}})) == 1);
}

TEST_CASE("any number of threads gives the same bits") {
  for (Setting setting : {logit(5), captive(3, 0.5)}) {
    const std::uint64_t one = run(setting, 20)->state().hash();
    for (const int threads : {2, 3, 8}) {
      setting.threads = threads;
      CHECK(run(setting, 20)->state().hash() == one);
    }
  }
}
