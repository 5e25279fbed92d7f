// How a customer compares what it knows of: README, step 6.
#include "models/ecosystem/review.h"

#include <algorithm>

#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"

namespace permea::ecosystem_core {
namespace {

constexpr float nothing_there = -1e30f;  ///< worth of an empty place: never the best
constexpr std::size_t outside = 0;       ///< the alternative that is always there

struct Best {
  float worth;
  std::uint32_t product;
};

Best better(const Best& a, const Best& b) { return b.worth > a.worth ? b : a; }

/// The best of eight products, in pairs; the first of equals.
Best best_of(const Lanes& worth) {
  const auto pair = [&](int v) {
    return better({worth[v], static_cast<std::uint32_t>(v)},
                  {worth[v + 1], static_cast<std::uint32_t>(v + 1)});
  };
  return better(better(pair(0), pair(2)), better(pair(4), pair(6)));
}

Offer offer_of(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const Firms& firms = world.firms;
  const double revenue_per_customer = firms.price[place];
  const double success = world.firms.levers[place].success * revenue_per_customer;
  const double share = static_cast<double>(firms.customers[place]) /
                       (0.002 * static_cast<double>(rules.customers));
  const double common = rules.value - firms.price[place] +
                        rules.success_worth * rules.success_scale *
                            elementary::log(1 + success / rules.success_scale) +
                        rules.network_effect * elementary::log(1 + share);
  const double pull = 2 * rules.beta_need / static_cast<double>(needs);
  Offer offer;
  for (std::size_t v = 0; v < product_places; ++v) {
    const std::size_t at = place * product_places + v;
    offer.product[v] = world.products.id[at];
    const bool there = offer.product[v] != 0;
    const Position& y = world.products.position[at];
    const double quality = firms.quality[place] * world.products.feasibility[at];
    const double worth = there ? common + rules.beta_quality * elementary::log(quality) -
                                     0.5 * pull * y.square().sum()
                               : nothing_there;
    offer.worth[v] = static_cast<float>(worth);
    for (std::size_t k = 0; k < needs; ++k)
      offer.pull[k][v] = there ? static_cast<float>(pull * y[static_cast<Eigen::Index>(k)]) : 0.0f;
  }
  const Levers& levers = firms.levers[place];
  offer.leaving = static_cast<float>(levers.lock_in * firms.price[place]);
  const double joining = rules.search_cost + rules.foresight * levers.lock_in * firms.price[place];
  offer.joining = world.month == 0 ? 0.0f : static_cast<float>(joining);
  return offer;
}

/// Weight of each firm in undirected search: new firms and those that broadcast are easier to find.
std::vector<double> search_weights(const World& world, const std::vector<std::uint32_t>& there) {
  const Rules& rules = *world.rules;
  std::vector<double> weights(world.places(), 0.0);
  double sum = 0;
  for (const std::uint32_t f : there) {
    const bool young = world.firms.born[f] > 0 &&
                       world.month - world.firms.born[f] < rules.launch_months;
    const double broadcast =
        world.firms.levers[f].broadcast * world.firms.revenue_smoothed[f] / world.scale;
    weights[f] = 1 + (young ? rules.launch_awareness : 0) + rules.broadcast_reach * broadcast;
    sum += weights[f];
  }
  const double found = world.month == 0 ? 1.0 : rules.undirected_search;
  for (const std::uint32_t f : there) weights[f] *= found / sum;
  return weights;
}

/// Share of a segment that uses firm f and is satisfied, as far as it speaks.
double word_of_mouth(const World& world, const Offer& offer, std::size_t f, std::size_t segment) {
  const Rules& rules = *world.rules;
  double satisfied = 0;
  std::int64_t users = 0;
  for (std::size_t v = 0; v < product_places; ++v) {
    const std::size_t at = f * product_places + v;
    const Cell& cell = world.cells_of(at)[segment];
    if (cell.count == 0) continue;
    const double position = world.products.position[at].square().sum();
    const double base = static_cast<double>(offer.worth[v]) +
                        rules.beta_need / static_cast<double>(needs) * position;
    const double utility = base - rules.beta_need * world.mean_distance(at, segment);
    satisfied += static_cast<double>(cell.count) /
                 (1 + elementary::exp(-utility / rules.satisfaction_scale));
    users += cell.count;
  }
  if (users == 0) return 0;
  const double speaks = 1 - rules.word_of_mouth_lock * world.firms.levers[f].lock_in;
  return rules.word_of_mouth * speaks * satisfied / static_cast<double>(world.segment_size(segment));
}

}  // namespace

Market open_market(const World& world) {
  const Rules& rules = *world.rules;
  Market market;
  market.per_mu = static_cast<float>(1 / rules.mu);
  market.beta_need = static_cast<float>(rules.beta_need / static_cast<double>(needs));
  market.considered = rules.considered;
  market.offers.resize(world.places());
  for (std::uint32_t f = 0; f < world.places(); ++f)
    if (world.is_there(f)) {
      market.there.push_back(f);
      market.offers[f] = offer_of(world, f);
    }
  const std::vector<double> undirected = search_weights(world, market.there);
  market.awareness.resize(world.centres.size());
  for (std::size_t m = 0; m < world.centres.size(); ++m) {
    std::vector<double> weights = undirected;
    double known = 0;
    for (const std::uint32_t f : market.there) {
      weights[f] += word_of_mouth(world, market.offers[f], f, m);
      known += weights[f];
    }
    weights.push_back(std::max(0.0, 1 - known));
    market.awareness[m].build(weights);
    std::array<float, needs> centre;
    for (std::size_t k = 0; k < needs; ++k)
      centre[k] = static_cast<float>(world.centres[m][static_cast<Eigen::Index>(k)]);
    market.centres.push_back(centre);
  }
  return market;
}

ChoiceSums::ChoiceSums(std::size_t places)
    : stay_sum(places), stay_count(places), considered_sum(places), curvature_sum(places),
      joined(places), left(places) {}

void ChoiceSums::merge(const ChoiceSums& other) {
  const auto add = [](std::vector<std::int64_t>& to, const std::vector<std::int64_t>& from) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += from[i];
  };
  add(stay_sum, other.stay_sum);
  add(stay_count, other.stay_count);
  add(considered_sum, other.considered_sum);
  add(curvature_sum, other.curvature_sum);
  add(joined, other.joined);
  add(left, other.left);
  reviewers += other.reviewers;
}

