// Step 4, gather: members of communities contribute when that is worth more to them than it costs, as
// their talent lets them. Only those who contribute are visited, and a few whom chance takes back.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/community/meeting.h"
#include "models/ecosystem/customers.h"
#include "models/ecosystem/firm.h"
#include "models/ecosystem/step.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

constexpr double keep = 0.85;  ///< a month: memory of how active a community is

/// What makes members of one firm contribute this month.
struct Call {
  double worth = 0;     ///< less cost, without whom the member meets
  double activity = 0;  ///< contributions of a member of mean talent whose will is full; 0: no community
  double effort = 1;    ///< how much of that each does, where others do alike
  double ideas = 0;     ///< ideas per contribution
  double most = 0;      ///< what a member of mean talent does who meets its like
};

/// Members of a block who are taken, and what chance answers them.
struct Asked {
  std::vector<std::uint64_t> agents;
  std::vector<double> taken;         ///< with what probability
  std::vector<std::uint32_t> words;  ///< word w of member i at w * agents.size() + i
  std::vector<Talent> talents;
};

struct Contribution {
  std::uint64_t agent;
  double amount;
  std::uint32_t place;    ///< of the firm
  std::uint8_t octave;
  std::uint8_t ideas;     ///< that the member had put to the firm before, if this is one more
  bool is_idea;
};

double will(const Rules& rules, double worth) {
  return 1 / (1 + elementary::exp(-worth / rules.will_scale));
}

std::vector<Call> calls(const World& world) {
  const Rules& rules = *world.rules;
  const double met = rules.matching == Matching::none ? 0 : rules.match_worth;
  std::vector<Call> all(world.places());
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

void smooth(double& smoothed, double this_month) {
  smoothed = keep * smoothed + (1 - keep) * this_month;
}

/// The most that anybody in any community does, had he a talent of one.
double most_activity(const std::vector<Call>& calls) {
  double most = 0;
  for (const Call& call : calls) most = std::max(most, call.most);
  return most;
}

/// Takes members of a block, in the order of their octaves, and asks chance about them.
void ask(World& world, std::size_t number, double most, Asked& asked,
         std::vector<std::uint32_t>& chosen) {
  const double tail = world.rules->talent_tail;
  asked.agents.clear();
  asked.taken.clear();
  const MemberList members = world.members_in(number);
  for (std::size_t octave = 0; octave < octaves; ++octave) {
    const auto list = members.of(octave);
    if (list.empty()) continue;
    const double taken = 1 - elementary::exp(-most * most_talent(tail, octave));
    chosen.clear();
    pick_places(world.chance(), Question::who_contributes, number * octaves + octave, taken,
                static_cast<std::uint32_t>(list.size()), 0, chosen);
    for (const std::uint32_t place : chosen) {
      const std::uint64_t agent = world.blocks[number].first + list[place];
      __builtin_prefetch(&world.customers[agent], 1);  // rows lie apart
      asked.agents.push_back(agent);
      asked.taken.push_back(taken);
    }
  }
  asked.words.resize(4 * asked.agents.size());
  draw_words_of(world.chance(), Question::contribution, 0, asked.agents, asked.words);
  find_talents(world.seed, tail, asked.agents, asked.talents);
}

/// Whether member i of those asked contributes; if so it is noted. In a month a member contributes with
/// probability 1 - exp(-a), in all a on average.
void let_contribute(World& world, const std::vector<Call>& calls, const Asked& asked, std::size_t i,
                    std::vector<Contribution>& contributions) {
  const std::uint64_t agent = asked.agents[i];
  Customer& customer = world.customers[agent];
  const std::uint32_t at = world.place_of(customer.product);
  if (at == no_place) return;  // its firm has left
  const Rules& rules = *world.rules;
  const auto place = at / static_cast<std::uint32_t>(product_places);
  const Call& call = calls[place];
  if (call.activity == 0) return;
  const double taken = asked.taken[i];
  const Talent& talent = asked.talents[i];
  // Most who do not need not be looked at more closely, as 1 - exp(-a) < a; the rest is for rounding.
  if (uniform(asked.words[i]) * taken > call.most * talent.amount * (1 + 1e-9) + 1e-12) return;
  const double worth = call.worth + rules.match_worth * likeness_of_met(world, place, agent);
  const double expected = call.activity * will(rules, worth) * talent.amount;
  const double active = 1 - elementary::exp(-expected);
  if (!happens(active / taken, asked.words[i])) return;
  const double amount = expected / active * call.effort;
  const bool is_idea = happens(1 - elementary::exp(-call.ideas * amount),
                               asked.words[asked.agents.size() + i]);
  Membership& member = customer.membership;
  contributions.push_back({agent, amount, place, static_cast<std::uint8_t>(talent.octave), member.ideas,
                           is_idea});
  member.active = static_cast<std::uint16_t>(world.month);
  if (is_idea && member.ideas < 255) ++member.ideas;
}

/// All contributions of the month, by block of customers.
std::vector<std::vector<Contribution>> contributions_by_block(World& world) {
  const std::vector<Call> called = calls(world);
  std::vector<std::vector<Contribution>> all(world.blocks.size());
  const double most = most_activity(called);
  if (most == 0) return all;
  std::vector<Asked> asked(static_cast<std::size_t>(visiting_threads(world)));
  visit_blocks(world, [&](const Block&, std::size_t number, BlockEvents& events, int worker) {
    Asked& mine = asked[static_cast<std::size_t>(worker)];
    ask(world, number, most, mine, events.chosen);
    for (std::size_t i = 0; i < mine.agents.size(); ++i)
      let_contribute(world, called, mine, i, all[number]);
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
