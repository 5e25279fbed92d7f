// One month's market as customers see it, and one customer's review of its supplier.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/customers.h"
#include "sim/kit/pick.h"

namespace permea::ecosystem_core {

/// Utility a month of the product at `at` to a customer whose need it meets exactly, over the outside
/// option; what it misses of the need takes beta_x |x - y|^2 / K from it (README, step 6).
double worth_of(const World& world, std::size_t at);

/// Satisfaction of somebody who gains `utility` a month over the outside option: 1/2 at none.
double satisfaction(const Rules& rules, double utility);

/// Mean utility a month, over the outside option, of the users of the product at `at` in a segment
/// where it has some; `worth` is worth_of(world, at).
double utility_in(const World& world, std::size_t at, std::size_t segment, double worth);

/// What a firm offers. The utility of its product v to a customer who needs x is
/// worth[v] + sum over k of x[k] pull[k][v] (README, step 6): eight products side by side.
struct Offer {
  std::array<std::array<float, product_places>, needs> pull{};
  std::array<float, product_places> worth{};
  std::array<std::int32_t, product_places> product{};
  float leaving = 0;  ///< cost of leaving the firm
  float joining = 0;  ///< cost of joining it
};

/// All that customers compare in one month. Nothing in it changes while they choose.
struct Market {
  std::vector<Offer> offers;                     ///< by firm place
  std::vector<PickTable> awareness;              ///< by segment: firm places, then nobody
  std::vector<double> word_of_mouth_share;       ///< by firm place: its part in being found
  std::vector<std::uint32_t> there;              ///< places of live firms
  std::vector<std::array<float, needs>> centres; ///< by segment
  float per_mu = 1;                              ///< 1/mu
  float beta_need = 0;                           ///< (beta_x + b)/K
  std::int64_t considered = 0;                   ///< or no_limit
};

/// The offers, prices and awareness of this month.
Market open_market(const World& world);

/// What a worker notes while customers choose: whole numbers only, so that the order in which
/// workers are put together does not matter. Probabilities are in units of 2^-30.
struct ChoiceSums {
  static constexpr float unit = 0x1p30f;
  std::vector<std::int64_t> stay_sum, stay_count, considered_sum, curvature_sum, joined, left;
  std::int64_t reviewers = 0;

  explicit ChoiceSums(std::size_t places);
  void merge(const ChoiceSums& other);
};

/// Lets customers choose, a few at a time; holds the scratch memory that they need.
class Reviewer {
 public:
  Reviewer(const World& world, const Market& market);

  /// Lets the `chosen` customers of a block (offsets in it) choose anew. Notes sums and, of those who
  /// take another product, the moves; changes nothing but those `customers` of the world.
  void review(std::span<Customer> customers, const Block& block,
              std::span<const std::uint32_t> chosen, std::vector<Move>& moves);

  ChoiceSums sums;

 private:
  void draw(const Block& block, std::span<const std::uint32_t> chosen);
  std::uint32_t word(std::size_t w, std::size_t i) const { return words_[w * drawn_ + i]; }
  void review_one(Customer& customer, std::size_t i, std::uint32_t segment, std::vector<Move>& moves);
  void find_alternatives(std::size_t i, std::uint32_t segment);
  void add(std::uint32_t place, float utility);
  void add_firm(std::uint32_t place);
  bool known(std::uint32_t place) const;
  std::size_t choose(float uniform);
  void note();
  void take(Customer& customer, std::uint32_t from, std::size_t chosen, std::vector<Move>& moves);

  const World& world_;
  const Market& market_;
  std::size_t looks_;                      ///< draws from awareness for one customer
  std::vector<std::uint64_t> agents_;      ///< the customers at hand, and what chance answers them:
  std::vector<std::uint32_t> words_;       ///< word w of customer i at w * drawn_ + i
  std::size_t drawn_ = 0;
  std::array<float, needs> need_{};        ///< of the customer who chooses
  std::uint32_t own_place_ = no_place;     ///< of its supplier
  std::size_t found_ = 0;                  ///< alternatives it has, in these two:
  std::vector<std::uint32_t> firms_;       ///< places of firms; no_place, the outside option, is first
  std::vector<float> utility_;             ///< then the probability; filled up to whole lanes
};

}  // namespace permea::ecosystem_core
