// What growth by opportunities offers to permea: what can be seen of it, and its card.
#include "models/opportunity/model.h"

#include <algorithm>

#include "models/opportunity/world.h"

namespace permea {
namespace {
using namespace opportunity_core;

/// Firms that took more opportunities in a period than this are not told apart.
constexpr std::int64_t most_told = 30;

Counts counts(const Rules& rules) {
  return {{"firm", static_cast<std::size_t>(rules.firms)},
          {"opportunity", static_cast<std::size_t>(rules.opportunities)}};
}

std::vector<Dimension> dimensions(const Rules& rules) {
  return {numbered("taken", "opportunities taken in the period",
                   std::min(rules.opportunities, most_told) + 1)};
}

/// Firms come with size 0.
void start(World&) {}

/// The mean of `value(firm)` over firms; NaN before the first period.
template <class Value>
double mean(const World& world, Value value) {
  if (world.steps_done == 0) return missing;
  double sum = 0;
  for (std::size_t f = 0; f < world.taken.size(); ++f) sum += value(f);
  return sum / static_cast<double>(world.taken.size());
}

double variance_of_taken(const World& world) {
  const double each =
      static_cast<double>(world.taker.size()) / static_cast<double>(world.taken.size());
  return mean(world, [&](std::size_t f) { return (world.taken[f] - each) * (world.taken[f] - each); });
}

double moment(const World& world, int half_power) {
  return mean(world, [&](std::size_t f) {
    const double square = world.growth[f] * world.growth[f];
    return half_power == 1 ? square : square * square;
  });
}

double kurtosis(const World& world) {
  const Pool& pool = world.pool;
  return pool.squares > 0 ? pool.rates * pool.fourths / (pool.squares * pool.squares) : missing;
}

double variance_of_size(const World& world) {
  const double centre = mean(world, [&](std::size_t f) { return world.size[f]; });
  return mean(world,
              [&](std::size_t f) { return (world.size[f] - centre) * (world.size[f] - centre); });
}

void shares_by_taken(const World& world, std::span<double> out) {
  for (std::size_t k = 0; k < out.size(); ++k)
    out[k] = mean(world, [&](std::size_t f) { return world.taken[f] == k ? 1.0 : 0.0; });
}

Observables<World> observables() {
  Observables<World> all;
  all.whole("opportunities_variance", "1", Over::stock,
            "variance over firms of opportunities taken in the period", variance_of_taken);
  all.whole("share_without", "1", Over::stock, "share of firms that took no opportunity",
            [](const World& w) {
              return mean(w, [&](std::size_t f) { return w.taken[f] == 0 ? 1.0 : 0.0; });
            });
  all.along("share_by_taken", "1", Over::stock, {"taken"},
            "share of firms that took so many opportunities", shares_by_taken);
  all.whole("growth_variance", "1", Over::stock, "mean squared growth rate of the period",
            [](const World& w) { return moment(w, 1); });
  all.whole("growth_fourth_moment", "1", Over::stock, "mean fourth power of growth rates of the period",
            [](const World& w) { return moment(w, 2); });
  all.whole("growth_kurtosis", "1", Over::stock, "kurtosis of all growth rates since the start",
            kurtosis);
  all.whole("size_variance", "1", Over::stock, "variance over firms of log size", variance_of_size);
  return all;
}

}  // namespace

Model opportunity() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "opportunity";
  model.summary = "opportunities attract opportunities, and growth rates get fat tails";
  model.step_unit = "period";
  model.schedule = {{"give", "opportunities go to firms one by one, by weight"},
                    {"grow", "each brings a shock to its firm's log size"},
                    {"add_to_pool", "the period's growth rates join those of all periods"}};
  model.questions = {{1, "give", "to which firm an opportunity goes"},
                     {2, "shock", "what an opportunity brings"}};
  return model;
}

}  // namespace permea
