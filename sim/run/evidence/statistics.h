// What a few replicates say of all: estimates with 95 % intervals, for whatever compares results.
#pragma once

#include <cstddef>
#include <span>

#include "sim/kit/observable.h"
#include "sim/run/scenario.h"

namespace permea {

/// A number and its 95 % interval. Without a number in the sample all three are NaN; `low` and `high`
/// also when one number tells nothing of how others would lie.
struct Estimate {
  double value = missing;
  double low = value, high = value;
  std::size_t count = 0;  ///< numbers in the sample that were not missing (NaN)

  double half_width() const { return (high - low) / 2; }
};

/// The mean, with the interval of Student's t.
Estimate mean_of(std::span<const double> sample);

/// The variance (divided by n - 1), with the interval that its standard error makes in a large
/// sample of any shape: sqrt((m4 - s^4) / n).
Estimate variance_of(std::span<const double> sample);

/// The share of numbers above zero, with Wilson's interval (Wilson 1927).
Estimate share_above_zero(std::span<const double> sample);

/// What a statistic makes of one number for each replicate.
Estimate estimate_of(Statistic statistic, std::span<const double> sample);

/// The probability that Student's t of a sample of `count` numbers is above `t`.
double students_tail(double t, std::size_t count);

/// The least-squares slope of y over x; NaN unless x takes two values. Pairs with a missing y do not
/// count.
double slope(std::span<const double> x, std::span<const double> y);

}  // namespace permea
