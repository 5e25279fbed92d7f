// How a customer compares what it knows of: README, step 6.
#include "models/ecosystem/review.h"

#include <algorithm>
#include <numeric>

#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"

namespace permea::ecosystem_core {
namespace {

constexpr float nothing_there = -1e30f;  ///< worth of an empty place: never the best
constexpr std::size_t outside = 0;       ///< the alternative that is always there

/// What each of an offer's products is worth to a customer who needs `need`.
Lanes worths(const Offer& offer, const std::array<float, needs>& need) {
  Lanes worth = load_lanes(offer.worth.data());
  for (std::size_t k = 0; k < needs; ++k)
    worth += all_lanes(need[k]) * load_lanes(offer.pull[k].data());
  return worth;
}

float larger(float a, float b) { return b > a ? b : a; }

float most_of(const Lanes& x) {
  return larger(larger(larger(x[0], x[1]), larger(x[2], x[3])),
                larger(larger(x[4], x[5]), larger(x[6], x[7])));
}

/// The first of the products that are worth most.
std::uint32_t best_product(const Offer& offer, const std::array<float, needs>& need) {
  const Lanes worth = worths(offer, need);
  const float most = most_of(worth);
  std::uint32_t product = 0;
  while (worth[product] != most) ++product;
  return product;
}

/// Mean squared distance per need of a customer from the middle of all: there likeness counts for nothing.
double strangers_distance(const Rules& rules) {
  return rules.within * rules.within + rules.between * rules.between;
}

Offer offer_of(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double pull = 2 * rules.beta_need / static_cast<double>(needs);
  const double likeness = 2 * rules.similarity / static_cast<double>(needs);
  const Position& identity = world.firms.identity[place];
  const double stranger = rules.similarity * strangers_distance(rules) -
                          0.5 * likeness * identity.square().sum();
  Offer offer;
  offer.worth.fill(nothing_there);
  for (std::size_t v = 0; v < product_places; ++v) {
    const std::size_t at = place * product_places + v;
    offer.product[v] = world.products.id[at];
    if (offer.product[v] == 0) continue;
    const Position& y = world.products.position[at];
    offer.worth[v] =
        static_cast<float>(worth_of(world, at) - 0.5 * pull * y.square().sum() + stranger);
    const Position drawn = pull * y + likeness * identity;
    for (std::size_t k = 0; k < needs; ++k)
      offer.pull[k][v] = static_cast<float>(drawn[static_cast<Eigen::Index>(k)]);
  }
  const double bound = world.firms.levers[place].lock_in * world.firms.price[place];
  offer.leaving = static_cast<float>(bound);
  const double joining = rules.search_cost + rules.foresight * bound;
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
    weights[f] = 1 + (young ? rules.launch_awareness : 0) + rules.broadcast_reach * broadcast;
    const auto kind = static_cast<std::size_t>(world.firms.kind[f]);
    if (world.month == 0) weights[f] *= world.beginnings[kind].share;
    sum += weights[f];
  }
  const double found = world.month == 0 ? 1.0 : rules.undirected_search;
  for (const std::uint32_t f : there) weights[f] *= sum > 0 ? found / sum : 0.0;
  return weights;
}

/// Adds to the weights of firm f, by segment, the share of the segment that uses it, is satisfied and
/// speaks.
void add_word_of_mouth(const World& world, std::size_t f, std::vector<std::vector<double>>& weights) {
  const Rules& rules = *world.rules;
  const double trusted = 1 + rules.trust_word_of_mouth * (2 * world.firms.trust[f] - 1);
  const double speaks = (1 - rules.word_of_mouth_lock * world.firms.levers[f].lock_in) * trusted;
  for (std::size_t at = f * product_places; at < (f + 1) * product_places; ++at) {
    if (world.products.id[at] == 0) continue;
    const double worth = worth_of(world, at);
    for (std::size_t m = 0; m < weights.size(); ++m) {
      const std::int64_t users = world.cells_of(at)[m].count;
      if (users == 0) continue;
      const double utility = utility_in(world, at, m, worth);
      weights[m][f] += rules.word_of_mouth * speaks * satisfaction(rules, utility) *
                       static_cast<double>(users) / static_cast<double>(world.segment_size(m));
    }
  }
}

/// What each segment is aware of: every firm there, and nobody (the last).
void spread_awareness(const World& world, Market& market) {
  const std::vector<double> searched = search_weights(world, market.there);
  std::vector<std::vector<double>> weights(world.centres.size(), searched);
  for (const std::uint32_t f : market.there) add_word_of_mouth(world, f, weights);
  market.word_of_mouth_share.assign(world.places(), 0.0);
  if (market.considered != no_limit)  // else all are found without being told of
    for (const std::uint32_t f : market.there) {
      double known = 0;
      for (std::size_t m = 0; m < weights.size(); ++m)
        known += weights[m][f] * static_cast<double>(world.segment_size(m));
      const double by_search = searched[f] * static_cast<double>(world.customers.size());
      market.word_of_mouth_share[f] = known > 0 ? 1 - by_search / known : 0.0;
    }
  market.awareness.resize(weights.size());
  for (std::size_t m = 0; m < weights.size(); ++m) {
    const double known = std::accumulate(weights[m].begin(), weights[m].end(), 0.0);
    weights[m].push_back(std::max(0.0, 1 - known));
    market.awareness[m].build(weights[m]);
  }
}

}  // namespace

