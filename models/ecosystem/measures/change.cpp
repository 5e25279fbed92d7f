// Who comes and goes, who changes, and what that does to the mean openness of firms.
#include "models/ecosystem/measures/grouping.h"
#include "models/ecosystem/measures/measures.h"
#include "models/ecosystem/measures/openness.h"

namespace permea::ecosystem_core {

void add_canvas(Observables<World>& all) {
  all.of_kind_along("canvas", "1", Over::stock, "mean", {"block"},
                    "blocks of the business model canvas, mean of firms (see the state table)",
                    [](const World& w, int kind, std::span<double> out) {
                      const double firms = total(w, kind, [](std::size_t) { return 1.0; });
                      for (std::size_t block = 0; block < canvas_blocks; ++block)
                        out[block] = ratio(total(w, kind, [&](std::size_t f) {
                                             return w.firms.canvas[block][f];
                                           }), firms);
                    });
  all.mean("imbalance", "1",
           "how one-sided a firm's flows of money, know-how and attention are, mean of the three",
           [](const World& w, std::size_t f) { return w.firms.imbalance[f]; });
}

void add_change(Observables<World>& all) {
  all.sum("entrant_share", "1", Over::stock,
          "share of all customers whom firms supply that entered after the start",
          [](const World& w, std::size_t f) {
            return is_entrant(w, f) ? customers_of(w, f) / static_cast<double>(w.rules->customers) : 0.0;
          });
  all.of_kind("ruin", "count", Over::flow, "sum", "firms that left because they had no cash",
              [](const World& w, int kind) { return of_strategy(w.ruined, kind); });
  all.of_kind("strategy_changes", "count", Over::flow, "sum", "firms that took up the strategy",
              [](const World& w, int kind) { return of_strategy(w.taken_up, kind); });
  all.sum("units", "count", Over::stock, "firms that are units of another",
          [](const World& w, std::size_t f) { return w.firms.parent[f] >= 0 ? 1.0 : 0.0; });
  all.whole("rank_turnover", "1", Over::stock,
            "mean change of firms' rank by customers over the last calendar year; 1: as if drawn anew",
            [](const World& w) { return w.rank_turnover; });
  all.whole("openness_mean", "1", Over::stock,
            "mean openness of firms' levers, weighted by customers", openness_mean);
  all.whole("openness_selection", "1", Over::flow,
            "change of openness_mean by the growth and decline of firms that are not new",
            [](const World& w) { return w.openness.selection; });
  all.whole("openness_within", "1", Over::flow, "change of openness_mean by firms that change",
            [](const World& w) { return w.openness.within; });
  all.whole("openness_entry", "1", Over::flow, "change of openness_mean by the growth of new firms",
            [](const World& w) { return w.openness.entry; });
  all.whole("openness_exit", "1", Over::flow, "change of openness_mean by firms that leave",
            [](const World& w) { return w.openness.exit; });
}

}  // namespace permea::ecosystem_core