Reviewer::Reviewer(const World& world, const Market& market)
    : sums(world.places()), world_(world), market_(market) {}

void Reviewer::review(Customer& customer, std::uint64_t agent, std::uint32_t segment,
                      std::vector<Move>& moves) {
  for (std::size_t k = 0; k < needs; ++k)
    need_[k] = market_.centres[segment][k] + static_cast<float>(customer.own_need[k]) * need_step;
  const std::uint32_t from = world_.place_of(customer.product);
  own_place_ = from == no_place ? no_place : from / static_cast<std::uint32_t>(product_places);
  find_alternatives(agent, segment);
  const std::size_t chosen = choose(uniform_float(choice_word_));
  note(own_place_ != no_place);
  take(customer, from, chosen, moves);
}

void Reviewer::add_alternative(std::uint32_t place) {
  const Offer& offer = market_.offers[place];
  Lanes worth = load_lanes(offer.worth.data());
  for (std::size_t k = 0; k < needs; ++k)
    worth += all_lanes(need_[k]) * load_lanes(offer.pull[k].data());
  auto [most, best] = best_of(worth);
  if (place != own_place_) {
    most -= offer.joining;
    if (own_place_ != no_place) most -= market_.offers[own_place_].leaving;
  }
  alternatives_.push_back({place, best});
  utility_.push_back(most);
}

/// The outside option, its supplier, and others that it finds; a firm found twice counts once.
void Reviewer::find_alternatives(std::uint64_t agent, std::uint32_t segment) {
  alternatives_.clear();
  utility_.clear();
  // Alternatives leave out beta_x |x|^2 / K, which all firms share: it stands with the outside.
  float squares = 0;
  for (const float x : need_) squares += x * x;
  const bool supplied = own_place_ != no_place;
  alternatives_.push_back({});
  utility_.push_back(market_.beta_need * squares -
                     (supplied ? market_.offers[own_place_].leaving : 0.0f));
  if (supplied) add_alternative(own_place_);

  const Chance chance = world_.chance();
  Words words = chance.draw(Question::which_supplier, agent);
  choice_word_ = words[0];
  if (market_.considered == no_limit) {
    for (const std::uint32_t place : market_.there)
      if (place != own_place_) add_alternative(place);
    return;
  }
  const PickTable& awareness = market_.awareness[segment];
  const auto nobody = static_cast<std::uint32_t>(market_.offers.size());
  std::uint32_t used = 1;
  for (std::int64_t look = 0; look < market_.considered && !awareness.empty(); ++look, ++used) {
    if (used % 4 == 0) words = chance.draw(Question::which_supplier, agent, used / 4);
    const std::uint32_t place = awareness.pick(words[used % 4]);
    const auto known = [&](const Alternative& other) { return other.place == place; };
    if (place == nobody || std::any_of(alternatives_.begin(), alternatives_.end(), known)) continue;
    add_alternative(place);
  }
}

/// Multinomial logit: turns utilities into probabilities and draws from them.
std::size_t Reviewer::choose(float uniform) {
  const float most = *std::max_element(utility_.begin(), utility_.end());
  float sum = 0;
  for (float& u : utility_) u = elementary::exp((u - most) * market_.per_mu);
  for (const float u : utility_) sum += u;
  const float per_sum = 1 / sum;
  const float aim = uniform * sum;
  std::size_t chosen = 0;
  float reached = 0;
  for (std::size_t a = 0; a + 1 < utility_.size(); ++a) {
    reached += utility_[a];
    chosen += aim >= reached;
  }
  for (float& u : utility_) u *= per_sum;
  return chosen;
}

void Reviewer::note(bool has_supplier) {
  ++sums.reviewers;
  for (std::size_t a = 1; a < alternatives_.size(); ++a) {
    const std::uint32_t place = alternatives_[a].place;
    const auto probability = static_cast<std::int64_t>(utility_[a] * ChoiceSums::unit);
    const float rest = 1 - utility_[a];
    sums.considered_sum[place] += probability;
    sums.curvature_sum[place] += static_cast<std::int64_t>(utility_[a] * rest * ChoiceSums::unit);
    if (has_supplier && a == 1) {
      sums.stay_sum[place] += probability;
      ++sums.stay_count[place];
    }
  }
}

void Reviewer::take(Customer& customer, std::uint32_t from, std::size_t chosen,
                    std::vector<Move>& moves) {
  const auto [place, product] = alternatives_[chosen];
  const std::uint32_t to = chosen == outside
                               ? no_place
                               : place * static_cast<std::uint32_t>(product_places) + product;
  customer.product = chosen == outside ? 0 : market_.offers[place].product[product];
  if (to == from) return;
  moves.push_back({from, to, customer.own_need});
  if (place == own_place_) return;  // another product of the same firm, or still none
  customer.since = static_cast<std::uint16_t>(world_.month);
  if (own_place_ != no_place) ++sums.left[own_place_];
  if (to != no_place) ++sums.joined[place];
}

}  // namespace permea::ecosystem_core
