// Meeting by chance, by purpose, or by how long somebody has been a customer.
#include "models/ecosystem/community/meeting.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "models/ecosystem/world.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

constexpr double nobody_met = std::numeric_limits<double>::infinity();

/// The seat of `agent`, or as many as are taken if it has none. A bit for each, all at once.
std::uint32_t seat_of(const Sample& voices, std::uint64_t agent) {
  static_assert(Sample::seats == 32);
  const auto wanted = static_cast<std::uint32_t>(agent);
  std::uint32_t own = 0;
  for (std::uint32_t seat = 0; seat < Sample::seats; ++seat)
    own |= static_cast<std::uint32_t>(voices.agents[seat] == wanted) << seat;
  const auto seat = static_cast<std::size_t>(std::countr_zero(own));
  return static_cast<std::uint32_t>(std::min(voices.size(), seat));
}

}  // namespace

Position need_of(const World& world, std::uint64_t agent, std::size_t segment) {
  Position need = world.centres[segment];
  for (std::size_t k = 0; k < needs; ++k)
    need[static_cast<Eigen::Index>(k)] +=
        static_cast<double>(world.customers[agent].own_need[k]) * static_cast<double>(need_step);
  return need;
}

Meetings::Meetings(const World& world) : world_(world) {
  const Communities& communities = world.communities;
  for (std::size_t place = 0; place < world.places(); ++place) {
    first_.push_back(voices_.size());
    if (world.rules->matching == Matching::none) continue;
    const Sample& voices = communities.voices[place];
    for (std::size_t seat = 0; seat < voices.size(); ++seat) {
      const std::uint64_t agent = voices.agents[seat];
      voices_.push_back({need_of(world, agent, world.segment_of(agent)), world.customers[agent].since});
    }
  }
}

/// The squared distance from whom a member meets; nobody: as far as can be.
double Meetings::from_met(const Position& need, std::uint64_t agent, std::size_t place,
                          bool by_purpose, const Words& words) const {
  const Sample& voices = world_.communities.voices[place];
  const auto count = static_cast<std::uint32_t>(voices.size());
  const std::uint32_t own = seat_of(voices, agent);
  const std::uint32_t others = count - (own < count ? 1 : 0);
  if (others == 0) return nobody_met;
  const auto drawn = [&](std::size_t n) -> const Voice& {  // anybody but the member itself
    const std::uint32_t seat = below(others, words[n]);
    return voices_[first_[place] + seat + (seat >= own ? 1 : 0)];
  };
  const auto from = [&](const Voice& other) { return (need - other.need).square().sum(); };
  double least = from(drawn(0));
  if (by_purpose) {
    for (std::size_t n = 1; n < match_candidates; ++n) least = std::min(least, from(drawn(n)));
  } else if (world_.rules->matching == Matching::spend) {
    const Voice* met = &drawn(0);
    for (std::size_t n = 1; n < match_candidates; ++n)
      if (drawn(n).since < met->since) met = &drawn(n);
    least = from(*met);
  }
  return least;
}

/// exp(-|a - b|^2 / (2 K h^2)): 1 for equal needs, e^-1 for two customers of the same segment drawn by
/// chance, in the mean of the exponent.
void Meetings::find_likeness(std::span<const std::uint64_t> agents,
                             std::span<const std::uint32_t> places, std::size_t segment,
                             std::vector<double>& likeness) const {
  const Rules& rules = *world_.rules;
  likeness.assign(agents.size(), 0.0);
  if (rules.matching == Matching::none) return;
  const std::size_t count = agents.size();
  const bool purpose = rules.matching == Matching::purpose;
  std::vector<std::uint32_t> words(4 * count), choosy(purpose ? 4 * count : 0);
  draw_words_of(world_.chance(), Question::who_is_met, 0, agents, words);
  if (purpose) draw_words_of(world_.chance(), Question::who_is_met, 1, agents, choosy);
  for (std::size_t i = 0; i < count; ++i)
    likeness[i] = from_met(need_of(world_, agents[i], segment), agents[i], places[i],
                           purpose && happens(rules.clarity, choosy[i]),
                           {words[i], words[count + i], words[2 * count + i], words[3 * count + i]});
  const double spread = 2 * static_cast<double>(needs) * std::max(rules.within * rules.within, 1e-12);
  for (double& like : likeness) {
    const double away = like / spread;
    like = away < nobody_met ? elementary::exp(-away) : 0.0;
  }
}

}  // namespace permea::ecosystem_core
