// Step 1, drift: what customers need moves, for all of a segment slowly, for one at a life event.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/customers.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

/// Mean reversion keeps the spread: c' = r c + sqrt(1 - r^2) between xi, with drift = the root term.
void move_centres(World& world) {
  const Rules& rules = *world.rules;
  if (rules.drift == 0 || rules.between == 0) return;
  const double step = std::min(rules.drift, rules.between);
  const double keep = std::sqrt(1 - (step / rules.between) * (step / rules.between));
  for (std::size_t m = 0; m < world.centres.size(); ++m)
    world.centres[m] = keep * world.centres[m] +
                       step * normal_position(world.chance(), Question::centre_move, m);
}

}  // namespace

void drift(World& world) {
  move_centres(world);
  const double renewal = world.rules->renewal;
  visit_blocks(world, [&](const Block& block, std::size_t number, BlockEvents& events, int) {
    pick_places(world.chance(), Question::who_renews, number, renewal, block.count, 0, events.chosen);
    for (const std::uint32_t offset : events.chosen) {
      const std::uint64_t agent = block.first + offset;
      Customer& customer = world.customers[agent];
      const std::uint32_t at = world.place_of(customer.product);
      const OwnNeed renewed = own_need_drawn(world, Question::renewed_need, agent);
      if (at != no_place) {
        events.moves.push_back({at, no_place, customer.own_need});
        events.moves.push_back({no_place, at, renewed});
      }
      customer.own_need = renewed;
    }
  });
}

}  // namespace permea::ecosystem_core
