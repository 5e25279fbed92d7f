// The rules of the market: every parameter of the model, declared once, with its source.
// Symbols and equations: README.md of this folder.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

/// How giving know-how to a rival depends on what was given before (README, step 3).
enum class Reciprocity { none, direct };

/// Money is in units of the standard unit cost c, utility in money a month, and "per s" means per
/// s = customers per firm at the start, so that the model does not change with scale.
struct Rules : Parameters {
  using Parameters::Parameters;

  // customers and their needs
  const std::int64_t customers = at_start(whole("customers.count", "count", 100'000, 1, 1'000'000'000,
      "customers in the market", "normalisation"));
  const std::int64_t segments = at_start(whole("needs.segments", "count", 12, 1, 256,
      "groups of customers with like needs, of equal size", "assumed"));
  const double between = real("needs.between", "1", 0.9, 0, 4,
      "standard deviation of the segments' centres, per need", "assumed");
  const double within = real("needs.within", "1", 1.1, 0, 2.5,
      "standard deviation of a customer's own need about its segment's centre, per need",
      "fitted to the failure rate of new products (free)");
  const double drift = real("needs.drift", "1/month", 0.02, 0, 0.5,
      "standard deviation of a centre's move in a month, per need", "assumed");
  const double renewal = real("needs.renewal", "1/month", 0.004, 0, 1,
      "probability that a customer redraws its own need in a month: a life event", "assumed");
  const double stickiness = real("needs.stickiness", "1", 0.6, 0, 1,
      "share of a need's variance that no listening can carry to a firm", "assumed; swept (free)");

  // how customers choose
  const double review_rate = real("market.review_rate", "1/month", 0.07, 0, 1,
      "probability that a customer reconsiders its supplier in a month",
      "fitted to churn, 15-25 % a year (free)");
  const std::int64_t considered = whole_or_all("market.considered", "count", 5, 0, 16,
      "other firms a reviewing customer looks for, each by one draw from what its segment is aware of",
      "assumed (free)");
  const double undirected_search = real("market.undirected_search", "1", 0.55, 0, 1,
      "probability that a draw finds a firm at random, without word of mouth", "assumed (free)");
  const double word_of_mouth = real("market.word_of_mouth", "1", 0.7, 0, 4,
      "probability that a draw finds a firm through a satisfied customer, were all the segment such",
      "assumed");
  const double broadcast_reach = real("market.broadcast_reach", "1", 0.5, 0, 10,
      "weight in undirected search of each c that a firm broadcasts per s and month", "assumed");
  const double satisfaction_scale = real("market.satisfaction_scale", "1", 0.5, 0.01, 10,
      "utility a month that moves satisfaction from 0.50 to 0.73", "assumed");
  const double mu = real("market.mu", "1", 0.25, 0.01, 10,
      "scale of the taste shock in the logit, in money a month",
      "fitted to churn, 15-25 % a year (free)");
  const double value = real("market.value", "1", 2.5, -10, 20,
      "worth of being supplied at all over the outside option, in money a month", "assumed");
  const double beta_quality = real("market.beta_q", "1", 0.35, 0, 10,
      "utility of one unit of log quality", "assumed (free)");
  const double beta_need = real("market.beta_x", "1", 0.60, 0, 10,
      "disutility of one unit of mean squared distance between product and need", "assumed (free)");
  const double search_cost = real("market.search_cost", "1", 0.30, 0, 10,
      "cost of joining another firm, in money a month", "assumed (free)");
  const double foresight = real("market.foresight", "1", 0.15, 0, 1,
      "share of a new firm's lock-in that a customer reckons with before joining",
      "assumed; sweep 0 to 0.5 in every claim about lock-in (free)");
  const double word_of_mouth_lock = real("market.wom_lock", "1", 0.5, 0, 1,
      "share of word of mouth that a full lock-in silences", "assumed");
  const double success_worth = real("market.success_worth", "1", 1.5, 0, 10,
      "marginal utility of the first money a firm spends on a customer's success", "assumed");
  const double success_scale = real("market.success_scale", "1", 0.1, 0.001, 10,
      "spend per customer at which success spending has lost half its marginal worth", "assumed");
  const double network_effect = real("market.nu", "1", 0.0, 0, 5,
      "utility of one unit of log(1 + the firm's customers / 0.2 % of all)", "off in the standard");
  const double similarity = later("market.similarity", "1", 0.0, -5, 5,
      "utility of likeness to the firm's other customers, either sign", "off in the standard");

