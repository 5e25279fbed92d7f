// Textbook estimates; the quantiles are Boost's.
#include "sim/run/evidence/statistics.h"

#include <algorithm>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace permea {
namespace {

constexpr double upper = 0.975;  // of both tails together 5 %

bool is_there(double x) { return !std::isnan(x); }

struct Moments {
  std::size_t count = 0;
  double mean = 0;
  double second = 0, fourth = 0;  ///< sums of powers of what lies between a number and the mean
};

Moments moments_of(std::span<const double> sample) {
  Moments moments;
  double sum = 0;
  for (const double x : sample)
    if (is_there(x)) sum += x, ++moments.count;
  moments.mean = sum / static_cast<double>(moments.count);
  for (const double x : sample) {
    if (!is_there(x)) continue;
    const double square = (x - moments.mean) * (x - moments.mean);
    moments.second += square;
    moments.fourth += square * square;
  }
  return moments;
}

double students_quantile(std::size_t count) {
  return boost::math::quantile(boost::math::students_t(static_cast<double>(count - 1)), upper);
}

}  // namespace

Estimate mean_of(std::span<const double> sample) {
  const Moments moments = moments_of(sample);
  Estimate estimate;
  estimate.count = moments.count;
  if (moments.count == 0) return estimate;
  estimate.value = moments.mean;
  if (moments.count == 1) return estimate;
  const auto n = static_cast<double>(moments.count);
  const double error = std::sqrt(moments.second / (n - 1) / n);
  const double half = error > 0 ? students_quantile(moments.count) * error : 0;
  estimate.low = moments.mean - half;
  estimate.high = moments.mean + half;
  return estimate;
}

Estimate variance_of(std::span<const double> sample) {
  const Moments moments = moments_of(sample);
  Estimate estimate;
  estimate.count = moments.count;
  if (moments.count < 2) return estimate;
  const auto n = static_cast<double>(moments.count);
  estimate.value = moments.second / (n - 1);
  const double fourth = moments.fourth / n, square = moments.second / n;
  const double error = std::sqrt(std::max(0.0, fourth - square * square) / n);
  const double half = error > 0 ? students_quantile(moments.count) * error : 0;
  estimate.low = estimate.value - half;
  estimate.high = estimate.value + half;
  return estimate;
}

Estimate share_above_zero(std::span<const double> sample) {
  Estimate estimate;
  std::size_t above = 0;
  for (const double x : sample)
    if (is_there(x)) above += x > 0, ++estimate.count;
  if (estimate.count == 0) return estimate;
  const auto n = static_cast<double>(estimate.count);
  const double share = static_cast<double>(above) / n;
  const double z = boost::math::quantile(boost::math::normal(), upper);
  const double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double half =
      z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  estimate.value = share;
  estimate.low = std::min(share, centre - half);  // rounding may put 0 and 1 outside
  estimate.high = std::max(share, centre + half);
  return estimate;
}

Estimate estimate_of(Statistic statistic, std::span<const double> sample) {
  if (statistic == Statistic::variance) return variance_of(sample);
  return statistic == Statistic::wins ? share_above_zero(sample) : mean_of(sample);
}

double students_tail(double t, std::size_t count) {
  const boost::math::students_t student(static_cast<double>(count - 1));
  return boost::math::cdf(boost::math::complement(student, t));
}

double slope(std::span<const double> x, std::span<const double> y) {
  double count = 0, sum_x = 0, sum_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (is_there(y[i])) ++count, sum_x += x[i], sum_y += y[i];
  double products = 0, squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!is_there(y[i])) continue;
    const double gap = x[i] - sum_x / count;
    products += gap * (y[i] - sum_y / count);
    squares += gap * gap;
  }
  return squares > 0 ? products / squares : missing;
}

}  // namespace permea
