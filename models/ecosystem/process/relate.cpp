// Step 10, relate: what a firm is to others follows what it does. Trust follows how what passes between
// it and its customers is shared; its reputation among rivals follows what it reveals; and whom it takes
// its customers to be follows who they are.
#include <algorithm>
#include <vector>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/market.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

/// What the customers of a firm are like.
struct Base {
  double customers = 0;
  double surplus = 0;                  ///< mean utility a month over the outside option
  Position need = Position::Zero();    ///< mean
};

Base base_of(const World& world, std::size_t place) {
  Base base;
  std::vector<double> utility(world.centres.size());
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at) {
    if (world.products.id[at] == 0) continue;
    find_utility(world, at, utility);
    for (std::size_t m = 0; m < world.centres.size(); ++m) {
      const Cell& cell = world.cells_of(at)[m];
      if (cell.count == 0) continue;
      const double count = static_cast<double>(cell.count);
      base.customers += count;
      base.surplus += count * utility[m];
      base.need += count * (world.centres[m] + cell.mean());
    }
  }
  if (base.customers == 0) return base;
  base.surplus /= base.customers;
  base.need /= base.customers;
  return base;
}

/// The customers' share of what passes between the firm and one of them in a month. It gives what it is
/// worth to them and what it spends on their success; it takes its price above cost and their freedom
/// to leave. So trust asks who gets what is made, not how much is made (Kahneman, Knetsch & Thaler 1986:
/// a price is judged by the profit in it).
double fairness(const World& world, std::size_t place, const Base& base) {
  const Levers& levers = world.firms.levers[place];
  const double price = world.firms.price[place];
  const double given = std::max(0.0, base.surplus) + levers.success * price;
  const double taken = std::max(0.0, -base.surplus) + levers.lock_in * price +
                       std::max(0.0, price - unit_cost(world, place));
  return given + taken > 0 ? given / (given + taken) : neutral_trust;
}

}  // namespace

void relate(World& world) {
  const Rules& rules = *world.rules;
  Firms& firms = world.firms;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    firms.reputation[f] +=
        rules.reputation_speed * (firms.levers[f].reveal_rivals - firms.reputation[f]);
    const Base base = base_of(world, f);
    firms.surplus[f] = base.surplus;
    if (base.customers == 0) continue;
    firms.trust[f] += rules.trust_speed * (fairness(world, f, base) - firms.trust[f]);
    firms.identity[f] += rules.identity_speed * (base.need - firms.identity[f]);
  }
}

}  // namespace permea::ecosystem_core
