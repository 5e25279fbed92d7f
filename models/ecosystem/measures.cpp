// Every observable, declared once. Means over customers come from the cells, so nobody is visited.
#include "models/ecosystem/measures.h"

#include <cmath>

#include "models/ecosystem/products.h"
#include "models/ecosystem/review.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

constexpr std::int64_t recent = 36;  ///< months for which a product or a launch counts as new

double customers_of(const World& world, std::size_t f) {
  return static_cast<double>(world.firms.customers[f]);
}

/// Money per s and unit cost.
double per_scale(const World& world, Money money) { return amount(money) / world.scale; }

bool counts_in(const World& world, std::size_t f, int kind) {
  return world.is_there(f) && (kind == everybody || world.firms.kind[f] == kind);
}

/// Sum over firms of a kind of value(f).
template <class Value>
double total(const World& world, int kind, Value value) {
  double sum = 0;
  for (std::size_t f = 0; f < world.places(); ++f)
    if (counts_in(world, f, kind)) sum += value(f);
  return sum;
}

double ratio(double part, double whole) { return whole > 0 ? part / whole : missing; }

/// Sum of the entries of a kind in a column over strategies.
double of_strategy(const std::vector<std::int64_t>& column, int kind) {
  double sum = 0;
  for (std::size_t k = 0; k < column.size(); ++k)
    if (kind == everybody || static_cast<int>(k) == kind) sum += static_cast<double>(column[k]);
  return sum;
}

/// Calls visit(product place, segment, users) for every cell with users of the firms of a kind.
template <class Visit>
void for_cells(const World& world, int kind, Visit visit) {
  for (std::size_t f = 0; f < world.places(); ++f)
    if (counts_in(world, f, kind))
      for (std::size_t at = f * product_places; at < (f + 1) * product_places; ++at)
        if (world.products.id[at] != 0)
          for (std::size_t m = 0; m < world.centres.size(); ++m)
            if (const std::int64_t users = world.cells_of(at)[m].count; users > 0)
              visit(at, m, static_cast<double>(users));
}

/// Mean over users of value(product place, segment).
template <class Value>
double mean_over_users(const World& world, int kind, Value value) {
  double sum = 0, users = 0;
  for_cells(world, kind, [&](std::size_t at, std::size_t m, double count) {
    sum += count * value(at, m);
    users += count;
  });
  return ratio(sum, users);
}

/// exp of the entropy of users over products: as many products of equal use.
double effective_variety(const World& world, int kind) {
  const double users = total(world, kind, [&](std::size_t f) { return customers_of(world, f); });
  if (users == 0) return missing;
  double entropy = 0;
  for (std::size_t at = 0; at < world.products.id.size(); ++at) {
    if (world.products.id[at] == 0 || !counts_in(world, at / product_places, kind)) continue;
    const double share = static_cast<double>(users_of(world, at)) / users;
    if (share > 0) entropy -= share * elementary::log(share);
  }
  return elementary::exp(entropy);
}

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

double innovation_rate(const World& world, int kind) {
  const auto old_enough = [&](std::size_t f) { return world.month - world.firms.born[f] >= recent; };
  const double firms = total(world, kind, [&](std::size_t f) { return old_enough(f) ? 1.0 : 0.0; });
  const double novel = total(world, kind, [&](std::size_t f) {
    const std::int32_t last = world.firms.last_novel[f];
    return old_enough(f) && last >= 0 && world.month - last < recent ? 1.0 : 0.0;
  });
  return ratio(novel, firms);
}

double concentration(const World& world) {
  double served = 0, squares = 0;
  for (std::size_t f = 0; f < world.places(); ++f) {
    served += customers_of(world, f);
    squares += customers_of(world, f) * customers_of(world, f);
  }
  return ratio(squares, served * served);
}

void add_market(Observables<World>& all) {
  all.sum("market_share", "1", Over::stock, "share of all customers whom its firms supply",
          [](const World& w, std::size_t f) {
            return customers_of(w, f) / static_cast<double>(w.rules->customers);
          });
  all.sum("firms", "count", Over::stock, "firms in the market",
          [](const World&, std::size_t) { return 1.0; });
  all.of_kind("entries", "count", Over::flow, "sum", "firms that entered",
              [](const World& w, int kind) { return of_strategy(w.entered, kind); });
  all.of_kind("exits", "count", Over::flow, "sum", "firms that left",
              [](const World& w, int kind) { return of_strategy(w.exited, kind); });
  all.mean("price", "1", "price a month, in units of the unit cost",
           [](const World& w, std::size_t f) { return w.firms.price[f]; }, "customers", customers_of);
  all.of_kind("churn", "1", Over::flow, "sum over sum",
              "customers who left their firm, over those it had at the month's start",
              [](const World& w, int kind) {
                const double left = total(w, kind, [&](std::size_t f) {
                  return static_cast<double>(w.firms.left[f]); });
                const double before = total(w, kind, [&](std::size_t f) {
                  return static_cast<double>(w.firms.customers[f] - w.firms.joined[f] +
                                             w.firms.left[f]); });
                return before > 0 ? left / before : 0.0;
              });
  all.of_kind("retention", "1", Over::stock, "sum over sum",
              "probability that a reviewing customer stays, over recent reviewers",
              [](const World& w, int kind) {
                return ratio(total(w, kind, [&](std::size_t f) { return w.firms.stay_sum[f]; }),
                             total(w, kind, [&](std::size_t f) { return w.firms.stay_count[f]; }));
              });
  all.whole("concentration", "1", Over::stock, "sum of squared shares of the customers served",
            concentration);
  all.whole("entrants_gone", "1", Over::stock,
            "share of entrants, since the start, that were gone within 24 months",
            [](const World& w) {
              return ratio(static_cast<double>(w.tally.entrants_gone),
                           static_cast<double>(w.tally.entrants_judged));
            });
}

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

