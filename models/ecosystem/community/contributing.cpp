// Members contribute when that is worth more to them than it costs, as their talent lets them: README,
// step 4.
#include "models/ecosystem/community/contributing.h"

#include <algorithm>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/world.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

double will(const Rules& rules, double worth) {
  return 1 / (1 + elementary::exp(-worth / rules.will_scale));
}

}  // namespace

std::vector<Call> calls(const World& world) {
  const Rules& rules = *world.rules;
  const double met = rules.matching == Matching::none ? 0 : rules.match_worth;
  std::vector<Call> all(world.places() + 1);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f) || invitation(world.firms.levers[f]) == 0) continue;
    all[f].worth = worth_of_contributing(world, f);
    all[f].activity = rules.activity;
    all[f].effort = 1 - rules.substitution * carried(world, f);
    all[f].ideas = rules.idea_share * what_tools_bring(world, f);
    all[f].most = all[f].activity * will(rules, all[f].worth + met);
  }
  return all;
}

Contributing::Contributing(World& world, const std::vector<Call>& calls, const Meetings& meetings)
    : world_(world), calls_(calls), meetings_(meetings) {
  for (const Call& call : calls) most_ = std::max(most_, call.most);
}

void Contributing::visit(const Block& block, std::size_t number,
                         std::vector<Contribution>& contributions) {
  ask(number);
  find_willing();
  meet(block.segment);
  contribute(contributions);
}

/// Takes members of a block, in the order of their octaves, and asks chance about them.
void Contributing::ask(std::size_t number) {
  const double tail = world_.rules->talent_tail;
  asked_.clear();
  taken_.clear();
  const MemberList members = world_.members_in(number);
  for (std::size_t octave = 0; octave < octaves; ++octave) {
    const auto list = members.of(octave);
    if (list.empty()) continue;
    const double taken = 1 - elementary::exp(-most_ * most_talent(tail, octave));
    picked_.clear();
    pick_places(world_.chance(), Question::who_contributes, number * octaves + octave, taken,
                static_cast<std::uint32_t>(list.size()), 0, picked_);
    for (const std::uint32_t place : picked_) {
      const std::uint64_t agent = world_.blocks[number].first + list[place];
      __builtin_prefetch(&world_.customers[agent], 1);  // rows lie apart
      asked_.push_back(agent);
      taken_.push_back(taken);
    }
  }
  words_.resize(4 * asked_.size());
  draw_words_of(world_.chance(), Question::contribution, 0, asked_, words_);
  find_talents(world_.seed, tail, asked_, talents_);
}

/// Most who do not contribute need not be looked at more closely, as 1 - exp(-a) < a; the rest is for
/// rounding. Who they are is hard to foresee for the machine, so they are gathered without a branch.
void Contributing::find_willing() {
  const auto nobody = static_cast<std::uint32_t>(world_.places());
  willing_.resize(asked_.size());
  places_.resize(asked_.size());
  std::size_t count = 0;
  for (std::uint32_t i = 0; i < asked_.size(); ++i) {
    const std::uint32_t at = world_.place_of(world_.customers[asked_[i]].product);
    const auto place = std::min(at / static_cast<std::uint32_t>(product_places), nobody);
    const Call& call = calls_[place];
    const double most = call.most * talents_[i].amount * (1 + 1e-9) + 1e-12;
    willing_[count] = i;
    places_[count] = place;
    count += (call.activity > 0) & (uniform(words_[i]) * taken_[i] <= most);
  }
  willing_.resize(count);
  places_.resize(count);
}

/// In a month a member contributes with probability 1 - exp(-a), in all a on average.
void Contributing::meet(std::size_t segment) {
  const Rules& rules = *world_.rules;
  const std::size_t count = willing_.size();
  agents_.resize(count);
  worth_.resize(count);
  expected_.resize(count);
  active_.resize(count);
  for (std::size_t n = 0; n < count; ++n) agents_[n] = asked_[willing_[n]];
  meetings_.find_likeness(agents_, places_, segment, likeness_);
  for (std::size_t n = 0; n < count; ++n)
    worth_[n] = calls_[places_[n]].worth + rules.match_worth * likeness_[n];
  for (std::size_t n = 0; n < count; ++n) expected_[n] = will(rules, worth_[n]);
  for (std::size_t n = 0; n < count; ++n)
    expected_[n] = calls_[places_[n]].activity * expected_[n] * talents_[willing_[n]].amount;
  for (std::size_t n = 0; n < count; ++n) active_[n] = 1 - elementary::exp(-expected_[n]);
}

void Contributing::contribute(std::vector<Contribution>& contributions) {
  for (std::size_t n = 0; n < willing_.size(); ++n) {
    const std::uint32_t i = willing_[n];
    if (!happens(active_[n] / taken_[i], words_[i])) continue;
    const Call& call = calls_[places_[n]];
    const double amount = expected_[n] / active_[n] * call.effort;
    const bool is_idea = happens(1 - elementary::exp(-call.ideas * amount), words_[asked_.size() + i]);
    Membership& member = world_.customers[agents_[n]].membership;
    contributions.push_back({agents_[n], amount, places_[n],
                             static_cast<std::uint8_t>(talents_[i].octave), member.ideas, is_idea});
    member.active = static_cast<std::uint16_t>(world_.month);
    if (is_idea && member.ideas < 255) ++member.ideas;
  }
}

}  // namespace permea::ecosystem_core