  // pricing
  const double unit_cost = real("pricing.unit_cost", "1", 1.0, 0, 10,
      "cost of supplying one customer for a month", "normalisation");
  const double price_speed = real("pricing.speed", "1/month", 0.2, 0, 1,
      "share of the gap to the best reply that a price closes in a month", "assumed");
  const double discount = real("pricing.discount", "1/month", 0.0125, 0, 1,
      "discount of a firm's future profit", "15 % a year (input)");
  const double highest_price = real("pricing.highest", "1", 6.0, 0.1, 100,
      "no price is above this", "assumed");
  const bool myopic = flag("pricing.myopic", false,
      "firms ignore that customers whom they win stay: the bracket of step 7 is one", "switch");

  // know-how
  const double decay = real("knowledge.decay", "1/month", 0.0135, 0, 1,
      "depreciation of know-how", "15 % a year, Hall 2007 (input)");
  const double curvature = real("knowledge.gamma", "1", 0.25, 0, 1,
      "elasticity of steady know-how to effort", "assumed");
  const double complementarity = real("knowledge.exponent", "1", -1.0, -10, 1,
      "exponent of the CES by which domains make quality; 1: substitutes", "assumed");
  const double home_weight = real("knowledge.home_weight", "1", 0.55, 0.25, 1,
      "share of a firm's research that goes to its home domain", "assumed");
  const double research_noise = real("knowledge.noise", "1", 0.3, 0, 2,
      "standard deviation of what research yields, relative", "assumed");
  const double reference_effort = real("knowledge.reference_effort", "1", 0.10, 0.001, 10,
      "effort E_0 per s and month at which know-how tends to one", "normalisation");
  const double leak_anyway = real("knowledge.leak_anyway", "1/month", 0.004, 0, 1,
      "share of a gap that leaks to an absorbing neighbour whatever its owner does", "assumed");
  const double leak_revealed = real("knowledge.leak_revealed", "1/month", 0.03, 0, 1,
      "further share of a gap that leaks when its owner reveals all", "assumed; sweep to 0.3 (free)");
  const std::int64_t leak_lag = at_start(whole("knowledge.leak_lag", "month", 12, 0, 60,
      "age of the know-how that leaks", "6 to 18 months: Mansfield 1985 (input)"));
  const Reciprocity reciprocity = choice<Reciprocity>("knowledge.reciprocity_mode", {"none", "direct"},
      "none", "whether revealing answers what was received", "switch; off in the standard");
  const double gift_memory = real("knowledge.gift_memory", "month", 12, 1, 240,
      "months over which gifts are remembered", "assumed");
  const double attention = real("knowledge.attention", "count", 4, 0, 100,
      "sources that a firm of practice 0.5 can attend to in a month", "assumed");

  // design
  const double idea_rate = real("design.idea_rate", "1/month", 0.10, 0, 1,
      "probability that a firm opens a round of ideas in a month",
      "fitted to new-to-market products (free)");
  const std::int64_t candidates = whole("design.candidates", "count", 4, 1, 64,
      "ideas in a round", "assumed");
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
  const double project_cost = real("design.project_cost", "1", 0.30, 0, 100,
      "cost of developing one product, per s", "fitted to the failure rate (free)");
  const double improvement = real("design.improvement", "1/month", 0.03, 0, 1,
      "share of the way to its users' mean need that a product moves in a month", "assumed");
  const std::int64_t judged_at = whole("design.judged_at", "month", 30, 1, 240,
      "age at which a product must have reached its threshold", "18 to 36 months (input)");
  const double threshold = real("design.withdraw_below", "1", 0.033, 0, 10,
      "users per s below which a product is then withdrawn", "fitted to the failure rate");
  const double novelty = real("design.novelty_threshold", "1", 1.05, 0, 10,
      "distance per need to every product of the market that makes a launch new to the market",
      "fitted to new-to-market products");
  const std::int64_t variants = whole("design.variants", "count", 5, 1, 8,
      "products a firm keeps at most", "assumed");
  const double divergence = real("community.divergence", "1", 0.2, 0, 1,
      "variance by which customers' own aims displace their ideas, in needs.within squared",
      "assumed; swept (free)");
  const double critical_mass = real("community.critical_mass", "1", 0.1, 0, 100,
      "users per s at which they carry half of what they could", "assumed (free)");

