// Firms take up what they see others do better, as far as duress, labels, customers and cost let them;
// units live on their parents' cash.
#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

#include "models/ecosystem/firm.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Everybody sees everybody, reconsiders every month, and changes at once and for nothing.
const Said eager = {{"transform.hazard", 1.0},    {"transform.visibility", 1.0},
                    {"transform.cost", 0.0},      {"transform.transition", 0},
                    {"firms.degree", 1000},       {"entry.rate", 0.0},
                    {"exit.patience", 120},       {"exit.grace", 120}};

Setting eight(Said parameters, std::int64_t good = 4) {
  Setting two = setting(800, {strategy("a", 8 - good), strategy("b", good, {{"conduct", 0.5}})}, eager);
  say(two.parameters, parameters);
  return two;
}

/// A world in which firms of strategy b have done well, the others badly, and customers do not matter.
World told_apart(Said parameters, std::int64_t good = 4) {
  World world = start(eight(parameters, good));
  for (std::size_t f = 0; f < world.places(); ++f)
    world.firms.performance[f] = world.firms.kind[f] == 1 ? 1.0 : 0.0;
  world.month = 12;  // the past then counts 11/12
  return world;
}

std::int64_t of_kind(const World& world, std::int32_t kind) {
  return std::count(world.firms.kind.begin(), world.firms.kind.end(), kind);
}

std::int64_t units(const World& world) {
  return std::count_if(world.firms.parent.begin(), world.firms.parent.end(),
                       [](std::int32_t parent) { return parent >= 0; });
}

/// Rich firms of two strategies that found units as soon as they can.
Setting founding(const char* mode) {
  return setting(800, {strategy("a", 4), strategy("b", 4, {{"conduct", 0.5}, {"research", 0.2}})},
                 {{"units.mode", std::string(mode)},
                  {"units.rate", 1.0},
                  {"transform.visibility", 1.0},
                  {"firms.start_cash", 5.0},
                  {"firms.degree", 1000},
                  {"entry.rate", 0.0}});
}

/// The first unit in the world.
std::size_t a_unit(const World& world) {
  const auto& parents = world.firms.parent;
  return static_cast<std::size_t>(
      std::find_if(parents.begin(), parents.end(), [](std::int32_t p) { return p >= 0; }) -
      parents.begin());
}

}  // namespace

TEST_CASE("a firm takes up the strategy of a neighbour that does better") {
  World world = told_apart({});
  transform(world);
  CHECK(of_kind(world, 1) == 8);
  CHECK(world.taken_up == std::vector<std::int64_t>{0, 4});
  transform(world);
  for (const Levers& levers : world.firms.levers) CHECK(levers.conduct == 0.5);
}

TEST_CASE("a firm that sees nobody, or does best, keeps its strategy") {
  World blind = told_apart({{"transform.visibility", 0.0}});
  transform(blind);
  CHECK(of_kind(blind, 1) == 4);
  World best = told_apart({});
  for (double& performance : best.firms.performance) performance = 0;
  transform(best);
  transform(best);
  for (std::size_t f = 0; f < best.places(); ++f) CHECK(best.firms.performance[f] == 0);
}

TEST_CASE("levers move evenly over the transition") {
  World world = told_apart({{"transform.transition", 10}});
  transform(world);
  for (int month = 1; month <= 10; ++month) {
    transform(world);
    for (std::size_t f = 0; f < world.places(); ++f)
      if (world.firms.months_to_target[f] > 0)
        CHECK(world.firms.levers[f].conduct == Approx(1 - 0.05 * month));
  }
  for (const Levers& levers : world.firms.levers) CHECK(levers.conduct == 0.5);
}

TEST_CASE("a change costs what the levers move, and both ledgers book it") {
  World world = told_apart({{"transform.cost", 2.0}});
  const Money before = std::accumulate(world.firms.cash.begin(), world.firms.cash.end(), Money{0});
  const Money suppliers = world.ledger.suppliers;
  transform(world);
  const Money after = std::accumulate(world.firms.cash.begin(), world.firms.cash.end(), Money{0});
  const double moved = 0.5 / 2 / static_cast<double>(lever_list.size());  // conduct ranges over 2
  CHECK(before - after == 4 * money(2.0 * moved * world.scale));
  CHECK(world.ledger.suppliers - suppliers == before - after);
  CHECK(world.firms.cost[0] == -world.firms.profit[0]);
}

