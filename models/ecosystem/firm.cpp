// Founding, closing, and what effort makes.
#include "models/ecosystem/firm.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "models/ecosystem/products.h"
#include "models/ecosystem/step.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

/// Draws of Question::firm_start, by their number.
enum Draw : std::uint32_t { homes = 0, skills = 1, biases = 1, first_products = 2 };

std::int32_t home_segment(const World& world, std::size_t place, const Words& words) {
  std::vector<std::size_t> there;  // at the start only those who were founded before
  for (const std::uint32_t neighbour : world.network.of(place))
    if (world.is_there(neighbour)) there.push_back(neighbour);
  if (!there.empty() && happens(world.rules->product_overlap, words[0]))
    return world.firms.home_segment[there[below(static_cast<std::uint32_t>(there.size()), words[1])]];
  const auto segments = static_cast<std::uint32_t>(world.segments_there());
  return static_cast<std::int32_t>(below(segments, words[1]));
}

std::int32_t home_domain(const World& world, const Words& words) {
  if (happens(world.rules->technology_overlap, words[2])) return 0;
  return static_cast<std::int32_t>(below(domains, words[3]));
}

/// The need of a customer of the firm's home segment, missed as by a firm that has asked nobody.
Design first_product(const World& world, std::size_t place, std::uint32_t number) {
  const Chance chance = world.chance();
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  const Position drawn = normal_position(chance, Question::firm_start, id, first_products + 2 * number);
  const Position noise = normal_position(chance, Question::firm_start, id, first_products + 2 * number + 1);
  const Position& centre = world.centres[static_cast<std::size_t>(world.firms.home_segment[place])];
  Design design;
  design.position = centre + world.rules->within * drawn + error_about_needs(world, place, 1, noise);
  design.origin = Origin::start;
  return design;
}

/// Nobody has looked at it yet, and it has done nothing.
void clear_columns(World& world, std::size_t place) {
  Firms& firms = world.firms;
  firms.last_novel[place] = -1;
  firms.months_broke[place] = 0;
  for (auto* column : {&firms.knowledge_in, &firms.knowledge_out, &firms.revenue_smoothed, &firms.staff,
                       &firms.stay_sum, &firms.stay_count, &firms.considered_sum, &firms.curvature_sum,
                       &firms.word_of_mouth_share, &firms.surplus, &firms.captive_count})
    (*column)[place] = 0;
  firms.trust[place] = neutral_trust;
  firms.spent[place] = {};
  for (auto& block : firms.canvas) block[place] = 0;
  firms.imbalance[place] = 0;
  firms.past_customers[place] = -1;
  firms.performance[place] = 0;
  firms.search[place] = 1;
  firms.months_to_target[place] = 0;
  firms.project_spending[place] = 0;
  firms.practised[place] = firms.levers[place].practice;
  clear_community(world, place);
  for (auto* column : {&firms.cash, &firms.revenue, &firms.cost, &firms.profit, &firms.paid_out,
                       &firms.customers, &firms.joined, &firms.left, &firms.launches,
                       &firms.customer_launches, &firms.novel_launches})
    (*column)[place] = 0;
  for (std::size_t p = 0; p < project_places; ++p)
    world.projects.months_left[place * project_places + p] =
        world.projects.tests_left[place * project_places + p] = 0;
}

/// Puts `of_new` behind the rows of `others`, which rise, and after them all as many as there are others. In
/// place, from the back: a column made anew for each firm would be new memory each time.
template <class Column, class Value>
void lengthen_rows(const Network& network, const std::vector<std::uint32_t>& others, Value of_new,
                   Column& column) {
  auto end = column.size();
  column.resize(end + 2 * others.size(), of_new);
  for (std::size_t left = others.size(); left-- > 0;) {
    const std::size_t row_end = network.first[others[left] + 1];
    const auto at = [&](std::size_t n) { return column.begin() + static_cast<std::ptrdiff_t>(n); };
    std::move_backward(at(row_end), at(end), at(end + left + 1));
    column[row_end + left] = of_new;
    end = row_end;
  }
}

/// Links a new last place with `others`, which rise. It comes last in each of their rows.
void link_last(World& world, const std::vector<std::uint32_t>& others) {
  Network& network = world.network;
  const auto place = static_cast<std::uint32_t>(network.nodes());
  lengthen_rows(network, others, 0.0, world.gifts);
  lengthen_rows(network, others, place, network.neighbours);
  std::copy(others.begin(), others.end(),
            network.neighbours.end() - static_cast<std::ptrdiff_t>(others.size()));
  std::uint32_t added = 0;
  for (std::uint32_t node = 0; node < place; ++node) {
    added += added < others.size() && others[added] == node;
    network.first[node + 1] += added;
  }
  network.first.push_back(static_cast<std::uint32_t>(network.neighbours.size()));
}

}  // namespace

double what_tools_bring(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double used = rules.tools_need_practice ? world.firms.practised[place] : 1.0;
  return 1 + rules.tools_gain * world.firms.levers[place].tools * used;
}

double attention(const World& world, std::size_t place) {
  return 0.5 + world.firms.practised[place];
}

double contributed_effort(const World& world, std::size_t place) {
  return world.rules->contribution_value * world.communities.counted[place] / world.scale;
}

double unit_cost(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double customers = std::max(1.0, static_cast<double>(world.firms.customers[place]));
  const double each = world.communities.contributions_smoothed[place] / customers;
  const double answered = rules.support_answered * each / (each + rules.support_half);
  return rules.unit_cost * (1 - rules.support_share * answered);
}

