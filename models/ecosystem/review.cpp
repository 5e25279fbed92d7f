// How a customer compares what it knows of: README, step 7.
#include "models/ecosystem/review.h"

#include <algorithm>

#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"

namespace permea::ecosystem_core {
namespace {

constexpr std::size_t outside = 0;  ///< the alternative that is always there

/// What each of an offer's products is worth to a customer who needs `need`.
Lanes worths(const Offer& offer, const std::array<float, product_places>& of_the_mean,
             const std::array<float, needs>& need) {
  Lanes worth = load_lanes(of_the_mean.data());
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
  const Lanes worth = worths(offer, offer.worth, need);
  const float most = most_of(worth);
  std::uint32_t product = 0;
  while (worth[product] != most) ++product;
  return product;
}

}  // namespace

ChoiceSums::ChoiceSums(std::size_t places)
    : stay_sum(places), stay_count(places), considered_sum(places), curvature_sum(places),
      joined(places), left(places), captive(places), openness(places), members(places) {}

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
  add(captive, other.captive);
  add(openness, other.openness);
  for (std::size_t f = 0; f < members.size(); ++f)
    for (std::size_t octave = 0; octave < octaves; ++octave)
      members[f][octave] += other.members[f][octave];
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
  member_changes.clear();
  const auto here = customers.subspan(block.first, block.count);
  for (std::size_t first = 0; first < chosen.size(); first += at_once) {
    const auto these = chosen.subspan(first, std::min(at_once, chosen.size() - first));
    for (const std::uint32_t offset : these) __builtin_prefetch(&here[offset]);  // rows lie apart
    draw(block, these);
    for (std::size_t i = 0; i < these.size(); ++i) {
      Customer& customer = here[these[i]];
      review_one(customer, i, block.segment, moves);
      answer_treatment(customer, new_place_);
      join_or_leave(customer, agents_[i], static_cast<std::uint16_t>(these[i]), new_place_);
    }
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
  const std::uint64_t agent = agents_[i];
  const bool experiments =
      agent >= market_.experimental_first && agent < market_.experimental_end;
  offers_ = experiments ? &market_.experimental_offers : &market_.offers;
  const std::uint32_t from = world_.place_of(customer.product);
  own_place_ = from == no_place ? no_place : from / static_cast<std::uint32_t>(product_places);
  find_alternatives(i, segment);
  note_captive();
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
  const Offer& offer = (*offers_)[place];
  float utility = most_of(worths(offer, offer.worth, need_));
  if (market_.free_output > 0) take_for_free(offer);
  if (place != own_place_) {
    utility -= offer.joining;
    if (own_place_ != no_place) utility -= (*offers_)[own_place_].leaving;
  }
  add(place, utility);
}

/// Whoever knows of a design by members can do without the firm, with a share of what it is worth.
void Reviewer::take_for_free(const Offer& offer) {
  const float worth = most_of(worths(offer, offer.free, need_)) - common_;
  const float instead = common_ - leaving_ + market_.free_output * worth;
  if (instead > utility_[outside]) utility_[outside] = instead;
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
  common_ = market_.beta_need * squares;
  leaving_ = supplied ? (*offers_)[own_place_].leaving : 0.0f;
  add(no_place, common_ - leaving_);
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

/// Captive is whose supplier is the best it knows of only because leaving costs, taste shocks left out.
void Reviewer::note_captive() {
  if (own_place_ == no_place) return;
  const float leaving = (*offers_)[own_place_].leaving;
  float most = utility_[outside];
  for (std::size_t a = 2; a < found_; ++a) most = larger(most, utility_[a]);
  sums.captive[own_place_] += utility_[1] >= most && most + leaving > utility_[1];
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
  const std::uint32_t place = new_place_ = firms_[chosen];
  std::uint32_t to = no_place;
  customer.product = 0;
  if (chosen != outside) {
    const Offer& offer = (*offers_)[place];
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

/// Moves the customer's openness toward how its supplier treats it, and books it there.
void Reviewer::answer_treatment(Customer& customer, std::uint32_t place) {
  const double speed = world_.rules->openness_answer;
  if (place == own_place_ && speed == 0) return;
  if (own_place_ != no_place) sums.openness[own_place_] -= customer.openness;
  if (place == no_place) return;
  if (speed > 0) {
    const double now = customer.openness * 0x1p-16;
    const double then = now + speed * (market_.treatment[place] - now);
    customer.openness = static_cast<std::uint16_t>(std::min(then * 0x1p16, 65535.0));
  }
  sums.openness[place] += customer.openness;
}

/// A customer who stays with the supplier may join its community; a member who goes, or has long
/// contributed nothing, leaves it.
void Reviewer::join_or_leave(Customer& customer, std::uint64_t agent, std::uint16_t offset,
                             std::uint32_t place) {
  Membership& member = customer.membership;
  const std::uint8_t before = member.octave;
  const bool stays = place != no_place && place == own_place_;
  if (before != 0) {
    const bool idle = world_.month - member.active >= world_.rules->member_patience;
    if (stays && !idle) return;
    if (own_place_ != no_place) --sums.members[own_place_][before - 1u];
    member = {};
    if (!stays && place != no_place && joins(customer, agent, place)) member.octave = before;
  } else {
    if (!stays) member = {};
    if (place == no_place || !joins(customer, agent, place)) return;
    member.octave = static_cast<std::uint8_t>(
        1 + talent_of(world_.seed, world_.rules->talent_tail, agent).octave);
  }
  if (member.octave != 0) {
    member.active = static_cast<std::uint16_t>(world_.month);
    ++sums.members[place][member.octave - 1u];
  }
  if (member.octave == before) return;
  const bool came = member.octave != 0;
  member_changes.push_back({offset, static_cast<std::uint8_t>((came ? member.octave : before) - 1), came});
}

bool Reviewer::joins(const Customer& customer, std::uint64_t agent, std::uint32_t place) const {
  const double likely = world_.rules->join * market_.invitation[place] * customer.openness * 0x1p-16;
  return likely > 0 && happens(likely, world_.chance().draw(Question::who_joins, agent)[0]);
}

}  // namespace permea::ecosystem_core
