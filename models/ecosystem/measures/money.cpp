// What firms earn, have and spend.
#include <cmath>

#include "models/ecosystem/market.h"
#include "models/ecosystem/measures/grouping.h"
#include "models/ecosystem/measures/measures.h"

namespace permea::ecosystem_core {
namespace {

/// Standard deviation over firms of this month's profit per s.
double profit_deviation(const World& world, int kind) {
  const double firms = total(world, kind, [](std::size_t) { return 1.0; });
  const auto profit = [&](std::size_t f) { return per_scale(world, world.firms.profit[f]); };
  const double mean = total(world, kind, profit) / firms;
  const double squares = total(world, kind, [&](std::size_t f) {
    return (profit(f) - mean) * (profit(f) - mean);
  });
  return firms > 1 ? std::sqrt(squares / (firms - 1)) : missing;
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a list
void add_money(Observables<World>& all) {
  all.sum("profit", "1", Over::flow, "profit, in units of the unit cost times s",
          [](const World& w, std::size_t f) { return per_scale(w, w.firms.profit[f]); });
  all.mean("profit_per_firm", "1", "profit of a firm this month, in units of the unit cost times s",
           [](const World& w, std::size_t f) { return per_scale(w, w.firms.profit[f]); });
  all.of_kind("profit_sd", "1", Over::stock, "standard deviation over firms",
              "spread of this month's profit over firms, in units of the unit cost times s",
              profit_deviation);
  all.of_kind("margin", "1", Over::stock, "sum over sum", "this month's profit over revenue",
              [](const World& w, int kind) {
                return ratio(total(w, kind, [&](std::size_t f) { return amount(w.firms.profit[f]); }),
                             total(w, kind, [&](std::size_t f) { return amount(w.firms.revenue[f]); }));
              });
  all.of_kind_along("spend", "1", Over::stock, "sum", {"purpose"},
                    "what firms spent this month, by purpose, in units of the unit cost times s",
                    [](const World& w, int kind, std::span<double> out) {
                      for (std::size_t purpose = 0; purpose < purposes; ++purpose)
                        out[purpose] = total(w, kind, [&](std::size_t f) {
                          return w.firms.spent[f][purpose] / w.scale;
                        });
                    });
  all.of_kind("cost_per_served_need", "1", Over::stock, "sum over sum",
              "this month's cost in units of the unit cost, over customers weighted by satisfaction",
              [](const World& w, int kind) {
                const double served = sum_over_users(w, kind, [&](std::size_t at, std::span<double> values) {
                  find_satisfaction(w, at, values);
                });
                const double cost =
                    total(w, kind, [&](std::size_t f) { return amount(w.firms.cost[f]); });
                return served > 1e-9 ? cost / served : missing;  // who is never content counts for nobody
              });
  all.mean("cash", "1", "cash of a firm, in units of the unit cost times s",
           [](const World& w, std::size_t f) { return per_scale(w, w.firms.cash[f]); });
  all.sum("staff", "count", Over::stock, "staff that the firms' volumes of work take",
          [](const World& w, std::size_t f) { return w.firms.staff[f]; });
  all.of_kind("revenue_per_staff", "1", Over::stock, "sum over sum",
              "this month's revenue in units of the unit cost, over staff",
              [](const World& w, int kind) {
                return ratio(total(w, kind, [&](std::size_t f) { return amount(w.firms.revenue[f]); }),
                             total(w, kind, [&](std::size_t f) { return w.firms.staff[f]; }));
              });
}

}  // namespace permea::ecosystem_core
