// A strategy is its levers: no number hangs on its name, and equal levers do equally well.
#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>

#include "models/ecosystem/measures/measures.h"
#include "tests/models/ecosystem/everything.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

constexpr int seeds = 40;
/// Two-sided 5 % shared out over the 12 comparisons below (Bonferroni): a world in which no strategy is
/// better fails this in at most one of twenty. Student's t with 39 degrees of freedom.
constexpr double critical = 3.07;

std::vector<Kind> alike(std::initializer_list<std::int64_t> counts) {
  std::vector<Kind> kinds;
  for (const std::int64_t count : counts)
    kinds.push_back(strategy(std::to_string(kinds.size()), count));
  return kinds;
}

/// Whether a column is of strategies rather than of the world: who is called what.
bool is_label(const Column& column) { return column.per == "strategy" || column.name == "kind"; }

std::uint64_t hash_without_labels(World& world) {
  State state;
  world.list(state);
  std::uint64_t hash = 0;
  for (const Column& column : state.columns())
    if (!is_label(column)) hash = hash_bytes(column.bytes(), hash);
  return hash;
}

/// For each strategy, the mean over the run of its market share and of its profit a month.
std::array<std::vector<double>, 2> shares_and_profits(const Setting& setting, int months) {
  World world = start(setting);
  const std::size_t kinds = setting.kinds.size();
  std::array<std::vector<double>, 2> means = {std::vector<double>(kinds),
                                              std::vector<double>(kinds)};
  for (int month = 0; month < months; ++month) {
    step(world);
    for (std::size_t f = 0; f < world.places(); ++f) {
      if (!world.is_there(f)) continue;
      const auto kind = static_cast<std::size_t>(world.firms.kind[f]);
      means[0][kind] += static_cast<double>(world.firms.customers[f]) / months;
      means[1][kind] += amount(world.firms.profit[f]) / months;
    }
  }
  return means;
}

double paired_t(const std::vector<double>& differences) {
  const double n = static_cast<double>(differences.size());
  double mean = 0, squares = 0;
  for (const double d : differences) mean += d / n;
  for (const double d : differences) squares += (d - mean) * (d - mean);
  return mean / std::sqrt(squares / (n - 1) / n);
}

/// The largest |t| of any difference in share or profit between two of four strategies, over 40
/// seeds of a small world(kinds, seed) in which they differ by what `levers_of_first` says of the first.
template <class World>
double largest_t(World world, Said levers_of_first) {
  std::array<std::array<std::vector<double>, 6>, 2> differences;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    std::vector<Kind> kinds = alike({6, 6, 6, 6});
    say(kinds[0].levers, levers_of_first);
    const auto means = shares_and_profits(world(kinds, seed), 60);
    for (std::size_t measure = 0; measure < 2; ++measure)
      for (std::size_t a = 0, pair = 0; a < 4; ++a)
        for (std::size_t b = a + 1; b < 4; ++b, ++pair)
          differences[measure][pair].push_back(means[measure][a] - means[measure][b]);
  }
  double largest = 0;
  for (const auto& measure : differences)
    for (const auto& pair : measure) largest = std::max(largest, std::abs(paired_t(pair)));
  return largest;
}

Setting standard_world(const std::vector<Kind>& kinds, std::uint64_t seed) {
  return setting(2'000, kinds, {}, seed);
}

/// Everything is on, and every strategy makes use of it.
Setting full_world(std::vector<Kind> kinds, std::uint64_t seed) {
  const Values open = preset("open", 1).levers;
  for (Kind& kind : kinds) kind.levers.insert(open.begin(), open.end());
  return everything(2'000, kinds, {}, seed);
}

}  // namespace

TEST_CASE("other names for the strategies change no bit, with everything on") {
  Setting named = everything(1'000, all_presets(4));
  World before = run(named, 36);
  const std::vector<std::string> names = {"facilitator", "open", "closed", ""};
  for (std::size_t k = 0; k < names.size(); ++k) named.kinds[k].name = names[k];
  World after = run(named, 36);
  CHECK(hash(before) == hash(after));
}

TEST_CASE("strategies with the same levers are one strategy, bit for bit") {
  const Said lively = {{"entry.rate", 0.02}, {"exit.hazard", 0.01}};
  World one = run(setting(1'000, alike({16}), lively), 60);
  World two = run(setting(1'000, alike({12, 4}), lively), 60);
  World four = run(setting(1'000, alike({1, 3, 5, 7}), lively), 60);
  CHECK(hash_without_labels(two) == hash_without_labels(one));
  CHECK(hash_without_labels(four) == hash_without_labels(one));
}

TEST_CASE("with equal levers no strategy is better than another beyond chance") {
  const double t = largest_t(standard_world, {});
  INFO("largest |t| of 12: " << t);
  CHECK(t < critical);
}

TEST_CASE("with equal levers and everything on no strategy is better than another beyond chance") {
  const double t = largest_t(full_world, {});
  INFO("largest |t| of 12: " << t);
  CHECK(t < critical);
}

TEST_CASE("with one lever apart the same comparison sees it") {
  CHECK(largest_t(standard_world, {{"conduct", 0.5}}) > critical);
  CHECK(largest_t(standard_world, {{"lock_in", 0.8}}) > critical);
  CHECK(largest_t(full_world, {{"conduct", 0.5}}) > critical);
}
