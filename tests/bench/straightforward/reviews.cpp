// One loop over customers; most of them do not review.
#include "tests/bench/straightforward/reviews.h"

#include <algorithm>
#include <cmath>

namespace permea::bench {

using namespace ecosystem_core;

bool StraightforwardReviews::has_found(std::uint32_t firm) const {
  return std::any_of(alternatives_.begin(), alternatives_.end(),
                     [&](const Alternative& one) { return one.firm == firm; });
}

double StraightforwardReviews::misfit(const Customer& customer, const Place& position) const {
  float distance = 0;
  for (std::size_t k = 0; k < needs; ++k) {
    const float away = customer.need[k] - position[k];
    distance += away * away;
  }
  return distance / needs;
}

/// `freely` becomes the most that a design by members is worth to somebody who is no customer.
StraightforwardReviews::Alternative StraightforwardReviews::best_of(const Customer& customer, std::uint32_t f,
                                                                    double& freely) const {
  const Firm& firm = firms_[f];
  const double unlike = similarity_ * misfit(customer, firm.identity);
  Alternative best{f, none, -std::numeric_limits<double>::infinity()};
  for (std::uint32_t p = 0; p < firm.products.size(); ++p) {
    const Product& product = firm.products[p];
    const double lost = misfit_ * misfit(customer, product.position) + unlike +
                        (customer.is_experimental ? product.quality : 0);
    freely = std::max(freely, product.free - lost);
    if (product.worth - lost > best.utility) best = {f, p, product.worth - lost};
  }
  return best;
}

void StraightforwardReviews::find_alternatives(const Customer& customer) {
  const double leaving = customer.firm == none ? 0 : firms_[customer.firm].leaving;
  double freely = -std::numeric_limits<double>::infinity();
  alternatives_.assign(1, {none, none, -leaving});
  if (customer.firm != none) alternatives_.push_back(best_of(customer, customer.firm, freely));
  for (std::int64_t look = 0; look < looks_; ++look) {
    const std::uint32_t found = awareness_[customer.segment](random_);
    if (found == firms_.size() || has_found(found)) continue;
    Alternative other = best_of(customer, found, freely);
    if (other.product == none) continue;
    const Firm& firm = firms_[found];
    other.utility -= leaving + firm.joining - (customer.is_experimental ? firm.search_cost : 0);
    alternatives_.push_back(other);
  }
  if (free_output_ > 0) {
    const double instead = alternatives_[0].utility;
    alternatives_[0].utility = std::max(instead, instead + free_output_ * freely);
  }
}

/// Multinomial logit.
std::size_t StraightforwardReviews::choose() {
  double most = -std::numeric_limits<double>::infinity(), sum = 0;
  for (const Alternative& one : alternatives_) most = std::max(most, one.utility);
  probabilities_.clear();
  for (const Alternative& one : alternatives_) {
    probabilities_.push_back(std::exp((one.utility - most) / mu_));
    sum += probabilities_.back();
  }
  for (double& probability : probabilities_) probability /= sum;
  double aim = uniform_(random_);
  for (std::size_t a = 0; a + 1 < alternatives_.size(); ++a)
    if ((aim -= probabilities_[a]) < 0) return a;
  return alternatives_.size() - 1;
}

void StraightforwardReviews::note(const Customer& customer, double leaving) {
  double most_elsewhere = -std::numeric_limits<double>::infinity(), here = 0;
  for (std::size_t a = 0; a < alternatives_.size(); ++a) {
    const Alternative& one = alternatives_[a];
    if (one.firm == customer.firm && one.firm != none) here = one.utility;
    else most_elsewhere = std::max(most_elsewhere, one.utility);
    if (one.firm == none) continue;
    firms_[one.firm].considered += probabilities_[a];
    seen_.considered += probabilities_[a];
    firms_[one.firm].curvature += probabilities_[a] * (1 - probabilities_[a]);
  }
  if (customer.firm == none) return;
  Firm& firm = firms_[customer.firm];
  firm.stay += probabilities_[1];
  ++firm.own;
  const bool is_captive = here >= most_elsewhere && most_elsewhere + leaving > here;
  firm.captive += is_captive;
  seen_.captive += is_captive;
  seen_.stay += probabilities_[1];
  ++seen_.own;
}

void StraightforwardReviews::take(Customer& customer, const Alternative& taken) {
  const auto book = [&](std::uint32_t firm, std::uint32_t product, double times) {
    if (firm == none) return;
    Users& users = firms_[firm].products[product].users[customer.segment];
    users.count += times;
    for (std::size_t k = 0; k < needs; ++k) {
      users.sum[k] += times * customer.need[k];
      users.squares += times * customer.need[k] * customer.need[k];
    }
  };
  if (taken.firm != customer.firm || taken.product != customer.product) {
    book(customer.firm, customer.product, -1);
    book(taken.firm, taken.product, 1);
  }
  if (customer.firm != none) firms_[customer.firm].openness -= customer.openness;
  if (taken.firm != customer.firm) {
    customer.since = month_;
    if (customer.firm != none) ++firms_[customer.firm].left, ++seen_.left;
    if (taken.firm != none) ++firms_[taken.firm].joined, ++seen_.joined;
  }
  customer.firm = taken.firm;
  customer.product = taken.product;
  if (taken.firm == none) return;
  customer.openness += answer_ * (firms_[taken.firm].treatment - customer.openness);
  firms_[taken.firm].openness += customer.openness;
}

void StraightforwardReviews::decide_membership(Customer& customer, std::uint32_t agent, std::uint32_t before) {
  const bool stays = customer.firm == before && before != none;
  if (customer.is_member && stays && month_ - customer.active < patience_) return;
  const bool may_join = customer.firm != none && !(customer.is_member && stays);
  if (customer.is_member && before != none) {  // else its community went with its firm
    firms_[before].members.erase(agent);
    --seen_.became_members;
  }
  customer.is_member = may_join && happens(join_ * firms_[customer.firm].invitation * customer.openness);
  if (!customer.is_member) return;
  customer.active = month_;
  if (customer.talent == 0) customer.talent = std::pow(1 - uniform_(random_), -talent_tail_);  // for life
  firms_[customer.firm].members.insert(agent);
  ++seen_.became_members;
}

void StraightforwardReviews::review(Customer& customer, std::uint32_t agent) {
  ++seen_.reviews;
  const std::uint32_t before = customer.firm;
  find_alternatives(customer);
  const Alternative taken = alternatives_[choose()];
  note(customer, before == none ? 0 : firms_[before].leaving);
  take(customer, taken);
  decide_membership(customer, agent, before);
}

void StraightforwardReviews::review() {
  seen_ = {};
  for (std::uint32_t agent = 0; agent < customers_.size(); ++agent) {
    Customer& customer = customers_[agent];
    if (happens(review_rate_) || customer.has_lost_its_firm) review(customer, agent);
  }
}

StraightforwardReviews::Firm StraightforwardReviews::firm_at(const World& world, const Market& market,
                                                             std::size_t f) const {
  const auto place = [](const Position& position) {
    Place at;
    for (std::size_t k = 0; k < needs; ++k) at[k] = static_cast<float>(position[static_cast<Eigen::Index>(k)]);
    return at;
  };
  const double stranger = similarity_ * (world.rules->within * world.rules->within +
                                         world.rules->between * world.rules->between);
  const Offer& offer = market.offers[f];
  const bool some_experiment = !market.experimental_offers.empty();
  const Offer& other = some_experiment ? market.experimental_offers[f] : offer;
  Firm firm{{}, place(world.firms.identity[f]), offer.leaving, offer.joining, offer.joining - other.joining,
            market.invitation[f], market.treatment[f]};
  for (std::size_t v = 0; v < product_places; ++v) {
    const std::size_t at = f * product_places + v;
    if (world.products.id[at] == 0) continue;
    const double worth = worth_of(world, at) + stranger;
    const bool by_members = world.products.origin[at] == Origin::customer;
    firm.products.push_back({place(world.products.position[at]), worth, offer.worth[v] - other.worth[v],
                             by_members ? worth + world.firms.price[f]
                                        : -std::numeric_limits<double>::infinity(),
                             std::vector<Users>(world.centres.size())});
  }
  return firm;
}

StraightforwardReviews::Customer StraightforwardReviews::customer_at(const World& world, const Market& market,
                                                                     std::uint64_t agent,
                                                                     std::uint32_t segment) const {
  const ecosystem_core::Customer& other = world.customers[agent];
  const std::uint32_t at = world.place_of(other.product);
  Customer customer{{}, segment, none, none, other.since, other.membership.active, other.openness * 0x1p-16,
                    static_cast<double>(other.membership.octave), other.membership.octave != 0,
                    agent >= market.experimental_first && agent < market.experimental_end,
                    other.product != 0 && at == no_place};
  for (std::size_t k = 0; k < needs; ++k)
    customer.need[k] = market.centres[segment][k] + static_cast<float>(other.own_need[k]) * need_step;
  if (at == no_place) return customer;
  customer.firm = at / static_cast<std::uint32_t>(product_places);
  customer.product = 0;  // its place among those that are there
  for (std::size_t v = customer.firm * product_places; v < at; ++v)
    customer.product += world.products.id[v] != 0;
  return customer;
}

void StraightforwardReviews::begin_at(const World& world, const Market& market, std::uint64_t first,
                                      std::uint64_t end) {
  const Rules& rules = *world.rules;
  similarity_ = rules.similarity;
  misfit_ = rules.beta_need;
  mu_ = rules.mu;
  review_rate_ = rules.review_rate;
  free_output_ = rules.free_output;
  join_ = rules.join;
  answer_ = rules.openness_answer;
  talent_tail_ = rules.talent_tail;
  looks_ = rules.considered;
  month_ = world.month;
  patience_ = rules.member_patience;
  firms_.clear();
  for (std::size_t f = 0; f < world.places(); ++f) firms_.push_back(firm_at(world, market, f));
  awareness_.clear();
  for (const PickTable& table : market.awareness) {
    std::vector<double> shares;
    for (std::size_t f = 0; f <= world.places(); ++f) shares.push_back(table.share(f));
    awareness_.emplace_back(shares.begin(), shares.end());
  }
  customers_.clear();
  for (std::uint64_t agent = first; agent < end; ++agent) {
    const auto segment = static_cast<std::uint32_t>(world.segment_of(agent));
    customers_.push_back(customer_at(world, market, agent, segment));
    const Customer& customer = customers_.back();
    if (customer.is_member && customer.firm != none)
      firms_[customer.firm].members.insert(static_cast<std::uint32_t>(customers_.size() - 1));
  }
}

}  // namespace permea::bench
