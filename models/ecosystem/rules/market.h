// Rules of how customers choose a supplier.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

struct MarketRules : Parameters {
  using Parameters::Parameters;

  const double review_rate = real("market.review_rate", "1/month", 0.038, 0, 1,
      "probability that a customer reconsiders its supplier in a month",
      "fitted to churn, 15-25 % a year (free)");
  const std::int64_t considered = whole_or_all("market.considered", "count", 5, 0, 16,
      "other firms a reviewing customer looks for, each by one draw from what its segment is aware of",
      "assumed; swept");
  const double undirected_search = real("market.undirected_search", "1", 0.55, 0, 1,
      "probability that a draw finds a firm at random, without word of mouth", "assumed (free)");
  const double word_of_mouth = real("market.word_of_mouth", "1", 0.7, 0, 4,
      "probability that a draw finds a firm through a satisfied customer, were all the segment such",
      "assumed");
  const double broadcast_reach = real("market.broadcast_reach", "1", 0.5, 0, 10,
      "weight in undirected search of each c that a firm broadcasts per s and month", "assumed");
  const double satisfaction_scale = real("market.satisfaction_scale", "1", 0.5, 0.01, 10,
      "utility a month that moves satisfaction from 0.50 to 0.73", "assumed");
  const double mu = real("market.mu", "1", 0.26, 0.01, 10,
      "scale of the taste shock in the logit, in money a month",
      "fitted to churn and to exits of firms (free)");
  const double value = real("market.value", "1", 2.5, -10, 20,
      "worth of being supplied at all over the outside option, in money a month", "assumed");
  const double beta_quality = real("market.beta_q", "1", 0.35, 0, 10,
      "utility of one unit of log quality", "assumed (free)");
  const double beta_need = real("market.beta_x", "1", 0.60, 0, 10,
      "disutility of one unit of mean squared distance between product and need", "assumed (free)");
  const double search_cost = real("market.search_cost", "1", 0.34, 0, 10,
      "cost of joining another firm, in money a month", "fitted to churn, 15-25 % a year (free)");
  const double shown = real("market.shown", "1", 0.3, 0, 1,
      "share of the search cost that a firm saves customers if it shows them all plans and designs",
      "assumed");
  const double foresight = real("market.foresight", "1", 0.15, 0, 1,
      "share of a new firm's lock-in that a customer reckons with before joining",
      "assumed; swept, 0 to 0.5 in every claim about lock-in");
  const double word_of_mouth_lock = real("market.wom_lock", "1", 0.5, 0, 1,
      "share of word of mouth that a full lock-in silences", "assumed");
  const double success_worth = real("market.success_worth", "1", 1.5, 0, 10,
      "marginal utility of the first money a firm spends on a customer's success", "assumed");
  const double success_scale = real("market.success_scale", "1", 0.1, 0.001, 10,
      "spend per customer at which success spending has lost half its marginal worth", "assumed");
  const double network_effect = real("market.nu", "1", 0.0, 0, 5,
      "utility of one unit of log(1 + the firm's customers / 0.2 % of all)", "off in the standard");
  const double similarity = real("market.similarity", "1", 0.0, -5, 5,
      "utility of each unit of mean squared distance by which a customer is nearer to the firm's "
      "identity than a stranger would be: either sign", "off in the standard");
};

}  // namespace permea::ecosystem_core
