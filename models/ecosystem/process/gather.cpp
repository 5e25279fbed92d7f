// Step 4, gather: members of communities contribute when that is worth more to them than it costs, as
// their talent lets them. Only those who contribute are visited, and a few whom chance takes back.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/community/contributing.h"
#include "models/ecosystem/customers.h"
#include "models/ecosystem/firm.h"
#include "models/ecosystem/step.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

constexpr double keep = 0.85;  ///< a month: memory of how active a community is

void smooth(double& smoothed, double this_month) {
  smoothed = keep * smoothed + (1 - keep) * this_month;
}

/// All contributions of the month, by block of customers.
std::vector<std::vector<Contribution>> contributions_by_block(World& world) {
  const std::vector<Call> called = calls(world);
  std::vector<std::vector<Contribution>> all(world.blocks.size());
  if (std::all_of(called.begin(), called.end(), [](const Call& call) { return call.most == 0; })) return all;
  const Meetings meetings(world);
  std::vector<Contributing> members(static_cast<std::size_t>(visiting_threads(world)),
                                    Contributing(world, called, meetings));
  visit_blocks(world, [&](const Block& block, std::size_t number, BlockEvents&, int worker) {
    members[static_cast<std::size_t>(worker)].visit(block, number, all[number]);
  });
  return all;
}

void note(World& world, const Contribution& contribution) {
  Communities& communities = world.communities;
  const std::size_t f = contribution.place;
  const Words words = world.chance().draw(Question::seat, contribution.agent);
  communities.contributions[f][contribution.octave] += contribution.amount;
  ++communities.active[f];
  communities.voices[f].let_come(contribution.agent, words[0]);
  if (!contribution.is_idea) return;
  Funnel& funnel = world.funnels[static_cast<std::size_t>(world.firms.kind[f])];
  ++communities.ideas[f];
  communities.authors[f].let_come(contribution.agent, words[1]);
  ++funnel.ideas;
  funnel.authors += contribution.ideas == 0;
  funnel.repeated += contribution.ideas == 1;
}

/// A community counts as founded when a firm begins to invite its customers; one that it gives up early is
/// judged then.
void open_and_judge(World& world, std::size_t place) {
  std::int32_t& opened = world.communities.opened[place];
  const bool invites = invitation(world.firms.levers[place]) > 0;
  if (invites && opened < 0) opened = static_cast<std::int32_t>(world.month);
  if (!invites && opened >= 0) {
    if (world.month - opened < community_judged_after) judge_community(world, place);
    opened = -1;
  }
  if (opened < 0 || world.month - opened != community_judged_after) return;
  judge_community(world, place);
}

/// What members did serves their own aims in part, and the firm only as far as the community carries.
void count(World& world, std::size_t place) {
  Communities& all = world.communities;
  const ByOctave& by_octave = all.contributions[place];
  double sum = 0;
  for (const double amount : by_octave) sum += amount;
  smooth(all.contributions_smoothed[place], sum);
  smooth(all.active_smoothed[place], static_cast<double>(all.active[place]));
  const Rules& rules = *world.rules;
  const double left = 1 - rules.launch_effort * launching(world, place);
  all.counted[place] = sum * (1 - rules.divergence) * left * carried(world, place);
}

}  // namespace

void gather(World& world) {
  Communities& all = world.communities;
  for (std::size_t f = 0; f < world.places(); ++f) {
    all.contributions[f] = {};
    all.active[f] = all.ideas[f] = 0;
    if (world.is_there(f)) open_and_judge(world, f);
  }
  const auto contributions = contributions_by_block(world);
  std::fill(all.voices.begin(), all.voices.end(), Sample{});
  for (const auto& of_block : contributions)  // in the order of blocks, whoever visited them
    for (const Contribution& contribution : of_block) note(world, contribution);
  for (std::size_t f = 0; f < world.places(); ++f)
    if (world.is_there(f)) count(world, f);
}

}  // namespace permea::ecosystem_core
