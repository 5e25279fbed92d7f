// One month's market as customers see it: what firms offer, and which of them a segment is aware of.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/world.h"
#include "sim/kit/pick.h"

namespace permea::ecosystem_core {

/// Utility a month of the product at `at` to a customer whose need it meets exactly, over the outside
/// option; what it misses of the need takes beta_x |x - y|^2 / K from it (README, step 7).
double worth_of(const World& world, std::size_t at);
/// The same of a design that the firm at place f has not launched yet.
double worth_of_design(const World& world, std::size_t f, double feasibility);

/// Satisfaction of somebody who gains `utility` a month over the outside option: 1/2 at none.
double satisfaction(const Rules& rules, double utility);

/// Mean utility a month, over the outside option, of the users of the product at `at` by segment; not a
/// number where it has none.
void find_utility(const World& world, std::size_t at, std::span<double> by_segment);
/// Their satisfaction.
void find_satisfaction(const World& world, std::size_t at, std::span<double> by_segment);

inline constexpr float nothing_there = -1e30f;  ///< worth of an empty place: never the best

/// What a firm offers. The utility of its product v to a customer who needs x is
/// worth[v] + sum over k of x[k] pull[k][v] (README, step 7): eight products side by side, in whole
/// cache lines.
struct alignas(64) Offer {
  std::array<std::array<float, product_places>, needs> pull{};
  std::array<float, product_places> worth{};
  std::array<std::int32_t, product_places> product{};
  std::array<float, product_places> free{};  ///< as worth, of members' designs at no price
  float leaving = 0;  ///< cost of leaving the firm
  float joining = 0;  ///< cost of joining it
};

/// All that customers compare in one month. Nothing in it changes while they choose.
struct Market {
  std::vector<Offer> offers;                     ///< by firm place; the last is nobody's, of nothing
  std::vector<Offer> experimental_offers;        ///< the same, as those customers see it
  std::uint64_t experimental_first = 0, experimental_end = 0;  ///< customers who mind only fit and price
  std::vector<PickTable> awareness;              ///< by segment: firm places, then nobody
  std::vector<double> word_of_mouth_share;       ///< by firm place: its part in being found
  std::vector<std::uint32_t> there;              ///< places of live firms that can serve more
  std::vector<double> invitation;                ///< by firm place, to its community; nobody's is 0
  std::vector<double> treatment;                 ///< by firm place, of its customers
  std::vector<std::array<float, needs>> centres; ///< by segment
  std::vector<std::uint32_t> place_of_product;   ///< of each product ever; nobodys_place if none
  std::uint32_t nobodys_place = 0;               ///< the first product place of nobody
  float per_mu = 1;                              ///< 1/mu
  float beta_need = 0;                           ///< (beta_x + b)/K
  float free_output = 0;                         ///< share of free that non-customers get
  std::int64_t considered = 0;                   ///< or no_limit
};

/// The offers, prices and awareness of this month.
Market open_market(const World& world);

}  // namespace permea::ecosystem_core
