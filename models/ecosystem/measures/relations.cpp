// What firms are to their customers and to each other.
#include "models/ecosystem/firm.h"
#include "models/ecosystem/measures/grouping.h"
#include "models/ecosystem/measures/measures.h"

namespace permea::ecosystem_core {
namespace {

/// Correlation, over links, of what two firms gave each other (Garlaschelli & Loffredo 2004): 1 where all
/// give what they get.
double dyadic_reciprocity(const World& world) {
  const auto for_links = [&](auto visit) {
    for (std::size_t f = 0; f < world.places(); ++f)
      for (std::uint32_t edge = world.network.first[f]; edge < world.network.first[f + 1]; ++edge) {
        const std::size_t other = world.network.neighbours[edge];
        if (world.is_there(f) && world.is_there(other))
          visit(world.gifts[edge], world.gifts[edge_between(world.network, other, f)]);
      }
  };
  double sum = 0, links = 0;
  for_links([&](double in, double) { sum += in, ++links; });
  const double mean = sum / links;
  double together = 0, alone = 0;
  for_links([&](double in, double out) {
    together += (in - mean) * (out - mean);
    alone += (in - mean) * (in - mean);
  });
  return alone > 1e-12 ? together / alone : missing;
}

/// Discounted profit that a customer brings while it stays, by this month's price and cost and recent
/// reviewers (Gupta, Lehmann & Stuart 2004).
double customer_value(const World& world, std::size_t place) {
  const Firms& firms = world.firms;
  const Levers& levers = firms.levers[place];
  const double margin = firms.price[place] * (1 - levers.success) - unit_cost(world, place) -
                        levers.listen * what_tools_bring(world, place) * world.rules->listen_cost -
                        levers.reveal_customers * world.rules->show_cost;
  if (firms.stay_count[place] == 0) return missing;
  const double leaves = 1 - firms.stay_sum[place] / firms.stay_count[place];
  return ratio(margin, world.rules->discount + world.rules->review_rate * leaves);
}

/// Squared distance per need between the products of a firm and its customers, mean against mean.
double identity_distance(const World& world, std::size_t place) {
  Position products = Position::Zero(), customers = Position::Zero();
  double users = 0;
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at)
    for (std::size_t m = 0; m < world.centres.size(); ++m) {
      const Cell& cell = world.cells_of(at)[m];
      if (cell.count == 0) continue;
      const double count = static_cast<double>(cell.count);
      users += count;
      products += count * world.products.position[at];
      customers += count * (world.centres[m] + cell.mean());
    }
  if (users == 0) return missing;
  return ((products - customers) / users).square().mean();
}

}  // namespace

void add_relations(Observables<World>& all) {
  all.mean("trust", "1", "customers' trust in their firm; 0.5 is neutral",
           [](const World& w, std::size_t f) { return w.firms.trust[f]; }, "customers", customers_of);
  all.mean("reputation", "1", "reputation of a firm for giving to rivals",
           [](const World& w, std::size_t f) { return w.firms.reputation[f]; });
  all.whole("reciprocity", "1", Over::stock,
            "correlation over links of what two firms lately showed each other", dyadic_reciprocity);
  all.mean("word_of_mouth_share", "1", "share of word of mouth in a firm's being found",
           [](const World& w, std::size_t f) { return w.firms.word_of_mouth_share[f]; }, "customers",
           customers_of);
  all.of_kind("captive_share", "1", Over::stock, "sum over sum",
              "share of recent reviewers whose supplier is the best they know of only because leaving "
              "it costs",
              [](const World& w, int kind) {
                return ratio(total(w, kind, [&](std::size_t f) { return w.firms.captive_count[f]; }),
                             total(w, kind, [&](std::size_t f) { return w.firms.stay_count[f]; }));
              });
  all.mean("customer_value", "1",
           "discounted profit from a customer while it stays, in units of the unit cost, by this "
           "month's margin and recent reviewers",
           customer_value, "customers", customers_of);
  all.mean("identity_distance", "1",
           "squared distance per need between the mean product and the mean customer of a firm",
           identity_distance, "customers", customers_of);
}

}  // namespace permea::ecosystem_core
