// From idea to market: projects take the time and money the rules say, tests show, break and leak ideas,
// rivals copy what they can see, members who vote follow their needs and each other; and each of these
// leaves no trace where it is off.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "models/ecosystem/design/ideas.h"
#include "models/ecosystem/design/projects.h"
#include "models/ecosystem/design/selection.h"
#include "models/ecosystem/market.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Two firms, both neighbours, that do nothing but what a test lets them do; their products are far off.
World two_firms(Said levers, Said parameters) {
  Kind first = strategy("first", 1, idle), second = strategy("second", 1, idle);
  say(first.levers, levers);
  Setting setting = quiet(1'000, {first, second},
                          {{"needs.segments", 1},
                           {"market.beta_x", 0.6},
                           {"market.value", 20.0},
                           {"design.appeal_noise", 0.0},
                           {"design.hand_over", 0.1},
                           {"design.project_cost", 0.30},
                           {"firms.start_variants", 1},
                           {"imitation.rate", 0.0}});
  say(setting.parameters, parameters);
  World world = start(setting);
  for (std::size_t at = 0; at < world.products.id.size(); ++at)
    world.products.position[at] = world.centres[0] + 4;
  world.firms.cash = {money(1e4), money(1e4)};
  return world;
}

/// The first firm begins to work on an idea; returns the place of its project.
std::size_t begin(World& world, const Position& position) {
  const Plan plan = own_project(world, 0, {position, 1, Origin::firm});
  const std::size_t at = *room_for(world, plan);
  take_up(world, at, plan);
  return at;
}

/// Lets `months` pass in which projects are worked on; returns what the first firm spent on them, per s.
double work(World& world, int months) {
  double spent = 0;
  for (int month = 0; month < months; ++month) {
    ++world.month;
    launch(world);
    spent += world.firms.project_spending[0];
  }
  return spent;
}

