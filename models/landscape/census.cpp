// What is counted over all forms: the highest fitness, the peaks, how alike neighbours are.
#include <bit>
#include <utility>

#include "models/landscape/nk.h"
#include "sim/kit/observable.h"

namespace permea::landscape_core {

/// The highest sum by branch and bound (Land & Doig 1960, Econometrica 28:497). Attributes are
/// fixed one after the other, the last first; the bound is the sum of the largest contributions
/// still possible.
class HighestSearch {
 public:
  explicit HighestSearch(const Landscape& landscape)
      : landscape_(landscape), entries_(landscape.attributes(), 1) {
    Sum bound = 0;
    for (const auto& largest : landscape.largest_) bound += largest[1];
    descend(landscape.attributes(), bound);
  }

  Sum highest() const { return highest_; }

 private:
  /// `free` attributes are not fixed yet.
  void descend(std::size_t free, Sum bound) {
    if (bound <= highest_) return;
    if (free == 0) {
      highest_ = bound;
      return;
    }
    const auto& changed = landscape_.changed_by_[free - 1];
    std::array<Sum, 2> bounds = {bound, bound};
    for (const std::uint32_t a : changed)
      for (std::size_t value : {0u, 1u})
        bounds[value] += Sum{landscape_.largest_[a][2 * entries_[a] + value]} -
                         landscape_.largest_[a][entries_[a]];
    const std::size_t better = bounds[1] > bounds[0];
    for (const std::size_t value : {better, 1 - better}) {
      for (const std::uint32_t a : changed) entries_[a] = 2 * entries_[a] + value;
      descend(free - 1, bounds[value]);
      for (const std::uint32_t a : changed) entries_[a] /= 2;
    }
  }

  const Landscape& landscape_;
  std::vector<std::size_t> entries_;  ///< of each attribute, the entry that fixed values lead to
  Sum highest_ = 0;
};

namespace {

/// The sums of all forms, each from its neighbour in Gray's order.
std::vector<Sum> all_sums(const Landscape& landscape) {
  std::vector<Sum> sums(std::size_t{1} << landscape.attributes());
  Form form{};
  Sum sum = sums[0] = landscape.sum(form);
  for (std::uint64_t step = 1; step < sums.size(); ++step) {
    const auto changed = static_cast<std::size_t>(std::countr_zero(step));
    sum += static_cast<Sum>(landscape.gain(form, changed));
    form = flipped(form, changed);
    sums[form[0]] = sum;
  }
  return sums;
}

}  // namespace

Counted counted(const Landscape& landscape, Census census) {
  if (census == Census::none) return {missing, missing, missing};
  const double highest = landscape.fitness(HighestSearch(landscape).highest());
  if (census == Census::highest) return {highest, missing, missing};
  const std::vector<Sum> sums = all_sums(landscape);
  const std::size_t attributes = landscape.attributes();
  double peaks = 0, squares = 0;
  for (std::size_t form = 0; form < sums.size(); ++form) {
    bool peak = true;
    for (std::size_t a = 0; a < attributes; ++a) {
      const Sum neighbour = sums[form ^ std::size_t{1} << a];
      peak = peak && sums[form] >= neighbour;
      const double difference = landscape.fitness(sums[form]) - landscape.fitness(neighbour);
      squares += difference * difference;
    }
    peaks += peak;
  }
  // The variance of a form's fitness over landscapes is 1 / 12 N, by construction.
  const auto pairs = static_cast<double>(sums.size() * attributes);
  return {highest, peaks, 1 - 6 * static_cast<double>(attributes) * squares / pairs};
}

}  // namespace permea::landscape_core
