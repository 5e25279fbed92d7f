// Products and firms come and go: no customer is visited, nothing is lost, every counter counts.
#include <catch2/catch.hpp>

#include <cstring>
#include <numeric>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/products.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Four firms with two products each, in month `month`, where nothing happens by itself.
World still(std::int64_t month, Said parameters = {}) {
  Setting calm = quiet(1'000, {strategy("a", 2, idle), strategy("b", 2, idle)},
                       {{"needs.segments", 3}, {"design.hand_over", 0.0}, {"market.beta_x", 0.6}});
  say(calm.parameters, parameters);
  World world = start(calm);
  world.month = month;
  return world;
}

/// The customers' rows, to be compared byte for byte.
std::vector<std::byte> rows(const World& world) {
  const auto bytes = std::as_bytes(std::span(world.customers));
  return {bytes.begin(), bytes.end()};
}

/// Firm `place` launches `design` in this month.
void launched(World& world, std::size_t place, const Design& design) {
  world.projects.months_left[place * project_places] = 1;
  world.projects.position[place * project_places] = design.position;
  world.projects.feasibility[place * project_places] = design.feasibility;
  world.projects.origin[place * project_places] = design.origin;
  launch(world);
}

Design at(double everywhere, Origin origin = Origin::firm) {
  return {Position::Constant(everywhere), 1, origin};
}

/// Makes firm `place` leave at the end of this month.
void broke(World& world, std::size_t place) {
  world.firms.months_broke[place] = static_cast<std::int32_t>(world.rules->exit_patience);
}

std::int64_t total(const std::vector<std::int64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

}  // namespace

TEST_CASE(
    "the users of a withdrawn product go to its nearest sibling, and no customer is touched") {
  World world = still(5);
  put_on_market(world, 2, at(9));
  world.products.position[0] = Position::Zero();
  world.products.position[1] = Position::Constant(1);
  const std::int64_t users = users_of(world, 0), siblings = users_of(world, 1);
  const std::int32_t product = world.products.id[0];
  const auto before = rows(world);
  withdraw(world, 0, nearest_sibling(world, 0));
  CHECK(rows(world) == before);
  CHECK(world.place_of(product) == 1);
  CHECK(users_of(world, 1) == users + siblings);
  CHECK(users_of(world, 0) == 0);
}

TEST_CASE("a chain of withdrawals leads to who serves the users now") {
  World world = still(5);
  const std::int32_t first = world.products.id[0];
  put_on_market(world, 2, at(1));
  withdraw(world, 0, 1);
  withdraw(world, 1, 2);
  put_on_market(world, 0, at(2));  // another product on the first one's place
  CHECK(world.place_of(first) == 2);
  close_firm(world, 0);
  CHECK(world.place_of(first) == no_place);
}

TEST_CASE("customers of a firm that has left review next month, and they alone") {
  World world = still(5, {{"market.review_rate", 0.0}, {"market.value", 20.0}});
  const std::int64_t freed = world.firms.customers[1];
  const std::vector<std::int64_t> before = world.firms.customers;
  REQUIRE(freed > 100);
  broke(world, 1);
  renew(world);
  CHECK(world.firms.customers[1] == 0);
  CHECK(total(world.unsupplied) == freed);
  ++world.month;
  choose(world);
  CHECK(world.reviewers_smoothed == static_cast<double>(freed));
  CHECK(total(world.firms.left) == 0);
  CHECK(total(world.firms.joined) + total(world.unsupplied) == freed);
  CHECK(total(world.firms.joined) > freed / 2);
  for (const std::size_t f : {0u, 2u, 3u}) CHECK(world.firms.customers[f] >= before[f]);
  ++world.month;
  choose(world);
  CHECK(total(world.firms.joined) == 0);  // freed once
}

TEST_CASE("a firm that leaves pays what it has to its owners and leaves its debts to suppliers") {
  World world = still(5);
  world.firms.cash[0] = 700;
  world.firms.cash[1] = -300;
  const Ledger before = world.ledger;
  close_firm(world, 0);
  close_firm(world, 1);
  CHECK(world.ledger.owners == before.owners + 700);
  CHECK(world.ledger.suppliers == before.suppliers - 300);
  CHECK(world.firms.cash[0] == 0);
}

