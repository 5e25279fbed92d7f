// What is observed adds up, and means what it says.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/measures/measures.h"
#include "models/ecosystem/measures/openness.h"
#include "models/ecosystem/measures/ranks.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// The values of an observable; `width` of its own dimensions.
std::vector<double> observed(const World& world, const std::string& name, std::size_t width = 1) {
  const Observables<World> all = observables();
  for (const auto& entry : all.entries()) {
    if (entry.row.name != name) continue;
    const std::size_t kinds = entry.row.grouped ? world.kinds() + (entry.row.overall ? 1 : 0) : 1;
    std::vector<double> out(kinds * width);
    entry.look(world, out);
    return out;
  }
  FAIL("no observable " + name);
  return {};
}

/// A market in which firms grow, change, come and go.
Setting lively() {
  return setting(1'200, all_presets(4),
                 {{"entry.rate", 0.03},
                  {"entry.imitation", 0.5},
                  {"entry.mutation", 0.1},
                  {"exit.hazard", 0.02},
                  {"transform.hazard", 0.1},
                  {"market.review_rate", 0.2}});
}

}  // namespace

TEST_CASE("selection, change, entry and exit are all that moves mean openness") {
  World world = start(lively());
  double moved[4] = {};
  for (int month = 0; month < 120; ++month) {
    const double before = openness_mean(world);
    step(world);
    const OpennessChange& change = world.openness;
    const double sum = change.selection + change.within + change.entry + change.exit;
    REQUIRE(sum == Approx(openness_mean(world) - before).margin(1e-12));
    const double terms[4] = {change.selection, change.within, change.entry, change.exit};
    for (int t = 0; t < 4; ++t) moved[t] += std::abs(terms[t]);
  }
  for (const double term : moved) CHECK(term > 1e-3);
}

TEST_CASE("without change of levers nothing is within, without exits nothing is by exit") {
  World world = run(setting(1'200, all_presets(4), {{"exit.patience", 120}, {"exit.grace", 120}}), 12);
  CHECK(world.openness.within == Approx(0).margin(1e-15));
  CHECK(world.openness.exit == 0);
}

TEST_CASE("rank turnover is 0 for the same order, 1 on average for any") {
  World world = start(quiet(800, {strategy("a", 5)}));
  world.firms.past_customers = {1, 2, 3, 4, 5};
  world.firms.customers = {10, 20, 30, 40, 50};
  compare_ranks(world);
  CHECK(world.rank_turnover == 0);
  std::vector<std::int64_t> order = {1, 2, 3, 4, 5};
  double sum = 0, orders = 0;
  do {
    world.firms.past_customers = {1, 2, 3, 4, 5};
    world.firms.customers = order;
    compare_ranks(world);
    sum += world.rank_turnover;
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  CHECK(sum / orders == Approx(1));
}

TEST_CASE("shares by segment add up to market shares") {
  const World world = run(lively(), 24);
  const std::size_t segments = world.centres.size();
  const auto shares = observed(world, "market_share");
  const auto by_segment = observed(world, "market_share_by_segment", segments);
  for (std::size_t kind = 0; kind < world.kinds(); ++kind) {
    double customers = 0;
    for (std::size_t m = 0; m < segments; ++m)
      customers += by_segment[kind * segments + m] * static_cast<double>(world.segment_size(m));
    CHECK(customers == Approx(shares[kind] * 1'200));
  }
}

TEST_CASE("reciprocity is 1 where all give what they get, and falls where they do not") {
  World world = start(setting(600, {strategy("a", 8), strategy("b", 8, {{"reveal_rivals", 0.9}})}));
  const double unlike = observed(world, "reciprocity")[0];
  CHECK(unlike < 0.2);
  for (std::size_t f = 0; f < world.places(); ++f)
    for (std::uint32_t edge = world.network.first[f]; edge < world.network.first[f + 1]; ++edge)
      world.gifts[edge] = static_cast<double>(f * world.network.neighbours[edge]);
  CHECK(observed(world, "reciprocity")[0] == Approx(1));
}

TEST_CASE("what a customer is worth counts what listening to it costs") {
  const World world = run(setting(600, {strategy("a", 1, {{"listen", 1.0}, {"tools", 1.0}})}), 6);
  const Firms& firms = world.firms;
  const double listening = firms.spent[0][static_cast<std::size_t>(Purpose::listening)] /
                           static_cast<double>(firms.customers[0]);
  const double leaves = 1 - firms.stay_sum[0] / firms.stay_count[0];
  const double margin = firms.price[0] - unit_cost(world, 0) - listening;
  CHECK(observed(world, "customer_value")[0] ==
        Approx(margin / (world.rules->discount + world.rules->review_rate * leaves)));
}

TEST_CASE("entrants and units are counted as such") {
  World world = start(setting(600, {strategy("a", 4), strategy("b", 4)}, {{"entry.rate", 0.2}}));
  CHECK(observed(world, "entrant_share") == std::vector<double>{0, 0});
  CHECK(observed(world, "units") == std::vector<double>{0, 0});
  for (int month = 0; month < 36; ++month) step(world);
  const auto shares = observed(world, "entrant_share"), all = observed(world, "market_share");
  CHECK(shares[0] + shares[1] > 0.05);
  CHECK(shares[0] < all[0]);
  world.firms.parent[0] = world.firms.id[1];
  const auto units = observed(world, "units");
  CHECK(units[0] + units[1] == 1);
}

TEST_CASE("rates of exit and net entry are of the firms that a month begins with") {
  World world = start(lively());
  double exits = 0, entries = 0;
  for (int month = 0; month < 60; ++month) {
    const auto before = static_cast<double>(world.live_firms());
    step(world);
    const double left = observed(world, "exit_rate").back() * before;
    CHECK(left == Approx(observed(world, "exits").back()).margin(1e-9));
    const double net = observed(world, "net_entry_rate").back() * before;
    CHECK(net == Approx(static_cast<double>(world.live_firms()) - before).margin(1e-9));
    exits += left;
    entries += net + left;
  }
  CHECK(exits > 1);
  CHECK(entries > 1);
}

TEST_CASE("as many of members' ideas are realised as products of theirs are launched") {
  Setting inviting = lively();
  for (Kind& kind : inviting.kinds) say(kind.levers, {{"codesign_ideation", 1.0}});
  say(inviting.parameters, {{"design.idea_rate", 0.5}, {"community.join", 1.0}, {"community.idea_share", 1.0},
                            {"exit.hazard", 0.0}, {"exit.patience", 120}, {"exit.grace", 120}});
  World world = start(inviting);
  double ideas = 0, launches = 0;
  for (int month = 0; month < 60; ++month) {
    step(world);
    for (std::size_t kind = 0; kind < world.kinds(); ++kind) {
      ideas += observed(world, "ideas")[kind];
      launches += observed(world, "customer_launches")[kind];
    }
  }
  REQUIRE(launches > 0);
  CHECK(observed(world, "ideas_realised").back() == Approx(launches / ideas));
}
