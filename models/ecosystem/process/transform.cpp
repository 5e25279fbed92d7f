// Step 11, transform: a firm reconsiders its strategy, takes up that of a neighbour whom it sees do better,
// and moves its levers there over months, at a cost; or it founds a unit that follows another strategy.
// Labels count only as what firms call themselves: which strategy a label stands for is never read.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/market.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

constexpr double most_search = 2;  ///< duress at most doubles what is spent on search (assumed)
constexpr std::int64_t year = 12;

std::uint64_t agent_of(const World& world, std::size_t place) {
  return static_cast<std::uint64_t>(world.firms.id[place]);
}

/// Profit a month per s, over the last year or since it entered.
void note_performance(World& world, std::size_t f) {
  const std::int64_t age = std::clamp<std::int64_t>(world.month - world.firms.born[f], 1, year);
  const double profit = amount(world.firms.profit[f]) / world.scale;
  double& performance = world.firms.performance[f];
  performance += (profit - performance) / static_cast<double>(age);
}

/// How far its performance is below the mean of its neighbours' (Greve 1998: social aspiration).
double shortfall(const World& world, std::size_t place) {
  double sum = 0, others = 0;
  for (const std::uint32_t other : world.network.of(place))
    if (world.is_there(other)) {
      sum += world.firms.performance[other];
      ++others;
    }
  return others > 0 ? std::max(0.0, sum / others - world.firms.performance[place]) : 0.0;
}

/// How content its customers are, and how many: mean satisfaction times n/(n + 1), n customers per s.
double hold_of_customers(const World& world, std::size_t place) {
  const double customers = static_cast<double>(world.firms.customers[place]) / world.scale;
  return satisfaction(*world.rules, world.firms.surplus[place]) * customers / (customers + 1);
}

bool reconsiders(const World& world, std::size_t place, double duress, std::uint32_t word) {
  const Rules& rules = *world.rules;
  double hazard = rules.reconsiders;
  if (rules.aspiration == Aspiration::change) hazard *= duress;
  if (rules.inertia == Inertia::customers) hazard *= 1 - hold_of_customers(world, place);
  return happens(hazard, word);
}

/// The neighbour that does best of those whose success it sees; itself if none is seen to do better.
/// With `another_label` only firms that call themselves something else count, however they do.
std::size_t model_for(const World& world, std::size_t place, bool another_label) {
  const Firms& firms = world.firms;
  std::size_t model = place;
  for (const std::uint32_t other : world.network.of(place)) {
    if (!world.is_there(other)) continue;
    if (another_label && firms.kind[other] == firms.kind[place]) continue;
    const Words words =
        world.chance().draw(Question::success_seen, agent_of(world, place) << 32 | agent_of(world, other));
    if (!happens(world.rules->visibility, words[0])) continue;
    const bool first = another_label && model == place;
    if (first || firms.performance[other] > firms.performance[model]) model = other;
  }
  return model;
}

/// Whether a label that few of its neighbours bear keeps the firm from taking up what it stands for.
bool shies_away(const World& world, std::size_t place, std::size_t model, std::uint32_t word) {
  const Firms& firms = world.firms;
  if (firms.kind[model] == firms.kind[place]) return false;
  double bear_it = 0, others = 0;
  for (const std::uint32_t other : world.network.of(place)) {
    if (!world.is_there(other)) continue;
    bear_it += firms.kind[other] == firms.kind[model];
    ++others;
  }
  const double usual = std::min(1.0, bear_it / (others * world.rules->norm));
  return happens(world.rules->stigma * (1 - usual), word);
}

/// Mean over levers of how far two settings lie apart, each in units of its range.
double distance_between(const World& world, const Levers& a, const Levers& b) {
  double sum = 0;
  for (std::size_t l = 0; l < lever_list.size(); ++l)
    sum += std::abs(a.*lever_list[l] - b.*lever_list[l]) / (world.ranges[l].high - world.ranges[l].low);
  return sum / static_cast<double>(lever_list.size());
}

/// What it costs the firm to become like the model; where inertia is by cost, more if it is large.
double cost_of_change(const World& world, std::size_t place, std::size_t model) {
  const Rules& rules = *world.rules;
  const double distance =
      distance_between(world, world.firms.levers[place], world.firms.targets[model]);
  const double size = static_cast<double>(world.firms.customers[place]) / world.scale;
  return rules.change_cost * distance * (rules.inertia == Inertia::cost ? 1 + size : 1.0);
}

/// Whether the firm can pay for the change and, where inertia is by cost, whether it pays back.
bool affords(const World& world, std::size_t place, std::size_t model) {
  const double cost = cost_of_change(world, place, model);
  if (amount(world.firms.cash[place]) < cost * world.scale) return false;
  if (world.rules->inertia != Inertia::cost) return true;
  const double gain = world.firms.performance[model] - world.firms.performance[place];
  return gain * world.rules->horizon >= cost;
}

