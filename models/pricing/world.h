// The state of pricing: what each firm asks and sells, and the prices drawn in each market.
#pragma once

#include <vector>

#include "models/pricing/rules.h"
#include "sim/kit/model.h"

namespace permea::pricing_core {

/// Places along the range of prices at which the mixed equilibrium is checked.
inline constexpr std::size_t price_levels = 20;

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  std::vector<double> price, share;  ///< of each firm
  std::vector<double> offer;         ///< of each firm in each market, market by market
  double largest_change = missing;
  double paid = missing;

  void list(State& state) {
    state.column("firm", "price", "1", "price asked; the mean over markets where drawn", price);
    state.column("firm", "share", "1", "share of all customers who buy from the firm", share);
    state.column("offer", "offer", "1", "price drawn by a firm in a market", offer);
    state.single("largest_change", "1", "largest change of a price in the last round",
                 largest_change);
    state.single("paid", "1", "mean price over those who buy", paid);
  }
};

/// Firms' shares of all customers at these prices under logit demand; the rest buys nothing.
std::vector<double> logit_shares(const Rules& rules, const std::vector<double>& prices);

/// Every firm's price where all are alike (logit), by halving, or the mean of the mixed equilibrium
/// (captive); NaN where firms differ.
double expected_posted(const Rules& rules);
/// The probability of a price below `price` in the mixed equilibrium.
double expected_below(const Rules& rules, double price);
/// The price at one of the `price_levels` between the lowest that pays and the highest.
double price_at(const Rules& rules, std::size_t level);
/// What a firm that asked `price` in every market would have earned in one, on average, against the
/// prices that the others have drawn. It stands in for each firm in turn.
double profit_at(const World& world, double price);

/// The customers choose at the prices that stand.
void sell(World& world);
/// One step of the schedule in README.md.
void step(World& world);

}  // namespace permea::pricing_core
