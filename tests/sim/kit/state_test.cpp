// What the list of a world's columns can do.
#include "sim/kit/state.h"

#include <catch2/catch.hpp>
#include <algorithm>

using namespace permea;

namespace {

struct Row {
  float x = 0;
  std::int32_t id = 0;
};

struct World {
  std::vector<double> price;
  std::vector<std::int32_t> count;
  std::vector<Row> row;

  State state() {
    State state;
    state.column("firm", "price", "1", "a price", price);
    state.column("firm", "count", "count", "a count", count);
    state.rows("customer", "row", "a row", row);
    return state;
  }
};

const Counts some = {{"firm", 3}, {"customer", 10}};

}  // namespace

TEST_CASE("columns are as long as there are things that they are per") {
  World world;
  world.state().allocate(some);
  CHECK(world.price.size() == 3);
  CHECK(world.count.size() == 3);
  CHECK(world.row.size() == 10);
  CHECK_THROWS_AS(world.state().allocate({{"firm", 3}}), std::out_of_range);
}

TEST_CASE("a column that grows one by one is not moved each time") {
  World world;
  int moves = 0;
  for (std::size_t firms = 1; firms <= 1000; ++firms) {
    const double* before = world.price.data();
    world.state().allocate({{"firm", firms}, {"customer", 10}});
    moves += world.price.data() != before;
  }
  CHECK(moves < 20);
}

TEST_CASE("memory may ask for large pages, whatever its size and place") {
  std::vector<char> memory(5 << 20, 'a');
  const std::vector<std::size_t> places = {0, 1, 4096, 1 << 21};
  const std::vector<std::size_t> sizes = {0, 1, 4095, 1 << 21, 3 << 20};
  for (const std::size_t first : places)
    for (const std::size_t bytes : sizes)
      prefer_large_pages(memory.data() + first, bytes);
  CHECK(std::count(memory.begin(), memory.end(), 'a') == 5 << 20);
}

TEST_CASE("bytes are those of all columns") {
  World world;
  CHECK(bytes_of(world.state().columns(), some) == 3 * (8 + 4) + 10 * 8);
}

TEST_CASE("a column shows its numbers and its bytes") {
  World world;
  State state = world.state();
  state.allocate(some);
  world.count[2] = -7;
  const Column& column = state.columns()[1];
  CHECK(column.number(2) == -7.0);
  CHECK(column.bytes().size() == 12);
  column.bytes()[8] = std::byte{5};
  CHECK((world.count[2] & 0xff) == 5);
  CHECK_FALSE(state.columns()[2].number);  // rows have no single number
}

TEST_CASE("the hash changes with any byte, and with where it stands") {
  World world;
  State state = world.state();
  state.allocate(some);
  const std::uint64_t empty = state.hash();
  for (const Column& column : state.columns()) {
    for (std::byte& byte : column.bytes()) {
      byte = std::byte{1};
      REQUIRE(state.hash() != empty);
      byte = std::byte{0};
    }
  }
  CHECK(state.hash() == empty);
  world.price = {1, 2, 3};
  const std::uint64_t rising = state.hash();
  world.price = {2, 1, 3};
  CHECK(state.hash() != rising);
}

TEST_CASE("the hash of bytes knows their number and can be chained") {
  const std::vector<std::byte> zeros(9);
  const std::span all(zeros);
  CHECK(hash_bytes(all.first(8)) != hash_bytes(all));
  CHECK(hash_bytes(all.first(1), hash_bytes(all.first(2))) != hash_bytes(all.first(3)));
  CHECK(hash_bytes(all, 1) != hash_bytes(all, 2));
}