TEST_CASE("a firm that cannot pay for the change does not change") {
  World world = told_apart({{"transform.cost", 2.0}});
  for (Money& cash : world.firms.cash) cash = 0;
  transform(world);
  CHECK(of_kind(world, 1) == 4);
}

TEST_CASE("a stigma stops what few neighbours do, and not what is the norm") {
  const auto who_change = [](double stigma, std::int64_t good) {
    World world = told_apart({{"transform.stigma", stigma}, {"transform.norm", 0.25}}, good);
    transform(world);
    return of_kind(world, 1) - good;
  };
  CHECK(who_change(1.0, 4) == 4);  // 4 of 7 neighbours: it is the norm
  CHECK(who_change(1.0, 1) < 7);   // 1 of 7: 0.57 of the norm
  CHECK(who_change(0.0, 1) == 7);
}

TEST_CASE("other names do not change whom a stigma stops") {
  const Said shy = {{"transform.stigma", 0.7}, {"transform.hazard", 0.2}, {"transform.aspiration",
                    std::string("change")}};
  Setting named = eight(shy);
  World before = run(named, 36);
  named.kinds[0].name = "open";
  named.kinds[1].name = "closed";
  World after = run(named, 36);
  CHECK(hash(before) == hash(after));
}

TEST_CASE("duress raises the hazard, or search, or nothing") {
  const auto changes = [](const char* aspiration) {
    std::int64_t sum = 0;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      World world = told_apart({{"transform.aspiration", std::string(aspiration)},
                                {"transform.hazard", 0.05}});
      world.seed = seed;
      transform(world);
      sum += of_kind(world, 1) - 4;
    }
    return sum;
  };
  CHECK(changes("none") == changes("search"));
  CHECK(changes("change") > 2 * changes("none"));
  World searching = told_apart({{"transform.aspiration", std::string("search")}, {"transform.hazard", 0.0}});
  const double before = research_effort(searching, 0);
  transform(searching);
  REQUIRE(searching.firms.kind[0] == 0);
  CHECK(research_effort(searching, 0) == Approx(2 * before));
}

TEST_CASE("content customers hold a firm back where inertia is by customers") {
  const auto changes = [](double surplus) {
    World world = told_apart({{"transform.inertia", std::string("customers")}}, 1);
    for (std::size_t f = 0; f < world.places(); ++f) {
      world.firms.surplus[f] = surplus;
      world.firms.customers[f] = 100'000;
    }
    transform(world);
    return of_kind(world, 1) - 1;
  };
  CHECK(changes(10.0) == 0);
  CHECK(changes(-10.0) == 7);
}

TEST_CASE("where inertia is by cost a large firm changes only if it pays back") {
  const auto changes = [](std::int64_t customers, double horizon) {
    World world = told_apart({{"transform.inertia", std::string("cost")},
                              {"transform.cost", 20.0},
                              {"transform.horizon", horizon},
                              {"firms.start_cash", 1000.0}});
    for (std::int64_t& of_firm : world.firms.customers) of_firm = customers;
    transform(world);
    return of_kind(world, 1) - 4;
  };
  CHECK(changes(0, 1.0) == 4);
  CHECK(changes(1000, 1.0) == 0);
  CHECK(changes(1000, 12.0) == 4);
}

TEST_CASE("a unit is paid from its parent's cash, and follows another strategy") {
  World world = start(founding("separate"));
  const Money before = std::accumulate(world.firms.cash.begin(), world.firms.cash.end(), Money{0});
  const Money owners = world.ledger.owners;
  transform(world);
  REQUIRE(units(world) == 8);
  CHECK(world.places() == 16);
  CHECK(world.ledger.owners == owners);
  CHECK(std::accumulate(world.firms.cash.begin(), world.firms.cash.end(), Money{0}) == before);
  for (std::size_t unit = 8; unit < 16; ++unit) {
    const std::size_t parent = place_of_firm(world, world.firms.parent[unit]);
    CHECK(world.firms.kind[unit] != world.firms.kind[parent]);
    CHECK(world.firms.cash[unit] == money(1.4 * world.scale));
    CHECK(world.firms.cash[parent] == money(3.6 * world.scale));
  }
  transform(world);
  CHECK(units(world) == 8);  // one each
}

