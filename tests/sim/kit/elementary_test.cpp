// Our own exp, log, sine and cosine: near enough to the true values, and the same bits everywhere.
#include "sim/kit/elementary.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace own = permea::elementary;

namespace {

/// How far `value` is from `truth`, in units in the last place of `Real`.
template <class Real>
double units_off(Real value, long double truth) {
  const Real nearest = std::abs(static_cast<Real>(truth));
  const Real unit = std::nextafter(nearest, std::numeric_limits<Real>::infinity()) - nearest;
  return static_cast<double>(std::abs(static_cast<long double>(value) - truth) / unit);
}

/// The worst over a range of arguments that `argument(share)`, share in [0, 1], goes through.
template <class Real, class Argument, class Function, class Truth>
double worst(Argument argument, Function function, Truth truth) {
  double off = 0;
  for (int i = 0; i <= 200'000; ++i) {
    const Real x = static_cast<Real>(argument(i / 200'000.0));
    off = std::max(off, units_off<Real>(function(x), truth(static_cast<long double>(x))));
  }
  return off;
}

template <class Real>
std::make_unsigned_t<typename own::Precision<Real>::Bits> bits(Real x) {
  return std::bit_cast<std::make_unsigned_t<typename own::Precision<Real>::Bits>>(x);
}

const auto true_exp = [](long double x) { return std::exp(x); };
const auto true_log = [](long double x) { return std::log(x); };

}  // namespace

TEST_CASE("exp is within 2 units in the last place") {
  const auto wide = [](double s) { return -87 + 175 * s; };
  const auto wider = [](double s) { return -708 + 1417 * s; };
  CHECK(worst<float>(wide, own::exp<float>, true_exp) < 2);
  CHECK(worst<double>(wider, own::exp<double>, true_exp) < 2);
}

TEST_CASE("log is within 3 units in the last place, also near 1") {
  const auto all_floats = [](double s) { return std::pow(10, -37 + 75 * s); };
  const auto all_doubles = [](double s) { return std::pow(10, -300 + 600 * s); };
  const auto near_one = [](double s) { return 0.5 + 1.5 * s; };
  CHECK(worst<float>(all_floats, own::log<float>, true_log) < 3);
  CHECK(worst<double>(all_doubles, own::log<double>, true_log) < 3);
  CHECK(worst<float>(near_one, own::log<float>, true_log) < 3);
  CHECK(worst<double>(near_one, own::log<double>, true_log) < 3);
}

TEST_CASE("beyond the range of normal numbers exp gives its nearest end") {
  CHECK(own::exp(-1e9) == own::exp(-708.0));
  CHECK(own::exp(1e9) == own::exp(709.0));
  CHECK(own::exp(-1e9f) == own::exp(-87.0f));
  CHECK(own::exp(1e9f) == own::exp(88.0f));
  CHECK(own::exp(-std::numeric_limits<double>::infinity()) > 0);
}

TEST_CASE("whole cases are exact") {
  CHECK(own::exp(0.0) == 1.0);
  CHECK(own::log(1.0) == 0.0);
  CHECK(own::log(1.0f) == 0.0f);
  CHECK(own::power(2.0, 10.0) == Approx(1024).epsilon(1e-14));
}

TEST_CASE("log of the rest is right where 1 - p rounds") {
  for (double p = 1e-17; p < 0.999; p *= 1.1)
    REQUIRE(own::log_of_rest(p) == Approx(std::log1p(-p)).epsilon(1e-10));
  CHECK(own::log_of_rest(0.0) == 0.0);
}

TEST_CASE("sine and cosine of a turn are within 3e-16, in single precision 1.2e-7") {
  const double turn_of = 6.283185307179586477;
  for (int i = 0; i < 100'000; ++i) {
    const double turn = i / 100'000.0;
    const auto [sine, cosine] = own::sine_cosine_of_turn(turn);
    const long double angle = 2 * std::acos(-1.0L) * turn;
    REQUIRE(std::abs(static_cast<double>(sine - std::sin(angle))) < 3e-16);
    REQUIRE(std::abs(static_cast<double>(cosine - std::cos(angle))) < 3e-16);
    const float single = static_cast<float>(i) / 100'000.0f;
    const auto of_single = own::sine_cosine_of_turn(single);
    REQUIRE(std::abs(of_single.sine - std::sin(turn_of * single)) < 1.2e-7);
    REQUIRE(std::abs(of_single.cosine - std::cos(turn_of * single)) < 1.2e-7);
  }
}

// These hold every compiler and every instruction set to the same bits.
TEST_CASE("golden bits in double precision") {
  CHECK(bits(own::exp(-10.5)) == 0x3efcdfc263f6a0ba);
  CHECK(bits(own::exp(0.1)) == 0x3ff1aec7b35a00d4);
  CHECK(bits(own::exp(300.25)) == 0x5b01fda3eaeb3d0e);
  CHECK(bits(own::log(1e-3)) == 0xc01ba18a998fffa0);
  CHECK(bits(own::log(3.0)) == 0x3ff193ea7aad030b);
  CHECK(bits(own::log(1e30)) == 0x405144f69ff9ffc4);
  CHECK(bits(own::sine_cosine_of_turn(0.1).sine) == 0x3fe2cf2304755a5e);
  CHECK(bits(own::sine_cosine_of_turn(0.625).sine) == 0xbfe6a09e667f3bcc);
  CHECK(bits(own::sine_cosine_of_turn(0.9).sine) == 0xbfe2cf2304755a5d);
  CHECK(bits(own::normal_pair(0.25, 0.3)[0]) == 0xbfe0772b5e7d56d6);
  CHECK(bits(own::normal_pair(0.25, 0.3)[1]) == 0x3ff9567a8f669adc);
}

TEST_CASE("golden bits in single precision") {
  CHECK(bits(own::exp(-10.5f)) == 0x37e6fe13);
  CHECK(bits(own::exp(0.1f)) == 0x3f8d763e);
  CHECK(bits(own::exp(1.0f)) == 0x402df854);
  CHECK(bits(own::log(1e-3f)) == 0xc0dd0c55);
  CHECK(bits(own::log(0.7f)) == 0xbeb69e1a);
  CHECK(bits(own::log(1e30f)) == 0x428a27b5);
  CHECK(bits(own::sine_cosine_of_turn(0.3f).cosine) == 0xbe9e377d);
  CHECK(bits(own::sine_cosine_of_turn(0.9f).cosine) == 0x3f4f1bbb);
  CHECK(bits(own::normal_pair(0.25f, 0.3f)[0]) == 0xbf03b95e);
}
