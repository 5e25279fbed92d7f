// Designs have the structure that their names promise, and the same points every time.
#include "sim/run/scenario/sweep/design.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

using namespace permea;

namespace {

/// Whether dimension d has one point in each of as many slices as there are points.
bool has_one_in_each_slice(const CubePoints& points, std::size_t d) {
  std::set<int> slices;
  for (const auto& point : points)
    slices.insert(static_cast<int>(point[d] * static_cast<double>(points.size())));
  return slices.size() == points.size();
}

bool within_cube(const CubePoints& points) {
  return std::all_of(points.begin(), points.end(), [](const auto& point) {
    return std::all_of(point.begin(), point.end(), [](double x) { return x >= 0 && x <= 1; });
  });
}

double nearest(const CubePoints& points) {
  double least = 1e9;
  for (std::size_t p = 0; p < points.size(); ++p)
    for (std::size_t q = 0; q < p; ++q) {
      double square = 0;
      for (std::size_t d = 0; d < points[p].size(); ++d)
        square += std::pow(points[p][d] - points[q][d], 2);
      least = std::min(least, std::sqrt(square));
    }
  return least;
}

/// Error of the mean of x1 x2 ... xd against 2^-d.
double error_of_product(const CubePoints& points) {
  double sum = 0;
  for (const auto& point : points) {
    double product = 1;
    for (const double x : point) product *= x;
    sum += product;
  }
  return std::abs(sum / static_cast<double>(points.size()) -
                  std::pow(0.5, static_cast<double>(points[0].size())));
}

}  // namespace

TEST_CASE("a Latin hypercube has one point in each slice of each dimension") {
  const CubePoints points = latin_hypercube(50, 7, 1);
  REQUIRE(points.size() == 50);
  for (std::size_t d = 0; d < 7; ++d) CHECK(has_one_in_each_slice(points, d));
  CHECK(within_cube(points));
}

TEST_CASE("its nearest two points are farther apart than those of hypercubes drawn once") {
  std::mt19937_64 words(1);
  double once = 0, chosen = 0;
  for (std::uint64_t sample = 1; sample <= 20; ++sample) {
    CubePoints points(20, std::vector<double>(2));
    for (std::size_t d = 0; d < 2; ++d) {
      std::vector<double> slices(20);
      std::iota(slices.begin(), slices.end(), 0.5);
      std::shuffle(slices.begin(), slices.end(), words);
      for (std::size_t p = 0; p < 20; ++p) points[p][d] = slices[p] / 20;
    }
    once += nearest(points);
    chosen += nearest(latin_hypercube(20, 2, sample));
  }
  CHECK(chosen > 1.5 * once);
}

TEST_CASE("scrambled Sobol points are a net: every dyadic box of a plane has its share") {
  const CubePoints points = sobol(64, 2, 5);
  for (const int rows : {1, 2, 4, 8, 16, 32, 64}) {
    std::set<std::pair<int, int>> boxes;
    for (const auto& point : points)
      boxes.insert({static_cast<int>(point[0] * rows), static_cast<int>(point[1] * (64 / rows))});
    CHECK(boxes.size() == 64);
  }
  CHECK(within_cube(points));
}

TEST_CASE("Sobol points integrate better than chance, and another sample gives another estimate") {
  CHECK(error_of_product(sobol(1024, 6, 1)) < 0.001);  // at random: .0024 on average
  CHECK(error_of_product(sobol(1024, 6, 1)) != error_of_product(sobol(1024, 6, 2)));
}

TEST_CASE("Sobol points reach as many dimensions as are promised") {
  const CubePoints points = sobol(4, sobol_dimensions, 1);
  CHECK(within_cube(points));
  CHECK(points[1][sobol_dimensions - 1] != points[2][sobol_dimensions - 1]);
}

TEST_CASE("a trajectory of Morris moves one dimension at a time, each once, by the same distance") {
  constexpr std::size_t dimensions = 5, levels = 4;
  const CubePoints points = morris(10, dimensions, levels, 3);
  REQUIRE(points.size() == 10 * (dimensions + 1));
  for (std::size_t t = 0; t < 10; ++t) {
    std::set<std::size_t> moved;
    for (std::size_t k = 1; k <= dimensions; ++k)
      for (std::size_t d = 0; d < dimensions; ++d) {
        const double by = points[t * 6 + k][d] - points[t * 6 + k - 1][d];
        if (by == 0) continue;
        moved.insert(d);
        CHECK(std::abs(by) == Approx(2.0 / 3));
      }
    CHECK(moved.size() == dimensions);
  }
  CHECK(within_cube(points));
}

TEST_CASE("trajectories start on every level, as often up as down") {
  std::array<int, 4> starts{};
  for (const auto& point : morris(400, 1, 4, 1)) ++starts[static_cast<std::size_t>(point[0] * 3 + 0.5)];
  for (const int count : starts) CHECK(count == Approx(200).margin(45));
}

TEST_CASE("Saltelli's blocks are A, A with one coordinate of B each, and B") {
  constexpr std::size_t dimensions = 3;
  const CubePoints points = saltelli(8, dimensions, 1);
  REQUIRE(points.size() == 8 * (dimensions + 2));
  for (std::size_t j = 0; j < 8; ++j) {
    const auto& a = points[j * 5];
    const auto& b = points[j * 5 + 4];
    for (std::size_t i = 0; i < dimensions; ++i)
      for (std::size_t d = 0; d < dimensions; ++d)
        CHECK(points[j * 5 + 1 + i][d] == (d == i ? b[d] : a[d]));
  }
}

TEST_CASE("the same sample is the same points, another sample others") {
  CHECK(latin_hypercube(9, 3, 4) == latin_hypercube(9, 3, 4));
  CHECK(latin_hypercube(9, 3, 4) != latin_hypercube(9, 3, 5));
  CHECK(morris(3, 4, 4, 1) != morris(3, 4, 4, 2));
  CHECK(sobol(3, 4, 1) == sobol(3, 4, 1));
}
