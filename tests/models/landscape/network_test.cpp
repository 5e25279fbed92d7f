// Learning from others (Lazer & Friedman 2007) and with a partner.
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/models/landscape/try_out.h"

using namespace try_out;

namespace {

Parameters on(const char* shape) { return {{"network.shape", word(shape)}}; }

/// Mean scores of seeds 1, ..., after so many steps.
std::vector<double> scores(const char* shape, int steps, std::size_t seeds) {
  std::vector<double> scores;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed)
    scores.push_back(World(on(shape), seed).step(steps)["mean_score"]);
  return scores;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("arms are paired: a seed has the same landscape and start on every network") {
  const World path(on("path"), 9);
  for (const char* shape : {"complete", "ring", "shortcuts", "random", "none"}) {
    const World other(on(shape), 9);
    CHECK(other["highest_fitness"] == path["highest_fitness"]);
    CHECK(other["mean_score"] == path["mean_score"]);
  }
  CHECK(World(on("path"), 10)["highest_fitness"] != path["highest_fitness"]);
}

TEST_CASE("under another luck the landscape and the start are the same, and the search is not") {
  Parameters other = on("path");
  other["search.luck"] = whole(1);
  World path(on("path"), 9), same(on("path"), 9), elsewhere(other, 9);
  CHECK(elsewhere["highest_fitness"] == path["highest_fitness"]);
  CHECK(elsewhere.column("sum") == path.column("sum"));
  path.step(3);
  CHECK(same.step(3).column("sum") == path.column("sum"));
  CHECK(elsewhere.step(3).column("sum") != path.column("sum"));
}

TEST_CASE(
    "slow networks win in the long run, fast ones in the short, as Lazer and Friedman found") {
  constexpr std::size_t seeds = 150;
  const auto line = scores("path", 100, seeds), full = scores("complete", 100, seeds);
  const auto lattice = scores("ring", 100, seeds);
  CHECK(mean(line) ==
        Approx(0.865).margin(0.03 + 0.03));  // published range, and that of 150 landscapes
  CHECK(mean(lattice) == Approx(0.80).margin(0.03 + 0.03));
  CHECK(mean(full) == Approx(0.565).margin(0.03 + 0.06));
  CHECK(mean(scores("complete", 10, seeds)) > mean(scores("path", 10, seeds)) + 0.1);
  double won = 0;
  for (std::size_t s = 0; s < seeds; ++s) won += line[s] > full[s];
  CHECK(won / seeds ==
        Approx(0.845).margin(0.1));  // 3 standard errors of 150 and 1,000 landscapes: 0.095
}

TEST_CASE("where all see all, all hold the best form after a step, unless a search was better") {
  Parameters still = on("complete");
  still["search.local"] = word("none");
  World world(still, 3);
  const double best = world["best_fitness"];
  world.step();
  CHECK(world["distinct_forms"] == 1);
  CHECK(world["mean_fitness"] == Approx(best).epsilon(1e-12));
}

TEST_CASE("on a path the best form goes one organisation a step to either side") {
  Parameters still = on("path");
  still["search.local"] = word("none");
  World world(still, 4);
  const std::vector<double> sums = world.column("sum");
  for (std::ptrdiff_t step = 1; step <= 6; ++step) {
    const std::vector<double> now = world.step().column("sum");
    for (std::ptrdiff_t i = 0; i < 100; ++i)  // the best of all that are at most `step` away
      REQUIRE(now[static_cast<std::size_t>(i)] ==
              *std::max_element(sums.begin() + std::max<std::ptrdiff_t>(i - step, 0),
                                sums.begin() + std::min<std::ptrdiff_t>(i + step + 1, 100)));
  }
}

TEST_CASE("velocity is the share that looks, and errors change what is copied") {
  Parameters slow = on("complete");
  slow["search.local"] = word("none");
  slow["organisations.count"] = whole(2'000);
  slow["network.velocity"] = 0.3;
  CHECK(World(slow, 1).step()["moving"] == Approx(0.3).margin(0.041));  // 4 standard errors
  slow["network.velocity"] = 1.0;
  slow["network.error"] = 1.0;  // everything wrong: the same opposite form for all but the best
  CHECK(World(slow, 1).step()["distinct_forms"] == 2);
}

TEST_CASE("a partner of one mind is a second pair of hands, one without attributes nobody") {
  const Parameters closed = {{"network.shape", word("none")}};
  Parameters open = closed;
  open["partner.agreement"] = 1.0;
  CHECK(World(open, 1).step(20).hash() == World(closed, 1).step(20).hash());
  open["partner.attributes"] = whole(10);
  World world(open, 1);
  for (double before = 0; const int step : {1, 10, 200, 400}) {
    const double now = world.step(step)["mean_fitness"];
    CHECK(now >= before);
    before = now;
  }
  world.change({{"network.shape", word("none")}, {"search.local", word("best")}}, 1);
  world.step();
  CHECK(world["moving"] == 0);  // together they end on a peak of the whole
}

TEST_CASE("a partner of its own mind serves its own goal, at the organisation's cost") {
  Parameters open = {{"network.shape", word("none")}, {"partner.attributes", whole(10)}};
  const auto after = [&](double agreement, const char* observable) {
    open["partner.agreement"] = agreement;
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) sum += World(open, seed).step(200)[observable];
    return sum / 20;
  };
  CHECK(after(0, "mean_partner_fitness") > after(1, "mean_partner_fitness") + 0.05);
  CHECK(after(0, "mean_fitness") < after(1, "mean_fitness") - 0.03);
}

TEST_CASE("any number of threads gives the same bits") {
  Parameters all = on("random");
  all["organisations.count"] = whole(9'000);
  all["network.probability"] = 0.001;
  all["network.error"] = 0.01;
  all["selection.on"] = true;
  all["search.jumps"] = true;
  all["partner.attributes"] = whole(5);
  const std::uint64_t one = World(all, 1).step(4).hash();
  for (const int threads : {2, 3, 8}) CHECK(World(all, 1, threads).step(4).hash() == one);
  CHECK(World(all, 2).step(4).hash() != one);
}

TEST_CASE("what cannot be is refused, naming the parameter") {
  const auto refusal = [](const Parameters& parameters) -> std::string {
    const auto problems = World::model().problems(setting(parameters));
    return problems.empty() ? "" : problems[0].message.substr(0, problems[0].message.find(':'));
  };
  CHECK(refusal({}) == "");
  CHECK(refusal({{"landscape.attributes", whole(5)}}) == "landscape.others");
  CHECK(refusal({{"partner.attributes", whole(21)}}) == "partner.attributes");
  CHECK(refusal({{"landscape.attributes", whole(96)}}) == "landscape.census");
  CHECK(refusal({{"landscape.attributes", whole(21)}, {"landscape.census", word("all")}}) ==
        "landscape.census");
  CHECK(refusal({{"landscape.others", whole(19)}}) == "landscape.census");
  CHECK(refusal({{"network.shape", word("ring")}, {"network.degree", whole(3)}}) ==
        "network.degree");
  CHECK(refusal({{"network.shape", word("ring")}, {"organisations.count", whole(4)}}) ==
        "network.degree");
  CHECK(refusal({{"network.shape", word("shortcuts")}, {"network.shortcuts", whole(9'999)}}) ==
        "network.shortcuts");
  CHECK(refusal({{"organisations.count", whole(20'000)}}) == "network.shape");
  CHECK(refusal({{"search.local", word("sideways")}}) == "search.local");
}

TEST_CASE("one organisation, one attribute, no others: the smallest world runs") {
  Parameters smallest = {{"landscape.attributes", whole(1)}, {"landscape.others", whole(0)},
                         {"organisations.count", whole(1)},  {"selection.on", true},
                         {"landscape.census", word("all")},  {"search.jumps", true}};
  World world(smallest, 1);
  world.step(3);
  CHECK(world["mean_fitness"] == world["highest_fitness"]);
  CHECK(world["mean_score"] == 1);
  smallest["partner.attributes"] = whole(1);
  CHECK_NOTHROW(World(smallest, 1).step(3));
}
