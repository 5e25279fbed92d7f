// exp, log, sine and cosine of our own, because the C library's differ in their last bits between
// machines (with and without fused multiply-add) and results must not. Only +, -, *, / and sqrt of
// IEEE arithmetic and moves of bits are used, so that the same bits come out everywhere, and every
// function is free of branches, so that a plain loop over it vectorises.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace permea::elementary {

/// What differs between float and double: the layout of their bits and how many terms reach the
/// last of them.
template <class Real>
struct Precision;

template <>
struct Precision<float> {
  using Bits = std::int32_t;
  static constexpr int mantissa = 23, bias = 127;
  static constexpr float magic = 0x1.8p23f;  ///< adding it rounds to a whole number
  static constexpr float lowest = -87.0f, highest = 88.0f;
  static constexpr float ln2_high = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
  static constexpr std::size_t exp_terms = 8, log_terms = 5, sine_terms = 5;
};

template <>
struct Precision<double> {
  using Bits = std::int64_t;
  static constexpr int mantissa = 52, bias = 1023;
  static constexpr double magic = 0x1.8p52;
  static constexpr double lowest = -708.0, highest = 709.0;
  static constexpr double ln2_high = 0x1.62e42fefa38p-1, ln2_low = 0x1.ef35793c7673p-45;
  static constexpr std::size_t exp_terms = 14, log_terms = 12, sine_terms = 9;
};

/// The polynomial with these coefficients, lowest first, by Horner's rule.
template <class Real, std::size_t N>
constexpr Real polynomial(Real x, const std::array<Real, N>& coefficients) {
  Real sum = coefficients[N - 1];
  for (std::size_t k = N - 1; k-- > 0;) sum = sum * x + coefficients[k];
  return sum;
}

/// 1/first!, 1/(first+step)!, ... with alternating signs if asked for: the Taylor series of exp,
/// sine and cosine.
template <class Real, std::size_t N>
constexpr std::array<Real, N> factorial_series(int first, int step, bool alternating) {
  std::array<Real, N> terms{};
  double factorial = 1;
  for (int n = 2; n <= first; ++n) factorial *= n;
  int n = first;
  for (std::size_t k = 0; k < N; ++k) {
    terms[k] = static_cast<Real>((alternating && k % 2 == 1 ? -1.0 : 1.0) / factorial);
    for (int more = 0; more < step; ++more) factorial *= ++n;
  }
  return terms;
}

/// 1, 1/3, 1/5, ...: the series of the inverse hyperbolic tangent.
template <class Real, std::size_t N>
constexpr std::array<Real, N> odd_series() {
  std::array<Real, N> terms{};
  for (std::size_t k = 0; k < N; ++k) terms[k] = static_cast<Real>(1.0 / static_cast<double>(2 * k + 1));
  return terms;
}

/// e^x within 2 units in the last place; beyond the range of normal numbers the nearest end of it.
template <class Real>
inline Real exp(Real x) {
  using P = Precision<Real>;
  using Bits = typename P::Bits;
  constexpr auto taylor = factorial_series<Real, P::exp_terms>(0, 1, false);
  x = x < P::lowest ? P::lowest : x;
  x = x > P::highest ? P::highest : x;
  const Real shifted = x * static_cast<Real>(1.4426950408889634074) + P::magic;
  const Real k = shifted - P::magic;
  const Real r = (x - k * P::ln2_high) - k * P::ln2_low;
  // The low bits of `shifted` hold the whole number k: moved up, they are the exponent.
  const Bits exponent = static_cast<Bits>(static_cast<std::make_unsigned_t<Bits>>(
                            std::bit_cast<Bits>(shifted)) << P::mantissa);
  return std::bit_cast<Real>(static_cast<Bits>(std::bit_cast<Bits>(polynomial(r, taylor)) + exponent));
}

/// Natural logarithm of a positive normal number, within 3 units in the last place.
template <class Real>
inline Real log(Real x) {
  using P = Precision<Real>;
  using Bits = typename P::Bits;
  constexpr auto series = odd_series<Real, P::log_terms>();
  constexpr Bits half_root = std::bit_cast<Bits>(static_cast<Real>(0.70710678118654752440));
  const Bits bits = std::bit_cast<Bits>(x);
  const Bits exponent = (bits - half_root) >> P::mantissa;
  const Real m = std::bit_cast<Real>(static_cast<Bits>(bits - (exponent << P::mantissa)));
  const Real s = (m - 1) / (m + 1);
  const Real k = static_cast<Real>(exponent);
  return k * P::ln2_high + (2 * s * polynomial(s * s, series) + k * P::ln2_low);
}

/// log(1 - p) for 0 <= p < 1 to a relative 1e-11, also where 1 - p would round to 1.
inline double log_of_rest(double p) {
  return p < 1e-5 ? -p * (1 + p * (0.5 + p / 3)) : log(1 - p);
}

/// x^y for positive x.
inline double power(double x, double y) { return exp(y * log(x)); }

template <class Real>
struct SineCosine {
  Real sine, cosine;
};

/// Sine and cosine of `turn` whole turns, for 0 <= turn < 1.
template <class Real>
inline SineCosine<Real> sine_cosine_of_turn(Real turn) {
  using P = Precision<Real>;
  constexpr auto sine_series = factorial_series<Real, P::sine_terms>(1, 2, true);
  constexpr auto cosine_series = factorial_series<Real, P::sine_terms + 1>(0, 2, true);
  using Bits = std::make_unsigned_t<typename P::Bits>;
  const Real shifted = turn * 4 + P::magic;
  const Real quarter = shifted - P::magic;
  const Real angle = (turn - quarter / 4) * static_cast<Real>(6.2831853071795864769);
  const Real square = angle * angle;
  const Real s = angle * polynomial(square, sine_series);
  const Real c = polynomial(square, cosine_series);
  // The low bits of `shifted` hold the quarter: 1 and 3 exchange the two, 2 and 3 turn the sign of the
  // sine, 1 and 2 that of the cosine.
  constexpr int to_sign = sizeof(Bits) * 8 - 2;
  const Bits bits = std::bit_cast<Bits>(shifted);
  const bool odd = bits & 1;
  const Real sine = odd ? c : s, cosine = odd ? s : c;
  const Bits sine_sign = (bits & 2) << to_sign, cosine_sign = ((bits + 1) & 2) << to_sign;
  return {std::bit_cast<Real>(static_cast<Bits>(std::bit_cast<Bits>(sine) ^ sine_sign)),
          std::bit_cast<Real>(static_cast<Bits>(std::bit_cast<Bits>(cosine) ^ cosine_sign))};
}

/// Two independent standard normals from two uniforms, 0 < first <= 1 and 0 <= second < 1
/// (Box & Muller 1958, Annals of Mathematical Statistics 29:610).
template <class Real>
inline std::array<Real, 2> normal_pair(Real first, Real second) {
  const Real radius = std::sqrt(-2 * log(first));
  const auto [sine, cosine] = sine_cosine_of_turn(second);
  return {radius * cosine, radius * sine};
}

}  // namespace permea::elementary
