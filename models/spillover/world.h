// The state of the R&D game, and what its market comes to.
#pragma once

#include <span>
#include <vector>

#include "models/spillover/rules.h"
#include "sim/kit/model.h"

namespace permea::spillover_core {

/// How the last round went.
struct Round {
  double largest_change = missing;  ///< of R&D, over the firms
  double contraction = missing;     ///< largest change over that of the round before
  double escaped = 0;               ///< 1 once R&D has left all bounds and the firms have stopped
};

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  std::vector<double> research, unit_cost, output;
  double price = 0;
  Round round;

  void list(State& state) {
    state.column("firm", "research", "1", "R&D of the firm", research);
    state.column("firm", "unit_cost", "1", "cost of a unit after all R&D", unit_cost);
    state.column("firm", "output", "1", "units sold", output);
    state.single("price", "1", "price of a unit", price);
    state.single("round", "1", "largest change of R&D, its ratio to the last, whether it escaped",
                 round);
  }
};

/// The market that opens after some R&D. Nothing keeps a cost or an output above 0: what is out of
/// bounds is to be seen.
struct Market {
  std::vector<double> unit_cost, output;
  double price = 0;
};

/// What is sold after this R&D: the Cournot equilibrium, or the cartel's output in equal parts.
Market market_after(const Rules& rules, std::span<const double> research);

/// Profit of a firm with this R&D, after the expense for it.
inline double profit(const Rules& rules, double research, double price, double unit_cost,
                     double output) {
  return (price - unit_cost) * output - rules.expense * research * research / 2;
}

/// R&D of each firm where all are alike and none wants to move; NaN where there is no such point.
double expected_research(const Rules& rules);

/// R&D beyond this many times the margin a - A counts as escaped.
inline constexpr double bound = 1e9;
/// R&D that moves by less than this share of the margin a - A has settled.
inline constexpr double still = 1e-9;

/// Opens the market that follows from the R&D of all.
void produce(World& world);
/// One step of the schedule in README.md.
void step(World& world);

}  // namespace permea::spillover_core
