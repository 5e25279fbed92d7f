// One round of the R&D game: every firm replies to the R&D of the others, then the market opens.
#include <algorithm>
#include <cmath>

#include "models/spillover/world.h"

namespace permea::spillover_core {
namespace {

/// What a firm weighs: its own profit in the market that follows this R&D, or that of all firms.
double payoff(const Rules& rules, std::span<const double> research, std::size_t firm) {
  const Market market = market_after(rules, research);
  const auto of = [&](std::size_t i) {
    return profit(rules, research[i], market.price, market.unit_cost[i], market.output[i]);
  };
  if (rules.regime == Regime::rivals) return of(firm);
  double joint = 0;
  for (std::size_t i = 0; i < research.size(); ++i) joint += of(i);
  return joint;
}

/// The firm's best R&D given that of the others. It tries three and takes the top of the parabola
/// through them: exact, as a payoff is quadratic. Rules::check() sees to it that there is a top.
double best_reply(const Rules& rules, std::vector<double> research, std::size_t firm) {
  const double now = research[firm];
  const double away = rules.margin() + std::abs(now);
  const auto at = [&](double trial) {
    research[firm] = trial;
    return payoff(rules, research, firm);
  };
  const double less = at(now - away), same = at(now), more = at(now + away);
  return now + away * (more - less) / (2 * (2 * same - less - more));
}

bool has_escaped(const World& world) {
  const double most = bound * world.rules.margin();
  return std::ranges::any_of(world.research, [&](double x) { return !(std::abs(x) <= most); });
}

void reply(World& world) {
  if (world.round.escaped > 0) return;
  const Rules& rules = world.rules;
  const std::vector<double> before = world.research;
  double largest = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double best =
        best_reply(rules, rules.order == Order::in_turn ? world.research : before, i);
    world.research[i] = before[i] + rules.speed * (best - before[i]);
    largest = std::max(largest, std::abs(world.research[i] - before[i]));
  }
  const double last = world.round.largest_change;
  world.round.contraction = last > still * rules.margin() ? largest / last : missing;
  world.round.largest_change = largest;
  world.round.escaped = has_escaped(world) ? 1 : 0;
}

}  // namespace

void produce(World& world) {
  Market market = market_after(world.rules, world.research);
  world.unit_cost = std::move(market.unit_cost);
  world.output = std::move(market.output);
  world.price = market.price;
}

void step(World& world) {
  ++world.steps_done;
  reply(world);
  produce(world);
}

}  // namespace permea::spillover_core
