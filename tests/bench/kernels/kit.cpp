// What each of kit's fast pieces takes, for one item: a draw, a normal, a pick, ...
#include <vector>

#include "sim/kit/exact_sum.h"
#include "sim/kit/lanes.h"
#include "sim/kit/pick.h"
#include "sim/kit/random.h"
#include "tests/bench/kernels/items.h"

namespace {

using namespace permea;
using permea::bench::per_item;
using Words256 = std::array<std::uint32_t, 256>;

enum class Question : std::uint16_t { bench = 1 };

/// Additions that wait for one another: one a cycle, so this is the length of a cycle.
void cycle(benchmark::State& state) {
  constexpr std::size_t times = 1000;
  std::uint64_t sum = 0;
  for (auto _ : state)
    for (std::size_t i = 0; i < times; ++i) {
      sum += i;
      asm volatile("" : "+r"(sum));
    }
  per_item(state, times);
}
BENCHMARK(cycle);

void draw_one_by_one(benchmark::State& state) {
  const Chance chance(1, 2);
  std::uint64_t agent = 0;
  for (auto _ : state) benchmark::DoNotOptimize(chance.draw(Question::bench, agent++));
  per_item(state, 1);
}
BENCHMARK(draw_one_by_one);

void draws_together(benchmark::State& state) {
  const Chance chance(1, 2);
  Words256 words;
  std::uint64_t agent = 0;
  for (auto _ : state) {
    draw_words(chance, Question::bench, agent += 64, words);
    benchmark::DoNotOptimize(words);
  }
  per_item(state, words.size() / 4);
}
BENCHMARK(draws_together);

void normals_together(benchmark::State& state) {
  const Chance chance(1, 2);
  std::array<float, 512> numbers;
  std::uint64_t agent = 0;
  for (auto _ : state) {
    draw_normals(chance, Question::bench, agent += 128, numbers);
    benchmark::DoNotOptimize(numbers);
  }
  per_item(state, numbers.size());
}
BENCHMARK(normals_together);

void pick(benchmark::State& state) {
  std::vector<double> weights(static_cast<std::size_t>(state.range(0)));
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = 1.0 / static_cast<double>(i + 3);
  PickTable table;
  table.build(weights);
  Words256 words;
  draw_words(Chance(1, 2), Question::bench, 0, words);
  for (auto _ : state) {
    std::uint32_t sum = 0;
    for (std::uint32_t& word : words) sum += table.pick(word = word * 747796405u + 2891336453u);
    benchmark::DoNotOptimize(sum);
  }
  per_item(state, words.size());
}
BENCHMARK(pick)->Arg(60)->Arg(10'000);

void build_pick_table(benchmark::State& state) {
  const std::vector<double> weights(static_cast<std::size_t>(state.range(0)), 0.5);
  PickTable table;
  for (auto _ : state) table.build(weights);
  per_item(state, weights.size());
}
BENCHMARK(build_pick_table)->Arg(60);

void pick_places_of_a_block(benchmark::State& state) {
  const Chance chance(1, 2);
  std::vector<std::uint32_t> chosen;
  std::uint64_t block = 0;
  std::size_t items = 0;
  for (auto _ : state) {
    chosen.clear();
    pick_places(chance, Question::bench, block++, 1.0 / 12, block_size, 0, chosen);
    items += chosen.size();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(items));
}
BENCHMARK(pick_places_of_a_block);

void exact_sum_of_floats(benchmark::State& state) {
  const std::vector<float> values(65'536, 0.37f);
  for (auto _ : state) benchmark::DoNotOptimize(exact_mean(values));
  per_item(state, values.size());
}
BENCHMARK(exact_sum_of_floats);

void distances_in_eight_dimensions(benchmark::State& state) {
  Batch<Row8> points{};
  const std::vector<Row8> places(50);
  Batch<std::uint32_t> which;
  for (std::size_t i = 0; i < batch_size; ++i) which[i] = static_cast<std::uint32_t>(i * 7 % 50);
  Batch<float> distances;
  for (auto _ : state) {
    squared_distances(points, places, which, distances);
    benchmark::DoNotOptimize(distances);
  }
  per_item(state, batch_size);
}
BENCHMARK(distances_in_eight_dimensions);

/// What a customer asks of a firm: how well the best of its eight products suits, in eight dimensions; of
/// eight firms at once.
void best_of_eight_products(benchmark::State& state) {
  constexpr std::size_t firms = 60;
  std::vector<std::array<Row8, lane_count>> pull(firms);
  std::vector<Row8> at_zero(firms);
  Batch<Row8> needs{}, best;
  for (std::size_t f = 0; f < firms; ++f)
    for (std::size_t k = 0; k < lane_count; ++k)
      pull[f][k][f % lane_count] = static_cast<float>((f + k) % 7) * 0.25f;
  for (auto _ : state) {
    for (std::size_t i = 0; i < batch_size; ++i) {
      Lanes worth[lane_count];
      for (std::size_t n = 0; n < lane_count; ++n) {
        const std::size_t firm = (i + 7 * n) * 37 % firms;
        worth[n] = load_lanes(at_zero[firm]);
        for (std::size_t k = 0; k < lane_count; ++k)
          worth[n] += all_lanes(needs[i][k]) * load_lanes(pull[firm][k]);
      }
      store_lanes(best[i].data(), largest_of_each(worth));
    }
    benchmark::DoNotOptimize(best);
  }
  per_item(state, batch_size * lane_count);
}
BENCHMARK(best_of_eight_products);

void logit_among_five(benchmark::State& state) {
  std::array<Batch<float>, 5> utilities{};
  Batch<std::uint32_t> words{}, chosen;
  for (auto _ : state) {
    choose_by_logit(utilities, 0.3f, words, chosen);
    benchmark::DoNotOptimize(chosen);
  }
  per_item(state, batch_size);
}
BENCHMARK(logit_among_five);

}  // namespace
