// What pricing offers to permea: how it starts, what can be seen of it, and its card.
#include "models/pricing/model.h"

#include <algorithm>
#include <numeric>

#include "models/pricing/world.h"

namespace permea {
namespace {
using namespace pricing_core;

/// A reply that moves by less has settled, in units of the spread of tastes.
constexpr double still = 1e-9;

Counts counts(const Rules& rules) {
  const auto firms = static_cast<std::size_t>(rules.firms);
  const bool drawn = rules.demand == Demand::captive;
  return {{"firm", firms}, {"offer", drawn ? firms * static_cast<std::size_t>(rules.markets) : 0}};
}

std::vector<Dimension> dimensions(const Rules& rules) {
  return {numbered("firm", "number of the firm", rules.firms),
          numbered("level", "twentieth of the way from the lowest price that pays to the highest",
                   static_cast<std::int64_t>(price_levels))};
}

/// Firms begin at cost; where prices are drawn, at the highest price.
void start(World& world) {
  const bool drawn = world.rules.demand == Demand::captive;
  std::ranges::fill(world.offer, world.rules.most);
  for (std::size_t i = 0; i < world.price.size(); ++i)
    world.price[i] = drawn ? world.rules.most : world.rules.cost_of(i);
  sell(world);
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

/// All buy where they are captive or free, so that profit is what is paid over cost.
double profits(const World& w) {
  if (w.rules.demand == Demand::captive) return w.paid - w.rules.cost;
  double all = 0;
  for (std::size_t i = 0; i < w.price.size(); ++i)
    all += (w.price[i] - w.rules.cost_of(i)) * w.share[i];
  return all;
}

double expected_paid(const World& w) {
  const Rules& rules = w.rules;
  if (rules.demand == Demand::logit) return expected_posted(rules);
  return rules.cost + (rules.most - rules.cost) * (1 - rules.free);
}

double settled(const World& w) {
  if (w.rules.demand == Demand::captive) return missing;
  return w.largest_change <= still * w.rules.noise ? 1 : 0;
}

/// Fills `out` with what `value` says at each level of price, or NaN where no prices are drawn.
template <class Value>
void at_levels(const World& w, std::span<double> out, Value value) {
  for (std::size_t level = 0; level < out.size(); ++level)
    out[level] = w.rules.demand == Demand::captive ? value(price_at(w.rules, level)) : missing;
}

double posted_below(const World& w, double price) {
  const auto below = std::ranges::count_if(w.offer, [&](double p) { return p < price; });
  return static_cast<double>(below) / static_cast<double>(w.offer.size());
}

void observe_mixed(Observables<World>& all) {
  all.along("price_at", "1", Over::stock, {"level"}, "the price at each level (captive)",
            [](const World& w, std::span<double> out) {
              at_levels(w, out, [](double price) { return price; });
            });
  all.along("posted_below", "1", Over::stock, {"level"},
            "share of prices drawn below the level (captive)",
            [](const World& w, std::span<double> out) {
              at_levels(w, out, [&](double price) { return posted_below(w, price); });
            });
  all.along("expected_below", "1", Over::stock, {"level"},
            "closed form of the probability of a price below the level (captive)",
            [](const World& w, std::span<double> out) {
              at_levels(w, out, [&](double price) { return expected_below(w.rules, price); });
            });
  all.along("profit_at", "1", Over::stock, {"level"},
            "what a firm that asked this price would earn against the prices drawn (captive): in "
            "equilibrium the same at every level",
            [](const World& w, std::span<double> out) {
              at_levels(w, out, [&](double price) { return profit_at(w, price); });
            });
}

Observables<World> observables() {
  Observables<World> all;
  all.whole("posted_price", "1", Over::stock, "mean price over firms",
            [](const World& w) { return total(w.price) / static_cast<double>(w.price.size()); });
  all.whole("paid_price", "1", Over::stock, "mean price over customers who buy",
            [](const World& w) { return w.paid; });
  all.whole("profits", "1", Over::stock, "profits of all firms for each customer", &profits);
  all.whole("served", "1", Over::stock, "share of customers who buy",
            [](const World& w) { return total(w.share); });
  all.along("price_of_firm", "1", Over::stock, {"firm"}, "price of each firm",
            [](const World& w, std::span<double> out) { std::ranges::copy(w.price, out.begin()); });
  all.along("share_of_firm", "1", Over::stock, {"firm"}, "share of all customers of each firm",
            [](const World& w, std::span<double> out) { std::ranges::copy(w.share, out.begin()); });
  all.whole("expected_posted", "1", Over::stock,
            "closed form of the mean price over firms; missing where firms differ",
            [](const World& w) { return expected_posted(w.rules); });
  all.whole("expected_paid", "1", Over::stock,
            "closed form of the mean price over customers; missing where firms differ",
            &expected_paid);
  all.whole("largest_change", "1", Over::stock,
            "largest change of a price in the last round (logit)",
            [](const World& w) { return w.largest_change; });
  all.whole("settled", "1", Over::stock, "1 if no price moved by more than 1e-9 of mu (logit)",
            &settled);
  observe_mixed(all);
  return all;
}

}  // namespace

Model pricing() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "pricing";
  model.summary =
      "firms price by best replies under logit demand, or by chance where some customers are "
      "captive";
  model.step_unit = "round";
  model.schedule = {{"price", "each firm replies to the others' prices, or draws its own"},
                    {"sell", "customers choose by taste, or the free the cheapest"}};
  model.questions = {{1, "price", "the price a firm draws in a market (captive)"}};
  return model;
}

}  // namespace permea
