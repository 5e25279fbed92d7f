// What organisations do on the landscape, against the papers that the model follows.
#include <catch2/catch.hpp>

#include <cmath>
#include <utility>

#include "tests/models/landscape/try_out.h"

using namespace try_out;

namespace {

const Parameters lonely = {{"network.shape", word("none")}, {"landscape.census", word("none")}};

/// `more` beside `base`, and instead of it.
Parameters with(Parameters more, const Parameters& base = lonely) {
  more.insert(base.begin(), base.end());
  return more;
}

Parameters kauffman(std::int64_t attributes, std::int64_t others) {
  return with({{"landscape.attributes", whole(attributes)},
               {"landscape.others", whole(others)},
               {"landscape.dependencies", word("nearest")},
               {"search.local", word("in_random_order")}});
}

Parameters levinthal(std::int64_t others, const char* local) {
  return with({{"landscape.attributes", whole(10)},
               {"landscape.others", whole(others)},
               {"landscape.dependencies", word("successive")},
               {"search.local", word(local)}});
}

/// Mean of an observable after so many steps, over seeds 1, ..., `seeds`, and its standard error.
std::pair<double, double> mean(const Parameters& parameters, int steps, int seeds,
                               const char* observable) {
  double sum = 0, squares = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    World world(parameters, static_cast<std::uint64_t>(seed));
    const double x = world.step(steps)[observable];
    sum += x;
    squares += x * x;
  }
  const double mean = sum / seeds;
  return {mean, std::sqrt(std::max(squares / seeds - mean * mean, 0.0) / seeds)};
}

}  // namespace

TEST_CASE("random adaptive walks without others take N/2 steps to the highest form") {
  Parameters walk = kauffman(16, 0);
  walk["landscape.census"] = word("highest");
  walk["organisations.count"] = whole(1'000);
  World world(walk, 1);
  world.step(16);
  CHECK(world["distinct_forms"] == 1);
  CHECK(world["mean_fitness"] == Approx(world["highest_fitness"]).epsilon(1e-12));
  CHECK(std::abs(world["mean_moves"] - 8) < 4 * std::sqrt(16 * 0.25 / 1'000));
}

TEST_CASE("random adaptive walks end as high and as soon as Kauffman's") {
  const auto walk = kauffman(16, 4);
  const auto [fitness, error] = mean(walk, 30, 80, "mean_fitness");
  CHECK(std::abs(fitness - 0.7006) < 4 * error);
  CHECK(error < 0.004);
  const auto [moves, error_of_moves] = mean(walk, 30, 80, "mean_moves");
  CHECK(std::abs(moves - 6.08) < 4 * error_of_moves);
  CHECK(mean(walk, 30, 3, "moving").first == 0);
}

TEST_CASE("a wide landscape that no memory could hold is walked too") {
  Parameters walk = kauffman(96, 48);
  walk["organisations.count"] = whole(40);
  const auto [fitness, error] = mean(walk, 30, 2, "mean_fitness");
  CHECK(fitness == Approx(0.6133).margin(0.012));  // 80 walks whose ends spread by about 0.02
}

TEST_CASE("forms at the start are as many as chance has it") {
  const auto [forms, error] = mean(levinthal(1, "in_order"), 0, 100, "distinct_forms");
  CHECK(std::abs(forms - 1024 * (1 - std::pow(1 - 1.0 / 1024, 100))) < 4 * error);  // 95.32
}

TEST_CASE("local search in a fixed order leaves as many forms as Levinthal found") {
  CHECK(mean(levinthal(0, "in_order"), 20, 20, "distinct_forms").first == 1);
  const auto [forms, error] = mean(levinthal(5, "in_order"), 30, 100, "distinct_forms");
  CHECK(std::abs(forms - 27.2) < 4 * error * std::sqrt(2));  // the paper too has 100 landscapes
}

TEST_CASE("a random order leaves more forms than a fixed one") {
  const auto [fixed, error] = mean(levinthal(5, "in_order"), 30, 60, "distinct_forms");
  CHECK(mean(levinthal(5, "in_random_order"), 30, 60, "distinct_forms").first > fixed + 1);
}

TEST_CASE("selection alone leaves as many forms as Levinthal found") {
  for (const auto& [others, expected] : {std::pair(0, 8.9), std::pair(1, 6.9), std::pair(5, 5.3)}) {
    Parameters selection = levinthal(others, "none");
    selection["selection.on"] = true;
    const auto [forms, error] = mean(selection, 48, 100, "distinct_forms");
    INFO("K = " << others);
    CHECK(std::abs(forms - expected) < 4 * error * std::sqrt(2));
  }
}

TEST_CASE("long jumps alone find better forms ever more rarely") {
  // The best of t + 1 independent forms: moves are records, whose expected number is the harmonic
  // one.
  Parameters jumping = kauffman(16, 15);
  jumping["search.local"] = word("none");
  jumping["search.jumps"] = true;
  jumping["organisations.count"] = whole(2'000);
  double records = 0, variance = 0;
  for (int t = 2; t <= 21; ++t) {
    records += 1.0 / t;
    variance += 1.0 / t * (1 - 1.0 / t);
  }
  World world(jumping, 1);
  CHECK(std::abs(world.step(20)["mean_moves"] - records) < 4 * std::sqrt(variance / 2'000));
}

TEST_CASE("the best neighbour one attribute away is the best of all") {
  World best(with({{"search.local", word("best")}}), 1),
      any(with({{"search.local", word("in_order")}}), 1);
  best.step();
  any.step();
  const auto best_sums = best.column("sum"), any_sums = any.column("sum");
  for (std::size_t i = 0; i < 100; ++i) REQUIRE(best_sums[i] >= any_sums[i]);
  CHECK(best["mean_fitness"] > any["mean_fitness"]);
}

TEST_CASE("local search never loses, and stops on a peak") {
  World world(with({{"search.local", word("one_try")}}), 2);
  double before = world["mean_fitness"];
  for (int step = 0; step < 300; ++step) {
    const double now = world.step()["mean_fitness"];
    REQUIRE(now >= before);
    before = now;
  }
  world.change(with({{"search.local", word("best")}}), 2);
  world.step();
  CHECK(world["moving"] == 0);  // one by one every attribute has been tried: nothing is better
}
