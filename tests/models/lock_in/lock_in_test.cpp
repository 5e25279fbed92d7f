// Markets lock in as the exact distribution of their adoptions says.
#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

#include "models/lock_in/model.h"
#include "tests/models/one_world.h"

using namespace permea;
using namespace permea::testing;

namespace {

const Model model = lock_in();
constexpr std::int64_t markets = 40'000;

double seen(const Running& running, const std::string& name) {
  return observed(model, running, name)[0];
}

Named walk(int to_a, int to_b, double toward_a) {
  return {{"markets.count", Value(markets)},
          {"walk.barrier_a", Value(std::int64_t{to_a})},
          {"walk.barrier_b", Value(std::int64_t{to_b})},
          {"walk.toward_a", Value(toward_a)}};
}

Named urn(double a, double b, double added, double returns) {
  return {{"process", Value(std::string("urn"))}, {"markets.count", Value(markets)},
          {"urn.start_a", Value(a)},              {"urn.start_b", Value(b)},
          {"urn.added", Value(added)},            {"urn.returns", Value(returns)}};
}

struct Absorbed {
  double a = 0, b = 0, time = 0, time_squared = 0;
};

/// What `steps` steps absorb, by moving the probabilities of all differences at once.
Absorbed absorbed(int to_a, int to_b, double toward_a, int steps) {
  const auto width = static_cast<std::size_t>(to_a + to_b);
  std::vector<double> p(width + 1, 0.0);
  p[static_cast<std::size_t>(to_b)] = 1;
  Absorbed sum;
  double open = 1;
  for (int step = 1; step <= steps; ++step) {
    std::vector<double> next(width + 1, 0.0);
    for (std::size_t d = 1; d < width; ++d) {
      next[d + 1] += p[d] * toward_a;
      next[d - 1] += p[d] * (1 - toward_a);
    }
    sum.a += next[width];
    sum.b += next[0];
    sum.time += open;  // E min(T, steps) = sum of P(T > t)
    sum.time_squared += open * (2 * step - 1);
    open -= next[width] + next[0];
    next[0] = next[width] = 0;
    p = std::move(next);
  }
  return sum;
}

/// P(number of A) after `steps` draws from an urn.
std::vector<double> adoptions(double a, double b, double added, double returns, int steps) {
  std::vector<double> p(static_cast<std::size_t>(steps) + 1, 0.0);
  p[0] = 1;
  for (int step = 0; step < steps; ++step)
    for (std::size_t k = static_cast<std::size_t>(step) + 1; k-- > 0;) {
      const double of_a = static_cast<double>(k), of_b = step - of_a;
      const double x = std::pow(a + added * of_a, returns), y = std::pow(b + added * of_b, returns);
      const double moves = p[k] * x / (x + y);
      p[k] -= moves;
      p[k + 1] += moves;
    }
  return p;
}

double margin(double variance) { return 4.5 * std::sqrt(variance / markets); }

}  // namespace

TEST_CASE("a fair walk ends at A with D / (U + D), after U D adoptions") {
  const auto running = run(model, setting(walk(5, 8, 0.5)), 700);
  const Absorbed exact = absorbed(5, 8, 0.5, 700);
  CHECK(exact.a == Approx(8.0 / 13).margin(1e-6));
  CHECK(exact.time == Approx(40).margin(1e-5));
  CHECK(seen(*running, "a_won") == Approx(8.0 / 13).margin(margin(0.25)));
  CHECK(seen(*running, "time_to_lock_in") ==
        Approx(40).margin(margin(exact.time_squared - exact.time * exact.time)));
  CHECK(seen(*running, "locked_in") == Approx(1));
}

TEST_CASE("any walk is absorbed as its probabilities say, also before all are") {
  for (const auto& [to_a, to_b, toward_a, steps] :
       {std::tuple(3, 7, 0.6, 25), {1, 1, 0.3, 1}, {20, 4, 0.55, 60}, {6, 6, 1.0, 10}}) {
    const auto running = run(model, setting(walk(to_a, to_b, toward_a)), steps);
    const Absorbed exact = absorbed(to_a, to_b, toward_a, steps);
    const double spread = exact.time_squared - exact.time * exact.time;
    CHECK(seen(*running, "a_won") == Approx(exact.a).margin(margin(0.25)));
    CHECK(seen(*running, "b_won") == Approx(exact.b).margin(margin(0.25)));
    CHECK(seen(*running, "time_to_lock_in") == Approx(exact.time).margin(margin(std::abs(spread)) + 1e-9));
  }
}

