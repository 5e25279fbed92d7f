// Step 12, renew: firms without cash or customers leave, others enter in their stead.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/measures/canvas.h"
#include "models/ecosystem/measures/openness.h"
#include "models/ecosystem/measures/ranks.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

constexpr std::int64_t entrant_months = 24;  ///< age at which an entrant is counted as having lasted

bool leaves(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const Firms& firms = world.firms;
  const std::int64_t age = world.month - firms.born[place];
  if (firms.months_broke[place] >= rules.exit_patience) return true;
  if (firms.customers[place] == 0 && age >= rules.exit_grace) return true;
  const auto id = static_cast<std::uint64_t>(firms.id[place]);
  return happens(rules.exit_hazard, world.chance().draw(Question::exit, id)[0]);
}

/// Counts an entrant once: when it leaves within 24 months, or when it has lasted them.
void judge_entrant(World& world, std::size_t place, bool left) {
  if (!is_entrant(world, place)) return;
  const std::int64_t age = world.month - world.firms.born[place];
  if (left ? age > entrant_months : age != entrant_months) return;
  ++world.tally.entrants_judged;
  world.tally.entrants_gone += left;
}

void let_leave(World& world) {
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    const bool left = leaves(world, f);
    judge_entrant(world, f, left);
    if (!left) continue;
    const auto kind = static_cast<std::size_t>(world.firms.kind[f]);
    ++world.exited[kind];
    world.ruined[kind] += world.firms.months_broke[f] >= world.rules->exit_patience;
    note_exit(world, f);
    close_firm(world, f);
  }
}

/// A share of the mean know-how, and part of what firms reveal.
KnowHow entrants_know_how(const World& world) {
  KnowHow mean = KnowHow::Zero(), revealed = KnowHow::Zero();
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    mean += world.firms.know_how[f];
    revealed += world.firms.levers[f].reveal_rivals * world.firms.know_how[f];
  }
  const double firms = std::max(1.0, static_cast<double>(world.live_firms()));
  const KnowHow know_how = (world.rules->entrant_knowledge * mean +
                            world.rules->entrant_revealed * revealed) / firms;
  return know_how.max(0.001);
}

std::int32_t entrants_kind(const World& world, std::uint32_t word) {
  double aim = uniform(word);
  for (std::size_t kind = 0; kind < world.kinds(); ++kind) {
    aim -= world.entry_mix[kind];
    if (aim < 0) return static_cast<std::int32_t>(kind);
  }
  return static_cast<std::int32_t>(world.kinds() - 1);
}

/// A firm drawn by its profit over the last year; world.places() if none makes any.
std::size_t profitable_firm(const World& world, std::uint32_t word) {
  const auto profit = [&](std::size_t f) {
    return world.is_there(f) ? std::max(0.0, world.firms.performance[f]) : 0.0;
  };
  double sum = 0;
  for (std::size_t f = 0; f < world.places(); ++f) sum += profit(f);
  double aim = uniform(word) * sum;
  std::size_t last = world.places();
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (profit(f) == 0) continue;
    last = f;
    aim -= profit(f);
    if (aim < 0) break;
  }
  return last;
}

/// Each lever misses by a normal error and stays in its range.
void mutate(const World& world, std::uint64_t entrant, Levers& levers) {
  const double size = world.rules->entrant_mutates;
  for (std::size_t l = 0; l < lever_list.size() && size > 0; ++l) {
    const auto [low, high] = world.ranges[l];
    const auto n = static_cast<std::uint32_t>(l);
    const double error = normals(world.chance().draw(Question::mutation, entrant, n))[0];
    double& lever = levers.*lever_list[l];
    lever = std::clamp(lever + size * (high - low) * error, low, high);
  }
}

/// The strategy that the n-th entrant of this month follows: a mutant is of its model's kind.
Founding entrant(const World& world, std::uint64_t n) {
  const Words words = world.chance().draw(Question::entrants, n);
  Founding founding;
  founding.kind = entrants_kind(world, words[0]);
  founding.levers = world.strategies[static_cast<std::size_t>(founding.kind)];
  if (happens(world.rules->entrant_imitates, words[1])) {
    const std::size_t model = profitable_firm(world, words[2]);
    if (model < world.places()) {
      founding.kind = world.firms.kind[model];
      founding.levers = world.firms.targets[model];
    }
  }
  mutate(world, n, founding.levers);
  return founding;
}

void let_enter(World& world) {
  const double expected = world.rules->entry_rate * static_cast<double>(world.firms_at_start);
  const double sure = std::floor(expected);
  const Words words = world.chance().draw(Question::entrants, 0);
  const auto count = static_cast<std::uint64_t>(sure) + happens(expected - sure, words[0]);
  if (count == 0) return;
  const KnowHow know_how = entrants_know_how(world);
  for (std::uint64_t n = 1; n <= count; ++n) {
    Founding founding = entrant(world, n);
    founding.know_how = know_how;
    founding.cash = world.rules->entrant_cash * world.scale;
    found_firm(world, empty_place(world), founding);
    ++world.entered[static_cast<std::size_t>(founding.kind)];
  }
}

}  // namespace

void renew(World& world) {
  std::fill(world.exited.begin(), world.exited.end(), 0);
  std::fill(world.ruined.begin(), world.ruined.end(), 0);
  clear_openness_change(world);
  let_leave(world);
  let_enter(world);
  close_openness_change(world);
  fill_canvas(world);  // when all that happens in a month has
  if (world.month % 12 == 0) compare_ranks(world);
}

}  // namespace permea::ecosystem_core
