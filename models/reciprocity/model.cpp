// What indirect reciprocity offers to permea: how it starts, what can be seen of it, and its card.
#include "models/reciprocity/model.h"

#include <algorithm>

#include "models/reciprocity/world.h"

namespace permea {
namespace {
using namespace reciprocity_core;

Counts counts(const Rules& rules) {
  return {{"population", static_cast<std::size_t>(rules.populations)},
          {"number_of_givers", static_cast<std::size_t>(rules.agents) + 1}};
}

std::vector<Dimension> dimensions(const Rules&) { return {}; }

void start(World& world) {
  std::ranges::fill(world.givers, static_cast<std::uint32_t>(world.rules.givers));
}

/// Share of populations that have this many givers.
double share_with(const World& w, std::int64_t givers) {
  const auto those = std::ranges::count(w.givers, static_cast<std::uint32_t>(givers));
  return static_cast<double>(those) / static_cast<double>(w.givers.size());
}

double mean_share(const World& w) {
  std::uint64_t all = 0;
  for (const std::uint32_t givers : w.givers) all += givers;
  return static_cast<double>(all) / static_cast<double>(w.givers.size()) /
         static_cast<double>(w.rules.agents);
}

/// Over what it would be if nothing but luck decided: the share of givers at the start.
double over_neutral(const World& w, double fixation) {
  if (w.rules.givers == 0) return missing;
  return fixation * static_cast<double>(w.rules.agents) / static_cast<double>(w.rules.givers);
}

double settled(const World& w) { return share_with(w, 0) + share_with(w, w.rules.agents); }

double stable(const World& w) {
  return w.rules.giver_with_giver() > w.rules.defector_with_giver() ? 1 : 0;
}

double risk_dominant(const World& w) {
  return w.rules.giver_with_giver() + w.rules.giver_with_defector() > w.rules.defector_with_giver()
             ? 1
             : 0;
}

Observables<World> observables() {
  Observables<World> all;
  all.whole("givers", "1", Over::stock, "share of givers, over all populations", &mean_share);
  all.whole("givers_fixed", "1", Over::stock, "share of populations that are all givers",
            [](const World& w) { return share_with(w, w.rules.agents); });
  all.whole("defectors_fixed", "1", Over::stock, "share of populations that are all defectors",
            [](const World& w) { return share_with(w, 0); });
  all.whole("settled", "1", Over::stock, "share of populations of one type", &settled);
  all.whole("fixation_over_neutral", "1", Over::stock,
            "givers_fixed over the share of givers at the start: N rho when it is one giver",
            [](const World& w) { return over_neutral(w, share_with(w, w.rules.agents)); });
  all.whole("expected_fixation", "1", Over::stock,
            "closed form of the probability that givers take over; missing with mutation",
            [](const World& w) { return expected_fixation(w.rules); });
  all.whole("expected_over_neutral", "1", Over::stock,
            "expected_fixation over the share of givers at the start",
            [](const World& w) { return over_neutral(w, expected_fixation(w.rules)); });
  all.whole("stable", "1", Over::stock,
            "1 if a defector among very many givers earns less than they: q > c / b", &stable);
  all.whole("risk_dominant", "1", Over::stock,
            "1 if givers earn more where both types are as many: b / c > (2 - q) / q",
            &risk_dominant);
  return all;
}

}  // namespace

Model reciprocity() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "reciprocity";
  model.summary = "givers who refuse known defectors, and defectors: which type takes over";
  model.step_unit = "generation";
  model.schedule = {{"help", "agents meet, help or refuse, and get their payoff"},
                    {"reproduce", "births in proportion to fitness, deaths at random"}};
  model.questions = {{1, "reproduce", "who is born and who dies, in each population"}};
  return model;
}

}  // namespace permea
