// Step 7, choose: some customers reconsider their supplier this month, and those whose firm has left
// look for another one. Nobody else is visited, but that those whose firm has left are looked for among all.
#include <algorithm>
#include <span>

#include "models/ecosystem/review.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

constexpr double sums_keep = 0.85;  ///< a month: memory of the sums that prices answer to

/// Offsets in `block` of customers whose firm has left; from now on they have none. Whose has is hard to
/// foresee for the machine, so they are gathered without a branch.
void find_freed(World& world, const Market& market, const Block& block,
                std::vector<std::uint32_t>& freed) {
  const auto here = std::span(world.customers).subspan(block.first, block.count);
  freed.resize(block.count);
  std::size_t count = 0;
  for (std::uint32_t offset = 0; offset < block.count; ++offset) {
    const auto product = static_cast<std::size_t>(here[offset].product);
    const bool is_lost = market.place_of_product[product] == market.nobodys_place;
    freed[count] = offset;
    count += (product != 0) & is_lost;
  }
  freed.resize(count);
  for (const std::uint32_t offset : freed) here[offset].product = 0;
}

void find_reviewers(World& world, const Market& market, const Block& block, std::size_t number,
                    std::vector<std::uint32_t>& chosen) {
  if (block.segment >= world.segments_there()) return;  // newcomers who have not come yet
  const double rate = world.month == 0 ? 1.0 : world.rules->review_rate;
  pick_places(world.chance(), Question::who_reviews, number, rate, block.count, 0, chosen);
  if (world.freed == 0) return;
  std::vector<std::uint32_t> freed, both;
  find_freed(world, market, block, freed);
  std::set_union(chosen.begin(), chosen.end(), freed.begin(), freed.end(), std::back_inserter(both));
  chosen = std::move(both);
}

void smooth(double& smoothed, std::int64_t this_month, double unit) {
  smoothed = sums_keep * smoothed + static_cast<double>(this_month) * unit;
}

void take_sums(World& world, const Reviewer& reviewed) {
  constexpr double unit = 1 / static_cast<double>(ChoiceSums::unit);
  Firms& firms = world.firms;
  for (std::size_t f = 0; f < world.places(); ++f) {
    const ChoiceSums& sums = reviewed.sums[f];
    smooth(firms.stay_sum[f], sums.stay, unit);
    smooth(firms.stay_count[f], sums.own, 1);
    smooth(firms.considered_sum[f], sums.considered, unit);
    smooth(firms.curvature_sum[f], sums.curvature, unit);
    smooth(firms.captive_count[f], sums.captive, 1);
    firms.joined[f] = sums.joined;
    firms.left[f] = sums.left;
    firms.customers[f] += sums.joined - sums.left;
    world.communities.openness[f] += sums.openness;
    for (std::size_t octave = 0; octave < octaves; ++octave)
      world.communities.members[f][octave] += reviewed.joining.members[f][octave];
  }
  smooth(world.reviewers_smoothed, reviewed.reviewers, 1);
}

}  // namespace

void choose(World& world) {
  const Market market = open_market(world);
  std::vector<Reviewer> reviewers(static_cast<std::size_t>(visiting_threads(world)),
                                  Reviewer(world, market));
  visit_blocks(world, [&](const Block& block, std::size_t number, BlockEvents& events, int worker) {
    find_reviewers(world, market, block, number, events.chosen);
    Reviewer& reviewer = reviewers[static_cast<std::size_t>(worker)];
    reviewer.review(world.customers, block, events.chosen, events.moves);
    if (reviewer.joining.changes.empty()) return;
    MemberList members = world.members_in(number);
    for (const auto& [offset, octave, joins] : reviewer.joining.changes)
      joins ? members.insert(octave, offset) : members.erase(octave, offset);
  });
  for (std::size_t worker = 1; worker < reviewers.size(); ++worker)
    reviewers[0].merge(reviewers[worker]);
  take_sums(world, reviewers[0]);
  world.firms.word_of_mouth_share = market.word_of_mouth_share;
  world.freed = 0;
}

}  // namespace permea::ecosystem_core
