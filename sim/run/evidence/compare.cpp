// Paired comparisons: t intervals, equivalence, bootstrap, Holm's correction.
#include "sim/run/evidence/compare.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/kit/random.h"

namespace permea {
namespace {

enum class Question : std::uint16_t { which_replicates = 1 };

/// The pairs in which neither number is missing.
struct Pairs {
  std::vector<double> side, baseline, difference;

  Pairs(std::span<const double> sides, std::span<const double> baselines) {
    for (std::size_t i = 0; i < sides.size() && i < baselines.size(); ++i) {
      if (std::isnan(sides[i]) || std::isnan(baselines[i])) continue;
      side.push_back(sides[i]);
      baseline.push_back(baselines[i]);
      difference.push_back(sides[i] - baselines[i]);
    }
  }
};

/// Zero differences in all replicates are certain; otherwise Student's test.
double two_sided_p(const Estimate& difference, double error) {
  if (error == 0) return difference.value == 0 ? 1 : 0;
  return 2 * students_tail(std::abs(difference.value) / error, difference.count);
}

/// The larger p of the two one-sided tests against -margin and margin.
double equivalence_p(const Estimate& difference, double error, double margin) {
  if (error == 0) return std::abs(difference.value) < margin ? 0 : 1;
  return students_tail((margin - std::abs(difference.value)) / error, difference.count);
}

/// What a resample's mean and its standard error need.
struct Moments {
  double count = 0, sum = 0, squares = 0;

  void add(double x) { ++count, sum += x, squares += x * x; }
  double mean() const { return sum / count; }
  double error() const {
    return std::sqrt(std::max(0.0, squares - sum * sum / count) / (count - 1) / count);
  }
};

/// How far, in their own standard errors, the means of resamples lie from the mean of the sample; rising.
/// Resamples of one number only have no error and do not count.
std::vector<double> resampled(const std::vector<double>& differences, double mean,
                              const Questions& questions) {
  std::vector<double> distances;
  const Chance chance(questions.seed, 0);
  const auto count = static_cast<std::uint32_t>(differences.size());
  for (int sample = 0; sample < questions.bootstrap; ++sample) {
    Moments moments;
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto number = static_cast<std::uint64_t>(sample);
      const auto word = chance.draw(Question::which_replicates, number, i / 4)[i % 4];
      moments.add(differences[below(count, word)] - mean);
    }
    if (const double error = moments.error(); error > 1e-12 * std::abs(mean))
      distances.push_back(moments.mean() / error);
  }
  std::sort(distances.begin(), distances.end());
  return distances;
}

/// Bootstrap-t: as Student's interval, but with the distances that the sample itself has in place of the
/// quantiles of a normal one's.
Estimate bootstrapped(const std::vector<double>& differences, const Questions& questions) {
  Estimate estimate = mean_of(differences);
  const auto count = static_cast<double>(differences.size());
  const double error = std::sqrt(variance_of(differences).value / count);
  if (!(error > 0)) return estimate;
  const std::vector<double> distances = resampled(differences, estimate.value, questions);
  if (distances.empty()) return estimate;
  const auto at = [&](double share) {
    return distances[static_cast<std::size_t>(share * static_cast<double>(distances.size() - 1) + 0.5)];
  };
  estimate.low = estimate.value - at(0.975) * error;
  estimate.high = estimate.value - at(0.025) * error;
  return estimate;
}

}  // namespace

Comparison compared(std::span<const double> side, std::span<const double> baseline,
                    const Questions& questions) {
  const Pairs pairs(side, baseline);
  Comparison comparison;
  comparison.side = mean_of(pairs.side);
  comparison.baseline = mean_of(pairs.baseline);
  comparison.difference = mean_of(pairs.difference);
  const double both = variance_of(pairs.side).value + variance_of(pairs.baseline).value;
  const double paired = variance_of(pairs.difference).value;
  comparison.variance_reduction = both / paired;
  const double product = variance_of(pairs.side).value * variance_of(pairs.baseline).value;
  comparison.correlation = (both - paired) / 2 / std::sqrt(product);
  comparison.effect_size = comparison.difference.value / std::sqrt(both / 2);
  const auto count = static_cast<double>(pairs.difference.size());
  const double error = std::sqrt(paired / count);
  const bool known = comparison.difference.count > 1;
  comparison.p = comparison.p_corrected = known ? two_sided_p(comparison.difference, error) : missing;
  if (questions.margin)
    comparison.p_equivalent =
        known ? equivalence_p(comparison.difference, error, *questions.margin) : missing;
  if (questions.bootstrap > 0 && known) comparison.bootstrapped = bootstrapped(pairs.difference, questions);
  return comparison;
}

void correct_for_multiplicity(std::vector<Comparison>& comparisons) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < comparisons.size(); ++i)
    if (!std::isnan(comparisons[i].p)) order.push_back(i);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return comparisons[a].p < comparisons[b].p;
  });
  double least = 0;  // a smaller p never has a larger correction
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    Comparison& comparison = comparisons[order[rank]];
    least = std::max(least, std::min(1.0, comparison.p * static_cast<double>(order.size() - rank)));
    comparison.p_corrected = least;
  }
}

}  // namespace permea
