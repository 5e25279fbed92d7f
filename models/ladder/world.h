// The state of the ladder: a rung for each firm, and the sums over firms that observables read.
#pragma once

#include <array>

#include "models/ladder/rules.h"
#include "sim/kit/model.h"

namespace permea::ladder_core {

/// Sums over the firms of one club, exact: rungs are counted from the rung of the club's first firm.
struct Club {
  std::int64_t firms = 0;
  std::int64_t first_rung = 0;
  std::int64_t sum = 0;
  std::int64_t squares = 0;

  /// Mean rung; NaN without firms.
  double mean() const;
  /// Variance of rungs, over the number of firms; NaN without firms.
  double variance() const;
};

/// The open firms, then the closed ones.
using Clubs = std::array<Club, 2>;

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  std::vector<std::int32_t> rung, last_rung;
  Clubs now, before;

  /// Firms 0, ..., open_firms() - 1 are open.
  std::uint32_t open_firms() const {
    return static_cast<std::uint32_t>(rules.open_share * static_cast<double>(rung.size()) + 0.5);
  }

  void list(State& state) {
    state.column("firm", "rung", "1", "log-productivity, a whole number of advances", rung);
    state.column("firm", "last_rung", "1", "rung before the round (synchronous only)", last_rung);
    state.single("now", "1", "sums over open and closed firms", now);
    state.single("before", "1", "the same sums a step before", before);
  }
};

/// Counts the rungs of both clubs. Throws Failure when a rung leaves its range of 2^30.
void take_stock(World& world);

/// One step of the schedule in README.md.
void step(World& world);

}  // namespace permea::ladder_core
