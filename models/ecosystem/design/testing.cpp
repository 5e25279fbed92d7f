// Testing an idea on customers before it is developed: it shows how many would want it, takes time and
// money, may break what is fragile, and lets rivals know.
#include <algorithm>

#include "models/ecosystem/community/meeting.h"
#include "models/ecosystem/design/projects.h"
#include "models/ecosystem/design/selection.h"
#include "models/ecosystem/market.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

/// Draws of Question::test, by their number; `sample` and those behind it find four customers each.
enum Draw : std::uint32_t { breaking = 0, sample = 1, leaking = 1'000 };

double utility(const World& world, const Position& need, double worth, const Position& position) {
  const Position gap = need - position;
  return worth - world.rules->beta_need * gap.square().sum() / static_cast<double>(needs);
}

/// The probability that a customer would take a design of that worth, were it offered, and not what it has.
double wants(const World& world, std::uint64_t customer, double worth, const Position& design) {
  const Position need = need_of(world, customer, world.segment_of(customer));
  const std::uint32_t at = world.place_of(world.customers[customer].product);
  const double has = at == no_place ? 0.0 : utility(world, need, worth_of(world, at),
                                                    world.products.position[at]);
  const double offered = utility(world, need, worth, design);
  return 1 / (1 + elementary::exp((has - offered) / world.rules->mu));
}

/// The probability that a test breaks an idea that so many more want than must.
double fragility(const Rules& rules, double wanted) {
  const double value = elementary::log(wanted / rules.test_bar);
  return 2 * rules.break_rate / (1 + elementary::exp(-rules.fragility * value));
}

void let_leak(const World& world, std::size_t place, std::uint64_t agent, const Design& idea,
              std::vector<Plan>& copies) {
  const auto neighbours = world.network.of(place);
  for (std::uint32_t n = 0; n < neighbours.size(); ++n) {
    const Words words = world.chance().draw(Question::test, agent, leaking + n);
    const std::size_t rival = neighbours[n];
    if (!world.is_there(rival) || !happens(world.rules->test_leak, words[0])) continue;
    const double judged = appeal_of(world, idea) + world.rules->appeal_noise * normals(words)[1];
    if (judged > least_own_appeal(world, rival)) copies.push_back(copy_of(world, rival, place, idea));
  }
}

}  // namespace

double wanted_by_sample(const World& world, std::size_t place, std::uint64_t agent,
                        const Design& idea) {
  const auto asked = static_cast<std::uint32_t>(world.rules->test_sample);
  const auto customers = static_cast<std::uint32_t>(world.customers_there());
  const double worth = worth_of_design(world, place, idea.feasibility);
  double sum = 0;
  for (std::uint32_t n = 0; n < asked; ++n) {
    const Words words = world.chance().draw(Question::test, agent, sample + n / 4);
    sum += wants(world, below(customers, words[n % 4]), worth, idea.position);
  }
  return sum / asked;
}

void test_idea(World& world, std::size_t place, std::size_t project, std::vector<Plan>& copies) {
  const Rules& rules = *world.rules;
  Projects& projects = world.projects;
  const auto agent = static_cast<std::uint64_t>(world.firms.id[place]) |
                     static_cast<std::uint64_t>(project % project_places) << 32;
  const Design idea = design_of_project(world, project);
  const double wanted = std::max(wanted_by_sample(world, place, agent, idea), 1e-9);
  Funnel& funnel = world.funnels[static_cast<std::size_t>(world.firms.kind[place])];
  ++funnel.tests;
  --projects.tests_left[project];
  world.firms.project_spending[place] += rules.test_cost;
  let_leak(world, place, agent, idea, copies);
  if (happens(fragility(rules, wanted), world.chance().draw(Question::test, agent, breaking)[0])) {
    ++funnel.broken;
    drop(world, project);
    return;
  }
  projects.wanted[project] += wanted;
  ++projects.tested[project];
  if (projects.tests_left[project] > 0) return;
  if (projects.wanted[project] >= rules.test_bar * projects.tested[project]) return;
  ++funnel.killed;
  drop(world, project);
}

}  // namespace permea::ecosystem_core
