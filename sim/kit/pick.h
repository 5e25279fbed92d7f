// One of many by weight. A cumulative table with a guide (Chen & Asau 1974, AIIE Transactions 6:163)
// rather than an alias table: a small change of the weights then moves only few draws to another
// item, so that two arms that see the same luck stay comparable.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"
#include "sim/kit/random.h"

namespace permea {

class PickTable {
 public:
  /// Item i is then picked with probability weights[i] / sum, to within 2^-32. All weights zero, or
  /// none at all, leave the table empty. Throws Failure for a weight that is negative or not finite.
  void build(std::span<const double> weights);

  /// Nothing has a weight: pick() must not be called.
  bool empty() const { return ends_.empty(); }

  /// The item that these 32 random bits pick.
  std::uint32_t pick(std::uint32_t word) const {
    std::uint32_t at = guide_[word >> shift_];
    at += word > ends_[at].last;  // most often enough, and no branch
    while (word > ends_[at].last) ++at;
    return ends_[at].item;
  }

  /// The probability with which `item` is picked, exactly.
  double share(std::size_t item) const;

 private:
  /// Words up to `last`, and beyond the end before, pick `item`.
  struct End {
    std::uint32_t last;
    std::uint32_t item;
  };

  std::vector<End> ends_;             ///< of items that some word picks, in the items' order
  std::vector<std::uint32_t> guide_;  ///< the first end that a word with these high bits can have
  int shift_ = 24;  ///< the guide has 256 entries, or more when there are more items
};

/// Which of the options each agent takes under multinomial logit: option o with probability
/// proportional to exp(utilities[o][i] / scale). One draw from these probabilities is the same as
/// Gumbel noise of that scale on every utility and taking the best (McFadden 1974). Uses 24 bits of
/// words[i].
template <std::size_t Options>
void choose_by_logit(const std::array<Batch<float>, Options>& utilities, float scale,
                     const Batch<std::uint32_t>& words, Batch<std::uint32_t>& chosen) {
  const float per_scale = 1 / scale;
  Batch<float> best = utilities[0];
  for (std::size_t o = 1; o < Options; ++o)
    for (std::size_t i = 0; i < batch_size; ++i)
      best[i] = utilities[o][i] > best[i] ? utilities[o][i] : best[i];
  std::array<Batch<float>, Options> up_to;  // the sum of weights up to and with each option
  Batch<float> sum{};
  for (std::size_t o = 0; o < Options; ++o)
    for (std::size_t i = 0; i < batch_size; ++i)
      up_to[o][i] = sum[i] += elementary::exp((utilities[o][i] - best[i]) * per_scale);
  for (std::size_t i = 0; i < batch_size; ++i) sum[i] *= uniform_float(words[i]);
  chosen.fill(0);
  for (std::size_t o = 0; o + 1 < Options; ++o)
    for (std::size_t i = 0; i < batch_size; ++i) chosen[i] += sum[i] >= up_to[o][i];
}

/// out[i] = options[chosen[i]][i].
template <class Number, std::size_t Options>
void take_chosen(const std::array<Batch<Number>, Options>& options,
                 const Batch<std::uint32_t>& chosen, Batch<Number>& out) {
  out = options[0];
  for (std::size_t o = 1; o < Options; ++o)
    for (std::size_t i = 0; i < batch_size; ++i) out[i] = chosen[i] == o ? options[o][i] : out[i];
}

}  // namespace permea
