// The state of the landscape, a column for each quantity, and what a run never changes.
#pragma once

#include "models/landscape/nk.h"
#include "sim/kit/model.h"
#include "sim/kit/network.h"

namespace permea::landscape_core {

/// What the last step brought an organisation.
enum class Fate : std::uint8_t { stays, copied, searched, jumped, replaced };

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  Landscape landscape, goal;  ///< of the organisations, and of what the partner wants beside
  Network network;
  Counted counted;
  std::vector<Form> form;
  std::vector<Sum> sum;
  std::vector<std::uint32_t> moves;
  std::vector<std::uint8_t> fate, partner_moved;

  /// Who asks chance in a step: organisation i, another one under another luck.
  std::uint64_t drawer(std::size_t i) const {
    return static_cast<std::uint64_t>(rules.luck) << 32 | i;
  }

  void list(State& state) {
    state.rows("organisation", "form", "its attributes, a bit each", form);
    state.column("organisation", "sum", "1", "sum of contributions, in units of 2^-32", sum);
    state.column("organisation", "moves", "count", "better forms that it found itself", moves);
    state.column("organisation", "fate", "1",
                 "last step: 0 stays, 1 copied, 2 searched, 3 jumped, 4 replaced", fate);
    state.column("organisation", "partner_moved", "1",
                 "its partner changed an attribute in the last step", partner_moved);
  }
};

/// One step of the schedule in README.md.
void step(World& world);

/// A form drawn evenly from all those that equal `form` from attribute `free` on.
Form drawn_form(const Form& form, std::size_t free, const Words& words);

}  // namespace permea::landscape_core
