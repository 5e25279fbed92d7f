// Eight at once gives the bits of one by one.
#include "sim/kit/lanes.h"

#include <catch2/catch.hpp>

#include "sim/kit/random.h"

using namespace permea;

namespace {

Row8 row(std::uint64_t i) {
  Row8 numbers;
  draw_normals(Chance(1, 1), 1, 2 * i, numbers);
  return numbers;
}

/// The sum in the order that lanes.h promises.
float pairwise(const Row8& x) {
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

}  // namespace

TEST_CASE("sums of eight vectors are the single sums, bit by bit") {
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    Lanes vectors[8];
    Row8 sums_of_all;
    for (std::uint64_t i = 0; i < 8; ++i) vectors[i] = load_lanes(row(8 * trial + i));
    store_lanes(sums_of_all.data(), sums(vectors));
    for (std::uint64_t i = 0; i < 8; ++i) {
      REQUIRE(sum(vectors[i]) == pairwise(row(8 * trial + i)));
      REQUIRE(sums_of_all[i] == pairwise(row(8 * trial + i)));
    }
  }
}

TEST_CASE("the largest of each of eight vectors are the single ones") {
  Lanes vectors[8];
  Row8 largest_of_all;
  for (std::uint64_t trial = 0; trial < 100; ++trial) {
    for (std::uint64_t i = 0; i < 8; ++i) vectors[i] = load_lanes(row(8 * trial + i));
    store_lanes(largest_of_all.data(), largest_of_each(vectors));
    for (std::uint64_t i = 0; i < 8; ++i) REQUIRE(largest_of_all[i] == largest(vectors[i]));
  }
}

TEST_CASE("whole numbers fill the lanes in their order") {
  Row8 floats;
  store_lanes(floats.data(), as_lanes({-32768, 32767, 0, 1, -1, 2048, -2048, 7}));
  CHECK(floats == Row8{{-32768.0f, 32767.0f, 0.0f, 1.0f, -1.0f, 2048.0f, -2048.0f, 7.0f}});
}

TEST_CASE("the largest lane is found wherever it is, and the first of several") {
  for (std::size_t most = 0; most < lane_count; ++most)
    for (std::size_t again = most; again < lane_count; ++again) {
      Row8 numbers;
      numbers.fill(-2.0f);
      numbers[most] = numbers[again] = -0.5f;
      REQUIRE(largest(load_lanes(numbers)) == -0.5f);
      REQUIRE(first_largest(load_lanes(numbers)) == most);
    }
}

TEST_CASE("squared distances are those of the pairs named") {
  Batch<Row8> points;
  std::vector<Row8> places(10);
  Batch<std::uint32_t> which;
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = row(1'000 + i);
  for (std::size_t i = 0; i < batch_size; ++i) {
    points[i] = row(i);
    which[i] = static_cast<std::uint32_t>(i * 3 % 10);
  }
  Batch<float> distances;
  squared_distances(points, places, which, distances);
  for (std::size_t i = 0; i < batch_size; ++i) {
    Row8 squares;
    for (std::size_t k = 0; k < lane_count; ++k) {
      const float away = points[i][k] - places[which[i]][k];
      squares[k] = away * away;
    }
    REQUIRE(distances[i] == pairwise(squares));
  }
}

TEST_CASE("a short batch ends in copies of its last, and gives back only its own") {
  std::vector<int> column = {0, 1, 2, 3, 4, 5};
  Batch<int> batch;
  load(column, 2, 3, batch);
  CHECK(batch[0] == 2);
  CHECK(batch[2] == 4);
  CHECK(batch[63] == 4);
  batch.fill(9);
  store(batch, 2, 3, column);
  CHECK(column == std::vector<int>{0, 1, 9, 9, 9, 5});
}

TEST_CASE("all_lanes holds the number in every lane") { CHECK(sum(all_lanes(0.5f)) == 4.0f); }