TEST_CASE("a firm leaves after so many months without cash, and not before") {
  World world = still(5, {{"exit.patience", 3}});
  world.firms.cash[2] = -1'000'000'000'000;
  for (int month = 1; month <= 3; ++month) {
    CHECK(world.is_there(2));
    account(world);
    renew(world);
  }
  CHECK_FALSE(world.is_there(2));
  CHECK(world.exited == std::vector<std::int64_t>{1, 0});
}

TEST_CASE("a firm without customers leaves after its months of grace, and not before") {
  World world = still(11, {{"exit.grace", 12}});
  world.firms.customers[3] = 0;
  renew(world);
  CHECK(world.is_there(3));
  ++world.month;
  renew(world);
  CHECK_FALSE(world.is_there(3));
}

TEST_CASE("an entrant takes an empty place over under a new identity") {
  World world = still(5, {{"entry.rate", 0.25}});
  const std::int32_t left = world.firms.id[1];
  broke(world, 1);
  renew(world);
  CHECK(world.places() == 4);
  CHECK(world.firms.id[1] == 4);
  CHECK(world.firms.id[1] != left);
  CHECK(world.firms.born[1] == 5);
  CHECK(world.tally.firms_ever == 5);
  CHECK(total(world.entered) == 1);
  CHECK(total(world.exited) == 1);
  CHECK(products_of(world, 1) == 1);
}

TEST_CASE("where no place is empty an entrant gets a new one, with links of its own") {
  World world = still(5, {{"entry.rate", 0.5}});
  const Network before = world.network;
  renew(world);
  CHECK(world.places() == 6);
  CHECK(world.live_firms() == 6);
  CHECK(world.network.nodes() == 6);
  CHECK(world.network.degree(5) == 5);  // firms.degree is 8, and there are five others
  for (std::uint32_t f = 0; f < 4; ++f)
    for (const std::uint32_t other : before.of(f)) CHECK(world.network.linked(f, other));
  CHECK(world.gifts.size() == world.network.neighbours.size());
  CHECK(world.cells.size() == 6 * product_places * 3);
}

TEST_CASE("what leaks in along a link is remembered when firms enter") {
  World world = still(5, {{"entry.rate", 0.5}});
  const std::uint32_t before = edge_between(world.network, 2, 3);
  world.gifts[before] = 0.625;
  renew(world);
  CHECK(world.gifts[edge_between(world.network, 2, 3)] == 0.625);
}

TEST_CASE("an entrant has its cash from its owners, and know-how after the others") {
  World world = still(5, {{"entry.rate", 0.25}, {"entry.cash", 2.0}, {"entry.revealed", 0.4}});
  for (std::size_t f = 0; f < 4; ++f) {
    world.firms.know_how[f] = KnowHow::Constant(2);
    world.firms.levers[f].reveal_rivals = 0.5;
  }
  const Money owners = world.ledger.owners;
  renew(world);
  CHECK(world.firms.cash[4] == money(2 * world.scale));
  CHECK(world.ledger.owners == owners - world.firms.cash[4]);
  CHECK(world.firms.know_how[4][0] == Approx(0.7 * 2 + 0.4 * 0.5 * 2));
}

TEST_CASE("a launch far from every product on the market is new to the market") {
  World world = still(5, {{"design.novelty_threshold", 1.0}});
  launched(world, 0, at(20));
  CHECK(world.firms.launches[0] == 1);
  CHECK(world.firms.novel_launches[0] == 1);
  CHECK(world.firms.last_novel[0] == 5);
}

TEST_CASE("a launch near a product of any firm is not new to the market") {
  World world = still(5, {{"design.novelty_threshold", 1.0}});
  Design near = at(0);
  near.position = world.products.position[product_places] + 0.9;  // of firm 1
  launched(world, 0, near);
  CHECK(world.firms.launches[0] == 1);
  CHECK(world.firms.novel_launches[0] == 0);
  CHECK(world.firms.last_novel[0] == -1);
}

TEST_CASE("launches that customers had the idea of are counted") {
  World world = still(5);
  launched(world, 0, at(0, Origin::customer));
  CHECK(world.firms.customer_launches[0] == 1);
  launched(world, 0, at(0, Origin::firm));
  CHECK(world.firms.customer_launches[0] == 0);
  CHECK(world.firms.launches[0] == 1);
}

