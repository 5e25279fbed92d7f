// How products come, go, and miss what is needed.
#include "models/ecosystem/products.h"

#include <algorithm>
#include <cmath>

#include "models/ecosystem/firm.h"

namespace permea::ecosystem_core {

double unknown_share(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const Levers& levers = world.firms.levers[place];
  const double spent = survey_effort(world, place);
  const double by_survey = spent / (spent + rules.survey_half);
  const double heard = std::min({levers.listen * what_tools_bring(world, place), attention(world, place), 1.0});
  const double known = 1 - (1 - by_survey) * (1 - heard);
  return (1 - rules.leaders) * (rules.stickiness + (1 - rules.stickiness) * (1 - known));
}

Position error_about_needs(const World& world, std::size_t place, double unknown,
                           const Position& noise) {
  const Rules& rules = *world.rules;
  const double size = rules.within * std::sqrt(unknown) / world.firms.skill[place];
  return size * (std::sqrt(rules.bias_share) * world.firms.bias[place] +
                 std::sqrt(1 - rules.bias_share) * noise);
}

void put_on_market(World& world, std::size_t at, const Design& design) {
  const auto id = static_cast<std::int32_t>(world.successor.size());
  world.successor.push_back(id);
  world.product_place.push_back(static_cast<std::uint32_t>(at));
  world.products.id[at] = id;
  world.products.position[at] = design.position;
  world.products.feasibility[at] = design.feasibility;
  world.products.origin[at] = design.origin;
  world.products.launched[at] = static_cast<std::int32_t>(world.month);
}

void withdraw(World& world, std::size_t at, std::size_t heir) {
  world.successor[static_cast<std::size_t>(world.products.id[at])] = world.products.id[heir];
  world.products.id[at] = 0;
  for (std::size_t m = 0; m < world.centres.size(); ++m) {
    Cell& cell = world.cells_of(at)[m];
    world.cells_of(heir)[m].add(cell);
    cell = {};
  }
}

std::size_t nearest_sibling(const World& world, std::size_t at) {
  const std::size_t first = at - at % product_places;
  std::size_t nearest = at;
  double least = 0;
  for (std::size_t other = first; other < first + product_places; ++other) {
    if (other == at || world.products.id[other] == 0) continue;
    const Position gap = world.products.position[other] - world.products.position[at];
    const double distance = gap.square().sum();
    if (nearest == at || distance < least) {
      nearest = other;
      least = distance;
    }
  }
  return nearest;
}

std::size_t products_of(const World& world, std::size_t place) {
  const auto first = world.products.id.begin() + static_cast<std::ptrdiff_t>(place * product_places);
  return static_cast<std::size_t>(
      std::count_if(first, first + product_places, [](std::int32_t id) { return id != 0; }));
}

std::int64_t users_of(const World& world, std::size_t at) {
  std::int64_t users = 0;
  for (const Cell& cell : world.cells_of(at)) users += cell.count;
  return users;
}

}  // namespace permea::ecosystem_core
