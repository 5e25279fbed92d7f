// Step 5, design: ideas are had and selected, and products on the market are improved.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/design/ideas.h"
#include "models/ecosystem/design/projects.h"
#include "models/ecosystem/design/selection.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

/// Members' ideas that were looked at; what came in since the last round is then done with.
void count_attended(World& world, std::size_t place, const std::vector<Design>& ideas) {
  const auto kind = static_cast<std::size_t>(world.firms.kind[place]);
  world.funnels[kind].attended += std::count_if(ideas.begin(), ideas.end(), [](const Design& idea) {
    return idea.origin == Origin::customer;
  });
  world.communities.authors[place] = {};
}

/// A round of ideas ends in one project, if the firm has a free place and can pay for it.
void open_round(World& world, std::size_t place, Suppliers& suppliers) {
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  const Words words = world.chance().draw(Question::ideas_open, id);
  if (!happens(world.rules->idea_rate, words[0])) return;
  if (!room_for(world, own_project(world, place, {}))) return;
  const std::vector<Design> ideas = attended_ideas(world, place, suppliers);
  const Plan plan = own_project(world, place, ideas[selected(world, place, ideas)]);
  take_up(world, *room_for(world, plan), plan);
  count_attended(world, place, ideas);
}

/// Products move toward the mean need of their users and the firm's bias, less what members correct.
void improve(World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double corrected =
      1 - world.firms.levers[place].codesign_ideation * carried(world, place);
  const Position miss = corrected * error_about_needs(world, place, unknown_share(world, place),
                                                      Position::Zero());
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at) {
    if (world.products.id[at] == 0) continue;
    Position needed = Position::Zero();
    std::int64_t count = 0;
    for (std::size_t m = 0; m < world.centres.size(); ++m) {
      const Cell& cell = world.cells_of(at)[m];
      if (cell.count == 0) continue;
      needed += static_cast<double>(cell.count) * (world.centres[m] + cell.mean());
      count += cell.count;
    }
    if (count == 0) continue;
    Position& y = world.products.position[at];
    y += rules.improvement * (needed / static_cast<double>(count) + miss - y);
  }
}

}  // namespace

void design(World& world) {
  const double keep = world.rules->bias_persistence;
  const double fresh = std::sqrt(1 - keep * keep);
  const std::vector<Plan> copies = imitations(world);
  Suppliers suppliers(world);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    const auto id = static_cast<std::uint64_t>(world.firms.id[f]);
    world.firms.bias[f] = keep * world.firms.bias[f] +
                          fresh * normal_position(world.chance(), Question::bias_move, id);
    improve(world, f);
    open_round(world, f, suppliers);
  }
  begin_copies(world, copies);
}

}  // namespace permea::ecosystem_core
