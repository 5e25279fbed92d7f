// Rules of what a firm is, has and pays.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

struct FirmsRules : Parameters {
  using Parameters::Parameters;

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
  const double fixed_cost = real("firms.fixed_cost", "1", 0.0081, 0, 100,
      "cost of being there, per s and month", "fitted to exits of firms (free)");
  const double variant_cost = real("firms.variant_cost", "1", 0.003, 0, 100,
      "cost of keeping a product on offer, per s and month", "assumed");
  const double listen_cost = real("firms.listen_cost", "1", 0.02, 0, 10,
      "cost of listening to one customer for a month at listen = 1", "assumed");
  const double show_cost = real("firms.show_cost", "1", 0.02, 0, 10,
      "cost of showing one customer plans and designs for a month at reveal_customers = 1",
      "assumed: as much as listening to it");
  const double absorb_cost = real("firms.absorb_cost", "1", 0.004, 0, 10,
      "cost of absorptive capacity 1, per s and month", "assumed");
  const double breadth_cost = real("firms.breadth_cost", "1", 0.004, 0, 10,
      "cost of searching all neighbours, per s and month", "assumed");
  const double tools_gain = real("firms.tools_gain", "1", 1.0, 0, 10,
      "how much more comes in, of messages, ideas and sources, at tools = 1", "assumed");
  const bool tools_need_practice = flag("firms.tools_need_practice", false,
      "tools bring more only as far as practice goes: complementarity coded", "switch");
  const std::int64_t practice_time = whole("firms.practice_time", "month", 12, 1, 240,
      "months in which a firm comes 63 % of the way to a new practice; 1: at once", "assumed");
  const double tools_cost = real("firms.tools_cost", "1", 0.004, 0, 10,
      "cost of tools 1, per s and month", "assumed");
  const double practice_cost = real("firms.practice_cost", "1", 0.004, 0, 10,
      "cost of practice 1, per s and month", "assumed");
  const double staff_support = real("firms.staff_support", "count", 0.002, 0, 10,
      "staff that supplying one customer takes", "assumed; measured only");
  const double staff_message = real("firms.staff_message", "count", 0.002, 0, 10,
      "staff that listening to one customer takes at listen = 1", "assumed; measured only");
  const double staff_answer = real("firms.staff_answer", "count", 0.05, 0, 10,
      "staff that answering one contribution a month takes", "assumed; measured only");
  const double staff_project = real("firms.staff_project", "count", 0.003, 0, 100,
      "staff that one project takes, per s", "assumed; measured only");
  const double production_cost = real("firms.production_cost", "1", 0.0, 0, 100,
      "fixed cost of making a product, per s, paid at its launch, whoever designed it",
      "off in the standard; hardware");
  const double capacity = real("firms.capacity", "1", 1e6, 0.01, 1e6,
      "customers per s beyond which a firm takes no new ones; they cannot find it",
      "off in the standard; a restaurant");
  const double support_share = real("firms.support_share", "1", 0.2, 0, 1,
      "share of the unit cost that is support", "assumed");
  const double support_answered = real("firms.support_answered", "1", 0.6, 0, 1,
      "share of its support that a community can answer at most", "assumed");
  const double support_half = real("firms.support_half", "1/month", 0.05, 0.0001, 10,
      "contributions per customer and month that answer half of that", "assumed");
};

}  // namespace permea::ecosystem_core
