// Sums that no order of addition can change: every number is rounded once to a multiple of 2^-32 and
// added as an integer. So the sum is the same for any number of threads and any way to share work.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/kit/lanes.h"
#include "sim/kit/problem.h"

namespace permea {

/// Takes numbers below 2^19 (524,288) in size, each to the nearest 2^-32 (2.3e-10); as many as one
/// likes. A larger one, or one that is not a number, throws Failure.
class ExactSum {
 public:
  static constexpr double range = 0x1p19;

  void add(double x) {
    if (!(std::abs(x) < range)) refuse();
    total_ += fixed(x);
  }

  /// Adds all of `values`; a plain loop that vectorises.
  template <class Real>
  void add(std::span<const Real> values) {
    constexpr std::size_t most = 2048;  // |fixed| <= 2^51: that many fit in 64 bits
    for (std::size_t begin = 0; begin < values.size(); begin += most) {
      const std::size_t end = begin + most < values.size() ? begin + most : values.size();
      std::int64_t sum = 0, outside = 0;
      for (std::size_t i = begin; i < end; ++i) {
        const double x = static_cast<double>(values[i]);
        outside |= !(std::abs(x) < range);
        sum += fixed(x);
      }
      if (outside) refuse();
      total_ += sum;
    }
  }

  void merge(const ExactSum& other) { total_ += other.total_; }

  /// The sum, rounded once.
  double value() const { return static_cast<double>(total_) * 0x1p-32; }

  friend bool operator==(const ExactSum&, const ExactSum&) = default;

 private:
  /// x in units of 2^-32, to the nearest: adding 1.5 * 2^52 leaves that integer in the low bits.
  static std::int64_t fixed(double x) {
    constexpr double magic = 0x1.8p52;
    return std::bit_cast<std::int64_t>(x * 0x1p32 + magic) - std::bit_cast<std::int64_t>(magic);
  }

  [[noreturn]] static void refuse() {
    throw Failure("an exact sum was given a number of 2^19 or more, or none at all");
  }

  __int128 total_ = 0;
};

/// The mean of `values` (of which there must be some), the same however they are shared out.
template <class Real>
double exact_mean(const std::vector<Real>& values) {
  ExactSum sum;
  sum.add(std::span<const Real>(values));
  return sum.value() / static_cast<double>(values.size());
}

/// Sums of rows of eight by group (the needs of each firm's customers) and how many rows there were.
/// Takes numbers below 2^27 in size, each to the nearest 2^-24; sums below 2^39 (10^9 rows of numbers
/// up to 500).
class ExactRows {
 public:
  explicit ExactRows(std::size_t groups) : groups_(groups) {}

  void add(std::size_t group, const Row8& row) {
    constexpr double magic = 0x1.8p52;  // adding it leaves the whole number in the low bits
    Group& to = groups_[group];
    for (std::size_t k = 0; k < lane_count; ++k)
      to.sums[k] +=
          std::bit_cast<std::int64_t>(row[k] * 0x1p24 + magic) - std::bit_cast<std::int64_t>(magic);
    ++to.count;
  }

  void merge(const ExactRows& other) {
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      for (std::size_t k = 0; k < lane_count; ++k) groups_[g].sums[k] += other.groups_[g].sums[k];
      groups_[g].count += other.groups_[g].count;
    }
  }

  std::int64_t count(std::size_t group) const { return groups_[group].count; }

  /// The mean row of a group, or `instead` for a group without rows.
  Row8 mean(std::size_t group, const Row8& instead) const {
    const Group& of = groups_[group];
    if (of.count == 0) return instead;
    Row8 mean;
    for (std::size_t k = 0; k < lane_count; ++k)
      mean[k] = static_cast<float>(static_cast<double>(of.sums[k]) * 0x1p-24 /
                                   static_cast<double>(of.count));
    return mean;
  }

 private:
  struct Group {
    std::array<std::int64_t, lane_count> sums{};
    std::int64_t count = 0;
  };

  std::vector<Group> groups_;
};

}  // namespace permea