TEST_CASE("a project takes its months of development") {
  World world = still(5, {{"design.idea_rate", 1.0}, {"design.development", 4}});
  design(world);
  for (int month = 1; month <= 4; ++month) {
    CHECK(world.firms.launches[0] == 0);
    launch(world);
  }
  CHECK(world.firms.launches[0] == 1);
}

TEST_CASE("a launched product with too few users at the age of judgement fails and goes") {
  World world = still(5, {{"design.judged_at", 10}, {"design.withdraw_below", 0.1}});
  launched(world, 0, at(20));
  REQUIRE(world.products.id[2] != 0);
  world.month = 14;
  launch(world);
  CHECK(total(world.judged) == 0);
  world.month = 15;
  launch(world);
  CHECK(world.judged == std::vector<std::int64_t>{1, 0});
  CHECK(world.failed == std::vector<std::int64_t>{1, 0});
  CHECK(world.products.id[2] == 0);
}

TEST_CASE("a launched product with users enough at the age of judgement stays") {
  World world = still(5, {{"design.judged_at", 10}, {"design.withdraw_below", 0.1}});
  launched(world, 0, at(20));
  world.cells_of(2)[0].count = 25;  // s is 250
  world.month = 15;
  launch(world);
  CHECK(total(world.judged) == 1);
  CHECK(total(world.failed) == 0);
  CHECK(world.products.id[2] != 0);
}

TEST_CASE("products of the start are not judged") {
  World world = still(10, {{"design.judged_at", 10}, {"design.withdraw_below", 10.0}});
  launch(world);
  CHECK(total(world.judged) == 0);
}

TEST_CASE("a firm keeps its last product, though it failed") {
  World world = still(5, {{"firms.start_variants", 1}, {"design.judged_at", 10}});
  world.products.origin[0] = Origin::firm;
  world.products.launched[0] = 5;
  for (Cell& cell : world.cells_of(0)) cell = {};
  world.month = 15;
  launch(world);
  CHECK(total(world.failed) == 1);
  CHECK(world.products.id[0] != 0);
}

TEST_CASE("a firm with all products it can keep gives up the least used one") {
  World world = still(5, {{"design.variants", 2}});
  const std::size_t least = users_of(world, 0) < users_of(world, 1) ? 0 : 1;
  const std::int32_t given_up = world.products.id[least], kept = world.products.id[1 - least];
  const std::int64_t users = world.firms.customers[0];
  launched(world, 0, at(1));
  CHECK(products_of(world, 0) == 2);
  CHECK(world.place_of(given_up) == world.place_of(kept));
  CHECK(users_of(world, 1 - least) == users);
}

TEST_CASE("a firm that keeps one product replaces it, and its users use the new one") {
  World world = still(5, {{"design.variants", 1}, {"firms.start_variants", 1}});
  const std::int32_t old = world.products.id[0];
  const std::int64_t users = users_of(world, 0);
  launched(world, 0, at(1));
  CHECK(world.products.id[0] != old);
  CHECK(world.place_of(old) == 0);
  CHECK(users_of(world, 0) == users);
}

TEST_CASE(
    "an entrant that leaves within 24 months is counted as gone, one that lasts them is not") {
  for (const auto& [age, judged, gone] : {std::tuple{1, 1, 1}, {24, 1, 1}, {25, 0, 0}}) {
    CAPTURE(age);
    World world = still(30);
    world.firms.born[0] = 30 - age;
    broke(world, 0);
    renew(world);
    CHECK(world.tally.entrants_judged == judged);
    CHECK(world.tally.entrants_gone == gone);
  }
}

TEST_CASE("an entrant that is there after 24 months is counted once, as having lasted") {
  World world = still(6);
  world.firms.born[0] = 7;
  for (int month = 7; month < 60; ++month) {
    ++world.month;
    renew(world);
    CHECK(world.tally.entrants_judged == (world.month >= 31 ? 1 : 0));
  }
  CHECK(world.tally.entrants_gone == 0);
}

TEST_CASE("firms of the start are no entrants") {
  World world = still(5);
  broke(world, 0);
  renew(world);
  CHECK(total(world.exited) == 1);
  CHECK(world.tally.entrants_judged == 0);
}