double research_effort(const World& world, std::size_t place) {
  return world.firms.levers[place].research * world.firms.search[place] *
         world.firms.revenue_smoothed[place] / world.scale;
}

double survey_effort(const World& world, std::size_t place) {
  return world.firms.levers[place].survey * world.firms.search[place] *
         world.firms.revenue_smoothed[place] / world.scale;
}

double quality_of(const Rules& rules, const KnowHow& know_how) {
  const double exponent = rules.complementarity;
  if (exponent == -1) return 1 / know_how.inverse().mean();
  const bool geometric = std::abs(exponent) < 1e-9;
  double sum = 0;
  for (const double k : know_how)
    sum += geometric ? elementary::log(k) : elementary::power(k, exponent);
  const double mean = sum / static_cast<double>(domains);
  return geometric ? elementary::exp(mean) : elementary::power(mean, 1 / exponent);
}

std::uint32_t edge_between(const Network& network, std::size_t from, std::size_t to) {
  const auto begin = network.neighbours.begin();
  const auto found = std::lower_bound(begin + network.first[from], begin + network.first[from + 1],
                                      static_cast<std::uint32_t>(to));
  return static_cast<std::uint32_t>(found - begin);
}

void found_firm(World& world, std::size_t place, const Founding& founding) {
  Firms& firms = world.firms;
  const Rules& rules = *world.rules;
  firms.id[place] = static_cast<std::int32_t>(world.tally.firms_ever++);
  firms.kind[place] = founding.kind;
  firms.levers[place] = firms.targets[place] = founding.levers;
  firms.parent[place] = founding.parent;
  clear_columns(world, place);
  const auto id = static_cast<std::uint64_t>(firms.id[place]);
  const Words words = world.chance().draw(Question::firm_start, id, homes);
  firms.born[place] = static_cast<std::int32_t>(world.month - founding.age);
  firms.home_segment[place] = founding.segment > 0 ? static_cast<std::int32_t>(founding.segment - 1)
                                                   : home_segment(world, place, words);
  firms.home_domain[place] = home_domain(world, words);
  const auto skill = normals(world.chance().draw(Question::firm_start, id, skills))[0];
  firms.skill[place] = elementary::exp(rules.skill_spread * skill);
  firms.bias[place] = normal_position(world.chance(), Question::firm_start, id, biases);
  firms.know_how[place] = founding.know_how;
  firms.quality[place] = quality_of(rules, founding.know_how);
  firms.price[place] = best_reply(world, place);
  firms.cash[place] = money(founding.cash);
  (founding.parent < 0 ? world.ledger.owners : firms.cash[place_of_firm(world, founding.parent)]) -=
      firms.cash[place];
  const auto months = static_cast<std::size_t>(rules.leak_lag + 1);
  std::fill_n(world.history.begin() + static_cast<std::ptrdiff_t>(place * months), months,
              KnowHow::Zero());
  for (std::uint32_t edge = world.network.first[place]; edge < world.network.first[place + 1]; ++edge) {
    const std::size_t other = world.network.neighbours[edge];
    world.gifts[edge] = world.is_there(other) ? firms.levers[other].reveal_rivals : 0.0;
    world.gifts[edge_between(world.network, other, place)] = firms.levers[place].reveal_rivals;
  }
  for (std::uint32_t p = 0; p < static_cast<std::uint32_t>(founding.products); ++p)
    put_on_market(world, place * product_places + p, first_product(world, place, p));
  firms.reputation[place] = firms.levers[place].reveal_rivals;
  firms.identity[place] = world.products.position[place * product_places];
}

void close_firm(World& world, std::size_t place) {
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at) {
    if (world.products.id[at] != 0)
      world.successor[static_cast<std::size_t>(world.products.id[at])] = 0;
    world.products.id[at] = 0;
    for (std::size_t m = 0; m < world.centres.size(); ++m) {
      Cell& cell = world.cells_of(at)[m];
      world.unsupplied[m] += cell.count;
      world.freed += cell.count;
      cell = {};
    }
  }
  Money& remainder = world.firms.cash[place];
  (remainder > 0 ? world.ledger.owners : world.ledger.suppliers) += remainder;
  remainder = 0;
  const std::int32_t opened = world.communities.opened[place];
  if (opened >= 0 && world.month - opened < community_judged_after) judge_community(world, place);
  world.firms.customers[place] = 0;
  world.firms.id[place] = -1;
  clear_community(world, place);
}

std::size_t empty_place(World& world) {
  for (std::size_t f = 0; f < world.places(); ++f)
    if (!world.is_there(f)) return f;
  return add_place(world);
}

std::size_t add_place(World& world) {
  const std::size_t place = world.places();
  std::vector<std::uint32_t> others;
  const auto wanted = std::min(static_cast<std::size_t>(world.rules->degree), place);
  for (std::uint32_t n = 0; others.size() < wanted; ++n) {
    const Words words = world.chance().draw(Question::network, place, n);
    const std::uint32_t other = below(static_cast<std::uint32_t>(place), words[0]);
    if (std::find(others.begin(), others.end(), other) == others.end()) others.push_back(other);
  }
  std::sort(others.begin(), others.end());
  link_last(world, others);

  State state;
  world.list(state);
  const Counts grown_counts = counts(*world.rules, static_cast<std::int64_t>(place + 1));
  for (const Column& column : state.columns())
    if (column.per == "firm" || column.per == "product place" || column.per == "project place" ||
        column.per == "product place and segment" || column.per == "firm and month of lag")
      column.resize(grown_counts.at(column.per));
  world.firms.id[place] = -1;
  return place;
}

}  // namespace permea::ecosystem_core
