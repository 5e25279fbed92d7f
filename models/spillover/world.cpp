// What R&D does to costs, what costs do to outputs, and the closed form of the whole game.
#include "models/spillover/world.h"

#include <numeric>

namespace permea::spillover_core {

Market market_after(const Rules& rules, std::span<const double> research) {
  const double n = static_cast<double>(research.size());
  const double all = std::accumulate(research.begin(), research.end(), 0.0);
  Market market;
  for (const double own : research)
    market.unit_cost.push_back(rules.cost - own - rules.spillover * (all - own));
  const double costs = std::accumulate(market.unit_cost.begin(), market.unit_cost.end(), 0.0);
  market.price = rules.demand;
  for (const double cost : market.unit_cost) {
    const double output = rules.regime == Regime::cartel
                              ? (rules.demand - costs / n) / (2 * rules.slope * n)
                              : (rules.demand - (n + 1) * cost + costs) / ((n + 1) * rules.slope);
    market.output.push_back(output);
    market.price -= rules.slope * output;
  }
  return market;
}

double expected_research(const Rules& rules) {
  const double n = static_cast<double>(rules.firms), common = rules.common_effect();
  const double stakes = rules.slope * rules.expense;
  if (rules.regime == Regime::cartel) {
    const double room = 2 * n * stakes - common * common;
    return room > 0 ? common * rules.margin() / room : missing;
  }
  const double effect = rules.regime == Regime::rivals ? rules.own_effect() : common;
  const double room = (n + 1) * (n + 1) * stakes - 2 * effect * common;
  return room > 0 ? 2 * effect * rules.margin() / room : missing;
}

}  // namespace permea::spillover_core
