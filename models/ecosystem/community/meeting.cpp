// Meeting by chance, by purpose, or by how long somebody has been a customer.
#include "models/ecosystem/community/meeting.h"

#include <algorithm>

#include "models/ecosystem/world.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

/// exp(-|a - b|^2 / (2 K h^2)): 1 for equal needs, e^-1 for two customers of the same segment drawn
/// by chance, in the mean of the exponent.
double likeness(const World& world, const Position& need, std::uint64_t other) {
  const Position gap = need - need_of(world, other, world.segment_of(other));
  const double spread = std::max(world.rules->within * world.rules->within, 1e-12);
  return elementary::exp(-gap.square().sum() / (2 * static_cast<double>(needs) * spread));
}

}  // namespace

Position need_of(const World& world, std::uint64_t agent, std::size_t segment) {
  Position need = world.centres[segment];
  for (std::size_t k = 0; k < needs; ++k)
    need[static_cast<Eigen::Index>(k)] +=
        static_cast<double>(world.customers[agent].own_need[k]) * static_cast<double>(need_step);
  return need;
}

double likeness_of_met(const World& world, std::size_t place, std::uint64_t agent) {
  const Rules& rules = *world.rules;
  const Sample& voices = world.communities.voices[place];
  if (rules.matching == Matching::none) return 0;
  const auto end = voices.agents.begin() + static_cast<std::ptrdiff_t>(voices.size());
  const auto own = static_cast<std::uint32_t>(std::find(voices.agents.begin(), end, agent) -
                                              voices.agents.begin());
  const auto others = static_cast<std::uint32_t>(voices.size()) - (own < voices.size() ? 1 : 0);
  if (others == 0) return 0;
  const auto drawn = [&](std::uint32_t word) -> std::uint64_t {  // anybody but the member itself
    const std::uint32_t seat = below(others, word);
    return voices.agents[seat + (seat >= own ? 1 : 0)];
  };
  const Words words = world.chance().draw(Question::who_is_met, agent);
  const bool by_purpose =
      rules.matching == Matching::purpose &&
      happens(rules.clarity, world.chance().draw(Question::who_is_met, agent, 1)[0]);
  const Position need = need_of(world, agent, world.segment_of(agent));
  std::uint64_t met = drawn(words[0]);
  double most = likeness(world, need, met);
  if (!by_purpose && rules.matching != Matching::spend) return most;
  for (std::size_t n = 1; n < match_candidates; ++n) {
    const std::uint64_t other = drawn(words[n]);
    const double like = likeness(world, need, other);
    const bool better = by_purpose
                            ? like > most
                            : world.customers[other].since < world.customers[met].since;
    if (better) met = other, most = like;
  }
  return most;
}

}  // namespace permea::ecosystem_core
