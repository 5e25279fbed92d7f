// Step 9, account: customers pay, firms spend, owners take what is above the reserve. Every amount is
// rounded once, when it is paid, and booked on both sides.
#include <algorithm>
#include <numeric>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/products.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

constexpr double revenue_keep = 0.85;  ///< a month: memory of the revenue that budgets follow

double projects_of(const World& world, std::size_t place) {
  const auto first = world.projects.months_left.begin() +
                     static_cast<std::ptrdiff_t>(place * project_places);
  return static_cast<double>(
      std::count_if(first, first + project_places, [](std::int32_t left) { return left > 0; }));
}

/// What the firm spends this month, by purpose, in units of c.
Spending spending(const World& world, std::size_t place, double revenue) {
  const Rules& rules = *world.rules;
  const Levers& levers = world.firms.levers[place];
  const double s = world.scale, search = world.firms.search[place];
  const double customers = static_cast<double>(world.firms.customers[place]);
  const double messages = levers.listen * what_tools_bring(world, place);
  Spending spent{};
  const auto on = [&](Purpose purpose) -> double& { return spent[static_cast<std::size_t>(purpose)]; };
  on(Purpose::supply) = customers * unit_cost(world, place);
  on(Purpose::listening) = customers * messages * rules.listen_cost;
  on(Purpose::showing) = customers * levers.reveal_customers * rules.show_cost;
  on(Purpose::research) = revenue * levers.research * search;
  on(Purpose::survey) = revenue * levers.survey * search;
  on(Purpose::broadcast) = revenue * levers.broadcast;
  on(Purpose::success) = revenue * levers.success;
  on(Purpose::community) = revenue * levers.facilitate;
  on(Purpose::absorption) = (levers.absorb * rules.absorb_cost + levers.breadth * rules.breadth_cost) * s;
  on(Purpose::practice) = (levers.practice * rules.practice_cost + levers.tools * rules.tools_cost) * s;
  on(Purpose::design) = (world.firms.project_spending[place] + rules.leaders * rules.leaders_cost) * s;
  on(Purpose::products) =
      (static_cast<double>(products_of(world, place)) * rules.variant_cost +
       static_cast<double>(world.firms.launches[place]) * rules.production_cost) * s;
  on(Purpose::standing) = rules.fixed_cost * s;
  return spent;
}

double staff(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double customers = static_cast<double>(world.firms.customers[place]);
  return customers * (rules.staff_support +
                      world.firms.levers[place].listen * what_tools_bring(world, place) *
                          rules.staff_message) +
         feedback(world, place) * world.communities.contributions_smoothed[place] *
             rules.staff_answer +
         projects_of(world, place) * rules.staff_project * world.scale;
}

void earn_and_spend(World& world, std::size_t f) {
  Firms& firms = world.firms;
  const double revenue = static_cast<double>(firms.customers[f]) * firms.price[f];
  firms.revenue[f] = money(revenue);
  firms.spent[f] = spending(world, f, revenue);
  firms.cost[f] = money(std::accumulate(firms.spent[f].begin(), firms.spent[f].end(), 0.0));
  firms.profit[f] = firms.revenue[f] - firms.cost[f];
  firms.cash[f] += firms.profit[f];
  world.ledger.customers -= firms.revenue[f];
  world.ledger.suppliers += firms.cost[f];
  firms.revenue_smoothed[f] =
      revenue_keep * firms.revenue_smoothed[f] + (1 - revenue_keep) * revenue;
  firms.staff[f] = staff(world, f);
}

/// What a unit that is not separate lacks, its parent pays as far as it can.
void keep_units(World& world) {
  Firms& firms = world.firms;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f) || firms.parent[f] < 0) continue;
    const std::size_t parent = place_of_firm(world, firms.parent[f]);
    if (parent == world.places()) {
      firms.parent[f] = -1;  // on its own from now on
      continue;
    }
    if (world.rules->units == Units::separate || firms.cash[f] >= 0) continue;
    const Money lent = std::clamp<Money>(firms.cash[parent], 0, -firms.cash[f]);
    firms.cash[f] += lent;
    firms.cash[parent] -= lent;
  }
}

/// Cash above the reserve goes to the owners: of a unit, to its parent.
void pay_out(World& world, std::size_t f, Money reserve) {
  Firms& firms = world.firms;
  firms.paid_out[f] = std::max<Money>(0, firms.cash[f] - reserve);
  firms.cash[f] -= firms.paid_out[f];
  (firms.parent[f] < 0 ? world.ledger.owners : firms.cash[place_of_firm(world, firms.parent[f])]) +=
      firms.paid_out[f];
}

}  // namespace

void account(World& world) {
  const Money reserve = money(world.rules->payout_above * world.scale);
  for (std::size_t f = 0; f < world.places(); ++f)
    if (world.is_there(f)) earn_and_spend(world, f);
  keep_units(world);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    pay_out(world, f, reserve);
    std::int32_t& months = world.firms.months_broke[f];
    months = world.firms.cash[f] < 0 ? months + 1 : 0;
  }
}

}  // namespace permea::ecosystem_core