std::uint64_t hash_of(std::vector<Kind> kinds, Said parameters) {
  World world = run(setting(3'000, std::move(kinds), parameters), 60);
  return hash(world);
}

}  // namespace

TEST_CASE("a project takes its months and costs what it costs, no more") {
  World world = two_firms({}, {});
  begin(world, world.centres[0]);
  CHECK(work(world, 8) == Approx(0.30 * 8 / 9));
  CHECK(world.firms.launches[0] == 0);
  CHECK(work(world, 1) == Approx(0.30 / 9));
  CHECK(world.firms.launches[0] == 1);
  CHECK(work(world, 5) == 0);
  CHECK(world.funnels[0].launched == 1);
  CHECK(world.funnels[0].months == 9);
}

TEST_CASE("customers who develop take time, and hand nothing over") {
  World world = two_firms({{"codesign_development", 1.0}}, {{"community.critical_mass", 0.0}});
  world.communities.active_smoothed[0] = 1;
  const std::size_t project = begin(world, world.centres[0]);
  CHECK(world.projects.months_left[project] == 14);  // 9 x 1.6
  work(world, 14);
  REQUIRE(world.firms.launches[0] == 1);
  const auto newest = std::max_element(world.products.id.begin(), world.products.id.end());
  const auto at = static_cast<std::size_t>(newest - world.products.id.begin());
  CHECK((world.products.position[at] == world.centres[0]).all());
}

TEST_CASE("tests come first, a month and their cost each") {
  World world = two_firms({{"market_tests", 3.0}}, {{"ideas.break_rate", 0.0}, {"design.test_leak", 0.0}});
  const std::size_t project = begin(world, world.centres[0]);
  CHECK(work(world, 3) == Approx(3 * 0.02));
  CHECK(world.projects.months_left[project] == 9);
  CHECK(work(world, 9) == Approx(0.30));
  CHECK(world.funnels[0].months == 12);
  CHECK(world.funnels[0].tests == 3);
}

TEST_CASE("an idea that too few customers want does not survive its tests") {
  World world = two_firms({{"market_tests", 1.0}}, {{"ideas.break_rate", 0.0}, {"design.test_leak", 0.0}});
  const std::size_t better = begin(world, world.centres[0] + 3), worse = begin(world, world.centres[0] + 5);
  work(world, 1);
  CHECK(world.projects.months_left[better] > 0);
  CHECK(world.projects.months_left[worse] == 0);
  CHECK(world.funnels[0].killed == 1);
}

TEST_CASE("tests break ideas as often as they are fragile") {
  for (const double fragility : {0.0, 0.5, -0.5}) {
    World world = two_firms({{"market_tests", 1.0}}, {{"ideas.break_rate", 0.3},
                                                      {"ideas.fragility", fragility},
                                                      {"design.test_leak", 0.0}});
    const Design idea{world.centres[0] + 3, 1, Origin::firm};
    const double wanted = wanted_by_sample(world, 0, 0, idea);  // nearly all
    CHECK(wanted > 0.99);
    constexpr int ideas = 4'000;
    for (int n = 0; n < ideas; ++n) {
      const std::size_t at = begin(world, idea.position);
      ++world.month;
      launch(world);
      drop(world, at);
    }
    const double expected = 0.6 / (1 + std::pow(wanted / 0.01, -fragility));
    CAPTURE(fragility, expected);
    CHECK(static_cast<double>(world.funnels[0].broken) / ideas ==
          Approx(expected).margin(4 * std::sqrt(0.25 / ideas)));
  }
}

TEST_CASE("an idea leaks from its test to rivals, who copy what is better than theirs") {
  for (const auto& [leaks, near] : {std::pair{1.0, 3.0}, {1.0, 5.0}, {0.0, 3.0}}) {
    World world = two_firms({{"market_tests", 1.0}}, {{"ideas.break_rate", 0.0}, {"design.test_leak", leaks}});
    begin(world, world.centres[0] + near);
    work(world, 1);
    const std::size_t copy = project_places;  // the second firm's first project
    const bool copied = leaks > 0 && near < 4;
    CAPTURE(leaks, near);
    CHECK((world.projects.months_left[copy] > 0) == copied);
    if (!copied) continue;
    CHECK(world.projects.origin[copy] == Origin::imitated);
    CHECK(world.projects.months_left[copy] == 6);  // 9 x 0.7
    CHECK(world.projects.monthly_cost[copy] * 6 == Approx(0.65 * 0.30));
    CHECK((world.projects.position[copy] == world.centres[0] + 3).all());
  }
}

TEST_CASE("what is sold can be copied, what is planned only where it is shown") {
  World world = two_firms({}, {{"imitation.rate", 1.0}});
  CHECK(imitations(world).empty());  // neither sells anything better than the other
  begin(world, world.centres[0]);
  CHECK(imitations(world).empty());
  world.firms.levers[0].reveal_customers = 1;
  REQUIRE(imitations(world).size() == 1);
  CHECK(imitations(world)[0].place == 1);
  world.firms.levers[0].reveal_customers = 0;
  work(world, 9);
  REQUIRE(imitations(world).size() == 1);
  CHECK(imitations(world)[0].place == 1);
}

TEST_CASE("what is shown to customers is copied for less, and sooner") {
  World world = two_firms({{"reveal_customers", 0.8}},
                          {{"design.project_cost", 0.30}, {"imitation.shown", 0.5}});
  const Plan shown = copy_of(world, 1, 0, {}), hidden = copy_of(world, 0, 1, {});
  CHECK(hidden.months == 6);  // 9 x 0.7
  CHECK(hidden.monthly_cost * 6 == Approx(0.65 * 0.30));
  CHECK(shown.months == 4);  // 9 x 0.7 x 0.6
  CHECK(shown.monthly_cost * 4 == Approx(0.65 * 0.30 * 0.6));
}

TEST_CASE("plans shown to customers save them part of the search") {
  World world = two_firms({{"reveal_customers", 0.5}}, {{"market.search_cost", 0.4}, {"market.shown", 0.5}});
  ++world.month;  // at the start joining is free
  const Market market = open_market(world);
  CHECK(market.offers[0].joining == Approx(0.4 * (1 - 0.25)));
  CHECK(market.offers[1].joining == Approx(0.4));
}

TEST_CASE("members vote for what they need, and with the herd") {
  World world = two_firms({{"delegate", 1.0}}, {{"community.herding", 0.0}});
  for (std::uint64_t agent = 0; agent < 3; ++agent)
    world.customers[agent].own_need.fill(agent == 0 ? 2048 : std::int16_t{-2048});  // one, and minus one
  Sample& voices = world.communities.voices[0];
  for (std::uint64_t agent = 0; agent < 3; ++agent) voices.let_come(agent, 0);
  const std::vector<Design> ideas = {{world.centres[0] + 1, 1, Origin::customer},
                                     {world.centres[0] - 1, 1, Origin::customer}};
  CHECK(selected(world, 0, ideas) == 1);
  Setting herd = setting(1'000, {strategy("a", 1)}, {{"community.herding", 10.0}});
  world.rules = std::make_shared<const Rules>([&] {
    herd.parameters["design.appeal_noise"] = {0.0, {}};
    return read<Rules>(herd.parameters);
  }());
  CHECK(selected(world, 0, ideas) == 0);  // all follow the first
}

TEST_CASE("a firm whose members are silent chooses itself") {
  World world = two_firms({{"delegate", 1.0}}, {});
  const std::vector<Design> ideas = {{world.centres[0] + 1, 1, Origin::customer},
                                     {world.centres[0], 1, Origin::firm}};
  CHECK(selected(world, 0, ideas) == 1);  // what appeals to most
}

TEST_CASE("a firm's users are the same, found one by one or by the column of their segment") {
  World world = run(setting(400, all_presets(2), {{"needs.segments", 2}, {"exit.hazard", 0.05}}), 30);
  const auto size = static_cast<std::uint32_t>(world.segment_size(1));
  std::vector<std::uint32_t> offsets(size);
  std::iota(offsets.begin(), offsets.end(), 0u);
  Suppliers suppliers(world);  // learns the segment at the first of the firms
  for (std::size_t place = 0; place < world.places(); ++place) {
    std::array<bool, 200> uses;
    REQUIRE(size == uses.size());
    suppliers.find_users(place, 1, offsets, uses);
    for (std::uint32_t i = 0; i < size; ++i) {
      const std::uint32_t at = world.place_of(world.customers[world.segment_first(1) + i].product);
      REQUIRE(uses[i] == (at != no_place && at / product_places == place));
    }
  }
}

TEST_CASE("crowded attention picks the familiar") {
  World world = two_firms({{"codesign_ideation", 1.0}, {"practice", 0.5}},
                          {{"design.familiarity", 1.0},
                           {"design.attention", 0.0},
                           {"community.divergence", 0.0}});
  for (std::uint64_t agent = 0; agent < 100; ++agent) {  // needs from 0 to 1, the products at 4
    world.customers[agent].own_need.fill(static_cast<std::int16_t>(20 * agent));
    world.communities.authors[0].let_come(agent % 32, 0xffffffff);
  }
  const auto mean_need = [&] {
    double sum = 0;
    Suppliers suppliers(world);
    const std::vector<Design> ideas = attended_ideas(world, 0, suppliers);
    for (const Design& idea : ideas) sum += (idea.position - world.centres[0]).mean();
    return sum / static_cast<double>(ideas.size());
  };
  const double crowded = mean_need();
  world.communities.authors[0].came = 0;
  for (std::uint64_t agent = 0; agent < 32; ++agent) world.communities.authors[0].let_come(agent, 0);
  Setting calm = setting(1'000, {strategy("a", 1)},
                         {{"design.familiarity", 0.0}, {"community.divergence", 0.0}});
  world.rules = std::make_shared<const Rules>(read<Rules>(calm.parameters));
  CHECK(crowded > 0.25);  // of 0 to 0.3
  CHECK(mean_need() < crowded);
}

TEST_CASE("what members design can be had without the firm, as far as it is free") {
  constexpr int customers = 100'000;
  for (const double free : {0.0, 0.5, 0.8}) {
    Setting setting = quiet(customers, {strategy("only", 1, idle)},
                            {{"needs.segments", 1},
                             {"market.value", 2.0},
                             {"market.mu", 0.25},
                             {"market.considered", 1},
                             {"market.undirected_search", 1.0},
                             {"market.review_rate", 1.0},
                             {"pricing.speed", 0.0},
                             {"trust.speed", 0.0},
                             {"community.free_output", free}});
    World world = start(setting);
    for (Origin& origin : world.products.origin) origin = Origin::customer;
    step(world);
    const double gain = 2.0 - world.firms.price[0] - free * 2.0;
    CHECK(static_cast<double>(world.firms.customers[0]) / customers ==
          Approx(1 / (1 + std::exp(-gain / 0.25))).margin(0.007));
  }
}

TEST_CASE("members who launch make a product known, and contribute less meanwhile") {
  World world = two_firms({{"codesign_launch", 0.5}}, {{"community.critical_mass", 0.0}});
  world.communities.active_smoothed[0] = 1;
  CHECK(launching(world, 0) == 0);
  begin(world, world.centres[0]);
  work(world, 9);
  CHECK(launching(world, 0) == 0.5);
  const Market market = open_market(world);
  CHECK(market.awareness[0].share(0) > 1.2 * market.awareness[0].share(1));
  work(world, 6);
  CHECK(launching(world, 0) == 0);
}

TEST_CASE("what nobody uses changes nothing, bit for bit") {
  const auto plain = [] {
    std::vector<Kind> kinds = {strategy("closed", 5), preset("open", 5)};
    say(kinds[1].levers, {{"market_tests", 0.0},
                          {"delegate", 0.0},
                          {"codesign_development", 0.0},
                          {"codesign_launch", 0.0},
                          {"reveal_customers", 0.0}});
    return kinds;
  };
  const Said off = {{"imitation.rate", 0.0}};
  const std::uint64_t expected = hash_of(plain(), off);
  const auto with = [&](Said parameters) {
    Setting both = setting(3'000, plain(), off);
    say(both.parameters, parameters);
    World world = run(both, 60);
    return hash(world);
  };
  CHECK(with({{"imitation.cost", 2.0}, {"imitation.time", 0.1}}) == expected);
  CHECK(with({{"design.test_cost", 9.0}, {"design.test_leak", 1.0}, {"ideas.break_rate", 0.5}}) == expected);
  CHECK(with({{"design.delay", 5.0}}) == expected);
  CHECK(with({{"community.launch_weight", 50.0}, {"community.launch_effort", 1.0}}) == expected);
  CHECK(with({{"market.shown", 1.0}}) == expected);
  CHECK(with({{"firms.show_cost", 1.0}, {"imitation.shown", 1.0}}) == expected);
  CHECK(with({{"community.herding", 5.0}}) == expected);
  CHECK(with({{"imitation.rate", 0.05}}) != expected);
  CHECK(with({{"community.free_output", 0.5}}) != expected);
  for (const char* lever : {"market_tests", "delegate", "codesign_development", "codesign_launch",
                            "reveal_customers"}) {
    std::vector<Kind> kinds = plain();
    kinds[1].levers[lever] = {1.0, {}};
    INFO(lever);
    CHECK(hash_of(kinds, off) != expected);
  }
}
