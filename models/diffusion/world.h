// The state of diffusion: who has adopted, and the network in which they hear of it.
#pragma once

#include <vector>

#include "models/diffusion/rules.h"
#include "sim/kit/model.h"
#include "sim/kit/network.h"

namespace permea::diffusion_core {

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  std::vector<std::uint8_t> adopted;  ///< of each customer: 1 or 0
  std::int64_t adopters = 0, newcomers = 0;
  Network network;  ///< made from rules and seed at the start; empty for the complete graph

  void list(State& state) {
    state.column("customer", "adopted", "1", "1 if the customer has adopted", adopted);
    state.single("adopters", "count", "customers who have adopted", adopters);
    state.single("newcomers", "count", "those of them who did in the last step", newcomers);
  }
};

/// Closed form of the share of adopters on the complete graph after `steps`, with the rates as they
/// are now and infinitely many customers; in the unit convention the recursion.
double on_complete_graph(const Rules& rules, std::uint32_t steps);
/// The same on the circle, in the hazard convention; NaN in the other.
double on_circle(const Rules& rules, std::uint32_t steps);

/// One step of the schedule in README.md.
void step(World& world);

}  // namespace permea::diffusion_core