double worth_of(const World& world, std::size_t at) {
  const Rules& rules = *world.rules;
  const Firms& firms = world.firms;
  const std::size_t f = at / product_places;
  const double success = firms.levers[f].success * firms.price[f];  // money a customer and month
  const double share = static_cast<double>(firms.customers[f]) / static_cast<double>(rules.customers);
  return rules.value - firms.price[f] +
         rules.beta_quality * elementary::log(firms.quality[f] * world.products.feasibility[at]) +
         rules.success_worth * rules.success_scale *
             elementary::log(1 + success / rules.success_scale) +
         rules.network_effect * elementary::log(1 + share / 0.002) +
         rules.trust_in_utility * (2 * firms.trust[f] - 1);
}

double satisfaction(const Rules& rules, double utility) {
  return 1 / (1 + elementary::exp(-utility / rules.satisfaction_scale));
}

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

Market open_market(const World& world) {
  const Rules& rules = *world.rules;
  Market market;
  market.per_mu = static_cast<float>(1 / rules.mu);
  market.beta_need =
      static_cast<float>((rules.beta_need + rules.similarity) / static_cast<double>(needs));
  market.considered = rules.considered;
  market.offers.resize(world.places());
  for (std::uint32_t f = 0; f < world.places(); ++f)
    if (world.is_there(f)) {
      market.there.push_back(f);
      market.offers[f] = offer_of(world, f);
    }
  spread_awareness(world, market);
  for (const Position& position : world.centres) {
    std::array<float, needs> centre;
    for (std::size_t k = 0; k < needs; ++k)
      centre[k] = static_cast<float>(position[static_cast<Eigen::Index>(k)]);
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
    : sums(world.places()),
      world_(world),
      market_(market),
      looks_(market.considered == no_limit ? 0 : static_cast<std::size_t>(market.considered)),
      firms_(world.places() + looks_ + 2),
      utility_(world.places() + looks_ + 2 + lane_count) {}

void Reviewer::review(std::span<Customer> customers, const Block& block,
                      std::span<const std::uint32_t> chosen, std::vector<Move>& moves) {
  constexpr std::size_t at_once = 32;
  const auto here = customers.subspan(block.first, block.count);
  for (std::size_t first = 0; first < chosen.size(); first += at_once) {
    const auto these = chosen.subspan(first, std::min(at_once, chosen.size() - first));
    for (const std::uint32_t offset : these) __builtin_prefetch(&here[offset]);  // rows lie apart
    draw(block, these);
    for (std::size_t i = 0; i < these.size(); ++i) review_one(here[these[i]], i, block.segment, moves);
  }
}

/// One word decides the choice, one each look.
void Reviewer::draw(const Block& block, std::span<const std::uint32_t> chosen) {
  drawn_ = chosen.size();
  agents_.clear();
  for (const std::uint32_t offset : chosen) agents_.push_back(block.first + offset);
  const std::size_t draws = (1 + looks_ + 3) / 4;
  words_.resize(4 * drawn_ * draws);
  for (std::size_t n = 0; n < draws; ++n)
    draw_words_of(world_.chance(), Question::which_supplier, static_cast<std::uint32_t>(n), agents_,
                  std::span(words_).subspan(4 * drawn_ * n, 4 * drawn_));
}

void Reviewer::review_one(Customer& customer, std::size_t i, std::uint32_t segment,
                          std::vector<Move>& moves) {
  for (std::size_t k = 0; k < needs; ++k)
    need_[k] = market_.centres[segment][k] + static_cast<float>(customer.own_need[k]) * need_step;
  const std::uint32_t from = world_.place_of(customer.product);
  own_place_ = from == no_place ? no_place : from / static_cast<std::uint32_t>(product_places);
  find_alternatives(i, segment);
  const std::size_t chosen = choose(uniform_float(word(0, i)));
  note();
  take(customer, from, chosen, moves);
}

void Reviewer::add(std::uint32_t place, float utility) {
  firms_[found_] = place;
  utility_[found_] = utility;
  ++found_;
}

/// The firm with its product that suits best, at what it costs to change to the firm.
void Reviewer::add_firm(std::uint32_t place) {
  const Offer& offer = market_.offers[place];
  float utility = most_of(worths(offer, need_));
  if (place != own_place_) {
    utility -= offer.joining;
    if (own_place_ != no_place) utility -= market_.offers[own_place_].leaving;
  }
  add(place, utility);
}

bool Reviewer::known(std::uint32_t place) const {
  bool known = false;
  for (std::size_t a = 0; a < found_; ++a) known |= firms_[a] == place;
  return known;
}

/// The outside option, its supplier, and others that it finds; a firm found twice counts once.
void Reviewer::find_alternatives(std::size_t i, std::uint32_t segment) {
  found_ = 0;
  // Alternatives leave out (beta_x + b) |x|^2 / K, which all firms share: it stands with the outside.
  float squares = 0;
  for (const float x : need_) squares += x * x;
  const bool supplied = own_place_ != no_place;
  add(no_place,
      market_.beta_need * squares - (supplied ? market_.offers[own_place_].leaving : 0.0f));
  if (supplied) add_firm(own_place_);
  if (market_.considered == no_limit) {
    for (const std::uint32_t place : market_.there)
      if (place != own_place_) add_firm(place);
    return;
  }
  const PickTable& awareness = market_.awareness[segment];
  if (awareness.empty()) return;
  const auto nobody = static_cast<std::uint32_t>(market_.offers.size());
  for (std::size_t look = 1; look <= looks_; ++look) {
    const std::uint32_t place = awareness.pick(word(look, i));
    if (place != nobody && !known(place)) add_firm(place);
  }
}

/// Multinomial logit: turns utilities into probabilities and draws from them.
std::size_t Reviewer::choose(float uniform) {
  std::fill_n(utility_.begin() + static_cast<std::ptrdiff_t>(found_), lane_count, nothing_there);
  const std::size_t filled = (found_ + lane_count - 1) / lane_count * lane_count;
  float most = utility_[0];
  for (std::size_t a = 1; a < found_; ++a) most = utility_[a] > most ? utility_[a] : most;
  for (std::size_t a = 0; a < filled; ++a)
    utility_[a] = elementary::exp((utility_[a] - most) * market_.per_mu);
  float sum = 0;
  for (std::size_t a = 0; a < found_; ++a) sum += utility_[a];
  const float aim = uniform * sum;
  std::size_t chosen = 0;
  float reached = 0;
  for (std::size_t a = 0; a + 1 < found_; ++a) {
    reached += utility_[a];
    chosen += aim >= reached;
  }
  const float per_sum = 1 / sum;
  for (std::size_t a = 0; a < filled; ++a) utility_[a] *= per_sum;
  return chosen;
}

void Reviewer::note() {
  ++sums.reviewers;
  for (std::size_t a = 1; a < found_; ++a) {
    const std::uint32_t place = firms_[a];
    const auto probability = static_cast<std::int64_t>(utility_[a] * ChoiceSums::unit);
    const float rest = 1 - utility_[a];
    sums.considered_sum[place] += probability;
    sums.curvature_sum[place] += static_cast<std::int64_t>(utility_[a] * rest * ChoiceSums::unit);
    if (place != own_place_) continue;
    sums.stay_sum[place] += probability;
    ++sums.stay_count[place];
  }
}

void Reviewer::take(Customer& customer, std::uint32_t from, std::size_t chosen,
                    std::vector<Move>& moves) {
  const std::uint32_t place = firms_[chosen];
  std::uint32_t to = no_place;
  customer.product = 0;
  if (chosen != outside) {
    const Offer& offer = market_.offers[place];
    const std::uint32_t product = best_product(offer, need_);
    to = place * static_cast<std::uint32_t>(product_places) + product;
    customer.product = offer.product[product];
  }
  if (to == from) return;
  moves.push_back({from, to, customer.own_need});
  if (place == own_place_) return;  // another product of the same firm, or still none
  customer.since = static_cast<std::uint16_t>(world_.month);
  if (own_place_ != no_place) ++sums.left[own_place_];
  if (to != no_place) ++sums.joined[place];
}

}  // namespace permea::ecosystem_core
