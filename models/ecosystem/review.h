// One month's market as customers see it, and one customer's review of its supplier.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/customers.h"
#include "sim/kit/pick.h"

namespace permea::ecosystem_core {

/// What a firm offers. The utility of its product v to a customer who needs x is
/// worth[v] + sum over k of x[k] pull[k][v] (README, step 6): eight products side by side.
struct Offer {
  std::array<std::array<float, product_places>, needs> pull;
  std::array<float, product_places> worth;
  std::array<std::int32_t, product_places> product;
  float leaving = 0;  ///< cost of leaving the firm
  float joining = 0;  ///< cost of joining it
};

/// All that customers compare in one month. Nothing in it changes while they choose.
struct Market {
  std::vector<Offer> offers;                     ///< by firm place
  std::vector<PickTable> awareness;              ///< by segment: firm places, then nobody
  std::vector<std::uint32_t> there;              ///< places of live firms
  std::vector<std::array<float, needs>> centres; ///< by segment
  float per_mu = 1;                              ///< 1/mu
  float beta_need = 0;                           ///< beta_x/K
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

/// Reviews customers one after another; holds the scratch memory that they need.
class Reviewer {
 public:
  Reviewer(const World& world, const Market& market);

  /// Lets `customer` (number `agent`, of `segment`) choose anew. Notes sums and, if it takes another
  /// product, the move; changes nothing but the customer.
  void review(Customer& customer, std::uint64_t agent, std::uint32_t segment,
              std::vector<Move>& moves);

  ChoiceSums sums;

 private:
  struct Alternative {
    std::uint32_t place = no_place;
    std::uint32_t product = 0;  ///< its place within the firm
  };

  void find_alternatives(std::uint64_t agent, std::uint32_t segment);
  void add_alternative(std::uint32_t place);
  std::size_t choose(float uniform);
  void note(bool has_supplier);
  void take(Customer& customer, std::uint32_t from, std::size_t chosen, std::vector<Move>& moves);

  const World& world_;
  const Market& market_;
  std::array<float, needs> need_{};
  std::uint32_t own_place_ = no_place;
  std::uint32_t choice_word_ = 0;
  std::vector<Alternative> alternatives_;
  std::vector<float> utility_;  ///< then the probability, of each alternative
};

}  // namespace permea::ecosystem_core
