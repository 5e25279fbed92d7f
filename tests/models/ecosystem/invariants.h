// What holds in every world after every month, whatever a scenario asks for: numbers are numbers,
// stocks are not negative, and customers, money and know-how are conserved.
#pragma once

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "models/ecosystem/community/community.h"
#include "tests/models/ecosystem/worlds.h"

namespace permea::ecosystem_core {

inline bool is_count(const Column& column) {
  return column.unit == "count" || column.unit == "month";
}

/// Whether -1 in the column stands for nothing.
inline bool may_be_none(const Column& column) {
  return column.meaning.find("-1:") != std::string::npos;
}

/// Every number of a firm is one, and no count is negative.
inline void require_numbers(World& world) {
  State state;
  world.list(state);
  for (const Column& column : state.columns())
    for (std::size_t f = 0; column.per == "firm" && column.number && f < world.places(); ++f) {
      CAPTURE(column.name, f, world.month);
      REQUIRE(std::isfinite(column.number(f)));
      if (is_count(column) && column.name != "born")  // which lies before the start for some
        REQUIRE(column.number(f) >= (may_be_none(column) ? -1 : 0));
    }
}

/// Know-how, prices, trust, reputation and levers are in their ranges.
inline void require_ranges(const World& world) {
  const Firms& firms = world.firms;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    CAPTURE(f, world.month);
    REQUIRE((firms.know_how[f] > 0).all());
    REQUIRE(firms.know_how[f].isFinite().all());
    REQUIRE(firms.identity[f].isFinite().all());
    REQUIRE(firms.quality[f] > 0);
    REQUIRE(firms.price[f] >= 0);
    REQUIRE(firms.knowledge_in[f] >= 0);
    REQUIRE(firms.knowledge_out[f] >= 0);
    REQUIRE(firms.revenue_smoothed[f] >= 0);
    REQUIRE(std::clamp(firms.trust[f], 0.0, 1.0) == firms.trust[f]);
    REQUIRE(std::clamp(firms.reputation[f], 0.0, 1.0) == firms.reputation[f]);
    for (std::size_t l = 0; l < lever_list.size(); ++l) {
      const auto [low, high] = world.ranges[l];
      const double lever = firms.levers[f].*lever_list[l];
      REQUIRE(lever >= low - 1e-12);  // on its way to a target it may be rounded
      REQUIRE(lever <= high + 1e-12);
    }
    REQUIRE(std::all_of(firms.spent[f].begin(), firms.spent[f].end(), [](double x) { return x >= 0; }));
    REQUIRE(world.communities.counted[f] >= 0);
    REQUIRE(world.communities.contributions_smoothed[f] >= 0);
    REQUIRE(members_of(world, f) <= firms.customers[f]);
  }
}

/// Every customer is counted once, with the product it uses or without supplier, in its segment; a
/// firm has the users of its products, and a product that is not there has none.
inline void require_customers_conserved(const World& world) {
  std::vector<std::int64_t> in_segment = world.unsupplied;
  for (std::size_t f = 0; f < world.places(); ++f) {
    std::int64_t of_firm = 0;
    for (std::size_t at = f * product_places; at < (f + 1) * product_places; ++at)
      for (std::size_t m = 0; m < world.centres.size(); ++m) {
        const Cell& cell = world.cells_of(at)[m];
        REQUIRE(cell.count >= 0);
        if (world.products.id[at] == 0) REQUIRE(cell.count == 0);
        if (cell.count > 0) REQUIRE(std::isfinite(world.mean_distance(at, m)));
        of_firm += cell.count;
        in_segment[m] += cell.count;
      }
    CAPTURE(f, world.month);
    REQUIRE(world.firms.customers[f] == of_firm);
  }
  for (std::size_t m = 0; m < world.centres.size(); ++m) {
    REQUIRE(world.unsupplied[m] >= 0);
    REQUIRE(in_segment[m] == static_cast<std::int64_t>(world.segment_size(m)));
  }
}

/// To the last millionth; an empty place holds nothing.
inline void require_money_conserved(const World& world) {
  const Firms& firms = world.firms;
  const Money held = std::accumulate(firms.cash.begin(), firms.cash.end(), Money{0});
  REQUIRE(world.ledger.customers + world.ledger.suppliers + world.ledger.owners + held == 0);
  for (std::size_t f = 0; f < world.places(); ++f)
    if (!world.is_there(f)) REQUIRE(firms.cash[f] == 0);
}

/// What leaks out leaks in, but for the rounding of sums, and is what each firm then knows more. A leak
/// in any world that a run comes by: firms that leave at the end of a month take their ledger with them.
inline double require_knowledge_conserved(World world) {
  const std::vector<KnowHow> before = world.firms.know_how;
  ++world.month;
  leak(world);
  double in = 0, out = 0;
  for (std::size_t f = 0; f < world.places(); ++f) {
    in += world.firms.knowledge_in[f];
    out += world.firms.knowledge_out[f];
    const double gain = (world.firms.know_how[f] - before[f]).sum();
    const double rounding = 1e-9 + 1e-15 * before[f].sum();  // of a difference between two stocks
    CAPTURE(f, before[f].sum());
    REQUIRE(gain == Approx(world.firms.knowledge_in[f]).epsilon(1e-9).margin(rounding));
  }
  REQUIRE(in == Approx(out).epsilon(1e-9).margin(1e-12));
  return in;
}

}  // namespace permea::ecosystem_core