TEST_CASE("a mixed unit stands halfway between its parent and what it is to be") {
  World world = start(founding("mixed"));
  transform(world);
  const std::size_t unit = a_unit(world);
  CHECK(world.firms.levers[unit].conduct == 0.75);
  CHECK(world.firms.levers[unit].research == Approx(0.13));
}

TEST_CASE("a unit that is not separate shares know-how with its parent") {
  const auto gap_after = [](const char* mode) {
    World world = start(founding(mode));
    transform(world);
    const std::size_t unit = a_unit(world), parent = place_of_firm(world, world.firms.parent[unit]);
    world.firms.know_how[parent] = KnowHow::Constant(2);
    world.firms.know_how[unit] = KnowHow::Constant(1);
    for (Levers& levers : world.firms.levers) levers.breadth = 0;
    ++world.month;
    leak(world);
    return world.firms.know_how[parent][0] - world.firms.know_how[unit][0];
  };
  CHECK(gap_after("separate") == Approx(1));
  CHECK(gap_after("integrated") == Approx(0.9));
  CHECK(gap_after("mixed") == Approx(0.9));
}

TEST_CASE("a parent pays for a unit without cash unless it is separate") {
  const auto cash_of_unit = [](const char* mode) {
    World world = start(founding(mode));
    transform(world);
    const std::size_t unit = a_unit(world);
    world.firms.cash[unit] = -money(100.0);
    account(world);
    return world.firms.cash[unit];
  };
  CHECK(cash_of_unit("separate") < 0);
  CHECK(cash_of_unit("integrated") == 0);
}

TEST_CASE("what a unit pays out goes to its parent, and to owners when that has left") {
  World world = start(founding("separate"));
  transform(world);
  const std::size_t unit = a_unit(world), parent = place_of_firm(world, world.firms.parent[unit]);
  world.firms.cash[unit] = money(50 * world.scale);
  const Money before = world.firms.cash[parent], owners = world.ledger.owners;
  World orphan = world;
  account(world);
  CHECK(world.ledger.owners + world.firms.paid_out[unit] >= owners);
  CHECK(world.firms.cash[parent] + world.firms.paid_out[parent] ==
        before + world.firms.profit[parent] + world.firms.paid_out[unit]);
  close_firm(orphan, parent);
  const Money left = orphan.ledger.owners;
  account(orphan);
  CHECK(orphan.firms.parent[unit] == -1);
  CHECK(orphan.ledger.owners - left >= orphan.firms.paid_out[unit]);
}

TEST_CASE("a changed lever reaches firms that have moved on, and leaves them the rest") {
  Setting before = eight({{"transform.hazard", 0.0}});
  World world = start(before);
  world.firms.levers[0].survey = world.firms.targets[0].survey = 0.07;  // it has moved on
  const auto kind = static_cast<std::size_t>(world.firms.kind[0]);
  Setting after = before;
  say(after.kinds[kind].levers, {{"lock_in", 0.55}});
  change(world, after);
  CHECK(world.firms.levers[0].survey == 0.07);
  CHECK(world.firms.levers[0].lock_in == 0.55);
}

TEST_CASE("each lever stands once in the list of levers") {
  const std::vector<ParameterRow> rows = rows_of<Levers>();
  REQUIRE(rows.size() == lever_list.size());
  for (std::size_t l = 0; l < rows.size(); ++l) {
    Values given;
    given[rows[l].name] = {rows[l].high, {}};
    if (!rows[l].offered) continue;
    const Levers levers = read<Levers>(given), standard;
    for (std::size_t other = 0; other < lever_list.size(); ++other)
      CHECK((levers.*lever_list[other] != standard.*lever_list[other]) == (other == l));
  }
}
