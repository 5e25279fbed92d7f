// Eight floats side by side, and agents 64 at a time, whose numbers fit in the nearest cache: with
// random.cpp the only place that knows how wide a vector is. A model works on a batch of agents in plain
// loops, one a stage.
//
// The compiler makes of them what the machine has (two halves of SSE2, one register of AVX2), with
// the same bits everywhere: every lane is plain IEEE arithmetic, and where lanes meet the order of
// addition is written out.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

// No vector crosses a call, as everything here is inlined; g++ warns all the same, and at the end of
// the file that includes this one.
#pragma GCC diagnostic ignored "-Wpsabi"

namespace permea {

inline constexpr std::size_t lane_count = 8;

/// Eight floats in memory, never across two cache lines: the needs of a customer, the place of a
/// product.
struct alignas(32) Row8 : std::array<float, lane_count> {};

/// Eight floats at work; +, -, *, /, comparisons and [] act lane by lane.
using Lanes = float __attribute__((vector_size(32)));

[[gnu::always_inline]] inline Lanes load_lanes(const float* eight) {
  Lanes lanes;
  std::memcpy(&lanes, eight, sizeof lanes);
  return lanes;
}

[[gnu::always_inline]] inline Lanes load_lanes(const Row8& row) { return load_lanes(row.data()); }

[[gnu::always_inline]] inline void store_lanes(float* eight, const Lanes& lanes) {
  std::memcpy(eight, &lanes, sizeof lanes);
}

/// Eight small whole numbers.
[[gnu::always_inline]] inline Lanes as_lanes(const std::array<std::int16_t, lane_count>& wholes) {
  std::int16_t __attribute__((vector_size(16))) eight;
  std::memcpy(&eight, wholes.data(), sizeof eight);
  return __builtin_convertvector(eight, Lanes);
}

/// The same number in every lane.
[[gnu::always_inline]] inline Lanes all_lanes(float x) { return Lanes{x, x, x, x, x, x, x, x}; }

/// The sum of the lanes, always as ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)).
[[gnu::always_inline]] inline float sum(const Lanes& x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

/// The larger of each two lanes.
[[gnu::always_inline]] inline Lanes larger(const Lanes& x, const Lanes& y) { return y > x ? y : x; }

/// Eight vectors, each put together to one number: lane i of the result is that of x[i]. A third of the
/// work of one after the other.
template <class Together>
[[gnu::always_inline]] inline Lanes each_together(const Lanes (&x)[8], Together together) {
  Lanes four[4], two[2];       // each lane of these holds part of one vector
  for (int i = 0; i < 4; ++i)  // (0 + 4), (1 + 5), ...: x[i] in the low half, x[i + 4] in the high
    four[i] = together(__builtin_shufflevector(x[i], x[i + 4], 0, 1, 2, 3, 8, 9, 10, 11),
                       __builtin_shufflevector(x[i], x[i + 4], 4, 5, 6, 7, 12, 13, 14, 15));
  for (int i = 0; i < 2; ++i)  // (0 + 4) + (2 + 6) and (1 + 5) + (3 + 7)
    two[i] = together(__builtin_shufflevector(four[i], four[i + 2], 0, 1, 8, 9, 4, 5, 12, 13),
                      __builtin_shufflevector(four[i], four[i + 2], 2, 3, 10, 11, 6, 7, 14, 15));
  return together(__builtin_shufflevector(two[0], two[1], 0, 8, 2, 10, 4, 12, 6, 14),
                  __builtin_shufflevector(two[0], two[1], 1, 9, 3, 11, 5, 13, 7, 15));
}

/// The sums of eight vectors, in the order of sum() and so with its bits.
[[gnu::always_inline]] inline Lanes sums(const Lanes (&x)[8]) {
  return each_together(x, [](const Lanes& a, const Lanes& b) { return a + b; });
}

/// The largest lane of each of eight vectors.
[[gnu::always_inline]] inline Lanes largest_of_each(const Lanes (&x)[8]) {
  return each_together(x, [](const Lanes& a, const Lanes& b) { return larger(a, b); });
}

/// The largest lane.
[[gnu::always_inline]] inline float largest(const Lanes& x) {
  const Lanes four = larger(x, __builtin_shufflevector(x, x, 4, 5, 6, 7, 0, 1, 2, 3));
  const Lanes two = larger(four, __builtin_shufflevector(four, four, 2, 3, 0, 1, 6, 7, 4, 5));
  return larger(two, __builtin_shufflevector(two, two, 1, 0, 3, 2, 5, 4, 7, 6))[0];
}

/// The first of the lanes that are the largest; some lane where none is a number.
[[gnu::always_inline]] inline std::uint32_t first_largest(const Lanes& x) {
  using Bits = std::int32_t __attribute__((vector_size(32)));
  const Bits eight = (x == all_lanes(largest(x))) & Bits{1, 2, 4, 8, 16, 32, 64, 128};
  const Bits four = eight | __builtin_shufflevector(eight, eight, 4, 5, 6, 7, 0, 1, 2, 3);
  const Bits two = four | __builtin_shufflevector(four, four, 2, 3, 0, 1, 6, 7, 4, 5);
  const auto which = static_cast<std::uint32_t>(two[0] | two[1]);
  return static_cast<std::uint32_t>(std::countr_zero(which)) % lane_count;
}

/// A column of 64. Every stage works on all of them: the last batch of agents is filled up.
inline constexpr std::size_t batch_size = 64;
template <class Number>
using Batch = std::array<Number, batch_size>;

/// Asks for memory that will soon be read, so that it is near by then.
template <class Number>
void fetch(std::span<const Number> numbers) {
  constexpr std::size_t cache_line = 64;
  const char* bytes = reinterpret_cast<const char*>(numbers.data());
  for (std::size_t at = 0; at < numbers.size_bytes(); at += cache_line) __builtin_prefetch(bytes + at);
}

/// Asks for one half (0 or 1) of the batch after the one at `first`: halves, because a core can wait for
/// some twenty lines at once, and asking for more holds up its work.
template <class Number>
void fetch_half_of_next(const std::vector<Number>& column, std::size_t first, std::size_t half) {
  const std::size_t next = first + batch_size;
  if (next + batch_size <= column.size())
    fetch(std::span(column).subspan(next + half * batch_size / 2, batch_size / 2));
}

/// Numbers first, ..., first + count - 1 of a column as a batch; a short one ends in copies of its last.
template <class Number>
void load(const std::vector<Number>& column, std::size_t first, std::size_t count,
          Batch<Number>& batch) {
  fetch_half_of_next(column, first, 0);
  for (std::size_t i = 0; i < count; ++i) batch[i] = column[first + i];
  for (std::size_t i = count; i < batch_size; ++i) batch[i] = batch[count - 1];
}

/// The first `count` numbers of a batch back to where they came from.
template <class Number>
void store(const Batch<Number>& batch, std::size_t first, std::size_t count,
           std::vector<Number>& column) {
  fetch_half_of_next(column, first, 1);
  for (std::size_t i = 0; i < count; ++i) column[first + i] = batch[i];
}

/// out[i] = the squared distance of points[i] from places[which[i]].
inline void squared_distances(const Batch<Row8>& points, std::span<const Row8> places,
                              const Batch<std::uint32_t>& which, Batch<float>& out) {
  for (std::size_t begin = 0; begin < batch_size; begin += lane_count) {
    Lanes squares[lane_count];
    for (std::size_t i = 0; i < lane_count; ++i) {
      const Lanes away = load_lanes(points[begin + i]) - load_lanes(places[which[begin + i]]);
      squares[i] = away * away;
    }
    store_lanes(&out[begin], sums(squares));
  }
}

}  // namespace permea
