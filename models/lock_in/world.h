// The state of lock-in: for each market how often A was adopted, and which technology it is locked in to.
#pragma once

#include "models/lock_in/rules.h"
#include "sim/kit/model.h"

namespace permea::lock_in_core {

enum Winner : std::int8_t { b_won = -1, open_race = 0, a_won = 1 };

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  std::vector<std::uint32_t> adoptions_of_a, locked_at;
  std::vector<std::int8_t> winner;

  void list(State& state) {
    state.column("market", "adoptions_of_a", "1", "adoptions of A so far", adoptions_of_a);
    state.column("market", "locked_at", "1", "adoptions until lock-in; 0 while open", locked_at);
    state.column("market", "winner", "1", "1 locked in to A, -1 to B, 0 open", winner);
  }
};

/// One step of the schedule in README.md.
void step(World& world);

}  // namespace permea::lock_in_core
