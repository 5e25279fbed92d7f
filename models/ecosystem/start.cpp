// How a world begins.
#include "models/ecosystem/start.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/ecosystem/customers.h"
#include "models/ecosystem/firm.h"
#include "models/ecosystem/measures/openness.h"
#include "models/ecosystem/rules/contradictions.h"
#include "models/ecosystem/step.h"
#include "sim/kit/elementary.h"
#include "sim/kit/parallel.h"

namespace permea::ecosystem_core {
namespace {

std::int64_t firms_of(const Setting& setting) {
  std::int64_t firms = 0;
  for (const Kind& kind : setting.kinds) firms += kind.count;
  return firms;
}

void read_setting(World& world, const Setting& setting) {
  world.rules = std::make_shared<const Rules>(read<Rules>(setting.parameters));
  world.strategies.clear();
  world.beginnings.clear();
  for (const Kind& kind : setting.kinds) {
    const auto strategy = read<Strategy>(kind.levers);
    world.strategies.push_back(strategy);
    world.beginnings.push_back(strategy);
  }
  world.threads = setting.threads;
}

/// Kinds in the order in which firms are founded: each as evenly spread as its count allows, so that
/// neither a name nor a place in the file decides who is whose neighbour.
std::vector<std::int32_t> interleaved(const Setting& setting) {
  const std::int64_t firms = firms_of(setting);
  std::vector<std::int64_t> founded(setting.kinds.size(), 0);
  std::vector<std::int32_t> order;
  for (std::int64_t i = 0; i < firms; ++i) {
    std::size_t due = 0;
    std::int64_t most = -1;
    for (std::size_t kind = 0; kind < setting.kinds.size(); ++kind) {
      const std::int64_t owed = setting.kinds[kind].count * (2 * i + 1) - 2 * founded[kind] * firms;
      if (setting.kinds[kind].count == founded[kind] || (most >= 0 && owed <= most)) continue;
      due = kind;
      most = std::max<std::int64_t>(owed, 0);
    }
    ++founded[due];
    order.push_back(static_cast<std::int32_t>(due));
  }
  return order;
}

void place_centres(World& world) {
  for (std::size_t m = 0; m < world.centres.size(); ++m)
    world.centres[m] =
        (m < static_cast<std::size_t>(world.rules->segments) ? world.rules->between
                                                             : world.rules->newcomers_distance) *
        normal_position(world.chance(), Question::segment_centre, m);
}

/// Moves demand on by `distance` per need: the centres of the segments that shift, all the same way.
void shift_demand(World& world, double distance) {
  if (distance == 0) return;
  Position way = normal_position(Chance(world.seed, 0), Question::shift_direction, 0);
  way *= std::sqrt(static_cast<double>(needs) / way.square().sum());
  const double shifted = world.rules->shifted * static_cast<double>(world.rules->segments);
  for (std::size_t m = 0; static_cast<double>(m) < shifted; ++m) world.centres[m] += distance * way;
}

void bear_customers(World& world) {
  const Layout layout = layout_of(*world.rules);
  world.blocks = blocks_of(layout);
  for (std::uint32_t m = 0; m <= layout.all_segments(); ++m)
    world.segment_begins.push_back(segment_begin(layout, m));
  parallel_for(world.blocks.size(), visiting_threads(world), [&](std::size_t number, int) {
    const Block& block = world.blocks[number];
    std::vector<std::uint64_t> agents(block.count);
    std::iota(agents.begin(), agents.end(), block.first);
    std::vector<OwnNeed> own_needs;
    draw_own_needs(world, Question::own_need, agents, own_needs);
    std::vector<std::uint32_t> words(std::size_t{4} * block.count);
    draw_words(world.chance(), Question::openness, block.first, words);
    for (std::uint32_t i = 0; i < block.count; ++i) {
      Customer& customer = world.customers[agents[i]];
      customer.own_need = own_needs[i];
      customer.openness = static_cast<std::uint16_t>(words[i] >> 16);
    }
  });
  for (std::size_t m = 0; m < world.centres.size(); ++m)
    world.unsupplied[m] = static_cast<std::int64_t>(world.segment_size(m));
}

Network neighbourhood(const World& world) {
  const auto firms = static_cast<std::size_t>(world.firms_at_start);
  const auto degree = static_cast<std::size_t>(world.rules->degree);
  if (degree >= firms) return complete(firms);
  return watts_strogatz(firms, degree, world.rules->rewiring, world.chance(), Question::network);
}

/// Steady know-how at the reference effort, alike for all but their home domain and luck.
KnowHow first_know_how(const World& world, std::size_t place) {
  const auto [a, b] = normals(world.chance().draw(Question::research_yield, place, 0));
  const auto [c, d] = normals(world.chance().draw(Question::research_yield, place, 1));
  const KnowHow luck(a, b, c, d);
  return (1 + world.rules->research_noise * luck).max(0.1);
}

void found_firms(World& world, const Setting& setting) {
  std::fill(world.firms.id.begin(), world.firms.id.end(), -1);
  world.network = neighbourhood(world);
  world.gifts.assign(world.network.neighbours.size(), 0.0);
  const std::vector<std::int32_t> kinds = interleaved(setting);
  for (std::size_t f = 0; f < kinds.size(); ++f) {
    Founding founding;
    founding.kind = kinds[f];
    founding.levers = world.strategies[static_cast<std::size_t>(kinds[f])];
    const Beginnings& beginnings = world.beginnings[static_cast<std::size_t>(kinds[f])];
    founding.age = beginnings.age;
    founding.segment = beginnings.segment;
    founding.know_how = first_know_how(world, f);
    founding.cash = beginnings.cash * world.rules->start_cash * world.scale;
    founding.products = std::min(world.rules->start_variants, world.rules->variants);
    found_firm(world, f, founding);
    const auto months = static_cast<std::size_t>(world.rules->leak_lag + 1);
    std::fill_n(world.history.begin() + static_cast<std::ptrdiff_t>(f * months), months,
                founding.know_how);
  }
  for (std::size_t f = 0; f < kinds.size(); ++f)  // now that it has all its rivals
    world.firms.price[f] = best_reply(world, f);
}

/// Everybody chooses once; what that says of reviews and flows is then forgotten.
void first_choice(World& world) {
  choose(world);
  Firms& firms = world.firms;
  for (auto* column : {&firms.stay_sum, &firms.stay_count, &firms.considered_sum, &firms.curvature_sum,
                       &firms.word_of_mouth_share, &firms.captive_count})
    std::fill(column->begin(), column->end(), 0.0);
  std::fill(firms.joined.begin(), firms.joined.end(), 0);
  world.reviewers_smoothed = 0;
  for (std::size_t f = 0; f < world.places(); ++f)
    firms.revenue_smoothed[f] = static_cast<double>(firms.customers[f]) * firms.price[f];
}

}  // namespace

std::vector<Problem> problems_of(const Setting& setting) {
  Notes notes(setting.parameters);
  const auto rules = read<Rules>(notes);
  std::vector<Problem> found = notes.problems();
  for (const Kind& kind : setting.kinds) {
    Notes of_kind(kind.levers, "strategy." + kind.name + ".");
    const auto strategy = read<Strategy>(of_kind);
    if (strategy.segment > rules.segments)
      of_kind.wrong("start_segment", "more than needs.segments, " + std::to_string(rules.segments));
    found.insert(found.end(), of_kind.problems().begin(), of_kind.problems().end());
  }
  if (found.empty()) found = contradictions(setting, rules);
  return found;
}

World start(const Setting& setting) {
  if (const auto found = problems_of(setting); !found.empty()) throw BadInput(found);
  World world;
  read_setting(world, setting);
  world.seed = setting.seed;
  world.firms_at_start = firms_of(setting);
  if (world.firms_at_start < 1) throw BadInput({}, "a world needs at least one firm");
  world.scale = static_cast<double>(world.rules->customers) / static_cast<double>(world.firms_at_start);
  for (const Kind& kind : setting.kinds)
    world.entry_mix.push_back(static_cast<double>(kind.count) /
                              static_cast<double>(world.firms_at_start));
  State state;
  world.list(state);
  state.allocate(counts(*world.rules, world.firms_at_start));
  world.ranges = lever_ranges();
  for (auto* column : {&world.exited, &world.entered, &world.ruined, &world.taken_up, &world.judged, &world.failed})
    column->assign(setting.kinds.size(), 0);
  world.funnels.assign(setting.kinds.size(), {});
  place_centres(world);
  shift_demand(world, world.rules->shift);
  bear_customers(world);
  found_firms(world, setting);
  first_choice(world);
  remember_openness(world);
  world.firms.past_customers = world.firms.customers;
  return world;
}

/// A firm may have moved on from the levers of its strategy: it takes over those that changed.
void change(World& world, const Setting& setting) {
  const std::vector<Levers> before = world.strategies;
  const double shift = world.rules->shift;
  const std::size_t segments_before = world.segments_there();
  read_setting(world, setting);
  shift_demand(world, world.rules->shift - shift);
  if (world.segments_there() < segments_before) send_newcomers_away(world);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    const auto kind = static_cast<std::size_t>(world.firms.kind[f]);
    for (const auto lever : lever_list) {
      const double now = world.strategies[kind].*lever;
      if (before[kind].*lever == now) continue;
      world.firms.levers[f].*lever = now;
      world.firms.targets[f].*lever = now;
    }
  }
}

}  // namespace permea::ecosystem_core
