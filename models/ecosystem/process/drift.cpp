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

/// The customers of a block whose lives change, and what they need then.
struct Renewing {
  std::vector<std::uint64_t> agents;
  std::vector<OwnNeed> own_needs;
};

void let_renew(World& world, const Block& block, Renewing& renewing, BlockEvents& events) {
  renewing.agents.clear();
  for (const std::uint32_t offset : events.chosen) {
    __builtin_prefetch(&world.customers[block.first + offset], 1);  // rows lie apart
    renewing.agents.push_back(block.first + offset);
  }
  draw_own_needs(world, Question::renewed_need, renewing.agents, renewing.own_needs);
  for (std::size_t i = 0; i < renewing.agents.size(); ++i) {
    Customer& customer = world.customers[renewing.agents[i]];
    const std::uint32_t at = world.place_of(customer.product);
    if (at != no_place) {
      events.moves.push_back({at, no_place, customer.own_need});
      events.moves.push_back({no_place, at, renewing.own_needs[i]});
    }
    customer.own_need = renewing.own_needs[i];
  }
}

}  // namespace

void drift(World& world) {
  move_centres(world);
  const double renewal = world.rules->renewal;
  std::vector<Renewing> renewing(static_cast<std::size_t>(visiting_threads(world)));
  visit_blocks(world, [&](const Block& block, std::size_t number, BlockEvents& events, int worker) {
    pick_places(world.chance(), Question::who_renews, number, renewal, block.count, 0, events.chosen);
    let_renew(world, block, renewing[static_cast<std::size_t>(worker)], events);
  });
}

}  // namespace permea::ecosystem_core
