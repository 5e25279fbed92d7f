// Selection by the firm, which judges what the market wants and errs, or by members, who know their own
// needs, see how others have scored, and err as much.
#include "models/ecosystem/design/selection.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/ecosystem/community/meeting.h"
#include "models/ecosystem/design/ideas.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

std::size_t firms_choice(const World& world, std::size_t place, std::span<const Design> ideas) {
  std::size_t best = 0;
  double most = 0;
  for (std::size_t c = 0; c < ideas.size(); ++c) {
    const std::uint64_t agent = agent_of_candidate(world, place, static_cast<std::uint32_t>(c));
    const double error = normals(world.chance().draw(Question::idea_error, agent, 18))[0];
    const double judged = appeal_of(world, ideas[c]) + world.rules->appeal_noise * error;
    if (c == 0 || judged > most) {
      best = c;
      most = judged;
    }
  }
  return best;
}

/// The idea that a member likes best, when `shares` of the votes so far went to each.
std::size_t vote(const World& world, std::uint64_t member, std::span<const Design> ideas,
                 std::span<const double> shares) {
  const Rules& rules = *world.rules;
  const Position need = need_of(world, member, world.segment_of(member));
  std::size_t best = 0;
  double most = 0;
  for (std::size_t c = 0; c < ideas.size(); ++c) {
    const Position gap = need - ideas[c].position;
    const double error =
        normals(world.chance().draw(Question::vote, member, static_cast<std::uint32_t>(c)))[0];
    const double liked = rules.beta_quality * elementary::log(ideas[c].feasibility) -
                         rules.beta_need * gap.square().sum() / static_cast<double>(needs) +
                         rules.appeal_noise * error + rules.herding * shares[c];
    if (c == 0 || liked > most) {
      best = c;
      most = liked;
    }
  }
  return best;
}

std::size_t communitys_choice(const World& world, std::size_t place, std::span<const Design> ideas) {
  const Sample& voices = world.communities.voices[place];
  std::vector<double> votes(ideas.size(), 0.0), shares(ideas.size(), 0.0);
  for (std::size_t v = 0; v < voices.size(); ++v) {
    votes[vote(world, voices.agents[v], ideas, shares)] += 1;
    for (std::size_t c = 0; c < ideas.size(); ++c)
      shares[c] = votes[c] / static_cast<double>(v + 1);
  }
  return static_cast<std::size_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
}

}  // namespace

double appeal_of(const World& world, const Design& design) {
  const Rules& rules = *world.rules;
  const double per = rules.beta_need / (static_cast<double>(needs) * rules.mu);
  double near = 0;
  for (std::size_t m = 0; m < world.segments_there(); ++m) {
    const Position gap = world.centres[m] - design.position;
    near += static_cast<double>(world.segment_size(m)) * elementary::exp(-per * gap.square().sum());
  }
  const double reach = std::max(near / static_cast<double>(world.customers_there()), 1e-300);
  return rules.mu * elementary::log(reach) +
         rules.beta_quality * elementary::log(design.feasibility);
}

double least_own_appeal(const World& world, std::size_t place) {
  double least = nothing_appeals;
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at) {
    if (world.products.id[at] == 0) continue;
    const double appeal = appeal_of(world, {world.products.position[at],
                                            world.products.feasibility[at], Origin::firm});
    least = least == nothing_appeals ? appeal : std::min(least, appeal);
  }
  return least;
}

std::size_t selected(const World& world, std::size_t place, std::span<const Design> ideas) {
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  const Words words = world.chance().draw(Question::ideas_open, id);
  const bool delegated = happens(world.firms.levers[place].delegate, words[1]) &&
                         world.communities.voices[place].size() > 0;
  return delegated ? communitys_choice(world, place, ideas) : firms_choice(world, place, ideas);
}

}  // namespace permea::ecosystem_core
