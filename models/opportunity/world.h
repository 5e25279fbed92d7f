// The state of growth by opportunities: who took which, and how firms grew.
#pragma once

#include "models/opportunity/rules.h"
#include "sim/kit/model.h"

namespace permea::opportunity_core {

/// Sums over all growth rates since the start, for moments that one period is too short for.
struct Pool {
  double rates = 0, squares = 0, fourths = 0;
};

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  std::vector<std::uint32_t> taker, taken;
  std::vector<double> growth, size;
  Pool pool;

  void list(State& state) {
    state.column("opportunity", "taker", "1", "the firm that took it in this period", taker);
    state.column("firm", "taken", "1", "opportunities taken in this period", taken);
    state.column("firm", "growth", "1", "change of log size in this period", growth);
    state.column("firm", "size", "1", "log size; 0 at the start", size);
    state.single("pool", "1", "sums over all growth rates so far", pool);
  }
};

/// One step of the schedule in README.md.
void step(World& world);

}  // namespace permea::opportunity_core
