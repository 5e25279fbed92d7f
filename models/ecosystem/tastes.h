// What customers need, and the exact statistics of the needs of a product's users: sums of whole
// numbers that events update, so every mean over customers is known without visiting them.
#pragma once

#include <Eigen/Core>
#include <array>
#include <cstdint>
#include <vector>

#include "sim/kit/random.h"

namespace permea::ecosystem_core {

inline constexpr std::size_t needs = 8;           ///< K: dimensions of need
inline constexpr std::size_t product_places = 8;  ///< products a firm can have at once
inline constexpr std::uint32_t no_place = 0xffffffffu;

using Position = Eigen::Array<double, needs, 1>;

/// Own needs lie on a grid of 2^-11 within +-16, in 16 bits: so their sums are exact and a customer
/// takes 32 bytes, two to a cache line.
inline constexpr float need_step = 0x1p-11f;
using OwnNeed = std::array<std::int16_t, needs>;

/// The grid point nearest to a need.
inline std::int16_t on_grid(float need) {
  const float steps = need / need_step;
  const float bounded = steps < -32767.0f ? -32767.0f : steps > 32767.0f ? 32767.0f : steps;
  return static_cast<std::int16_t>(bounded + (bounded < 0 ? -0.5f : 0.5f));
}

/// Eight independent standard normals; `n` counts positions drawn for one answer.
template <class Question>
Position normal_position(const Chance& chance, Question question, std::uint64_t agent,
                         std::uint32_t n = 0) {
  constexpr std::uint32_t pairs = needs / 2;
  Position position;
  for (std::uint32_t pair = 0; pair < pairs; ++pair) {
    const auto [first, second] = normals(chance.draw(question, agent, n * pairs + pair));
    position[2 * pair] = first;
    position[2 * pair + 1] = second;
  }
  return position;
}

/// What a customer is to its supplier's community.
struct Membership {
  std::uint16_t active = 0;   ///< month of its last contribution, or of joining
  std::uint8_t octave = 0;    ///< 1 + the octave of its talent; 0: no member
  std::uint8_t ideas = 0;     ///< that it has put to its supplier, up to 255
};

/// A customer of segment m needs c_m + own need. 32 bytes.
struct alignas(32) Customer {
  OwnNeed own_need{};
  std::int32_t product = 0;       ///< the one it last took, for life; 0: none
  std::uint16_t since = 0;        ///< month of the last switch of supplier
  std::uint16_t openness = 0;     ///< in 2^-16
  Membership membership;
  std::array<std::uint8_t, 4> reserved{};  ///< for stocks of its own
};
static_assert(sizeof(Customer) == 32);

/// Customers [first, first + count), all of one segment; at most block_size of them.
struct Block {
  std::uint64_t first = 0;
  std::uint32_t count = 0;
  std::uint32_t segment = 0;
};

/// How customers lie: in segments of equal size (the first ones one larger), then newcomers in their own.
struct Layout {
  std::uint64_t customers = 0;
  std::uint32_t segments = 1;
  std::uint64_t newcomers = 0;

  std::uint32_t all_segments() const { return segments + (newcomers > 0 ? 1 : 0); }
};

/// The blocks of all customers.
std::vector<Block> blocks_of(const Layout& layout);

/// The first customer of a segment, and with segment + 1 the end of it.
std::uint64_t segment_begin(const Layout& layout, std::uint32_t segment);

/// The users of one product in one segment: sums over their own needs u, in grid steps.
/// 80 bytes; exact up to 10^9 users.
struct Cell {
  std::int64_t count = 0;
  std::array<std::int64_t, needs> sum{};  ///< of u
  std::int64_t squares = 0;               ///< of |u|^2

  /// Adds `times` (1 or -1) a customer.
  void add(const OwnNeed& own_need, std::int64_t times);
  void add(const Cell& other);
  /// Sum over users of |c + u - y|^2: sum |u|^2 + 2 (c - y).sum u + n |c - y|^2.
  double squared_distance(const Position& centre, const Position& y) const;
  /// Mean own need; zero without users.
  Position mean() const;
};

}  // namespace permea::ecosystem_core
