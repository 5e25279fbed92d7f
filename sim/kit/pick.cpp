// How weights become thresholds for 32 random bits.
#include "sim/kit/pick.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "sim/kit/problem.h"

namespace permea {

void PickTable::build(std::span<const double> weights) {
  ends_.clear();
  double sum = 0;
  for (std::size_t item = 0; item < weights.size(); ++item) {
    if (!(weights[item] >= 0 && std::isfinite(weights[item])))
      throw Failure("the weight of item " + std::to_string(item) + " is " +
                    std::to_string(weights[item]) + ": it must be finite and not negative");
    sum += weights[item];
  }
  if (sum == 0) return;
  double cumulated = 0;  // summed in the same order as `sum`, so that it ends at 2^32 exactly
  std::uint64_t end = 0;
  for (std::size_t item = 0; item < weights.size(); ++item) {
    cumulated += weights[item];
    const auto next = static_cast<std::uint64_t>(cumulated / sum * 0x1p32 + 0.5);
    if (next == end) continue;
    end = next;
    ends_.push_back({static_cast<std::uint32_t>(end - 1), static_cast<std::uint32_t>(item)});
  }
  guide_.resize(std::max<std::size_t>(256, std::bit_ceil(ends_.size())));
  shift_ = 32 - std::countr_zero(guide_.size());
  std::uint32_t at = 0;
  for (std::uint32_t high = 0; high < guide_.size(); ++high) {
    while (ends_[at].last < high << shift_) ++at;
    guide_[high] = at;
  }
}

double PickTable::share(std::size_t item) const {
  const auto end = std::lower_bound(ends_.begin(), ends_.end(), item,
                                    [](const End& e, std::size_t i) { return e.item < i; });
  if (end == ends_.end() || end->item != item) return 0;
  const double before = end == ends_.begin() ? 0 : static_cast<double>((end - 1)->last) + 1;
  return (static_cast<double>(end->last) + 1 - before) * 0x1p-32;
}

}  // namespace permea
