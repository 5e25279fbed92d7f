// Items are picked as often as their weights say.
#include "sim/kit/pick.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <vector>

#include "sim/kit/problem.h"
#include "sim/kit/random.h"

using permea::PickTable;

namespace {

PickTable table_of(const std::vector<double>& weights) {
  PickTable table;
  table.build(weights);
  return table;
}

std::vector<double> uneven(std::size_t items) {
  std::vector<double> weights(items);
  for (std::size_t i = 0; i < items; ++i)
    weights[i] = i % 7 == 3 ? 0.0 : 1.0 / static_cast<double>(1 + i);
  return weights;
}

}  // namespace

TEST_CASE("shares are the weights over their sum, to 2^-32") {
  for (const std::size_t items : {1u, 2u, 50u, 10000u}) {
    const std::vector<double> weights = uneven(items);
    const PickTable table = table_of(weights);
    double sum = 0, shares = 0;
    for (const double weight : weights) sum += weight;
    for (std::size_t i = 0; i < items; ++i) {
      REQUIRE(std::abs(table.share(i) - weights[i] / sum) <= 0x1p-32);
      shares += table.share(i);
    }
    CHECK(shares == 1.0);
    CHECK(table.share(items) == 0);
  }
}

TEST_CASE("over words spread evenly, each item is picked in proportion to its share") {
  const PickTable table = table_of(uneven(300));
  std::vector<int> picked(300, 0);
  constexpr int words = 1 << 20;
  for (int w = 0; w < words; ++w) ++picked[table.pick(static_cast<std::uint32_t>(w) << 12)];
  for (std::size_t i = 0; i < picked.size(); ++i)
    REQUIRE(std::abs(picked[i] - table.share(i) * words) <= 1);
}

TEST_CASE("an item without weight is never picked, first, last or between") {
  const PickTable table = table_of({0, 0, 3, 0, 0, 0, 1, 0});
  CHECK(table.pick(0) == 2);
  CHECK(table.pick(0xbfffffff) == 2);
  CHECK(table.pick(0xc0000000) == 6);
  CHECK(table.pick(0xffffffff) == 6);
}

TEST_CASE("a table is empty when nothing has a weight") {
  CHECK(PickTable().empty());
  CHECK(table_of({}).empty());
  CHECK(table_of({0, 0, 0}).empty());
  CHECK_FALSE(table_of({0, 1e-300}).empty());
  PickTable table = table_of({1, 2});
  table.build(std::vector<double>{0});
  CHECK(table.empty());
  CHECK(table.share(0) == 0);
}

TEST_CASE("a small change of the weights moves few draws") {
  std::vector<double> weights(60, 1.0);
  const PickTable before = table_of(weights);
  weights[30] = 1.06;  // a thousandth of the sum
  const PickTable after = table_of(weights);
  int moved = 0;
  for (std::uint32_t w = 0; w < 100000; ++w)
    moved += before.pick(w * 42949u) != after.pick(w * 42949u);
  // Each of the 60 ends moves by at most half of 0.06 / 60.06: 3 % of the draws, not all.
  CHECK(moved > 0);
  CHECK(moved < 3100);
}

TEST_CASE("weights that are no weights are refused") {
  CHECK_THROWS_AS(table_of({1, -1}), permea::Failure);
  CHECK_THROWS_AS(table_of({std::nan("")}), permea::Failure);
  CHECK_THROWS_AS(table_of({std::numeric_limits<double>::infinity()}), permea::Failure);
}