void add_knowledge(Observables<World>& all) {
  all.mean("know_how", "1", "know-how of a firm, mean of its domains",
           [](const World& w, std::size_t f) { return w.firms.know_how[f].mean(); });
  all.of_kind_along("know_how_by_domain", "1", Over::stock, "mean", {"domain"},
                    "know-how of a firm in each domain",
                    [](const World& w, int kind, std::span<double> out) {
                      const double firms = total(w, kind, [](std::size_t) { return 1.0; });
                      for (std::size_t d = 0; d < domains; ++d)
                        out[d] = ratio(total(w, kind, [&](std::size_t f) {
                                         return w.firms.know_how[f][static_cast<Eigen::Index>(d)];
                                       }), firms);
                    });
  all.mean("quality", "1", "quality that a firm's know-how makes",
           [](const World& w, std::size_t f) { return w.firms.quality[f]; });
  all.sum("knowledge_in", "1", Over::flow, "know-how that leaked in, summed over domains",
          [](const World& w, std::size_t f) { return w.firms.knowledge_in[f]; });
  all.sum("knowledge_out", "1", Over::flow, "know-how that leaked out, summed over domains",
          [](const World& w, std::size_t f) { return w.firms.knowledge_out[f]; });
  all.of_kind("flow_imbalance", "1", Over::stock, "sum over sum",
              "know-how that leaked out less what leaked in this month, over both",
              [](const World& w, int kind) {
                const double in = total(w, kind, [&](std::size_t f) { return w.firms.knowledge_in[f]; });
                const double out = total(w, kind, [&](std::size_t f) { return w.firms.knowledge_out[f]; });
                return ratio(out - in, out + in);
              });
}

void add_products(Observables<World>& all) {
  all.mean("variants", "count", "products that a firm has on the market",
           [](const World& w, std::size_t f) { return static_cast<double>(products_of(w, f)); });
  all.of_kind("effective_variety", "count", Over::stock, "exp of entropy",
              "number of equally used products that would be as varied", effective_variety);
  all.sum("launches", "count", Over::flow, "products launched",
          [](const World& w, std::size_t f) { return static_cast<double>(w.firms.launches[f]); });
  all.sum("customer_launches", "count", Over::flow, "products launched that customers had the idea of",
          [](const World& w, std::size_t f) { return static_cast<double>(w.firms.customer_launches[f]); });
  all.sum("novel_launches", "count", Over::flow, "products launched that were new to the market",
          [](const World& w, std::size_t f) { return static_cast<double>(w.firms.novel_launches[f]); });
  all.of_kind("failure_rate", "1", Over::stock, "sum over sum",
              "share of launched products, since the start, that failed when they were judged",
              [](const World& w, int kind) {
                return ratio(of_strategy(w.failed, kind), of_strategy(w.judged, kind));
              });
  all.of_kind("innovation_rate", "1", Over::stock, "mean",
              "share of firms of 36 months or more that launched something new to the market in 36",
              innovation_rate);
  all.of_kind("new_product_sales", "1", Over::stock, "mean over customers",
              "share of customers who use a product launched in the last 36 months",
              [](const World& w, int kind) {
                return mean_over_users(w, kind, [&](std::size_t at, std::size_t) {
                  return w.products.origin[at] != Origin::start &&
                                 w.month - w.products.launched[at] < recent ? 1.0 : 0.0;
                });
              });
  all.of_kind("product_need_distance", "1", Over::stock, "mean over customers",
              "mean squared distance per need between a customer's need and the product it uses",
              [](const World& w, int kind) {
                return mean_over_users(w, kind, [&](std::size_t at, std::size_t m) {
                  return w.mean_distance(at, m); });
              });
  all.of_kind("surplus", "1", Over::stock, "mean over customers",
              "utility a month of supplied customers over the outside option, taste shocks left out",
              [](const World& w, int kind) {
                return mean_over_users(w, kind, [&](std::size_t at, std::size_t m) {
                  return worth_of(w, at) - w.rules->beta_need * w.mean_distance(at, m); });
              });
}

}  // namespace

Observables<World> observables() {
  Observables<World> all;
  add_market(all);
  add_money(all);
  add_knowledge(all);
  add_products(all);
  return all;
}

}  // namespace permea::ecosystem_core
