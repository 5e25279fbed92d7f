// Know-how, and how it flows.
#include "models/ecosystem/measures/grouping.h"
#include "models/ecosystem/measures/measures.h"

namespace permea::ecosystem_core {

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

}  // namespace permea::ecosystem_core
