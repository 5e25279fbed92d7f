// Communities: who is in them, who does the work, and what becomes of members' ideas.
#include <algorithm>

#include "models/ecosystem/measures/grouping.h"
#include "models/ecosystem/measures/measures.h"

namespace permea::ecosystem_core {
namespace {

/// Share of this month's contributions that the most talented 1 % of members make, by octaves of
/// talent; the octave in which the 1 % end counts in part.
double top_share(const World& world, int kind) {
  std::array<double, octaves> members{}, contributed{};
  double all = 0, sum = 0;
  for (std::size_t f = 0; f < world.places(); ++f)
    for (std::size_t o = 0; o < octaves && counts_in(world, f, kind); ++o) {
      members[o] += static_cast<double>(world.communities.members[f][o]);
      contributed[o] += world.communities.contributions[f][o];
      all += static_cast<double>(world.communities.members[f][o]);
      sum += world.communities.contributions[f][o];
    }
  double top = 0, places = 0.01 * all;
  for (std::size_t o = octaves; o-- > 0 && places > 0;) {
    if (members[o] == 0) continue;
    top += contributed[o] * std::min(1.0, places / members[o]);
    places -= members[o];
  }
  return ratio(top, sum);
}

double contributions_of(const World& world, std::size_t f) {
  double sum = 0;
  for (const double amount : world.communities.contributions[f]) sum += amount;
  return sum;
}

void add_members(Observables<World>& all) {
  all.sum("members", "count", Over::stock, "customers who are members of their supplier's community",
          [](const World& w, std::size_t f) { return static_cast<double>(members_of(w, f)); });
  all.sum("active_members", "count", Over::stock, "of them, those who contributed this month",
          [](const World& w, std::size_t f) { return static_cast<double>(w.communities.active[f]); });
  all.sum("contributions", "count", Over::flow, "what members contributed", contributions_of);
  all.of_kind("carried", "1", Over::stock, "mean over firms that invite",
              "what communities do of what they could beyond their critical mass",
              [](const World& w, int kind) {
                const auto invites = [&](std::size_t f) {
                  return w.communities.opened[f] >= 0 ? 1.0 : 0.0; };
                return ratio(total(w, kind, [&](std::size_t f) { return invites(f) * carried(w, f); }),
                             total(w, kind, invites));
              });
  all.of_kind("top1_share", "1", Over::stock, "sum over sum",
              "share of this month's contributions by the most talented 1 % of members", top_share);
  all.of_kind("openness_of_base", "1", Over::stock, "mean over customers",
              "mean openness of supplied customers", [](const World& w, int kind) {
                return ratio(total(w, kind, [&](std::size_t f) {
                               return static_cast<double>(w.communities.openness[f]) * 0x1p-16; }),
                             total(w, kind, [&](std::size_t f) { return customers_of(w, f); }));
              });
}

void add_ideas(Observables<World>& all) {
  all.sum("ideas", "count", Over::flow, "ideas for products that members put to their firm",
          [](const World& w, std::size_t f) { return static_cast<double>(w.communities.ideas[f]); });
  all.of_kind("one_time_ideators", "1", Over::stock, "sum over sum",
              "share of those who put ideas to their firm, since the start, who put one only",
              [](const World& w, int kind) {
                const double authors = funnel(w, kind, &Funnel::authors);
                return ratio(authors - funnel(w, kind, &Funnel::repeated), authors);
              });
  all.of_kind("user_idea_spread", "1", Over::stock, "sum over sum",
              "share of members' ideas, since the start, that their firm attended to",
              [](const World& w, int kind) {
                return ratio(funnel(w, kind, &Funnel::attended), funnel(w, kind, &Funnel::ideas));
              });
  all.of_kind("ideas_realised", "1", Over::stock, "sum over sum",
              "share of members' ideas, since the start, that were launched as products",
              [](const World& w, int kind) {
                return ratio(funnel(w, kind, &Funnel::realised), funnel(w, kind, &Funnel::ideas));
              });
  all.of_kind("communities", "count", Over::stock, "sum",
              "communities founded since the start that were judged after 24 months or at an earlier end",
              [](const World& w, int kind) { return funnel(w, kind, &Funnel::communities); });
  all.of_kind("silent_communities", "1", Over::stock, "sum over sum",
              "share of them that did not carry half of what they could",
              [](const World& w, int kind) {
                return ratio(funnel(w, kind, &Funnel::silent), funnel(w, kind, &Funnel::communities));
              });
}

}  // namespace

void add_community(Observables<World>& all) {
  add_members(all);
  add_ideas(all);
}

}  // namespace permea::ecosystem_core
