// What a review cannot do without beside what sim/kit does for it, each in a loop of its own: reading and
// changing customers where they lie, booking moves, answering how one is treated.
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"
#include "sim/kit/random.h"
#include "tests/bench/kernels/items.h"

namespace {

using namespace permea;
using permea::bench::per_item;

enum class Question : std::uint16_t { bench = 2 };

/// What the rows of 10^6 customers take.
constexpr std::size_t bytes_of_customers = 32'000'000;

std::vector<std::uint32_t> some_words(std::size_t count) {
  std::vector<std::uint32_t> words(4 * ((count + 3) / 4));
  draw_words(Chance(1, 2), Question::bench, 0, words);
  words.resize(count);
  return words;
}

/// Memory, read from one end to the other: the time of a byte.
void bytes_read(benchmark::State& state) {
  const std::vector<std::uint64_t> memory(bytes_of_customers / sizeof(std::uint64_t), 1);
  for (auto _ : state) {
    std::uint64_t sum = 0;
    for (const std::uint64_t word : memory) sum += word;
    benchmark::DoNotOptimize(sum);
  }
  per_item(state, bytes_of_customers);
}
BENCHMARK(bytes_read);

/// The same, read and written back.
void bytes_changed(benchmark::State& state) {
  std::vector<std::uint64_t> memory(bytes_of_customers / sizeof(std::uint64_t), 1);
  for (auto _ : state) {
    for (std::uint64_t& word : memory) ++word;
    benchmark::ClobberMemory();
  }
  per_item(state, bytes_of_customers);
}
BENCHMARK(bytes_changed);

/// A customer's row, one in twelve of 10^6, asked for 32 rows ahead, read and changed.
void row_read_and_changed(benchmark::State& state) {
  struct alignas(32) Row : std::array<std::uint32_t, 8> {};
  constexpr std::size_t ahead = 32;
  std::vector<Row> rows(bytes_of_customers / sizeof(Row));
  std::vector<std::uint32_t> chosen;
  for (std::size_t first = 0; first + block_size <= rows.size(); first += block_size)
    pick_places(Chance(1, 2), Question::bench, first, 1.0 / 12, block_size,
                static_cast<std::uint32_t>(first), chosen);
  for (auto _ : state) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
      __builtin_prefetch(&rows[chosen[std::min(i + ahead, chosen.size() - 1)]], 1);
      Row& row = rows[chosen[i]];
      for (std::size_t k = 0; k < 4; ++k) sum += row[k];
      row[4] = sum;
    }
    benchmark::DoNotOptimize(sum);
  }
  per_item(state, chosen.size());
}
BENCHMARK(row_read_and_changed);

/// A customer moves between two of 480 products: how many there are, their needs and the squares of those.
void move_between_products(benchmark::State& state) {
  struct Cell {
    std::int64_t count = 0;
    std::array<std::int64_t, 8> sum{};
    std::int64_t squares = 0;
  };
  struct Move {
    std::uint32_t from, to;
    std::array<std::int16_t, 8> need;
  };
  std::vector<Cell> cells(480);
  std::vector<Move> moves(4096);
  const auto words = some_words(2 * moves.size());
  for (std::size_t m = 0; m < moves.size(); ++m) {
    moves[m] = {below(480, words[2 * m]), below(480, words[2 * m + 1]), {}};
    for (std::size_t k = 0; k < 8; ++k) moves[m].need[k] = static_cast<std::int16_t>(words[m] >> k);
  }
  const auto add = [](Cell& cell, const std::array<std::int16_t, 8>& need, std::int64_t sign,
                      std::int64_t squares) {
    cell.count += sign;
    for (std::size_t k = 0; k < 8; ++k) cell.sum[k] += sign * need[k];
    cell.squares += sign * squares;
  };
  for (auto _ : state) {
    for (const Move& move : moves) {
      std::int32_t squares = 0;
      for (std::size_t k = 0; k < 8; ++k) squares += (move.need[k] * move.need[k]) >> 3;
      add(cells[move.from], move.need, -1, squares);
      add(cells[move.to], move.need, 1, squares);
    }
    benchmark::ClobberMemory();
  }
  per_item(state, moves.size());
}
BENCHMARK(move_between_products);

/// Which of eight products is worth most.
void best_product_found(benchmark::State& state) {
  std::vector<Row8> worths(1024);
  const auto words = some_words(8 * worths.size());
  for (std::size_t i = 0; i < worths.size(); ++i)
    for (std::size_t k = 0; k < lane_count; ++k) worths[i][k] = uniform_float(words[8 * i + k]);
  for (auto _ : state) {
    std::uint32_t sum = 0;
    for (const Row8& worth : worths) sum += first_largest(load_lanes(worth));
    benchmark::DoNotOptimize(sum);
  }
  per_item(state, worths.size());
}
BENCHMARK(best_product_found);

/// A customer's openness follows how its firm, one of 60, treats it, and is booked there; then whether it joins.
void treatment_answered(benchmark::State& state) {
  struct alignas(64) Sums {
    std::int64_t openness = 0;
  };
  constexpr std::size_t customers = 1024;
  std::vector<Sums> sums(60);
  std::array<double, 60> treatment, invitation;
  treatment.fill(0.4);
  invitation.fill(0.01);
  std::vector<std::uint16_t> openness(customers, 1 << 15);
  const auto words = some_words(3 * customers);
  for (auto _ : state) {
    std::uint32_t joining = 0;
    for (std::size_t i = 0; i < customers; ++i) {
      const std::uint32_t from = below(60, words[i]), to = below(60, words[customers + i]);
      const double now = openness[i] * 0x1p-16;
      const double then = now + 0.2 * (treatment[to] - now);
      sums[from].openness -= openness[i];
      openness[i] = static_cast<std::uint16_t>(std::min(then * 0x1p16, 65535.0));
      sums[to].openness += openness[i];
      joining += happens(invitation[to] * then, words[2 * customers + i]);
    }
    benchmark::DoNotOptimize(joining);
    benchmark::ClobberMemory();
  }
  per_item(state, customers);
}
BENCHMARK(treatment_answered);

void exponentials_together(benchmark::State& state) {
  std::array<double, 512> numbers;
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = -0.01 * static_cast<double>(i);
  for (auto _ : state) {
    auto powers = numbers;
    for (double& number : powers) number = elementary::exp(number);
    benchmark::DoNotOptimize(powers);
  }
  per_item(state, numbers.size());
}
BENCHMARK(exponentials_together);

}  // namespace
