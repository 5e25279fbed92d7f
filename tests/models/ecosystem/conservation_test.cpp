// Nothing gets lost: customers, money and know-how are conserved exactly after every step, whatever
// firms come and go.
#include <catch2/catch.hpp>

#include <numeric>

#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// 16 firms of all four presets in a hard market, so that many leave and enter, change and found units.
Setting busy(std::uint64_t seed) {
  return setting(1'201, all_presets(4),
                 {{"needs.segments", 5},
                  {"entry.rate", 0.03},
                  {"exit.hazard", 0.01},
                  {"market.review_rate", 0.15},
                  {"needs.renewal", 0.05},
                  {"firms.fixed_cost", 0.03},
                  {"firms.start_cash", 3.0},
                  {"transform.hazard", 0.05},
                  {"entry.imitation", 0.5},
                  {"entry.mutation", 0.1},
                  {"firms.capacity", 2.0},
                  {"needs.newcomers", 0.1},
                  {"needs.newcomers_there", true},
                  {"needs.experimental", 0.5},
                  {"units.mode", std::string("integrated")},
                  {"units.rate", 0.05}},
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

TEST_CASE("supplied and unsupplied customers of a segment are always all its customers") {
  watch([](const World& world) {
    for (std::size_t m = 0; m < world.centres.size(); ++m) {
      std::int64_t customers = world.unsupplied[m];
      for (std::size_t at = 0; at < world.products.id.size(); ++at)
        customers += world.cells_of(at)[m].count;
      REQUIRE(customers == static_cast<std::int64_t>(world.segment_size(m)));
    }
  });
}

TEST_CASE("the table of users is always what a count of all customers gives") {
  watch([](const World& world) {
    REQUIRE(std::equal(world.cells.begin(), world.cells.end(), recounted(world).begin(), same));
  });
}

TEST_CASE("a product that is not there has no users") {
  watch([](const World& world) {
    for (std::size_t at = 0; at < world.products.id.size(); ++at)
      for (const Cell& cell : world.cells_of(at))
        if (world.products.id[at] == 0) REQUIRE(same(cell, Cell{}));
  });
}

TEST_CASE("a firm has the users of its products as customers") {
  watch([](const World& world) {
    for (std::size_t f = 0; f < world.places(); ++f) {
      std::int64_t users = 0;
      for (std::size_t at = f * product_places; at < (f + 1) * product_places; ++at)
        for (const Cell& cell : world.cells_of(at)) users += cell.count;
      REQUIRE(world.firms.customers[f] == users);
    }
  });
}

TEST_CASE("money is conserved to the last millionth") {
  watch([](const World& world) {
    const Money in_firms =
        std::accumulate(world.firms.cash.begin(), world.firms.cash.end(), Money{0});
    REQUIRE(world.ledger.customers + world.ledger.suppliers + world.ledger.owners + in_firms == 0);
  });
}

TEST_CASE("an empty place holds no cash") {
  watch([](const World& world) {
    for (std::size_t f = 0; f < world.places(); ++f)
      if (!world.is_there(f)) REQUIRE(world.firms.cash[f] == 0);
  });
}

TEST_CASE("know-how that leaks in is know-how that leaks out") {
  double moved = 0;
  watch([&](const World& world) {
    World next = world;  // a leak in any world the run comes by
    ++next.month;
    leak(next);
    const Firms& firms = next.firms;
    const auto sum = [](const std::vector<double>& of) {
      return std::accumulate(of.begin(), of.end(), 0.0);
    };
    moved += sum(firms.knowledge_in);
    REQUIRE(sum(firms.knowledge_in) == Approx(sum(firms.knowledge_out)).epsilon(0).margin(1e-12));
  });
  CHECK(moved > 0.1);
}
