// Step 2, research: own effort and what members contribute build know-how, which decays; domains
// together make quality. A firm also learns to practise what its lever asks.
#include <algorithm>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/step.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

constexpr double least_know_how = 0.001;

KnowHow yield_noise(const World& world, std::size_t place) {
  KnowHow noise;
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  for (std::uint32_t pair = 0; pair < domains / 2; ++pair) {
    const auto [a, b] = normals(world.chance().draw(Question::research_yield, id, pair));
    noise[2 * pair] = a;
    noise[2 * pair + 1] = b;
  }
  return noise;
}

}  // namespace

/// dk_d = decay [(D (w_d R + v_d C)/E_0)^gamma (1 + noise) - k_d]: one concave function for all effort.
void research(World& world) {
  const Rules& rules = *world.rules;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    world.firms.practised[f] += (world.firms.levers[f].practice - world.firms.practised[f]) /
                                static_cast<double>(rules.practice_time);
    const double effort = research_effort(world, f) / rules.reference_effort;
    const double contributed = contributed_effort(world, f) / rules.reference_effort;
    const KnowHow noise = yield_noise(world, f);
    KnowHow& know_how = world.firms.know_how[f];
    for (Eigen::Index d = 0; d < static_cast<Eigen::Index>(domains); ++d) {
      const double home = d == world.firms.home_domain[f] ? rules.home_weight
                                                          : (1 - rules.home_weight) / (domains - 1);
      const double served = rules.contribution_direction == Direction::home ? home : 1.0 / domains;
      const double applied = static_cast<double>(domains) * (home * effort + served * contributed);
      const double steady = applied > 0 ? elementary::power(applied, rules.curvature) : 0.0;
      const double gain = rules.decay * (steady * (1 + rules.research_noise * noise[d]) - know_how[d]);
      know_how[d] = std::max(least_know_how, know_how[d] + gain);
    }
  }
}

}  // namespace permea::ecosystem_core
