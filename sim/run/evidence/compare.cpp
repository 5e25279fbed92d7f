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

Estimate bootstrapped(const std::vector<double>& differences, const Questions& questions) {
  std::vector<double> means(static_cast<std::size_t>(questions.bootstrap));
  const Chance chance(questions.seed, 0);
  const auto count = static_cast<std::uint32_t>(differences.size());
  for (std::size_t sample = 0; sample < means.size(); ++sample) {
    double sum = 0;
    for (std::uint32_t i = 0; i < count; ++i)
      sum += differences[below(count, chance.draw(Question::which_replicates, sample, i / 4)[i % 4])];
    means[sample] = sum / count;
  }
  std::sort(means.begin(), means.end());
  const auto at = [&](double share) {
    return means[static_cast<std::size_t>(share * static_cast<double>(means.size() - 1) + 0.5)];
  };
  Estimate estimate = mean_of(differences);
  estimate.low = at(0.025);
  estimate.high = at(0.975);
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
