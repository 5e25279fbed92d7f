// Step 6, launch: ideas are tested and developed, projects that are ready come to market, and products
// that have not reached their threshold by the age at which they are judged go.
#include <algorithm>
#include <cmath>

#include "models/ecosystem/design/projects.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

/// Farther than the threshold, per need, from every product on the market.
bool is_new_to_market(const World& world, const Position& position) {
  const double least = world.rules->novelty * world.rules->novelty * static_cast<double>(needs);
  for (std::size_t at = 0; at < world.products.id.size(); ++at) {
    if (world.products.id[at] == 0) continue;
    const Position gap = world.products.position[at] - position;
    if (gap.square().sum() <= least) return false;
  }
  return true;
}

/// An empty product place of the firm; if it has all it can keep, that of its least used product.
std::size_t make_room(World& world, std::size_t place) {
  const std::size_t first = place * product_places, end = first + product_places;
  if (products_of(world, place) < static_cast<std::size_t>(world.rules->variants)) {
    std::size_t at = first;
    while (at + 1 < end && world.products.id[at] != 0) ++at;
    return at;
  }
  std::size_t least = end;
  for (std::size_t at = first; at < end; ++at)
    if (world.products.id[at] != 0 && (least == end || users_of(world, at) < users_of(world, least)))
      least = at;
  return least;
}

void bring_to_market(World& world, std::size_t place, std::size_t project) {
  const Rules& rules = *world.rules;
  Firms& firms = world.firms;
  const auto slot = static_cast<std::uint64_t>(project % project_places);
  const auto agent = static_cast<std::uint64_t>(firms.id[place]) | slot << 32;
  Design product = design_of_project(world, project);
  const double lost = 1 - firms.levers[place].codesign_development * carried(world, place);
  product.position += rules.within * std::sqrt(rules.hand_over * lost) *
                      normal_position(world.chance(), Question::hand_over, agent);
  Funnel& funnel = world.funnels[static_cast<std::size_t>(firms.kind[place])];
  ++funnel.launched;
  funnel.months += world.month - world.projects.begun[project];
  ++firms.launches[place];
  firms.customer_launches[place] += product.origin == Origin::customer;
  funnel.realised += product.origin == Origin::customer;
  if (is_new_to_market(world, product.position)) {
    ++firms.novel_launches[place];
    firms.last_novel[place] = static_cast<std::int32_t>(world.month);
  }
  const std::size_t at = make_room(world, place);
  if (const std::int32_t replaced = world.products.id[at]; replaced != 0) {
    // The new product takes the place of the old one; users go to the sibling nearest to theirs.
    const std::size_t heir = nearest_sibling(world, at);
    if (heir != at) {
      withdraw(world, at, heir);
      put_on_market(world, at, product);
    } else {
      put_on_market(world, at, product);
      world.successor[static_cast<std::size_t>(replaced)] = world.products.id[at];
    }
    return;
  }
  put_on_market(world, at, product);
}

/// What is noted of a product a year after its launch.
void look_after_a_year(World& world, std::size_t place, std::size_t at) {
  Funnel& funnel = world.funnels[static_cast<std::size_t>(world.firms.kind[place])];
  const std::size_t origin = funnel_of(world.products.origin[at]);
  ++funnel.year_old[origin];
  funnel.year_users[origin] += users_of(world, at);
}

/// A launched product has failed when too few use it at the age of judgement. A firm keeps its last.
void judge(World& world, std::size_t place, std::size_t at) {
  const Rules& rules = *world.rules;
  const auto kind = static_cast<std::size_t>(world.firms.kind[place]);
  const std::size_t origin = funnel_of(world.products.origin[at]);
  ++world.judged[kind];
  ++world.funnels[kind].judged[origin];
  const double users = static_cast<double>(users_of(world, at));
  if (users >= rules.threshold * world.scale) return;
  ++world.failed[kind];
  ++world.funnels[kind].failed[origin];
  const std::size_t heir = nearest_sibling(world, at);
  if (heir != at) withdraw(world, at, heir);
}

void look_at_products(World& world, std::size_t place) {
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at) {
    if (world.products.id[at] == 0 || world.products.origin[at] == Origin::start) continue;
    const std::int64_t age = world.month - world.products.launched[at];
    if (age == 12) look_after_a_year(world, place, at);
    if (age == world.rules->judged_at) judge(world, place, at);
  }
}

/// A month of the project at `p`: a test, or development, which ends in the launch.
void work_on(World& world, std::size_t place, std::size_t p, std::vector<Plan>& copies) {
  Projects& projects = world.projects;
  if (projects.months_left[p] == 0) return;
  if (projects.tests_left[p] > 0) {
    test_idea(world, place, p, copies);
    return;
  }
  world.firms.project_spending[place] += projects.monthly_cost[p];
  if (--projects.months_left[p] == 0) bring_to_market(world, place, p);
}

}  // namespace

void launch(World& world) {
  Firms& firms = world.firms;
  std::vector<Plan> copies;
  for (std::size_t f = 0; f < world.places(); ++f) {
    firms.launches[f] = firms.customer_launches[f] = firms.novel_launches[f] = 0;
    firms.project_spending[f] = 0;
    if (!world.is_there(f)) continue;
    look_at_products(world, f);
    for (std::size_t p = f * project_places; p < (f + 1) * project_places; ++p)
      work_on(world, f, p, copies);
  }
  begin_copies(world, copies);
}

}  // namespace permea::ecosystem_core