/// Books a cost of this month beside those of account.
void pay(World& world, std::size_t place, Money cost) {
  Firms& firms = world.firms;
  firms.spent[place][static_cast<std::size_t>(Purpose::change)] += amount(cost);
  firms.cost[place] += cost;
  firms.profit[place] -= cost;
  firms.cash[place] -= cost;
  world.ledger.suppliers += cost;
}

struct Change {
  std::size_t place;
  std::int32_t kind;
  Levers levers;
  Money cost;
};

bool does_alike(const World& world, std::size_t place, std::size_t model) {
  return world.firms.kind[place] == world.firms.kind[model] &&
         distance_between(world, world.firms.levers[place], world.firms.targets[model]) == 0;
}

/// Who takes up whose strategy this month, all decided before anybody does.
std::vector<Change> changes_of_mind(const World& world) {
  std::vector<Change> changes;
  const Rules& rules = *world.rules;
  for (std::size_t f = 0; f < world.places() && rules.reconsiders > 0; ++f) {
    if (!world.is_there(f) || world.firms.months_to_target[f] > 0) continue;
    const double duress = 1 + rules.duress * shortfall(world, f);
    const Words words = world.chance().draw(Question::reconsiders, agent_of(world, f));
    if (!reconsiders(world, f, duress, words[0])) continue;
    const std::size_t model = model_for(world, f, false);
    if (does_alike(world, f, model)) continue;  // also when it sees nobody do better
    if (shies_away(world, f, model, words[1]) || !affords(world, f, model)) continue;
    changes.push_back({f, world.firms.kind[model], world.firms.targets[model],
                       money(cost_of_change(world, f, model) * world.scale)});
  }
  return changes;
}

void take_up(World& world, const Change& change) {
  Firms& firms = world.firms;
  pay(world, change.place, change.cost);
  if (firms.kind[change.place] != change.kind)
    ++world.taken_up[static_cast<std::size_t>(change.kind)];
  firms.kind[change.place] = change.kind;
  firms.targets[change.place] = change.levers;
  firms.months_to_target[change.place] =
      static_cast<std::int32_t>(std::max<std::int64_t>(1, world.rules->transition));
}

/// Levers in transition move evenly; in the last month they are there.
void move_levers(World& world, std::size_t f) {
  std::int32_t& months = world.firms.months_to_target[f];
  if (months == 0) return;
  Levers& levers = world.firms.levers[f];
  const Levers& target = world.firms.targets[f];
  for (const auto lever : lever_list)
    levers.*lever = months == 1 ? target.*lever
                                : levers.*lever + (target.*lever - levers.*lever) / months;
  --months;
}

/// A unit follows the strategy of a firm with another label that its parent sees; if it is mixed with its
/// parent, each of its levers stands halfway between the two.
void found_unit(World& world, std::size_t parent, std::size_t model) {
  const Rules& rules = *world.rules;
  Founding unit;
  unit.kind = world.firms.kind[model];
  unit.levers = world.firms.targets[model];
  if (rules.units == Units::mixed)
    for (const auto lever : lever_list)
      unit.levers.*lever = 0.5 * (unit.levers.*lever + world.firms.levers[parent].*lever);
  unit.know_how = (rules.unit_knowledge * world.firms.know_how[parent]).max(0.001);
  unit.cash = rules.unit_cash * world.scale;
  unit.parent = world.firms.id[parent];
  found_firm(world, empty_place(world), unit);
  ++world.entered[static_cast<std::size_t>(unit.kind)];
}

bool has_unit(const World& world, std::size_t parent) {
  const auto& parents = world.firms.parent;
  for (std::size_t f = 0; f < world.places(); ++f)
    if (world.is_there(f) && parents[f] == world.firms.id[parent]) return true;
  return false;
}

/// A firm that is no unit and has none founds one when it can pay for it and keep as much.
void found_units(World& world) {
  const Rules& rules = *world.rules;
  if (rules.units == Units::none) return;
  const std::size_t places = world.places();
  for (std::size_t f = 0; f < places; ++f) {
    if (!world.is_there(f) || world.firms.parent[f] >= 0) continue;
    const Words words = world.chance().draw(Question::founds_unit, agent_of(world, f));
    if (!happens(rules.unit_rate, words[0]) || has_unit(world, f)) continue;
    if (amount(world.firms.cash[f]) < 2 * rules.unit_cash * world.scale) continue;
    const std::size_t model = model_for(world, f, true);
    if (model != f) found_unit(world, f, model);
  }
}

}  // namespace

void transform(World& world) {
  const Rules& rules = *world.rules;
  std::fill(world.taken_up.begin(), world.taken_up.end(), 0);
  std::fill(world.entered.begin(), world.entered.end(), 0);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    note_performance(world, f);
    move_levers(world, f);
  }
  for (std::size_t f = 0; f < world.places(); ++f) {
    const bool searches = world.is_there(f) && rules.aspiration == Aspiration::search;
    world.firms.search[f] =
        searches ? std::min(most_search, 1 + rules.duress * shortfall(world, f)) : 1.0;
  }
  for (const Change& change : changes_of_mind(world)) take_up(world, change);
  found_units(world);
}

}  // namespace permea::ecosystem_core
