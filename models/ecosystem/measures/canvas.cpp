// What each block of the canvas is in this model: one number a firm, from what happened this month.
#include "models/ecosystem/measures/canvas.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/ecosystem/firm.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

double spent_on(const World& world, std::size_t place, Purpose purpose) {
  return world.firms.spent[place][static_cast<std::size_t>(purpose)];
}

/// exp of the entropy of the firm's customers over segments.
double effective_segments(const World& world, std::size_t place) {
  const double all = static_cast<double>(world.firms.customers[place]);
  std::vector<std::size_t> sold;  // an empty place has no users
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at)
    if (world.products.id[at] != 0) sold.push_back(at);
  double entropy = 0;
  for (std::size_t m = 0; m < world.centres.size(); ++m) {
    std::int64_t users = 0;
    for (const std::size_t at : sold) users += world.cells_of(at)[m].count;
    const double share = static_cast<double>(users) / std::max(all, 1.0);
    if (share > 0) entropy -= share * elementary::log(share);
  }
  return all > 0 ? elementary::exp(entropy) : 0.0;
}

double activities(const World& world, std::size_t place) {
  double sum = 0;
  for (const Purpose purpose : {Purpose::research, Purpose::survey, Purpose::listening,
                                Purpose::showing, Purpose::broadcast, Purpose::success, Purpose::community,
                                Purpose::design, Purpose::change})
    sum += spent_on(world, place, purpose);
  return sum / world.scale;
}

/// |given - taken| / (given + taken): 0 in balance, 1 where all goes one way; 0 where nothing flows.
double one_sided(double given, double taken) {
  return given + taken > 0 ? std::abs(given - taken) / (given + taken) : 0.0;
}

/// Mean over money, know-how and attention; attention by what is spent on hearing customers and on
/// being heard by them.
double imbalance(const World& world, std::size_t place) {
  const Firms& firms = world.firms;
  const double heard =
      spent_on(world, place, Purpose::listening) + spent_on(world, place, Purpose::community);
  const double told =
      spent_on(world, place, Purpose::broadcast) + spent_on(world, place, Purpose::showing);
  return (one_sided(amount(firms.cost[place]), amount(firms.revenue[place])) +
          one_sided(firms.knowledge_out[place], firms.knowledge_in[place]) +
          one_sided(heard, told)) / 3;
}

std::array<double, canvas_blocks> blocks_of_firm(const World& world, std::size_t place) {
  const Firms& firms = world.firms;
  return {effective_segments(world, place),
          firms.surplus[place],
          static_cast<double>(firms.joined[place]) / world.scale,
          firms.trust[place],
          amount(firms.revenue[place]) / world.scale,
          firms.know_how[place].mean(),
          activities(world, place),
          firms.knowledge_in[place] + contributed_effort(world, place),
          amount(firms.cost[place]) / world.scale};
}

}  // namespace

const std::array<std::string, canvas_blocks>& canvas_block_names() {
  static const std::array<std::string, canvas_blocks> names = {
      "customer_segments", "value_propositions", "channels", "customer_relationships",
      "revenue_streams",   "key_resources",      "key_activities", "key_partners", "cost_structure"};
  return names;
}

const std::array<std::string, canvas_blocks>& canvas_block_meanings() {
  static const std::array<std::string, canvas_blocks> meanings = {
      "number of equally served segments that would be as varied",
      "mean utility of customers over the outside option",
      "customers who joined this month, per s",
      "customers' trust",
      "revenue this month, per s",
      "know-how, mean of the domains",
      "spent this month on knowing, making and telling, per s",
      "know-how from other firms and effort contributed by members this month",
      "cost this month, per s"};
  return meanings;
}

void fill_canvas(World& world) {
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    const auto blocks = blocks_of_firm(world, f);
    for (std::size_t block = 0; block < canvas_blocks; ++block)
      world.firms.canvas[block][f] = blocks[block];
    world.firms.imbalance[f] = imbalance(world, f);
  }
}

}  // namespace permea::ecosystem_core
