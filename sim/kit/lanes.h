// Eight floats side by side: the only place that knows how wide a vector is.
//
// The compiler makes of them what the machine has (two halves of SSE2, one register of AVX2), with
// the same bits everywhere: every lane is plain IEEE arithmetic, and lanes meet only in sum(), whose
// order is written out.
#pragma once

#include <cstring>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpsabi"  // no vector crosses a call: everything here is inlined

namespace permea {

inline constexpr int lane_count = 8;

/// Eight floats; +, -, *, /, comparisons and [] work lane by lane.
using Lanes = float __attribute__((vector_size(32)));

[[gnu::always_inline]] inline Lanes load_lanes(const float* eight) {
  Lanes lanes;
  std::memcpy(&lanes, eight, sizeof lanes);
  return lanes;
}

[[gnu::always_inline]] inline void store_lanes(float* eight, const Lanes& lanes) {
  std::memcpy(eight, &lanes, sizeof lanes);
}

/// The same number in every lane.
[[gnu::always_inline]] inline Lanes all_lanes(float x) { return x - Lanes{}; }

/// The sum of the lanes, in pairs: always in this order.
[[gnu::always_inline]] inline float sum(const Lanes& x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

}  // namespace permea

#pragma GCC diagnostic pop
