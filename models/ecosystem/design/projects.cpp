// How ideas become projects, and projects end.
#include "models/ecosystem/design/projects.h"

#include <algorithm>
#include <cmath>

namespace permea::ecosystem_core {
namespace {

/// A whole number of `mean` on average: the rest is left to chance.
std::int64_t about(double mean, std::uint32_t word) {
  const double sure = std::floor(mean);
  return static_cast<std::int64_t>(sure) + happens(mean - sure, word);
}

std::int64_t months_of(double months) {
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(months + 0.5));
}

}  // namespace

Plan own_project(const World& world, std::size_t place, const Design& idea) {
  const Rules& rules = *world.rules;
  const Levers& levers = world.firms.levers[place];
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  const Words words = world.chance().draw(Question::ideas_open, id);
  const auto development = static_cast<double>(rules.development);
  return {place, idea, about(levers.market_tests, words[2]),
          months_of(development * (1 + rules.delay * levers.codesign_development)),
          rules.project_cost / development};
}

Plan copy_of(const World& world, std::size_t place, std::size_t model, const Design& design) {
  const Rules& rules = *world.rules;
  const double left = 1 - rules.imitation_shown * world.firms.levers[model].reveal_customers;
  const auto development = static_cast<double>(rules.development);
  const std::int64_t months = months_of(development * rules.imitation_time * left);
  const double cost = rules.imitation_cost * rules.project_cost * left;
  Plan plan{place, design, 0, months, cost / static_cast<double>(months)};
  plan.design.origin = Origin::imitated;
  return plan;
}

std::optional<std::size_t> room_for(const World& world, const Plan& plan) {
  const double cost = plan.monthly_cost * static_cast<double>(plan.months) * world.scale;
  if (amount(world.firms.cash[plan.place]) < cost) return std::nullopt;
  const std::size_t first = plan.place * project_places;
  for (std::size_t at = first; at < first + project_places; ++at)
    if (world.projects.months_left[at] == 0) return at;
  return std::nullopt;
}

void take_up(World& world, std::size_t at, const Plan& plan) {
  Projects& projects = world.projects;
  projects.months_left[at] = static_cast<std::int32_t>(plan.months);
  projects.tests_left[at] = static_cast<std::int32_t>(plan.tests);
  projects.begun[at] = static_cast<std::int32_t>(world.month);
  projects.monthly_cost[at] = plan.monthly_cost;
  projects.wanted[at] = projects.tested[at] = 0;
  projects.position[at] = plan.design.position;
  projects.feasibility[at] = plan.design.feasibility;
  projects.origin[at] = plan.design.origin;
}

void begin_copies(World& world, const std::vector<Plan>& copies) {
  for (const Plan& copy : copies)
    if (const auto at = room_for(world, copy)) {
      take_up(world, *at, copy);
      ++world.funnels[static_cast<std::size_t>(world.firms.kind[copy.place])].copies;
    }
}

void drop(World& world, std::size_t at) {
  world.projects.months_left[at] = 0;
  world.projects.tests_left[at] = 0;
}

Design design_of_project(const World& world, std::size_t at) {
  return {world.projects.position[at], world.projects.feasibility[at], world.projects.origin[at]};
}

}  // namespace permea::ecosystem_core
