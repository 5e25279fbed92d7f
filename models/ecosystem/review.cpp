// How a customer compares what it knows of: README, step 7.
#include "models/ecosystem/review.h"

#include <algorithm>

#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"

namespace permea::ecosystem_core {
namespace {

constexpr std::size_t outside = 0, own = 1;  ///< alternatives that everybody has

using LanesOfNeeds = std::array<Lanes, needs>;

/// A need against eight products at once.
[[gnu::always_inline]] inline LanesOfNeeds side_by_side(const Row8& need) {
  LanesOfNeeds lanes;
  for (std::size_t k = 0; k < needs; ++k) lanes[k] = all_lanes(need[k]);
  return lanes;
}

/// What each of an offer's products is worth to a customer who needs `need`; `at_zero`: to one who needs
/// nothing.
[[gnu::always_inline]] inline Lanes worths(const Offer& offer,
                                           const std::array<float, product_places>& at_zero,
                                           const LanesOfNeeds& need) {
  Lanes worth = load_lanes(at_zero.data());
  for (std::size_t k = 0; k < needs; ++k) worth += need[k] * load_lanes(offer.pull[k].data());
  return worth;
}

using permea::larger;
float larger(float a, float b) { return b > a ? b : a; }

/// The largest of each of eight rows.
[[gnu::always_inline]] inline Lanes largest_of_each(const Row8* rows) {
  Lanes eight[lane_count];
  for (std::size_t n = 0; n < lane_count; ++n) eight[n] = load_lanes(rows[n]);
  return permea::largest_of_each(eight);
}

void fetch_row(const Customer& customer) { __builtin_prefetch(&customer, 1); }

}  // namespace

void ChoiceSums::merge(const ChoiceSums& other) {
  considered += other.considered;
  curvature += other.curvature;
  stay += other.stay;
  own += other.own;
  captive += other.captive;
  joined += other.joined;
  left += other.left;
  openness += other.openness;
}

Reviewer::Reviewer(const World& world, const Market& market)
    : sums(world.places() + 1),
      joining(world, market),
      world_(world),
      market_(market),
      nobody_(static_cast<std::uint32_t>(world.places())),
      looks_(market.considered == no_limit ? 0 : static_cast<std::size_t>(market.considered)),
      words_((1 + looks_ + 3) / 4 * 4 * at_once),
      joining_words_(4 * at_once) {
  const std::size_t found = market.considered == no_limit ? market.there.size() : looks_;
  firm_.resize(own + 1 + found);
  utility_.resize(own + 1 + found);
  firm_[outside].fill(nobody_);
  rows_ = own + (1 + found + lane_count - 1) / lane_count * lane_count;
  worths_.resize(keeps_worths() ? rows_ * at_once : lane_count);
}

void Reviewer::merge(const Reviewer& other) {
  for (std::size_t f = 0; f < sums.size(); ++f) sums[f].merge(other.sums[f]);
  joining.merge(other.joining);
  reviewers += other.reviewers;
}

void Reviewer::review(std::span<Customer> customers, const Block& block,
                      std::span<const std::uint32_t> chosen, std::vector<Move>& moves) {
  joining.begin_block();
  const auto here = customers.subspan(block.first, block.count);
  for (std::size_t first = 0; first < chosen.size(); first += at_once) {
    const auto these = chosen.subspan(first, std::min(at_once, chosen.size() - first));
    if (first == 0) for (const std::uint32_t offset : these) fetch_row(here[offset]);
    draw(block, these);
    load(here, these, block.segment);
    find_alternatives(block.segment);
    for (std::size_t i = 0; i < these.size(); ++i) {
      const std::size_t next = first + at_once + i;  // rows lie apart: those of the next batch are
      if (next < chosen.size()) fetch_row(here[chosen[next]]);  // asked for one by one
      weigh(i);
    }
    find_captives();
    choose();
    note();
    take(here, these, moves);
    joining.decide(here, std::span(taken_).first(count_));
  }
  joining.end_block(here);
}

/// One word decides the choice, one each look. A short batch is filled up with its last reviewer, as
/// chance answers many at once faster.
void Reviewer::draw(const Block& block, std::span<const std::uint32_t> chosen) {
  count_ = chosen.size();
  for (std::size_t i = 0; i < at_once; ++i)
    agents_[i] = block.first + chosen[std::min(i, count_ - 1)];
  constexpr std::size_t four = 4 * at_once;
  for (std::size_t n = 0; n < words_.size() / four; ++n)
    draw_words_of(world_.chance(), Question::which_supplier, static_cast<std::uint32_t>(n), agents_,
                  std::span(words_).subspan(four * n, four));
  if (joining.some_invite())
    draw_words_of(world_.chance(), Question::who_joins, 0, agents_, joining_words_);
}

const Offer* Reviewer::offers_to(std::size_t i) const {
  const bool experiments =
      agents_[i] >= market_.experimental_first && agents_[i] < market_.experimental_end;
  return experiments ? market_.experimental_offers.data() : market_.offers.data();
}

/// Who reviews: what it needs, and its supplier.
void Reviewer::load(std::span<const Customer> customers, std::span<const std::uint32_t> chosen,
                    std::uint32_t segment) {
  const Lanes centre = load_lanes(market_.centres[segment].data());
  for (std::size_t i = 0; i < count_; ++i) {
    const Customer& customer = customers[chosen[i]];
    const Lanes need = centre + as_lanes(customer.own_need) * all_lanes(need_step);
    store_lanes(need_[i].data(), need);
    const Lanes square = need * need;
    float squares = 0;
    for (std::size_t k = 0; k < needs; ++k) squares += square[k];
    common_[i] = market_.beta_need * squares;
    const std::uint32_t from = market_.place_of_product[static_cast<std::size_t>(customer.product)];
    from_[i] = from;
    firm_[own][i] = from / static_cast<std::uint32_t>(product_places);
  }
}

/// Its supplier, and others that it finds; a firm found twice counts once.
void Reviewer::find_alternatives(std::uint32_t segment) {
  const std::uint32_t nobody = nobody_;
  if (market_.considered == no_limit) {
    for (std::size_t n = 0; n < market_.there.size(); ++n)
      for (std::size_t i = 0; i < at_once; ++i)
        firm_[own + 1 + n][i] = market_.there[n] == firm_[own][i] ? nobody : market_.there[n];
    return;
  }
  const PickTable& awareness = market_.awareness[segment];
  for (std::size_t look = 1; look <= looks_; ++look) {
    Column<std::uint32_t> found{};
    const auto words = word(look);
    for (std::size_t i = 0; i < count_; ++i)
      found[i] = awareness.empty() ? nobody : awareness.pick(words[i]);
    for (std::size_t known = own; known < own + look; ++known)
      for (std::size_t i = 0; i < at_once; ++i)
        found[i] = found[i] == firm_[known][i] ? nobody : found[i];
    firm_[own + look] = found;
  }
}

/// What each alternative is worth to a reviewer: of a firm the product that suits it best, at what it
/// costs to change to the firm. (beta_x + b) |x|^2 / K, which all firms share, is left out and stands
/// with the outside option. Whoever knows of a design by members can do without the firm, with a share
/// of what that is worth.
void Reviewer::weigh(std::size_t i) {
  const Offer* offers = offers_to(i);
  const LanesOfNeeds need = side_by_side(need_[i]);
  const bool free = market_.free_output > 0;
  const float leaving = leaving_[i] = offers[firm_[own][i]].leaving;  // of nobody: nothing
  Lanes freely = all_lanes(nothing_there);
  for (std::size_t first = own; first < firm_.size(); first += lane_count) {
    Row8* rows = &worths_[keeps_worths() ? i * rows_ + first : 0];
    const std::size_t end = std::min(first + lane_count, firm_.size());
    for (std::size_t a = first; a < end; ++a) {
      const Offer& offer = offers[firm_[a][i]];
      const Lanes worth = worths(offer, offer.worth, need);
      if (free) freely = larger(freely, worths(offer, offer.free, need));
      store_lanes(rows[a - first].data(), worth);
    }
    Row8 best;
    store_lanes(best.data(), largest_of_each(rows));
    for (std::size_t a = first; a < end; ++a)
      utility_[a][i] = best[a - first] - offers[firm_[a][i]].joining - leaving;
    if (first == own) utility_[own][i] = best[0];
  }
  const float common = common_[i], instead = common - leaving;
  const float without = instead + market_.free_output * (largest(freely) - common);
  utility_[outside][i] = free ? larger(instead, without) : instead;
}

/// Captive is whose supplier is the best it knows of only because leaving costs, taste shocks left out.
void Reviewer::find_captives() {
  Column<float> most = utility_[outside];
  for (std::size_t a = own + 1; a < utility_.size(); ++a)
    for (std::size_t i = 0; i < at_once; ++i) most[i] = larger(most[i], utility_[a][i]);
  const Column<float>& stay = utility_[own];
  for (std::size_t i = 0; i < at_once; ++i)
    captive_[i] = std::uint32_t{stay[i] >= most[i]} & std::uint32_t{most[i] + leaving_[i] > stay[i]};
}

/// Multinomial logit: turns utilities into probabilities and draws from them.
void Reviewer::choose() {
  Column<float> most = utility_[outside], sum{}, reached{};
  for (std::size_t a = own; a < utility_.size(); ++a)
    for (std::size_t i = 0; i < at_once; ++i) most[i] = larger(most[i], utility_[a][i]);
  for (std::size_t a = outside; a < utility_.size(); ++a) {
    Column<float>& weight = utility_[a];
    const Column<std::uint32_t>& firm = firm_[a];
    const std::uint32_t none = a == outside ? no_place : nobody_;
    for (std::size_t i = 0; i < at_once; ++i) {
      const float there = elementary::exp((weight[i] - most[i]) * market_.per_mu);
      weight[i] = firm[i] == none ? 0.0f : there;
      sum[i] += weight[i];
    }
  }
  Column<float> aim;
  const auto words = word(0);
  for (std::size_t i = 0; i < at_once; ++i) aim[i] = uniform_float(words[i]) * sum[i];
  chosen_.fill(0);
  for (std::size_t a = outside; a + 1 < utility_.size(); ++a)
    for (std::size_t i = 0; i < at_once; ++i) {
      reached[i] += utility_[a][i];
      chosen_[i] += aim[i] >= reached[i];
    }
  for (std::size_t i = 0; i < at_once; ++i) sum[i] = 1 / sum[i];
  for (Column<float>& probability : utility_)
    for (std::size_t i = 0; i < at_once; ++i) probability[i] *= sum[i];
}

/// Books the probabilities of the firms that were compared.
void Reviewer::note() {
  reviewers += static_cast<std::int64_t>(count_);
  for (std::size_t a = own; a < utility_.size(); ++a) {
    Column<std::int32_t> probability, curvature;
    for (std::size_t i = 0; i < at_once; ++i) {
      const float p = utility_[a][i], rest = 1 - p;
      probability[i] = static_cast<std::int32_t>(p * ChoiceSums::unit);
      curvature[i] = static_cast<std::int32_t>(p * rest * ChoiceSums::unit);
    }
    for (std::size_t i = 0; i < count_; ++i) {
      ChoiceSums& of_firm = sums[firm_[a][i]];
      of_firm.considered += probability[i];
      of_firm.curvature += curvature[i];
      if (a != own) continue;
      of_firm.stay += probability[i];
      ++of_firm.own;
      of_firm.captive += captive_[i];
    }
  }
}

/// The chosen firm's product that suits best; where nobody is chosen, none. Whether a customer stays is
/// hard to foresee for the machine too, so nothing here branches on it.
void Reviewer::take(std::span<Customer> customers, std::span<const std::uint32_t> chosen,
                    std::vector<Move>& moves) {
  const auto month = static_cast<std::uint16_t>(world_.month);
  const auto place = [&](std::uint32_t at) { return at >= market_.nobodys_place ? no_place : at; };
  std::size_t moved = moves.size();
  moves.resize(moved + count_);
  for (std::size_t i = 0; i < count_; ++i) {
    Customer& customer = customers[chosen[i]];
    const std::uint32_t firm = firm_[own][i], taken = firm_[chosen_[i]][i];
    const Offer& offer = offers_to(i)[taken];
    const Lanes worth = keeps_worths() ? load_lanes(worths_[i * rows_ + chosen_[i]])
                                       : worths(offer, offer.worth, side_by_side(need_[i]));
    const std::uint32_t product = first_largest(worth);
    const std::uint32_t to = taken * static_cast<std::uint32_t>(product_places) + product;
    customer.product = offer.product[product];
    moves[moved] = {place(from_[i]), place(to), customer.own_need};
    moved += to != from_[i];
    const bool leaves = taken != firm;  // else another product of the same firm, or still none
    customer.since = leaves ? month : customer.since;
    sums[firm].left += leaves;
    sums[taken].joined += leaves;
    answer_treatment(customer, firm, taken);
    taken_[i] = {agents_[i], static_cast<std::uint16_t>(chosen[i]), firm, taken, joining_words_[i]};
  }
  moves.resize(moved);
}

/// Moves the customer's openness toward how its supplier treats it, and books it there.
void Reviewer::answer_treatment(Customer& customer, std::uint32_t from, std::uint32_t to) {
  const double speed = world_.rules->openness_answer;
  sums[from].openness -= customer.openness;
  if (speed > 0) {
    const double now = customer.openness * 0x1p-16;
    const double then = now + speed * (market_.treatment[to] - now);
    const auto answer = static_cast<std::uint16_t>(std::min(then * 0x1p16, 65535.0));
    customer.openness = to == nobody_ ? customer.openness : answer;
  }
  sums[to].openness += customer.openness;
}

}  // namespace permea::ecosystem_core
