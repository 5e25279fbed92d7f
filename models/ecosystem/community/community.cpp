// What a community is worth to its members and to its firm.
#include "models/ecosystem/community/community.h"

#include <algorithm>
#include <numeric>

#include "models/ecosystem/world.h"
#include "sim/kit/random.h"

namespace permea::ecosystem_core {
namespace {

/// Where members are brought together by purpose, each meets as many fewer as it is choosy.
double meets(const Rules& rules) {
  return rules.matching == Matching::purpose ? 1 / (1 + rules.clarity * static_cast<double>(match_candidates - 1)) : 1;
}

}  // namespace

void Sample::let_come(std::uint64_t agent, std::uint32_t word) {
  const auto seat = came < static_cast<std::int64_t>(seats)
                        ? static_cast<std::uint64_t>(came)
                        : (static_cast<std::uint64_t>(word) * static_cast<std::uint64_t>(came + 1)) >> 32;
  if (seat < seats) agents[seat] = static_cast<std::uint32_t>(agent);
  ++came;
}

double invitation(const Levers& levers) {
  return std::max({levers.codesign_ideation, levers.codesign_development, levers.codesign_launch});
}

double carried(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double active = meets(rules) * world.communities.active_smoothed[place] / world.scale;
  const double squared = active * active;
  return squared > 0 ? squared / (squared + rules.critical_mass * rules.critical_mass) : 0;
}

double feedback(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double answers = world.firms.levers[place].facilitate * world.firms.revenue_smoothed[place] /
                         rules.answer_cost;
  const double asked = std::max(world.communities.contributions_smoothed[place], 1e-12);
  return rules.facilitator_skill * std::min(1.0, answers / asked);
}

double worth_of_contributing(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double lively = carried(world, place);
  return rules.passion_worth + rules.feedback_worth * feedback(world, place) + rules.trust_worth * world.firms.trust[place] +
         (rules.liveliness_worth - rules.rivalry) * lively - rules.contribution_cost;
}

double launching(const World& world, std::size_t place) {
  const double helps = world.firms.levers[place].codesign_launch;
  if (helps == 0) return 0;
  bool recent = false;
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at)
    recent |= world.products.id[at] != 0 && world.products.origin[at] != Origin::start &&
              world.month - world.products.launched[at] < world.rules->launch_work;
  return recent ? helps * carried(world, place) : 0;
}

std::int64_t members_of(const World& world, std::size_t place) {
  const CountByOctave& members = world.communities.members[place];
  return std::accumulate(members.begin(), members.end(), std::int64_t{0});
}

double treatment(const Levers& levers) {
  return (1 + levers.reveal_customers - levers.lock_in) / 2;
}

void judge_community(World& world, std::size_t place) {
  Funnel& funnel = world.funnels[static_cast<std::size_t>(world.firms.kind[place])];
  ++funnel.communities;
  funnel.silent += carried(world, place) < 0.5;
}

void clear_community(World& world, std::size_t place) {
  Communities& all = world.communities;
  const bool invites = world.is_there(place) && invitation(world.firms.levers[place]) > 0;
  all.opened[place] = invites ? static_cast<std::int32_t>(world.month) : -1;
  all.members[place] = {};
  all.contributions[place] = {};
  all.active[place] = all.ideas[place] = all.openness[place] = 0;
  all.counted[place] = all.active_smoothed[place] = all.contributions_smoothed[place] = 0;
  all.authors[place] = all.voices[place] = {};
}

void Communities::list(State& state) {
  state.column("customer", "member_lists", "1", "offsets of a block's community members, by octave",
               lists);
  state.rows("block of customers", "members_in_block", "members in a block, by octave of talent",
             in_block);
  state.column("firm", "community_opened", "month", "since when it invites customers; -1: it does not",
               opened);
  state.rows("firm", "members", "members of its community, by octave of talent", members);
  state.rows("firm", "contributions", "contributed this month, by octave of talent", contributions);
  state.column("firm", "counted", "count", "of them, what serves the firm", counted);
  state.column("firm", "active", "count", "members who contributed this month", active);
  state.column("firm", "active_smoothed", "count", "the same, smoothed", active_smoothed);
  state.column("firm", "contributions_smoothed", "count", "contributions a month, smoothed",
               contributions_smoothed);
  state.column("firm", "ideas", "count", "ideas that members put to it this month", ideas);
  state.rows("firm", "authors", "a sample of those who put ideas since its last round", authors);
  state.rows("firm", "voices", "a sample of the members active this month", voices);
  state.column("firm", "openness_sum", "1", "of its customers, in 2^-16", openness);
}

}  // namespace permea::ecosystem_core
