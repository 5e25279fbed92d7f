// Shares under logit demand, and what the equilibria of both kinds of market are held against.
#include "models/pricing/world.h"

#include <algorithm>

#include "sim/kit/exact_sum.h"

namespace permea::pricing_core {
namespace {

/// The price of n firms alike: p = c + mu / (1 - s(p)), where s falls in p, so halving finds it.
double expected_logit(const Rules& rules) {
  const double n = static_cast<double>(rules.firms);
  if (!rules.outside) return rules.cost + rules.noise * n / (n - 1);
  const auto too_low = [&](double price) {
    const double shifted = std::min((rules.quality - price) / rules.noise, 700.0);
    const double weight = elementary::exp(shifted);
    const double others = (1 + (n - 1) * weight) / (1 + n * weight);  // 1 - s
    return (price - rules.cost) * others < rules.noise;
  };
  double low = rules.cost, high = rules.cost + rules.noise * 2;
  while (too_low(high)) high += high - low;
  for (int round = 0; round < 200; ++round) {
    const double middle = low + (high - low) / 2;
    (too_low(middle) ? low : high) = middle;
  }
  return low;
}

/// The mean of the mixed equilibrium: r less the area under its distribution, by Simpson's rule in
/// the probability of a higher price, in which the price is smooth.
double expected_mixed(const Rules& rules) {
  if (rules.free == 1) return rules.cost;
  const double weight = static_cast<double>(rules.firms) * rules.free / (1 - rules.free);
  const auto price = [&](double above) {
    double power = 1;
    for (std::int64_t i = 1; i < rules.firms; ++i) power *= above;
    return 1 / (1 + weight * power);
  };
  constexpr int parts = 2'000;
  double sum = price(0) + price(1);
  for (int i = 1; i < parts; ++i)
    sum += (i % 2 == 1 ? 4 : 2) * price(static_cast<double>(i) / parts);
  return rules.cost + (rules.most - rules.cost) * sum / (3.0 * parts);
}

}  // namespace

std::vector<double> logit_shares(const Rules& rules, const std::vector<double>& prices) {
  const double cheapest = *std::ranges::min_element(prices);
  const double best = (rules.quality - cheapest) / rules.noise;
  const double shift = rules.outside ? std::max(best, 0.0) : best;
  std::vector<double> shares;
  double sum = rules.outside ? elementary::exp(-shift) : 0;
  for (const double price : prices) {
    shares.push_back(elementary::exp((rules.quality - price) / rules.noise - shift));
    sum += shares.back();
  }
  for (double& share : shares) share /= sum;
  return shares;
}

double expected_posted(const Rules& rules) {
  if (rules.demand == Demand::captive) return expected_mixed(rules);
  return rules.cost_step > 0 && rules.firms > 1 ? missing : expected_logit(rules);
}

double expected_below(const Rules& rules, double price) {
  if (price >= rules.most) return 1;
  if (price <= rules.lowest()) return 0;
  const double n = static_cast<double>(rules.firms);
  const double odds =
      (1 - rules.free) * (rules.most - price) / (n * rules.free * (price - rules.cost));
  return 1 - elementary::power(odds, 1 / (n - 1));
}

double price_at(const Rules& rules, std::size_t level) {
  const double share = (static_cast<double>(level) + 0.5) / price_levels;
  return rules.lowest() + share * (rules.most - rules.lowest());
}

double profit_at(const World& world, double price) {
  const Rules& rules = world.rules;
  const std::size_t firms = world.price.size();
  std::int64_t undercuts = 0;  // times that it would have been cheapest, over firms and markets
  for (std::size_t first = 0; first < world.offer.size(); first += firms) {
    std::int64_t cheaper = 0;
    for (std::size_t i = 0; i < firms && cheaper < 2; ++i)
      cheaper += world.offer[first + i] < price;
    // Against one cheaper offer it wins only where it stands in for the firm that made it.
    undercuts += cheaper == 0 ? static_cast<std::int64_t>(firms) : cheaper == 1;
  }
  const double wins = static_cast<double>(undercuts) / static_cast<double>(world.offer.size());
  const double captives = (1 - rules.free) / static_cast<double>(firms);
  return (price - rules.cost) * (captives + rules.free * wins);
}

}  // namespace permea::pricing_core
