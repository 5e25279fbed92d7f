// Paired comparisons, against numbers worked out by hand and against what they promise.
#include "sim/run/evidence/compare.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <random>

using namespace permea;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> side = {5, 7, 9, 12}, baseline = {4, 5, 8, 8};  // differences 1 2 1 4

/// Two sides that share their luck: `common` of their variance.
std::pair<std::vector<double>, std::vector<double>> drawn(std::mt19937_64& words, double apart,
                                                          double common, std::size_t count) {
  std::normal_distribution<double> normal;
  std::vector<double> a(count), b(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double luck = std::sqrt(common) * normal(words);
    a[i] = luck + std::sqrt(1 - common) * normal(words) + apart;
    b[i] = luck + std::sqrt(1 - common) * normal(words);
  }
  return {a, b};
}

/// The same with differences that are skewed: exponential, of mean `apart`.
std::pair<std::vector<double>, std::vector<double>> skewed(std::mt19937_64& words, double apart,
                                                           double common, std::size_t count) {
  auto [a, b] = drawn(words, 0, common, count);
  std::exponential_distribution<double> gap(1 / apart);
  for (std::size_t i = 0; i < count; ++i) a[i] = b[i] + gap(words);
  return {a, b};
}

bool covers(const Estimate& interval, double value) { return interval.low <= value && value <= interval.high; }

/// In what share of 2000 experiments `holds` of a comparison is true.
template <class Holds>
double share(double apart, const Questions& questions, Holds holds, decltype(&drawn) draw = drawn,
             std::size_t pairs = 12) {
  std::mt19937_64 words(7);
  int count = 0;
  for (int i = 0; i < 2000; ++i) {
    const auto [a, b] = draw(words, apart, 0.7, pairs);
    count += holds(compared(a, b, questions));
  }
  return count / 2000.0;
}

const double within = 3 * std::sqrt(0.05 * 0.95 / 2000);

}  // namespace

TEST_CASE("a difference is that of pairs, with Student's interval and p") {
  const Comparison comparison = compared(side, baseline);
  CHECK(comparison.difference.value == Approx(2));  // s = sqrt 2, t = 2.828, 3 degrees of freedom
  CHECK(comparison.difference.half_width() == Approx(3.182446 * std::sqrt(2.0) / 2).epsilon(1e-5));
  CHECK(comparison.p == Approx(0.0663).epsilon(0.01));
}

TEST_CASE("the variance reduction is what unpaired differences would vary more") {
  const double both = 107.0 / 12 + 17.0 / 4;  // of 5 7 9 12 and of 4 5 8 8
  CHECK(compared(side, baseline).variance_reduction == Approx(both / 2));
  CHECK(compared(side, baseline).effect_size == Approx(2 / std::sqrt(both / 2)));
}

TEST_CASE("pairs in which one side is missing do not count") {
  const Comparison comparison = compared(std::vector{5.0, none, 9.0}, std::vector{4.0, 5.0, none});
  CHECK(comparison.difference.count == 1);
  CHECK(comparison.difference.value == 1);
  CHECK(std::isnan(comparison.p));
}

TEST_CASE("sides that are equal in every replicate are certainly equal") {
  const Comparison comparison = compared(side, side, {0.1, 0, 1});
  CHECK(comparison.p == 1);
  CHECK(*comparison.p_equivalent == 0);
  CHECK(comparison.difference.half_width() == 0);
}

TEST_CASE("intervals cover the difference in 95 of 100 experiments, and p finds none in as many") {
  CHECK(share(0.3, {}, [](const Comparison& c) {
          return c.difference.low <= 0.3 && 0.3 <= c.difference.high;
        }) == Approx(0.95).margin(within));
  CHECK(share(0, {}, [](const Comparison& c) { return c.p < 0.05; }) == Approx(0.05).margin(within));
}

TEST_CASE("equivalence is claimed in at most 5 of 100 experiments at the margin, and often within") {
  Questions questions;
  questions.margin = 1;
  const auto claimed = [](const Comparison& c) { return *c.p_equivalent < 0.05; };
  CHECK(share(1, questions, claimed) < 0.05 + within);
  CHECK(share(0, questions, claimed) > 0.5);
}

TEST_CASE("intervals cover a difference in 93 to 97 of 100 experiments, by Student and by the bootstrap") {
  const auto student = [](const Comparison& c) { return covers(c.difference, 0.5); };
  const auto resampled = [](const Comparison& c) { return covers(*c.bootstrapped, 0.5); };
  for (const std::size_t pairs : {8u, 20u, 40u}) {
    INFO(pairs << " pairs");
    CHECK(share(0.5, {}, student, drawn, pairs) == Approx(0.95).margin(0.02));
    CHECK(share(0.5, {{}, 400, 1}, resampled, drawn, pairs) == Approx(0.95).margin(0.02));
  }
}

TEST_CASE("the bootstrap covers a skewed difference where Student's interval falls short") {
  const auto resampled = [](const Comparison& c) { return covers(*c.bootstrapped, 0.5); };
  const auto student = [](const Comparison& c) { return covers(c.difference, 0.5); };
  const double by_bootstrap = share(0.5, {{}, 400, 1}, resampled, skewed, 20);
  CHECK(by_bootstrap == Approx(0.95).margin(0.02));
  CHECK(share(0.5, {}, student, skewed, 20) < by_bootstrap);
}

TEST_CASE("at the margin equivalence is claimed in 5 of 100 experiments when there are pairs enough") {
  Questions questions;
  questions.margin = 0.5;
  const auto claimed = [](const Comparison& c) { return *c.p_equivalent < 0.05; };
  for (const double apart : {0.5, -0.5})
    CHECK(share(apart, questions, claimed, drawn, 60) == Approx(0.05).margin(within));
}

TEST_CASE("the correlation is that of the pairs") {
  CHECK(compared(side, baseline).correlation == Approx(16.75 / 3 / std::sqrt(107.0 / 12 * 17.0 / 4)));
  CHECK(compared(side, side).correlation == Approx(1));
  CHECK(compared(std::vector{1.0, 2.0, 3.0}, std::vector{3.0, 2.0, 1.0}).correlation == Approx(-1));
}

TEST_CASE("the bootstrap is the same every time, and near Student's interval in a large sample") {
  std::mt19937_64 words(3);
  const auto [a, b] = drawn(words, 1, 0.5, 200);
  const Comparison once = compared(a, b, {{}, 2000, 1}), again = compared(a, b, {{}, 2000, 1});
  CHECK(once.bootstrapped->low == again.bootstrapped->low);
  CHECK(once.bootstrapped->low == Approx(once.difference.low).margin(0.03));
  CHECK(once.bootstrapped->high == Approx(once.difference.high).margin(0.03));
}

TEST_CASE("Holm's correction multiplies the smallest p by all, the next by one less, and keeps order") {
  std::vector<Comparison> comparisons(4);
  const double p[] = {0.04, 0.01, none, 0.03};
  for (std::size_t i = 0; i < 4; ++i) comparisons[i].p = p[i];
  correct_for_multiplicity(comparisons);
  CHECK(comparisons[1].p_corrected == Approx(0.03));
  CHECK(comparisons[3].p_corrected == Approx(0.06));
  CHECK(comparisons[0].p_corrected == Approx(0.06));
}
