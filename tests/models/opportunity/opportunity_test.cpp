// Opportunities spread over firms, and growth rates, as the exact distribution says.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "models/opportunity/model.h"
#include "tests/models/one_world.h"

using namespace permea;
using namespace permea::testing;

namespace {

const Model model = opportunity();

Named world(std::int64_t firms, std::int64_t opportunities, double reinforcement = 1) {
  return {{"firms.count", Value(firms)},
          {"opportunities.count", Value(opportunities)},
          {"opportunities.reinforcement", Value(reinforcement)}};
}

/// P(n) of one firm, by following it through the opportunities: having k of m, it takes the next one
/// with probability (1 + r k) / (N + r m).
std::vector<double> distribution(int firms, int opportunities, double r) {
  std::vector<double> p(static_cast<std::size_t>(opportunities) + 1, 0.0);
  p[0] = 1;
  for (int m = 0; m < opportunities; ++m)
    for (std::size_t k = static_cast<std::size_t>(m) + 1; k-- > 0;) {
      const double moves = p[k] * (1 + r * static_cast<double>(k)) / (firms + r * m);
      p[k] -= moves;
      p[k + 1] += moves;
    }
  return p;
}

double moment(const std::vector<double>& p, int power) {
  double sum = 0;
  for (std::size_t k = 0; k < p.size(); ++k) sum += p[k] * std::pow(k, power);
  return sum;
}

double variance(const std::vector<double>& p) { return moment(p, 2) - moment(p, 1) * moment(p, 1); }

/// Kurtosis of a sum of n independent shocks of mean 0 whose own kurtosis is `of_shock`.
double kurtosis(const std::vector<double>& p, double of_shock) {
  const double mean = moment(p, 1), pairs = moment(p, 2) - mean;
  return (of_shock * mean + 3 * pairs) / (mean * mean);
}

/// Whether the mean of `name` over periods is `expected`, within 4.5 standard errors as measured.
void check_mean(const Named& parameters, const std::string& name, double expected, int periods) {
  const auto running = model.start(setting(parameters));
  double sum = 0, squares = 0;
  for (int period = 0; period < periods; ++period) {
    running->step();
    const double x = observed(model, *running, name)[0];
    sum += x;
    squares += x * x;
  }
  const double mean = sum / periods;
  const double error = std::sqrt((squares / periods - mean * mean) / periods);
  INFO(name);
  CHECK(mean == Approx(expected).margin(4.5 * error));
}

}  // namespace

TEST_CASE("the exact distribution has the published moments") {
  const auto p = distribution(100, 100, 1);
  CHECK(variance(p) == Approx(1.960396).margin(1e-6));
  CHECK(p[0] == Approx(0.497487).margin(1e-6));
  CHECK(kurtosis(p, 3) == Approx(8.88119).margin(1e-5));
}

TEST_CASE("opportunities spread as the exact distribution says") {
  for (const auto& [firms, opportunities, r] :
       {std::tuple(100, 100, 1.0), {30, 120, 1.0}, {100, 50, 0.3}, {50, 100, 4.0}, {40, 80, 0.0}}) {
    const auto p = distribution(firms, opportunities, r);
    check_mean(world(firms, opportunities, r), "opportunities_variance", variance(p), 3'000);
    check_mean(world(firms, opportunities, r), "share_without", p[0], 3'000);
    check_mean(world(firms, opportunities, r), "growth_variance", moment(p, 1), 3'000);
  }
}

TEST_CASE("growth rates have the tails that the spread of opportunities gives them") {
  for (const auto& [shape, of_shock] : {std::pair("normal", 3.0), {"laplace", 6.0}}) {
    Named parameters = world(100, 100);
    parameters.emplace_back("shocks.shape", Value(std::string(shape)));
    parameters.emplace_back("shocks.spread", Value(0.1));
    const auto running = run(model, setting(parameters), 20'000);
    const double expected = kurtosis(distribution(100, 100, 1), of_shock);
    CHECK(observed(model, *running, "growth_kurtosis")[0] == Approx(expected).epsilon(0.04));
  }
}

TEST_CASE("without reinforcement growth is nearly normal when there are many opportunities") {
  const auto running = run(model, setting(world(100, 10'000, 0)), 200);
  CHECK(observed(model, *running, "growth_kurtosis")[0] == Approx(3.03).margin(0.15));
}

TEST_CASE("every opportunity is taken, and firms are told by how many they took") {
  const auto running = run(model, setting(world(37, 90)), 5);
  const std::vector<double> taken = column(*running, "taken");
  CHECK(std::accumulate(taken.begin(), taken.end(), 0.0) == 90);
  const auto shares = observed(model, *running, "share_by_taken", 31);
  for (std::size_t k = 0; k < shares.size(); ++k)
    CHECK(shares[k] == Approx(static_cast<double>(std::count(taken.begin(), taken.end(), k)) / 37));
  CHECK(observed(model, *running, "share_without")[0] == shares[0]);
}

TEST_CASE("log size is the sum of growth rates") {
  const auto running = model.start(setting(world(5, 20)));
  std::vector<double> sum(5, 0.0);
  for (int period = 0; period < 10; ++period) {
    running->step();
    const std::vector<double> growth = column(*running, "growth");
    for (std::size_t f = 0; f < 5; ++f) sum[f] += growth[f];
  }
  const std::vector<double> size = column(*running, "size");
  for (std::size_t f = 0; f < 5; ++f) CHECK(size[f] == Approx(sum[f]));
}

TEST_CASE("one firm takes all, and without opportunities nobody grows") {
  const auto alone = run(model, setting(world(1, 50)), 1);
  CHECK(column(*alone, "taken") == std::vector<double>{50});
  const auto none = run(model, setting(world(10, 0)), 3);
  CHECK(observed(model, *none, "share_without")[0] == 1);
  CHECK(observed(model, *none, "growth_variance")[0] == 0);
  CHECK(std::isnan(observed(model, *none, "growth_kurtosis")[0]));
  CHECK(std::isnan(observed(model, *model.start(setting({})), "share_without")[0]));
}

TEST_CASE("the same seed gives the same bits whatever the threads, another seed others") {
  const std::uint64_t one = run(model, setting(world(100, 100)), 5)->state().hash();
  for (const int threads : {2, 3, 8})
    CHECK(run(model, setting(world(100, 100), 1, threads), 5)->state().hash() == one);
  CHECK(run(model, setting(world(100, 100), 2), 5)->state().hash() != one);
}

TEST_CASE("parameters out of range are refused") {
  CHECK(complaints(model, world(1, 0)).empty());
  CHECK_FALSE(complaints(model, world(0, 100)).empty());
  CHECK_FALSE(complaints(model, world(10, -1)).empty());
  CHECK_FALSE(complaints(model, world(10, 10, -0.5)).empty());
  CHECK_FALSE(complaints(model, {{"shocks.shape", Value(std::string("cauchy"))}}).empty());
}
