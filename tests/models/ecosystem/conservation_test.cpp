// Nothing gets lost: customers, money and know-how are conserved exactly after every step, whatever
// firms come and go.
#include <catch2/catch.hpp>

#include <numeric>

#include "tests/models/ecosystem/everything.h"
#include "tests/models/ecosystem/invariants.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// 16 firms of all four presets in a hard market, so that many leave and enter, change and found units.
Setting busy(std::uint64_t seed) {
  return everything(1'201, all_presets(4),
                    {{"needs.segments", 5},
                     {"market.review_rate", 0.15},
                     {"needs.renewal", 0.05},
                     {"firms.fixed_cost", 0.03},
                     {"units.mode", std::string("integrated")}},
                    seed);
}

/// Steps through ten years of three worlds, and calls look(world) after every month.
template <class Look>
void watch(Look look) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    World world = start(busy(seed));
    std::int64_t exits = 0, entries = 0, changes = 0, units = 0;
    look(world);
    for (int month = 0; month < 120; ++month) {
      step(world);
      look(world);
      exits += std::accumulate(world.exited.begin(), world.exited.end(), std::int64_t{0});
      entries += std::accumulate(world.entered.begin(), world.entered.end(), std::int64_t{0});
      changes += std::accumulate(world.taken_up.begin(), world.taken_up.end(), std::int64_t{0});
      units += std::count_if(world.firms.parent.begin(), world.firms.parent.end(),
                             [](std::int32_t parent) { return parent >= 0; });
    }
    REQUIRE(exits > 10);  // or nothing was put to the test
    REQUIRE(entries > 10);
    REQUIRE(changes > 2);
    REQUIRE(units > 10);
  }
}

/// Counts of users as the customers' own rows tell them, over product place times segment.
std::vector<Cell> recounted(const World& world) {
  std::vector<Cell> cells(world.cells.size());
  for (std::size_t m = 0; m < world.centres.size(); ++m)
    for (std::uint64_t i = world.segment_first(m); i < world.segment_first(m + 1); ++i) {
      const std::uint32_t at = world.place_of(world.customers[i].product);
      if (at != no_place) cells[at * world.centres.size() + m].add(world.customers[i].own_need, 1);
    }
  return cells;
}

bool same(const Cell& a, const Cell& b) {
  return a.count == b.count && a.sum == b.sum && a.squares == b.squares;
}

}  // namespace

TEST_CASE("every customer is counted once, by the firm and the product it uses") {
  watch([](const World& world) { require_customers_conserved(world); });
}

TEST_CASE("the table of users is always what a count of all customers gives") {
  watch([](const World& world) {
    REQUIRE(std::equal(world.cells.begin(), world.cells.end(), recounted(world).begin(), same));
  });
}

TEST_CASE("money is conserved to the last millionth, and an empty place holds none") {
  watch([](const World& world) { require_money_conserved(world); });
}

TEST_CASE("know-how that leaks in is know-how that leaks out, and what a firm knows more") {
  double moved = 0;
  watch([&](const World& world) { moved += require_knowledge_conserved(world); });
  CHECK(moved > 0.1);
}
