// One round of pricing: firms reply to each other, or draw their prices; then customers choose.
#include <algorithm>
#include <cmath>

#include "models/pricing/world.h"
#include "sim/kit/exact_sum.h"

namespace permea::pricing_core {
namespace {

/// The w > 0 with w + log w = k. Newton's steps from below rise to it without passing it, as the
/// left side rises ever more slowly.
double solve_w(double k) {
  double w = k > 1 ? k - elementary::log(k) : elementary::exp(k - 1);
  for (int round = 0; round < 60; ++round) {
    const double next = w * (1 + k - elementary::log(w)) / (1 + w);
    if (!(next > w)) break;
    w = next;
  }
  return w;
}

/// The logarithm of what competes with a firm: the others' products and buying nothing.
double log_of_rivals(const Rules& rules, const std::vector<double>& prices, std::size_t firm) {
  double best = rules.outside ? 0 : -1e300;
  for (std::size_t j = 0; j < prices.size(); ++j)
    if (j != firm) best = std::max(best, (rules.quality - prices[j]) / rules.noise);
  double sum = rules.outside ? elementary::exp(-best) : 0;
  for (std::size_t j = 0; j < prices.size(); ++j)
    if (j != firm) sum += elementary::exp((rules.quality - prices[j]) / rules.noise - best);
  return best + elementary::log(sum);
}

/// The price p with p = c + mu / (1 - share): with w = share / (1 - share) that is w + log w = k.
double best_reply(const Rules& rules, const std::vector<double>& prices, std::size_t firm) {
  const double cost = rules.cost_of(firm);
  const double k = (rules.quality - cost) / rules.noise - 1 - log_of_rivals(rules, prices, firm);
  return cost + rules.noise * (1 + solve_w(std::max(k, -700.0)));
}

void reply(World& world) {
  const std::vector<double> before = world.price;
  world.largest_change = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const bool in_turn = world.rules.order == Order::in_turn;
    world.price[i] = best_reply(world.rules, in_turn ? world.price : before, i);
    world.largest_change = std::max(world.largest_change, std::abs(world.price[i] - before[i]));
  }
}

/// A price of the mixed equilibrium, by the inverse of its distribution: with `above` the chance of
/// a higher price, p - c = (r - c) / (1 + n lambda above^(n-1) / (1 - lambda)).
double drawn_price(const Rules& rules, double above) {
  double power = 1;
  for (std::int64_t i = 1; i < rules.firms; ++i) power *= above;
  const double captives = 1 - rules.free;
  const double weight = static_cast<double>(rules.firms) * rules.free * power;
  return rules.cost + (rules.most - rules.cost) * (captives / (captives + weight));
}

void draw_prices(World& world) {
  const Chance chance(world.seed, world.steps_done);
  for (std::size_t i = 0; i < world.offer.size(); ++i) {
    const Words words = chance.draw(Question::price, i);
    world.offer[i] = drawn_price(world.rules, 1 - uniform(words[0], words[1]));
  }
}

void price(World& world) {
  if (world.rules.demand == Demand::logit)
    reply(world);
  else
    draw_prices(world);
}

void sell_by_taste(World& world) {
  world.share = logit_shares(world.rules, world.price);
  double sold = 0, spent = 0;
  for (std::size_t i = 0; i < world.share.size(); ++i) {
    sold += world.share[i];
    spent += world.share[i] * world.price[i];
  }
  world.paid = sold > 0 ? spent / sold : missing;
}

/// Free customers of a market go to the cheapest offer, the first of several, the captive to theirs.
void sell_to_free_and_captive(World& world) {
  const std::size_t firms = world.price.size();
  const std::size_t market_count = world.offer.size() / firms;
  const auto markets = static_cast<double>(market_count);
  const double captives = (1 - world.rules.free) / static_cast<double>(firms);
  std::vector<ExactSum> posted(firms);
  std::vector<double> won(firms, 0.0);
  ExactSum cheapest;
  for (std::size_t first = 0; first < world.offer.size(); first += firms) {
    std::size_t lowest = 0;
    for (std::size_t i = 0; i < firms; ++i) {
      posted[i].add(world.offer[first + i]);
      if (world.offer[first + i] < world.offer[first + lowest]) lowest = i;
    }
    won[lowest] += 1;
    cheapest.add(world.offer[first + lowest]);
  }
  world.paid = world.rules.free * cheapest.value() / markets;
  for (std::size_t i = 0; i < firms; ++i) {
    world.price[i] = posted[i].value() / markets;
    world.share[i] = captives + world.rules.free * won[i] / markets;
    world.paid += captives * world.price[i];
  }
}

}  // namespace

void sell(World& world) {
  if (world.rules.demand == Demand::logit)
    sell_by_taste(world);
  else
    sell_to_free_and_captive(world);
}

void step(World& world) {
  ++world.steps_done;
  price(world);
  sell(world);
}

}  // namespace permea::pricing_core
