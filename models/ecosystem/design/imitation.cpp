// Who copies what: firms look at what a neighbour sells, and at the plans that it shows its customers.
#include <algorithm>

#include "models/ecosystem/design/projects.h"
#include "models/ecosystem/design/selection.h"

namespace permea::ecosystem_core {
namespace {

/// Draws of Question::imitation, by their number.
enum Draw : std::uint32_t { whether = 0, seen = 1, misjudged = 2 };

/// The neighbour that the firm looks at, if it does this month.
std::optional<std::size_t> model_of(const World& world, std::size_t place) {
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  const Words words = world.chance().draw(Question::imitation, id, whether);
  const auto neighbours = world.network.of(place);
  if (neighbours.empty() || !happens(world.rules->imitation_rate, words[0])) return std::nullopt;
  const std::size_t model = neighbours[below(static_cast<std::uint32_t>(neighbours.size()), words[1])];
  return world.is_there(model) ? std::optional(model) : std::nullopt;
}

/// What of the model's can be copied: all that it sells, and each plan as likely as it shows plans.
std::vector<Design> to_be_seen(const World& world, std::size_t place, std::size_t model) {
  std::vector<Design> designs;
  for (std::size_t at = model * product_places; at < (model + 1) * product_places; ++at)
    if (world.products.id[at] != 0)
      designs.push_back({world.products.position[at], world.products.feasibility[at], Origin::firm});
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  const Words words = world.chance().draw(Question::imitation, id, seen);
  for (std::size_t p = 0; p < project_places; ++p) {
    const std::size_t at = model * project_places + p;
    if (world.projects.months_left[at] > 0 &&
        happens(world.firms.levers[model].reveal_customers, words[p]))
      designs.push_back(design_of_project(world, at));
  }
  return designs;
}

}  // namespace

std::vector<Plan> imitations(const World& world) {
  std::vector<Plan> plans;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    const auto model = model_of(world, f);
    if (!model) continue;
    const auto id = static_cast<std::uint64_t>(world.firms.id[f]);
    double most = least_own_appeal(world, f);
    std::optional<Design> best;
    std::uint32_t n = misjudged;
    for (const Design& design : to_be_seen(world, f, *model)) {
      const double error = normals(world.chance().draw(Question::imitation, id, n++))[0];
      const double judged = appeal_of(world, design) + world.rules->appeal_noise * error;
      if (judged <= most) continue;
      best = design;
      most = judged;
    }
    if (best) plans.push_back(copy_of(world, f, *model, *best));
  }
  return plans;
}

}  // namespace permea::ecosystem_core