  // firms
  const std::int64_t degree = whole("firms.degree", "count", 8, 0, 1000,
      "firms that a firm can see into and that see into it", "assumed");
  const double rewiring = at_start(real("firms.rewiring", "1", 0.1, 0, 1,
      "share of links that are long: Watts & Strogatz 1998", "assumed"));
  const double technology_overlap = real("firms.technology_overlap", "1", 0.0, 0, 1,
      "probability that a firm's home domain is the one that all such firms share", "assumed");
  const double product_overlap = real("firms.product_overlap", "1", 0.0, 0, 1,
      "probability that a firm serves the home segment of a network neighbour", "assumed");
  const double skill_spread = real("firms.skill_spread", "1", 0.2, 0, 2,
      "standard deviation of the log of a firm's skill in reading needs, whatever its strategy",
      "assumed");
  const double start_cash = at_start(real("firms.start_cash", "1", 1.5, 0, 1000,
      "cash at the start, per s", "assumed"));
  const std::int64_t start_variants = at_start(whole("firms.start_variants", "count", 2, 1, 8,
      "products of a firm at the start, never more than design.variants", "assumed"));
  const double payout_above = real("firms.payout_above", "1", 6.0, 0, 1e6,
      "cash above this, per s, goes to the owners", "assumed");
  const double fixed_cost = real("firms.fixed_cost", "1", 0.005, 0, 100,
      "cost of being there, per s and month", "fitted to the exit rate (free)");
  const double variant_cost = real("firms.variant_cost", "1", 0.003, 0, 100,
      "cost of keeping a product on offer, per s and month", "assumed");
  const double listen_cost = real("firms.listen_cost", "1", 0.02, 0, 10,
      "cost of listening to one customer for a month at listen = 1", "assumed");
  const double absorb_cost = real("firms.absorb_cost", "1", 0.004, 0, 10,
      "cost of absorptive capacity 1, per s and month", "assumed");
  const double breadth_cost = real("firms.breadth_cost", "1", 0.004, 0, 10,
      "cost of searching all neighbours, per s and month", "assumed");
  const double practice_cost = real("firms.practice_cost", "1", 0.004, 0, 10,
      "cost of practice 1, per s and month", "assumed");
  const double staff_support = real("firms.staff_support", "count", 0.002, 0, 10,
      "staff that supplying one customer takes", "assumed; measured only");
  const double staff_message = real("firms.staff_message", "count", 0.002, 0, 10,
      "staff that listening to one customer takes at listen = 1", "assumed; measured only");
  const double staff_project = real("firms.staff_project", "count", 0.003, 0, 100,
      "staff that one project takes, per s", "assumed; measured only");

  // entry and exit
  const double entry_rate = real("entry.rate", "1/month", 0.0062, 0, 1,
      "firms that enter, as a share of the firms at the start",
      "sets firm turnover, Bartelsman et al. 2005 (fitted)");
  const double entrant_cash = real("entry.cash", "1", 1.4, 0, 1000,
      "cash of an entrant, per s", "assumed");
  const double entrant_knowledge = real("entry.knowledge", "1", 0.7, 0, 2,
      "an entrant's know-how, as a share of the mean", "assumed");
  const double entrant_revealed = real("entry.revealed", "1", 0.4, 0, 2,
      "share of the know-how that firms reveal which an entrant has as well", "assumed");
  const double launch_awareness = real("firms.launch_awareness", "1", 2.0, 0, 100,
      "extra weight of a new firm in undirected search, over that of the others", "assumed (free)");
  const std::int64_t launch_months = whole("firms.launch_months", "month", 24, 0, 240,
      "months for which a firm counts as new", "assumed");
  const double exit_hazard = real("exit.hazard", "1/month", 0.0, 0, 1,
      "probability of leaving for no reason of the model", "off in the standard");
  const std::int64_t exit_patience = whole("exit.patience", "month", 3, 1, 120,
      "months without cash after which a firm leaves", "assumed");
  const std::int64_t exit_grace = whole("exit.grace", "month", 12, 1, 120,
      "months that a new firm may be without customers", "assumed");

  void check(Notes& notes) const;
};

}  // namespace permea::ecosystem_core