TEST_CASE("once locked in everybody takes the same") {
  const auto running = run(model, setting(walk(2, 3, 0.5)), 400);
  const std::vector<double> before = column(*running, "adoptions_of_a");
  const std::vector<double> winner = column(*running, "winner");
  for (int step = 0; step < 10; ++step) running->step();
  const std::vector<double> after = column(*running, "adoptions_of_a");
  for (std::size_t m = 0; m < before.size(); ++m) {
    REQUIRE(winner[m] != 0);
    REQUIRE(after[m] - before[m] == (winner[m] > 0 ? 10 : 0));
  }
  CHECK(column(*running, "winner") == winner);
}

TEST_CASE("a single market is won or not, so that seeds can be averaged") {
  Named one = walk(5, 8, 0.5);
  one[0].second = Value(std::int64_t{1});
  double won = 0;
  for (std::uint64_t seed = 1; seed <= 2'000; ++seed) {
    const double x = seen(*run(model, setting(one, seed), 700), "a_won");
    REQUIRE((x == 0 || x == 1));
    won += x;
  }
  CHECK(won / 2'000 == Approx(8.0 / 13).margin(4.5 * std::sqrt(0.237 / 2'000)));
}

TEST_CASE("Polya's urn leaves every number of adoptions equally likely") {
  const auto running = run(model, setting(urn(1, 1, 1, 1)), 99);
  for (const double share : observed(model, *running, "markets_by_share_of_a", 10))
    CHECK(share == Approx(0.1).margin(margin(0.09)));
  CHECK(seen(*running, "share_of_a") == Approx(0.5).margin(margin(1.0 / 12)));
  CHECK(seen(*running, "share_of_a_variance") == Approx(101.0 / (12 * 99)).margin(margin(1.0 / 180)));
  CHECK(seen(*running, "locked_in") == 0);
}

TEST_CASE("any urn fills as its probabilities say") {
  for (const auto& [a, b, added, returns] :
       {std::tuple(2.0, 1.0, 1.0, 1.0), {1.0, 1.0, 2.0, 1.5}, {3.0, 5.0, 1.0, 0.5}, {1.0, 3.0, 0.0, 1.0}}) {
    constexpr int steps = 60;
    const auto running = run(model, setting(urn(a, b, added, returns)), steps);
    const auto p = adoptions(a, b, added, returns, steps);
    double mean = 0, second = 0, leads = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      const double share = static_cast<double>(k) / steps;
      mean += p[k] * share;
      second += p[k] * share * share;
      leads += p[k] * (share > 0.5 ? 1.0 : share == 0.5 ? 0.5 : 0.0);
    }
    const double variance = second - mean * mean;
    CHECK(seen(*running, "share_of_a") == Approx(mean).margin(margin(variance)));
    CHECK(seen(*running, "a_leads") == Approx(leads).margin(margin(0.25)));
    CHECK(seen(*running, "share_of_a_variance") == Approx(variance).epsilon(4.5 * std::sqrt(2.0 / markets)));
  }
}

TEST_CASE("any number of threads gives the same bits") {
  for (Named parameters : {walk(5, 8, 0.5), urn(1, 1, 1, 1.2)}) {
    for (auto& [name, value] : parameters)
      if (name == "markets.count") value = std::int64_t{300'001};
    const std::uint64_t one = run(model, setting(parameters), 10)->state().hash();
    for (const int threads : {2, 3, 8})
      CHECK(run(model, setting(parameters, 1, threads), 10)->state().hash() == one);
    CHECK(run(model, setting(parameters, 2), 10)->state().hash() != one);
  }
}

TEST_CASE("parameters out of range are refused") {
  CHECK(complaints(model, walk(1, 1, 0)).empty());
  CHECK_FALSE(complaints(model, walk(0, 1, 0.5)).empty());
  CHECK_FALSE(complaints(model, walk(1, 1, 1.5)).empty());
  CHECK_FALSE(complaints(model, urn(0, 1, 1, 1)).empty());
  CHECK_FALSE(complaints(model, {{"process", Value(std::string("coin"))}}).empty());
}
