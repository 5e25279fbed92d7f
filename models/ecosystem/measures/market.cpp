// Who supplies whom, at what price, and which firms come and go.
#include <algorithm>

#include "models/ecosystem/measures/grouping.h"
#include "models/ecosystem/measures/measures.h"

namespace permea::ecosystem_core {
namespace {

/// Firms of a kind at the month's start.
double firms_before(const World& world, int kind) {
  return total(world, kind, [](std::size_t) { return 1.0; }) - of_strategy(world.entered, kind) +
         of_strategy(world.exited, kind);
}

double concentration(const World& world) {
  double served = 0, squares = 0;
  for (std::size_t f = 0; f < world.places(); ++f) {
    served += customers_of(world, f);
    squares += customers_of(world, f) * customers_of(world, f);
  }
  return ratio(squares, served * served);
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a list
void add_market(Observables<World>& all) {
  all.sum("market_share", "1", Over::stock, "share of all customers whom its firms supply",
          [](const World& w, std::size_t f) {
            return customers_of(w, f) / static_cast<double>(w.rules->customers);
          });
  all.of_kind_along("market_share_by_segment", "1", Over::stock, "sum over sum", {"segment"},
                    "share of each segment's customers whom its firms supply",
                    [](const World& w, int kind, std::span<double> out) {
                      std::fill(out.begin(), out.end(), 0.0);
                      for_products(w, kind, [&](std::size_t at) {
                        for_segments(w, at, [&](std::size_t m, double users) {
                          out[m] += users / static_cast<double>(w.segment_size(m));
                        });
                      });
                    });
  all.sum("firms", "count", Over::stock, "firms in the market",
          [](const World&, std::size_t) { return 1.0; });
  all.of_kind("entries", "count", Over::flow, "sum", "firms that entered",
              [](const World& w, int kind) { return of_strategy(w.entered, kind); });
  all.of_kind("exits", "count", Over::flow, "sum", "firms that left",
              [](const World& w, int kind) { return of_strategy(w.exited, kind); });
  all.of_kind("exit_rate", "1", Over::flow, "sum over sum",
              "firms that left, over those there at the month's start",
              [](const World& w, int kind) {
                return ratio_or_none(of_strategy(w.exited, kind), firms_before(w, kind));
              });
  all.of_kind("net_entry_rate", "1", Over::flow, "sum over sum",
              "firms that entered less those that left, over those there at the month's start",
              [](const World& w, int kind) {
                return ratio_or_none(of_strategy(w.entered, kind) - of_strategy(w.exited, kind),
                                     firms_before(w, kind));
              });
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
                return ratio_or_none(left, before);
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

}  // namespace permea::ecosystem_core
