// From idea to market: how long it takes, what tests end, what rivals copy, and how products of firms, of
// customers and of imitators fare.
#include "models/ecosystem/measures/grouping.h"
#include "models/ecosystem/measures/measures.h"
#include "models/ecosystem/products.h"

namespace permea::ecosystem_core {
namespace {

/// For each origin of products, the sum of one count over another.
void by_origin(const World& world, int kind, Funnel::ByOrigin Funnel::*part,
               Funnel::ByOrigin Funnel::*whole, std::span<double> out) {
  for (std::size_t o = 0; o < origins; ++o)
    out[o] = ratio(funnel(world, kind, [&](const Funnel& of) { return (of.*part)[o]; }),
                   funnel(world, kind, [&](const Funnel& of) { return (of.*whole)[o]; }));
}

/// How products of customers' sell in their first year, over how those of firms do.
double customers_over_firms(const World& world, int kind) {
  const auto mean = [&](Origin origin) {
    const std::size_t o = funnel_of(origin);
    return ratio(funnel(world, kind, [&](const Funnel& of) { return of.year_users[o]; }),
                 funnel(world, kind, [&](const Funnel& of) { return of.year_old[o]; }));
  };
  return ratio(mean(Origin::customer), mean(Origin::firm));
}

/// Mean squared distance per need from a product to all customers of the market, each segment by its
/// centre and the spread of needs about it.
double general_distance(const World& world, std::size_t at) {
  double sum = 0;
  for (std::size_t m = 0; m < world.centres.size(); ++m) {
    const Position gap = world.centres[m] - world.products.position[at];
    sum += static_cast<double>(world.segment_size(m)) * gap.square().sum();
  }
  return sum / static_cast<double>(world.customers.size() * needs) +
         world.rules->within * world.rules->within;
}

}  // namespace

void add_design(Observables<World>& all) {
  all.of_kind("months_to_market", "month", Over::stock, "mean over launches",
              "months from idea to launch, of products launched since the start",
              [](const World& w, int kind) {
                return ratio(funnel(w, kind, &Funnel::months), funnel(w, kind, &Funnel::launched));
              });
  all.of_kind("tests", "count", Over::stock, "sum", "months of tests of ideas since the start",
              [](const World& w, int kind) { return funnel(w, kind, &Funnel::tests); });
  all.of_kind("ideas_broken", "count", Over::stock, "sum", "ideas since the start that tests broke",
              [](const World& w, int kind) { return funnel(w, kind, &Funnel::broken); });
  all.of_kind("ideas_killed", "count", Over::stock, "sum",
              "ideas since the start given up for what tests showed",
              [](const World& w, int kind) { return funnel(w, kind, &Funnel::killed); });
  all.of_kind("copies", "count", Over::stock, "sum",
              "copies of rivals' designs begun since the start",
              [](const World& w, int kind) { return funnel(w, kind, &Funnel::copies); });
  all.of_kind_along("failure_by_origin", "1", Over::stock, "sum over sum", {"origin"},
                    "share of launched products, since the start, that failed when they were judged",
                    [](const World& w, int kind, std::span<double> out) {
                      by_origin(w, kind, &Funnel::failed, &Funnel::judged, out);
                    });
  all.of_kind_along("first_year_sales", "1", Over::stock, "mean over products", {"origin"},
                    "customers per s who use a product a year after its launch, since the start",
                    [](const World& w, int kind, std::span<double> out) {
                      by_origin(w, kind, &Funnel::year_users, &Funnel::year_old, out);
                      for (double& users : out) users /= w.scale;
                    });
  all.of_kind("first_year_ratio", "1", Over::stock, "mean over mean",
              "the same of customers' products, over that of firms' own",
              [](const World& w, int kind) { return customers_over_firms(w, kind); });
  all.of_kind("product_need_distance_general", "1", Over::stock, "mean over customers",
              "mean squared distance per need between all customers and the product that one uses",
              [](const World& w, int kind) {
                return mean_over_users(w, kind, [&](std::size_t at, std::span<double> values) {
                  std::fill(values.begin(), values.end(), general_distance(w, at));
                });
              });
}

}  // namespace permea::ecosystem_core
