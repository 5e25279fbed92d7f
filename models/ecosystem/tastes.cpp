// Arithmetic of needs on the grid.
#include "models/ecosystem/tastes.h"

#include <algorithm>

namespace permea::ecosystem_core {

std::uint64_t segment_begin(const Layout& layout, std::uint32_t segment) {
  if (segment > layout.segments) return layout.customers;
  const std::uint64_t settled = layout.customers - layout.newcomers;
  const std::uint64_t larger = settled % layout.segments;
  return segment * (settled / layout.segments) + std::min<std::uint64_t>(segment, larger);
}

std::vector<Block> blocks_of(const Layout& layout) {
  std::vector<Block> blocks;
  for (std::uint32_t segment = 0; segment < layout.all_segments(); ++segment) {
    const std::uint64_t end = segment_begin(layout, segment + 1);
    for (std::uint64_t first = segment_begin(layout, segment); first < end;) {
      const std::uint64_t count = std::min<std::uint64_t>(block_size, end - first);
      blocks.push_back({first, static_cast<std::uint32_t>(count), segment});
      first += count;
    }
  }
  return blocks;
}

void Cell::add(const OwnNeed& own_need, std::int64_t times) {
  count += times;
  std::int64_t square = 0;
  for (std::size_t k = 0; k < needs; ++k) {
    const std::int64_t u = own_need[k];
    sum[k] += times * u;
    square += u * u;
  }
  squares += times * square;
}

void Cell::add(const Cell& other) {
  count += other.count;
  for (std::size_t k = 0; k < needs; ++k) sum[k] += other.sum[k];
  squares += other.squares;
}

double Cell::squared_distance(const Position& centre, const Position& y) const {
  constexpr double step = need_step;
  double cross = 0, between = 0;
  for (Eigen::Index k = 0; k < static_cast<Eigen::Index>(needs); ++k) {
    const double gap = centre[k] - y[k];
    cross += gap * static_cast<double>(sum[static_cast<std::size_t>(k)]);
    between += gap * gap;
  }
  return static_cast<double>(squares) * step * step + 2 * step * cross +
         static_cast<double>(count) * between;
}

Position Cell::mean() const {
  Position mean = Position::Zero();
  if (count == 0) return mean;
  const double unit = static_cast<double>(need_step) / static_cast<double>(count);
  for (std::size_t k = 0; k < needs; ++k)
    mean[static_cast<Eigen::Index>(k)] = static_cast<double>(sum[k]) * unit;
  return mean;
}

}  // namespace permea::ecosystem_core
