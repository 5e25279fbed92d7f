// Estimates and their intervals, against textbook numbers and against what they promise.
#include "sim/run/evidence/statistics.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace permea;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// How many of 2000 intervals of `estimate`, each from `size` draws of `draw`, hold `truth`.
template <class Draw, class OfSample>
double coverage(Draw draw, OfSample estimate, double truth, std::size_t size) {
  constexpr int samples = 2000;
  int holding = 0;
  for (int i = 0; i < samples; ++i) {
    std::vector<double> sample(size);
    for (double& x : sample) x = draw();
    const Estimate found = estimate(sample);
    holding += found.low <= truth && truth <= found.high;
  }
  return static_cast<double>(holding) / samples;
}

}  // namespace

TEST_CASE("the interval of a mean is Student's") {
  const Estimate estimate = mean_of(std::vector{4.0, 6.0, 5.0, 9.0});  // s = 2.160247, t_3 = 3.182446
  CHECK(estimate.value == Approx(6));
  CHECK(estimate.half_width() == Approx(3.182446 * 2.160247 / 2).epsilon(1e-6));
  CHECK(estimate.count == 4);
}

TEST_CASE("numbers that are missing do not count") {
  const Estimate estimate = mean_of(std::vector{none, 4.0, none, 6.0});
  CHECK(estimate.value == 5);
  CHECK(estimate.count == 2);
  CHECK(share_above_zero(std::vector{none, 1.0}).count == 1);
  CHECK(slope(std::vector{0.0, 1.0, 2.0}, std::vector{1.0, none, 5.0}) == Approx(2));
}

TEST_CASE("one number has no interval, and none at all no value") {
  CHECK(mean_of(std::vector{3.0}).value == 3);
  CHECK(std::isnan(mean_of(std::vector{3.0}).low));
  CHECK(std::isnan(mean_of(std::vector<double>{}).value));
  CHECK(std::isnan(variance_of(std::vector{3.0}).value));
}

TEST_CASE("equal numbers have an interval of no width") {
  CHECK(mean_of(std::vector{0.1, 0.1, 0.1}).half_width() < 1e-15);
  CHECK(variance_of(std::vector{2.0, 2.0}).half_width() == 0);
}

TEST_CASE("the variance divides by one less than there are") {
  CHECK(variance_of(std::vector{1.0, 2.0, 3.0, 4.0}).value == Approx(5.0 / 3));
}

TEST_CASE("the interval of a share is Wilson's, and holds the share even at the ends") {
  std::vector<double> sample(10, -1.0);
  sample[0] = 1;  // 1 of 10: .0179 to .4042, Wilson 1927
  const Estimate estimate = share_above_zero(sample);
  CHECK(estimate.value == Approx(0.1));
  CHECK(estimate.low == Approx(0.01788).epsilon(0.001));
  CHECK(estimate.high == Approx(0.40415).epsilon(0.001));
  CHECK(share_above_zero(std::vector{1.0, 2.0}).high == 1);
  CHECK(share_above_zero(std::vector{0.0, 0.0}).low == 0);  // zero is not above zero
}

TEST_CASE("the slope of a line is its slope, and there is none over one place") {
  CHECK(slope(std::vector{0.0, 1.0, 3.0}, std::vector{5.0, 3.0, -1.0}) == Approx(-2));
  CHECK(std::isnan(slope(std::vector{1.0, 1.0}, std::vector{1.0, 2.0})));
}

TEST_CASE("intervals hold the truth as often as they say") {
  std::mt19937_64 words(1);
  std::normal_distribution<double> normal(2, 3);
  std::bernoulli_distribution coin(0.2);
  const double within = 3 * std::sqrt(0.95 * 0.05 / 2000);  // three standard errors of 2000 trials
  CHECK(coverage([&] { return normal(words); }, mean_of, 2, 5) == Approx(0.95).margin(within));
  CHECK(coverage([&] { return normal(words); }, variance_of, 9, 400) == Approx(0.95).margin(0.02));
  // of a share the promise holds on average over truths: Wilson's is near it at each
  CHECK(coverage([&] { return coin(words) ? 1.0 : -1.0; }, share_above_zero, 0.2, 50) ==
        Approx(0.95).margin(0.02));
}
