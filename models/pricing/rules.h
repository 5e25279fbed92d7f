// The parameters of pricing, each declared once, and the list of all that it leaves to chance.
#pragma once

#include "sim/kit/elementary.h"
#include "sim/kit/parameter.h"

namespace permea::pricing_core {

enum class Question : std::uint16_t { price = 1 };

enum class Demand { logit, captive };
enum class Order { in_turn, at_once };

struct Rules : Parameters {
  using Parameters::Parameters;
  // clang-format off: a table, a parameter a line
  const Demand demand = at_start(choice<Demand>("market.demand", {"logit", "captive"}, "logit", "customers of differing tastes, or captive and free ones", "Anderson, de Palma & Thisse 1992; Varian 1980"));
  const std::int64_t firms = at_start(whole("firms.count", "count", 2, 1, 1'000, "firms", "assumed; swept"));
  const double cost = real("firms.cost", "1", 0, 0, 100, "cost of a unit to the first firm", "assumed");
  const double cost_step = real("firms.cost_step", "1", 0, 0, 100, "by how much a unit costs each firm more than the firm before it (logit)", "assumed");
  const double quality = real("firms.quality", "1", 2, -100, 100, "worth of the product over that of buying nothing (logit)", "assumed");
  const double noise = real("tastes.spread", "1", 1, 0.1, 100, "scale mu of the Gumbel noise of tastes (logit)", "assumed");
  const bool outside = flag("market.outside", true, "whether customers may buy nothing (logit)", "Anderson, de Palma & Thisse 1992");
  const Order order = choice<Order>("replies.order", {"in_turn", "at_once"}, "in_turn", "whether a firm sees the prices of this round (logit)", "assumed");
  const double free = real("customers.free", "1", 0.5, 0, 1, "share of customers who know all prices (captive)", "assumed; swept");
  const double most = real("customers.reservation", "1", 1, 1e-3, 1'000, "price above which nobody buys (captive)", "Varian 1980");
  const std::int64_t markets = at_start(whole("markets.count", "count", 10'000, 1, 10'000'000, "markets alike, in each of which every firm draws a price a step (captive)", "assumed"));
  // clang-format on

  double cost_of(std::size_t firm) const { return cost + cost_step * static_cast<double>(firm); }

  /// The lowest price that pays as much as selling to the firm's own captives at the highest (captive).
  double lowest() const {
    const double captives = (1 - free) / static_cast<double>(firms);
    return cost + (most - cost) * captives / (captives + free);
  }

  void check(Notes& notes) const {
    if (demand == Demand::logit && !outside && firms == 1)
      notes.wrong("market.outside",
                  "a single firm without outside option could ask any price; allowed: true, or "
                  "firms.count of 2 or more");
    if (demand == Demand::captive && firms == 1)
      notes.wrong("firms.count", "must be 2 or more where customers are captive or free");
    if (demand == Demand::captive && !(most > cost))
      notes.wrong("customers.reservation", "must be above firms.cost, " + text(cost));
    if (demand == Demand::captive && cost_step > 0)
      notes.wrong("firms.cost_step", "must be 0 where customers are captive or free: the mixed "
                                     "equilibrium is that of firms alike");
    if (demand == Demand::captive && firms * markets > 100'000'000)
      notes.wrong("markets.count", "firms.count times markets.count must be at most 100000000");
  }
};

}  // namespace permea::pricing_core
