// What is on offer this month, and who is aware of it: README, step 7.
#include "models/ecosystem/market.h"

#include <algorithm>
#include <numeric>

#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

double quality_utility(const World& world, std::size_t place, double feasibility) {
  return world.rules->beta_quality * elementary::log(world.firms.quality[place] * feasibility);
}

/// What it takes a customer to find out about the firm, less what plans and designs shown save it.
double search_cost(const World& world, std::size_t place) {
  const double shown = world.rules->shown * world.firms.levers[place].reveal_customers;
  return world.rules->search_cost * (1 - shown);
}

/// Mean squared distance per need of a customer from the middle of all: there likeness counts for nothing.
double strangers_distance(const Rules& rules) {
  return rules.within * rules.within + rules.between * rules.between;
}

/// Whether the firm can serve more customers than it has.
bool has_room(const World& world, std::size_t place) {
  return static_cast<double>(world.firms.customers[place]) < world.rules->capacity * world.scale;
}

/// What the offer is to customers who mind neither quality nor the cost of search.
Offer to_experimental(const World& world, std::size_t place, const Offer& to_others) {
  Offer offer = to_others;
  for (std::size_t v = 0; v < product_places; ++v) {
    const std::size_t at = place * product_places + v;
    if (offer.product[v] == 0) continue;
    const auto quality =
        static_cast<float>(quality_utility(world, place, world.products.feasibility[at]));
    offer.worth[v] -= quality;
    offer.free[v] -= quality;
  }
  if (world.month > 0) offer.joining -= static_cast<float>(search_cost(world, place));
  return offer;
}

Offer nothing_offered() {
  Offer offer;
  offer.worth.fill(nothing_there);
  offer.free.fill(nothing_there);
  return offer;
}

Offer offer_of(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double pull = 2 * rules.beta_need / static_cast<double>(needs);
  const double likeness = 2 * rules.similarity / static_cast<double>(needs);
  const Position& identity = world.firms.identity[place];
  const double stranger = rules.similarity * strangers_distance(rules) -
                          0.5 * likeness * identity.square().sum();
  Offer offer = nothing_offered();
  for (std::size_t v = 0; v < product_places; ++v) {
    const std::size_t at = place * product_places + v;
    offer.product[v] = world.products.id[at];
    if (offer.product[v] == 0) continue;
    const Position& y = world.products.position[at];
    offer.worth[v] =
        static_cast<float>(worth_of(world, at) - 0.5 * pull * y.square().sum() + stranger);
    if (world.products.origin[at] == Origin::customer)
      offer.free[v] = offer.worth[v] + static_cast<float>(world.firms.price[place]);
    const Position drawn = pull * y + likeness * identity;
    for (std::size_t k = 0; k < needs; ++k)
      offer.pull[k][v] = static_cast<float>(drawn[static_cast<Eigen::Index>(k)]);
  }
  const double bound = world.firms.levers[place].lock_in * world.firms.price[place];
  offer.leaving = static_cast<float>(bound);
  const double joining = search_cost(world, place) + rules.foresight * bound;
  offer.joining = world.month == 0 ? 0.0f : static_cast<float>(joining);
  return offer;
}

/// Weight of each firm in undirected search: new firms and those that broadcast are easier to find.
std::vector<double> search_weights(const World& world, const std::vector<std::uint32_t>& there) {
  const Rules& rules = *world.rules;
  std::vector<double> weights(world.places(), 0.0);
  double sum = 0;
  for (const std::uint32_t f : there) {
    const bool young =
        is_entrant(world, f) && world.month - world.firms.born[f] < rules.launch_months;
    const double broadcast =
        world.firms.levers[f].broadcast * world.firms.revenue_smoothed[f] / world.scale;
    weights[f] = 1 + (young ? rules.launch_awareness : 0) + rules.broadcast_reach * broadcast +
                 rules.launch_weight * launching(world, f);
    const auto kind = static_cast<std::size_t>(world.firms.kind[f]);
    if (world.month == 0) weights[f] *= world.beginnings[kind].share;
    sum += weights[f];
  }
  const double found = world.month == 0 ? 1.0 : rules.undirected_search;
  for (const std::uint32_t f : there) weights[f] *= sum > 0 ? found / sum : 0.0;
  return weights;
}

/// Of the users in one segment; `worth` is worth_of(world, at).
double utility_in(const World& world, std::size_t at, std::size_t segment, double worth) {
  const Rules& rules = *world.rules;
  double utility = worth - rules.beta_need * world.mean_distance(at, segment);
  if (rules.similarity == 0) return utility;
  const Cell& cell = world.cells_of(at)[segment];
  const double from_identity =
      cell.squared_distance(world.centres[segment], world.firms.identity[at / product_places]) /
      (static_cast<double>(cell.count) * static_cast<double>(needs));
  return utility + rules.similarity * (strangers_distance(rules) - from_identity);
}

/// Adds to the weights of firm f, by segment, the share of the segment that uses it, is satisfied and
/// speaks.
void add_word_of_mouth(const World& world, std::size_t f, const std::vector<double>& sizes,
                       std::vector<std::vector<double>>& weights) {
  const Rules& rules = *world.rules;
  const double trusted = 1 + rules.trust_word_of_mouth * (2 * world.firms.trust[f] - 1);
  std::vector<double> satisfied(weights.size());
  const double speaks = (1 - rules.word_of_mouth_lock * world.firms.levers[f].lock_in) * trusted;
  for (std::size_t at = f * product_places; at < (f + 1) * product_places; ++at) {
    if (world.products.id[at] == 0) continue;
    find_satisfaction(world, at, satisfied);
    for (std::size_t m = 0; m < weights.size(); ++m) {
      const std::int64_t users = world.cells_of(at)[m].count;
      if (users == 0) continue;
      weights[m][f] += rules.word_of_mouth * speaks * satisfied[m] * static_cast<double>(users) / sizes[m];
    }
  }
}

