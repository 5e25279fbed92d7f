// Products, and how well they suit those who use them.
#include "models/ecosystem/measures/grouping.h"
#include "models/ecosystem/measures/measures.h"
#include "models/ecosystem/products.h"
#include "models/ecosystem/market.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

constexpr std::int64_t recent = 36;  ///< months for which a product or a launch counts as new

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

double innovation_rate(const World& world, int kind) {
  const auto old_enough = [&](std::size_t f) { return world.month - world.firms.born[f] >= recent; };
  const double firms = total(world, kind, [&](std::size_t f) { return old_enough(f) ? 1.0 : 0.0; });
  const double novel = total(world, kind, [&](std::size_t f) {
    const std::int32_t last = world.firms.last_novel[f];
    return old_enough(f) && last >= 0 && world.month - last < recent ? 1.0 : 0.0;
  });
  return ratio(novel, firms);
}

}  // namespace

// NOLINTNEXTLINE(readability-function-size): a list
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
                return mean_over_users(w, kind, [&](std::size_t at, std::span<double> values) {
                  const bool is_new = w.products.origin[at] != Origin::start &&
                                      w.month - w.products.launched[at] < recent;
                  std::fill(values.begin(), values.end(), is_new ? 1.0 : 0.0);
                });
              });
  all.of_kind("product_need_distance", "1", Over::stock, "mean over customers",
              "mean squared distance per need between a customer's need and the product it uses",
              [](const World& w, int kind) {
                return mean_over_users(w, kind, [&](std::size_t at, std::span<double> values) {
                  for (std::size_t m = 0; m < values.size(); ++m) values[m] = w.mean_distance(at, m);
                });
              });
  all.of_kind("surplus", "1", Over::stock, "mean over customers",
              "utility a month of supplied customers over the outside option, taste shocks left out",
              [](const World& w, int kind) {
                return mean_over_users(w, kind, [&](std::size_t at, std::span<double> values) {
                  find_utility(w, at, values);
                });
              });
  all.of_kind("satisfaction", "1", Over::stock, "mean over customers",
              "satisfaction of supplied customers: 0.5 where they are no better off than outside",
              [](const World& w, int kind) {
                return mean_over_users(w, kind, [&](std::size_t at, std::span<double> values) {
                  find_satisfaction(w, at, values);
                });
              });
}

}  // namespace permea::ecosystem_core
