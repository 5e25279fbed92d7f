// Demand shifts, and new customers come, when a scenario says so and not before.
#include <catch2/catch.hpp>

#include <cmath>

#include "models/ecosystem/design/projects.h"
#include "models/ecosystem/market.h"
#include "tests/models/ecosystem/invariants.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

Setting with_newcomers(Said parameters) {
  Setting later = setting(2'000, all_presets(2), {{"needs.newcomers", 0.2}, {"needs.segments", 4}});
  say(later.parameters, parameters);
  return later;
}

std::int64_t supplied(const World& world, std::size_t segment) {
  return static_cast<std::int64_t>(world.segment_size(segment)) - world.unsupplied[segment];
}

}  // namespace

TEST_CASE("demand shifts by the distance, all of it the same way, when the change takes force") {
  const Setting before = setting(400, all_presets(1), {{"needs.shifted", 0.5}});
  World world = run(before, 3);
  const std::vector<Position> centres = world.centres;
  Setting after = before;
  say(after.parameters, {{"needs.shift", 1.5}});
  change(world, after);
  const Position way = world.centres[0] - centres[0];
  CHECK(std::sqrt(way.square().mean()) == Approx(1.5));
  for (std::size_t m = 0; m < 12; ++m) {
    const Position moved = world.centres[m] - centres[m];
    CHECK((moved - (m < 6 ? way : Position(Position::Zero()))).abs().maxCoeff() < 1e-12);
  }
  change(world, before);
  for (std::size_t m = 0; m < 12; ++m)
    CHECK((world.centres[m] - centres[m]).abs().maxCoeff() < 1e-12);
}

TEST_CASE("newcomers have a segment of their own, and every customer is in one") {
  const World world = start(with_newcomers({}));
  REQUIRE(world.centres.size() == 5);
  CHECK(world.segment_size(4) == 400);
  CHECK(world.segment_first(5) == 2'000);
  for (std::size_t m = 0; m < 4; ++m) CHECK(world.segment_size(m) == 400);
  for (const std::uint64_t i : {0u, 399u, 400u, 1'599u, 1'600u, 1'999u})
    CHECK(world.segment_of(i) == i / 400);
}

TEST_CASE("newcomers choose nobody before they come, and some do after") {
  const Setting before = with_newcomers({{"market.review_rate", 0.5}});
  World world = start(before);
  for (int month = 0; month < 12; ++month) {
    step(world);
    REQUIRE(supplied(world, 4) == 0);
  }
  Setting after = before;
  say(after.parameters, {{"needs.newcomers_there", true}});
  change(world, after);
  for (int month = 0; month < 12; ++month) step(world);
  CHECK(supplied(world, 4) > 0);
}

TEST_CASE("newcomers who are sent away use nothing, are members nowhere, and may come again") {
  const Setting there = with_newcomers({{"needs.newcomers_there", true},
                                        {"market.review_rate", 0.5},
                                        {"community.join", 1.0}});
  World world = run(there, 12);
  REQUIRE(supplied(world, 4) > 0);
  const auto members = [&] {
    return std::count_if(world.customers.begin() + 1'600, world.customers.end(),
                         [](const Customer& one) { return one.membership.octave != 0; });
  };
  REQUIRE(members() > 0);
  Setting away = there;
  say(away.parameters, {{"needs.newcomers_there", false}});
  change(world, away);
  for (int month = 0; month < 12; ++month) {
    CHECK(supplied(world, 4) == 0);
    CHECK(members() == 0);
    require_customers_conserved(world);
    std::int64_t openness = 0, counted = 0;
    for (const Customer& one : world.customers)
      if (world.place_of(one.product) != no_place) openness += one.openness;
    for (std::size_t f = 0; f < world.places(); ++f)
      if (world.is_there(f)) counted += world.communities.openness[f];
    CHECK(openness == counted);
    step(world);
  }
  change(world, there);
  for (int month = 0; month < 3; ++month) step(world);
  CHECK(supplied(world, 4) > 0);
}

TEST_CASE("newcomers who have not come leave no trace in what firms do") {
  World none = run(setting(1'600, all_presets(2), {{"needs.segments", 4}}), 1);
  World some = start(with_newcomers({}));
  some.scale = 200;
  for (std::size_t m = 0; m < 4; ++m) {
    CHECK((none.segment_size(m) == some.segment_size(m)));
    CHECK(none.customers_there() == some.customers_there());
  }
}

TEST_CASE("only customers who are there are asked what they think of an idea") {
  const World none = start(setting(1'600, all_presets(2), {{"needs.segments", 4}}));
  const World some = start(with_newcomers({}));
  const Design idea{none.centres[0]};
  for (const std::uint64_t agent : {0u, 1u, 2u, 3u})
    CHECK(wanted_by_sample(none, 0, agent, idea) == wanted_by_sample(some, 0, agent, idea));
}

TEST_CASE("who experiments minds neither quality nor the cost of search") {
  const World world = run(with_newcomers({{"needs.newcomers_there", true},
                                          {"needs.experimental", 0.25}}), 3);
  const Market market = open_market(world);
  CHECK(market.experimental_first == 1'600);
  CHECK(market.experimental_end == 1'700);
  for (const std::size_t f : market.there) {
    const auto gain = market.experimental_offers[f].worth[0] - market.offers[f].worth[0];
    const double quality = world.rules->beta_quality *
                           std::log(world.firms.quality[f] *
                                    world.products.feasibility[f * product_places]);
    CHECK(gain == Approx(-quality).margin(1e-4));
    const double saved = world.rules->shown * world.firms.levers[f].reveal_customers;
    CHECK(market.offers[f].joining - market.experimental_offers[f].joining ==
          Approx(world.rules->search_cost * (1 - saved)).epsilon(1e-4));
  }
}

TEST_CASE("more newcomers take a supplier when they experiment") {
  const auto taken = [](double share) {
    Setting eager = with_newcomers({{"needs.newcomers_there", true}, {"needs.experimental", share},
                                    {"market.search_cost", 3.0}, {"market.review_rate", 0.5},
                                    {"needs.newcomers_distance", 0.5}});
    return supplied(run(eager, 12), 4);
  };
  CHECK(taken(1.0) > taken(0.0));
}

TEST_CASE("switches about newcomers contradict a world without any") {
  for (const Said& wrong : {Said{{"needs.newcomers_there", true}}, Said{{"needs.experimental", 0.5}},
                            Said{{"needs.newcomers", 0.5}, {"needs.segments", 300}}})
    CHECK_THROWS_AS(start(setting(500, all_presets(1), wrong)), BadInput);
}
