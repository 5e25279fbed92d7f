// Rules of how products are designed, judged and withdrawn.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

struct DesignRules : Parameters {
  using Parameters::Parameters;

  const double idea_rate = real("design.idea_rate", "1/month", 0.067, 0, 1,
      "probability that a firm opens a round of ideas in a month",
      "fitted to new-to-market products and exits (free)");
  const std::int64_t candidates = whole("design.candidates", "count", 4, 1, 64,
      "ideas that a firm of practice 0.5 attends to in a round", "assumed");
  const double idea_attention = real("design.attention", "count", 0.002, 0, 100,
      "members' ideas, per s, that a firm of practice 0.5 can attend to in a round", "assumed");
  const double familiarity = real("design.familiarity", "1", 0.5, 0, 1,
      "probability that of ideas beyond attention the most familiar is picked, and not any",
      "sign: Piezunka & Dahlander 2015; size assumed");
  const double appeal_noise = real("design.appeal_noise", "1", 0.15, 0, 10,
      "standard deviation of the error with which an idea's appeal is judged", "assumed");
  const std::int64_t development = whole("design.development", "month", 9, 1, 120,
      "months from idea to launch", "assumed");
  const double bias_share = real("design.bias_share", "1", 0.5, 0, 1,
      "share of a firm's error about needs that is its own persistent bias", "assumed (free)");
  const double bias_persistence = real("design.bias_persistence", "1", 0.99, 0, 1,
      "correlation of that bias from month to month: half-life about five years", "assumed");
  const double hand_over = real("design.hand_over", "1", 0.10, 0, 4,
      "variance added between idea and product, in units of needs.within squared", "assumed (free)");
  const double feasibility_gap = real("design.feasibility_gap", "1", 0.15, 0, 0.95,
      "how much less feasible a customer's idea is", "sign: Poetz & Schreier 2012; size assumed");
  const double survey_half = real("design.survey_half", "1", 0.03, 0.0001, 10,
      "survey spend per s and month that makes known half of what can be known", "assumed");
  const double echo_half = real("design.echo_half", "1", 0.1, 0.0001, 10,
      "broadcast share at which half of what a firm hears is the echo of itself", "assumed");
  const double project_cost = real("design.project_cost", "1", 0.18, 0, 100,
      "cost of developing one product, per s", "fitted to exits of firms (free)");
  const double delay = real("design.delay", "1", 0.6, 0, 10,
      "how much longer development takes when customers do all of it",
      "sign: Chang & Taylor 2016; size assumed");
  const double test_cost = real("design.test_cost", "1", 0.02, 0, 100,
      "cost of testing an idea for a month, per s", "assumed");
  const std::int64_t test_sample = whole("design.test_sample", "count", 50, 1, 1000,
      "customers whom a test shows the idea to", "assumed");
  const double test_bar = real("design.test_bar", "1", 0.01, 0.0001, 1,
      "share of them who must prefer it to what they have, or it is given up", "assumed; to be swept");
  const double test_leak = real("design.test_leak", "1", 0.02, 0, 1,
      "probability that a test lets a network neighbour know of the idea", "assumed; to be swept");
  const double break_rate = real("ideas.break_rate", "1", 0.05, 0, 0.5,
      "probability that a test breaks an idea that just enough customers want", "assumed; to be swept");
  const double fragility = real("ideas.fragility", "1", 0.0, -1, 1,
      "how far ideas are the more fragile the more customers want them; negative: the less", "switch");
  const double imitation_rate = real("imitation.rate", "1/month", 0.0125, 0, 1,
      "probability that a firm looks at what a neighbour sells or shows, to copy it", "assumed");
  const double imitation_cost = real("imitation.cost", "1", 0.65, 0, 10,
      "cost of a copy, in costs of a project", "Mansfield et al. 1981; Harabi: 0.4 to 0.8 (input)");
  const double imitation_time = real("imitation.time", "1", 0.7, 0, 10,
      "time that a copy takes, in times of development",
      "Mansfield et al. 1981; Harabi: 0.6 to 0.8 (input)");
  const double imitation_shown = real("imitation.shown", "1", 0.5, 0, 1,
      "share of a copy's cost and time that a firm which shows its customers all spares who copies it",
      "assumed; of copied products few are laid open, so the two above are taken to be of others");
  const double leaders = real("design.leaders", "1", 0.0, 0, 1,
      "share of leaders who are customers of their own firm, and so know what cannot be told",
      "switch; off in the standard");
  const double leaders_cost = real("design.leaders_cost", "1", 0.01, 0, 10,
      "cost of all leaders' being customers, per s and month", "assumed");
  const double improvement = real("design.improvement", "1/month", 0.03, 0, 1,
      "share of the way to its users' mean need that a product moves in a month", "assumed");
  const std::int64_t judged_at = whole("design.judged_at", "month", 30, 1, 240,
      "age at which a product must have reached its threshold", "18 to 36 months (input)");
  const double threshold = real("design.withdraw_below", "1", 0.025, 0, 10,
      "users per s below which a product is then withdrawn", "fitted to the failure rate, 35-45 % (free)");
  const double novelty = real("design.novelty_threshold", "1", 0.97, 0, 10,
      "distance per need to every product of the market that makes a launch new to the market",
      "fitted to new-to-market products, 10-17 % (free)");
  const std::int64_t variants = whole("design.variants", "count", 5, 1, 8,
      "products a firm keeps at most", "assumed");
};

}  // namespace permea::ecosystem_core