/// What each segment is aware of: every firm there, and nobody (the last).
void spread_awareness(const World& world, Market& market) {
  const std::vector<double> searched = search_weights(world, market.there);
  std::vector<std::vector<double>> weights(world.centres.size(), searched);
  std::vector<double> sizes;
  for (std::size_t m = 0; m < weights.size(); ++m)
    sizes.push_back(static_cast<double>(world.segment_size(m)));
  for (const std::uint32_t f : market.there) add_word_of_mouth(world, f, sizes, weights);
  market.word_of_mouth_share.assign(world.places(), 0.0);
  if (market.considered > 0)  // else nobody looks, or all are found without being told of
    for (const std::uint32_t f : market.there) {
      double known = 0;
      for (std::size_t m = 0; m < world.segments_there(); ++m)
        known += weights[m][f] * sizes[m];
      const double by_search = searched[f] * static_cast<double>(world.customers_there());
      market.word_of_mouth_share[f] = known > 0 ? 1 - by_search / known : 0.0;
    }
  market.awareness.resize(weights.size());
  for (std::size_t m = 0; m < weights.size(); ++m) {
    const double known = std::accumulate(weights[m].begin(), weights[m].end(), 0.0);
    weights[m].push_back(std::max(0.0, 1 - known));
    market.awareness[m].build(weights[m]);
  }
}

/// The first of the newcomers, as many as there are to be, compare other offers.
void let_experiment(const World& world, Market& market) {
  const std::size_t segment = world.centres.size() - 1;
  const double count = world.rules->experimental * static_cast<double>(world.segment_size(segment));
  market.experimental_first = world.segment_first(segment);
  market.experimental_end = market.experimental_first + static_cast<std::uint64_t>(count + 0.5);
  market.experimental_offers = market.offers;
  for (std::size_t f = 0; f < world.places(); ++f)
    if (world.is_there(f))
      market.experimental_offers[f] = to_experimental(world, f, market.offers[f]);
}

}  // namespace

double worth_of(const World& world, std::size_t at) {
  return worth_of_design(world, at / product_places, world.products.feasibility[at]);
}

double worth_of_design(const World& world, std::size_t f, double feasibility) {
  const Rules& rules = *world.rules;
  const Firms& firms = world.firms;
  const double success = firms.levers[f].success * firms.price[f];  // money a customer and month
  const double share = static_cast<double>(firms.customers[f]) / static_cast<double>(rules.customers);
  return rules.value - firms.price[f] + quality_utility(world, f, feasibility) +
         rules.success_worth * rules.success_scale *
             elementary::log(1 + success / rules.success_scale) +
         rules.network_effect * elementary::log(1 + share / 0.002) +
         rules.trust_in_utility * (2 * firms.trust[f] - 1);
}

double satisfaction(const Rules& rules, double utility) {
  return 1 / (1 + elementary::exp(-utility / rules.satisfaction_scale));
}

void find_utility(const World& world, std::size_t at, std::span<double> by_segment) {
  const double worth = worth_of(world, at);
  for (std::size_t m = 0; m < by_segment.size(); ++m) by_segment[m] = utility_in(world, at, m, worth);
}

void find_satisfaction(const World& world, std::size_t at, std::span<double> by_segment) {
  find_utility(world, at, by_segment);
  for (double& value : by_segment) value = satisfaction(*world.rules, value);
}

Market open_market(const World& world) {
  const Rules& rules = *world.rules;
  Market market;
  market.per_mu = static_cast<float>(1 / rules.mu);
  market.beta_need =
      static_cast<float>((rules.beta_need + rules.similarity) / static_cast<double>(needs));
  market.free_output = static_cast<float>(rules.free_output);
  market.considered = rules.considered;
  market.offers.assign(world.places() + 1, nothing_offered());
  market.invitation.resize(world.places() + 1);
  market.treatment.resize(world.places() + 1);
  for (std::uint32_t f = 0; f < world.places(); ++f)
    if (world.is_there(f)) {
      if (has_room(world, f)) market.there.push_back(f);
      market.offers[f] = offer_of(world, f);
      market.invitation[f] = invitation(world.firms.levers[f]);
      market.treatment[f] = treatment(world.firms.levers[f]);
    }
  if (rules.newcomers_there && rules.experimental > 0) let_experiment(world, market);
  spread_awareness(world, market);
  for (const Position& position : world.centres) {
    std::array<float, needs> centre;
    for (std::size_t k = 0; k < needs; ++k)
      centre[k] = static_cast<float>(position[static_cast<Eigen::Index>(k)]);
    market.centres.push_back(centre);
  }
  market.nobodys_place = static_cast<std::uint32_t>(world.places() * product_places);
  for (std::size_t product = 0; product < world.successor.size(); ++product) {
    const std::uint32_t at = world.place_of(static_cast<std::int32_t>(product));
    market.place_of_product.push_back(at == no_place ? market.nobodys_place : at);
  }
  return market;
}

}  // namespace permea::ecosystem_core
