// The state of the market: a column for each quantity, listed once.
#pragma once

#include "models/market/rules.h"
#include "sim/kit/lanes.h"
#include "sim/kit/model.h"

namespace permea::market_core {

inline constexpr std::size_t need_dimensions = 8;  ///< K, of need

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  std::vector<Row8> need, product;
  std::vector<std::uint32_t> supplier;
  std::vector<float> satisfaction;
  std::vector<double> share, knowledge;

  void list(State& state) {
    state.rows("customer", "need", "what the customer needs, in 8 dimensions", need);
    state.column("customer", "supplier", "1", "the firm it buys from", supplier);
    state.column("customer", "satisfaction", "1", "smoothed fit of its choices", satisfaction);
    state.rows("firm", "product", "the need that the product meets exactly", product);
    state.column("firm", "share", "1", "share of all customers", share);
    state.column("firm", "knowledge", "1", "knowledge of the market", knowledge);
  }
};

/// One step of the schedule in README.md.
void step(World& world);

}  // namespace permea::market_core
