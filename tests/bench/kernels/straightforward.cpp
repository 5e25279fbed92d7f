// The work of kit's kernels as one would first write it: the standard library's generator, distributions and
// searches, one item after the other.
#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "tests/bench/kernels/items.h"

namespace {

using permea::bench::per_item;
using Point = std::array<float, 8>;

/// Four words.
void straightforward_draw(benchmark::State& state) {
  std::mt19937 random(1);
  for (auto _ : state)
    for (int word = 0; word < 4; ++word) benchmark::DoNotOptimize(random());
  per_item(state, 1);
}
BENCHMARK(straightforward_draw);

void straightforward_normal(benchmark::State& state) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  for (auto _ : state) benchmark::DoNotOptimize(normal(random));
  per_item(state, 1);
}
BENCHMARK(straightforward_normal);

/// Among five: the best once each has met a taste shock.
void straightforward_choice(benchmark::State& state) {
  std::mt19937 random(1);
  std::extreme_value_distribution<float> shock(0.0f, 0.3f);
  std::array<float, 5> utilities{};
  for (auto _ : state) {
    benchmark::DoNotOptimize(utilities);
    std::size_t chosen = 0;
    float best = -std::numeric_limits<float>::infinity();
    for (std::size_t o = 0; o < utilities.size(); ++o) {
      const float utility = utilities[o] + shock(random);
      if (utility > best) {
        best = utility;
        chosen = o;
      }
    }
    benchmark::DoNotOptimize(chosen);
  }
  per_item(state, 1);
}
BENCHMARK(straightforward_choice);

void straightforward_distance(benchmark::State& state) {
  const std::vector<Point> points(64), places(50);
  std::vector<std::size_t> which(points.size());
  for (std::size_t i = 0; i < which.size(); ++i) which[i] = i * 7 % places.size();
  std::vector<float> distances(points.size());
  for (auto _ : state) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Point& place = places[which[i]];
      float sum = 0;
      for (std::size_t k = 0; k < place.size(); ++k)
        sum += (points[i][k] - place[k]) * (points[i][k] - place[k]);
      distances[i] = sum;
    }
    benchmark::DoNotOptimize(distances.data());
    benchmark::ClobberMemory();
  }
  per_item(state, points.size());
}
BENCHMARK(straightforward_distance);

/// Neither exact nor the same in another order.
void straightforward_sum(benchmark::State& state) {
  const std::vector<float> values(65'536, 0.37f);
  for (auto _ : state) benchmark::DoNotOptimize(std::accumulate(values.begin(), values.end(), 0.0));
  per_item(state, values.size());
}
BENCHMARK(straightforward_sum);

/// By halves in the cumulated weights of kit.cpp's pick.
void straightforward_pick(benchmark::State& state) {
  std::vector<double> ends(static_cast<std::size_t>(state.range(0)));
  for (std::size_t i = 0; i < ends.size(); ++i)
    ends[i] = (i == 0 ? 0.0 : ends[i - 1]) + 1.0 / static_cast<double>(i + 3);
  std::uint32_t word = 1;
  for (auto _ : state) {
    word = word * 747796405u + 2891336453u;
    const double aim = word * 0x1p-32 * ends.back();
    benchmark::DoNotOptimize(std::upper_bound(ends.begin(), ends.end(), aim));
  }
  per_item(state, 1);
}
BENCHMARK(straightforward_pick)->Arg(60)->Arg(10'000);

}  // namespace
