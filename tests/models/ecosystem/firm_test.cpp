// What firms have in common at either end of the overlaps, and what tools do with and without practice.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "models/ecosystem/firm.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Share of links between firms of which `column` says the same.
double alike_along_links(const World& world, const std::vector<std::int32_t>& column) {
  double alike = 0, links = 0;
  for (std::size_t f = 0; f < world.places(); ++f)
    for (const std::uint32_t other : world.network.of(f)) {
      alike += column[f] == column[other];
      ++links;
    }
  return alike / links;
}

World with(Said parameters) { return start(setting(4'000, {strategy("firm", 400)}, parameters)); }

/// What leaks in a month to a firm that searches half of 40 neighbours and can attend to few of them, on
/// average over 200 months; all know more than it does.
double leaks_in(double tools, double practice, bool coded) {
  Kind kind = strategy("firm", 41, idle);
  say(kind.levers, {{"absorb", 1.0}, {"breadth", 0.5}, {"research", 0.1}});
  World world = start(quiet(1'000, {kind}, {{"firms.degree", 1000},
                                            {"knowledge.leak_lag", 0},
                                            {"knowledge.leak_anyway", 0.001},
                                            {"knowledge.attention", 8.0},
                                            {"knowledge.screening", 0.1},
                                            {"firms.tools_need_practice", coded}}));
  for (std::size_t f = 0; f < world.places(); ++f) {
    world.firms.know_how[f] = KnowHow::Constant(f == 0 ? 1.0 : 2.0);
    world.firms.revenue_smoothed[f] = 3 * world.scale;
    world.firms.levers[f].breadth = f == 0 ? 0.5 : 0;
  }
  world.firms.levers[0].tools = tools;
  world.firms.practised[0] = practice;
  double in = 0;
  for (int month = 0; month < 200; ++month) {
    ++world.month;
    leak(world);
    in += world.firms.knowledge_in[0] / 200;
    world.firms.know_how[0] = KnowHow::Constant(1);
  }
  return in;
}

}  // namespace

TEST_CASE("at full overlap in product all serve one segment, at none each any") {
  const World apart = with({{"firms.product_overlap", 0.0}}), close = with({{"firms.product_overlap", 1.0}});
  const auto& all = close.firms.home_segment;
  CHECK(alike_along_links(close, all) > 0.95);  // who is founded before any neighbour serves any
  CHECK(alike_along_links(apart, apart.firms.home_segment) == Approx(1.0 / 12).margin(0.02));
  const std::set<std::int32_t> served(apart.firms.home_segment.begin(), apart.firms.home_segment.end());
  CHECK(served.size() == 12);
}

TEST_CASE("half an overlap in product is half of the way to a neighbour's segment") {
  const World world = with({{"firms.product_overlap", 0.5}, {"firms.degree", 2}, {"firms.rewiring", 0.0}});
  // On a ring in order each follows the one before it: alike with 1/2 + 1/2 x 1/12, but for the last.
  CHECK(alike_along_links(world, world.firms.home_segment) == Approx(0.5 + 0.5 / 12).margin(0.08));
}

TEST_CASE("at full overlap in technology all have one home domain, at none each any") {
  const World apart = with({{"firms.technology_overlap", 0.0}});
  const World close = with({{"firms.technology_overlap", 1.0}});
  const World half = with({{"firms.technology_overlap", 0.5}});
  const auto share_of_first = [](const World& world) {
    const auto& home = world.firms.home_domain;
    return static_cast<double>(std::count(home.begin(), home.end(), 0)) / 400;
  };
  CHECK(share_of_first(close) == 1);
  CHECK(share_of_first(half) == Approx(0.5 + 0.5 / 4).margin(0.08));  // three standard errors
  CHECK(share_of_first(apart) == Approx(0.25).margin(0.07));
}

TEST_CASE("firms close in technology know more alike") {
  const auto spread = [](double overlap) {
    const World world = run(setting(2'000, {strategy("firm", 40)},
                                    {{"firms.technology_overlap", overlap}, {"entry.rate", 0.0},
                                     {"knowledge.decay", 0.2}, {"knowledge.noise", 0.0}}), 24);
    KnowHow mean = KnowHow::Zero(), squares = KnowHow::Zero();
    for (const KnowHow& share : world.firms.know_how) {
      mean += share / share.sum() / 40;
      squares += (share / share.sum()).square() / 40;
    }
    return (squares - mean.square()).sum();
  };
  CHECK(spread(1.0) < 0.2 * spread(0.0));
}

TEST_CASE("tools without practice bring in more than can be attended to, and so less is learned") {
  CHECK(leaks_in(1, 0, false) < 0.9 * leaks_in(0, 0, false));
}

TEST_CASE("tools with practice bring more, though no complementarity is coded") {
  CHECK(leaks_in(1, 1, false) / leaks_in(0, 1, false) > leaks_in(1, 0, false) / leaks_in(0, 0, false));
}

TEST_CASE("where complementarity is coded, tools without practice bring nothing in") {
  CHECK(leaks_in(1, 0, true) == leaks_in(0, 0, true));
  CHECK(leaks_in(1, 1, true) == leaks_in(1, 1, false));
  World world = with({{"firms.tools_need_practice", true}, {"firms.tools_gain", 2.0}});
  world.firms.levers[0].tools = 0.5;
  world.firms.practised[0] = 0.4;
  CHECK(what_tools_bring(world, 0) == Approx(1 + 2.0 * 0.5 * 0.4));
}
