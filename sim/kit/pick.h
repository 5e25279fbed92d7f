// One of many by weight. A cumulative table with a guide (Chen & Asau 1974, AIIE Transactions 6:163)
// rather than an alias table: a small change of the weights then moves only few draws to another
// item, so that two arms that see the same luck stay comparable.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

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
    std::uint32_t at = guide_[word >> 24];
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

  std::vector<End> ends_;                  ///< of items that some word picks, in the items' order
  std::array<std::uint32_t, 256> guide_{};  ///< the first end that a word with these high bits can have
};

}  // namespace permea
