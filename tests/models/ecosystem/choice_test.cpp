// What customers weigh has the sign and size that the README says, and they choose accordingly.
#include <catch2/catch.hpp>

#include <cmath>
#include <numeric>

#include "models/ecosystem/review.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

double sum(const std::vector<double>& of) { return std::accumulate(of.begin(), of.end(), 0.0); }

/// Four firms of which everybody has chosen one, and among which everybody then chooses again.
World chosen_again(Said levers, Said parameters, std::int64_t customers = 4'000) {
  Kind kind = strategy("firm", 4, idle);
  say(kind.levers, levers);
  Setting all = quiet(customers, {kind},
                      {{"market.considered", std::string("all")}, {"market.review_rate", 1.0}});
  say(all.parameters, parameters);
  World world = start(all);
  world.firms.price.assign(4, 1.5);
  ++world.month;
  choose(world);
  return world;
}

/// Probability that a reviewing customer stays.
double retention(Said levers, Said parameters = {}) {
  const World world = chosen_again(levers, parameters);
  return sum(world.firms.stay_sum) / sum(world.firms.stay_count);
}

/// Probability that somebody without a supplier takes firm 0 of four, when only firm 0 locks in.
double joining_the_locked(double foresight) {
  Setting all = quiet(1'000, {strategy("firm", 4, idle)},
                      {{"market.considered", 0}, {"market.foresight", foresight}});
  World world = start(all);  // nobody knows anybody
  say(all.parameters, {{"market.considered", std::string("all")}, {"market.review_rate", 1.0}});
  change(world, all);
  world.firms.price.assign(4, 1.5);
  world.firms.levers[0].lock_in = 0.5;
  ++world.month;
  choose(world);
  return world.firms.considered_sum[0] / world.reviewers_smoothed;
}

/// Two firms with one product each; month 1.
World duopoly(Said parameters = {}) {
  Setting two = quiet(1'000, {strategy("firm", 2, idle)}, {{"firms.start_variants", 1}});
  say(two.parameters, parameters);
  World world = start(two);
  world.month = 1;
  return world;
}

double worth(const World& world, std::size_t f) { return open_market(world).offers[f].worth[0]; }

/// By how much `edit` raises what firm 0's product is worth.
template <class Edit>
double raised(Said parameters, Edit edit) {
  World world = duopoly(parameters);
  const double before = worth(world, 0);
  edit(world);
  return worth(world, 0) - before;
}

}  // namespace

TEST_CASE(
    "leaving costs lock_in in annual prices a month, joining the search and foresight of it") {
  World world = duopoly({{"market.search_cost", 0.3}, {"market.foresight", 0.25}});
  world.firms.price[0] = 1.6;
  world.firms.levers[0].lock_in = 0.5;
  const Offer offer = open_market(world).offers[0];
  CHECK(offer.leaving == Approx(0.5 * 1.6));
  CHECK(offer.joining == Approx(0.3 + 0.25 * 0.5 * 1.6));
}

TEST_CASE("the first choice of all is free") {
  World world = duopoly({{"market.search_cost", 0.3}});
  world.month = 0;
  CHECK(open_market(world).offers[0].joining == 0);
}

TEST_CASE("what a product is worth falls by its price") {
  CHECK(raised({}, [](World& w) { w.firms.price[0] += 0.5; }) == Approx(-0.5).margin(1e-6));
}

TEST_CASE("what a product is worth rises by beta_q times the log of quality and feasibility") {
  const Said by_quality = {{"market.beta_q", 0.8}};
  CHECK(raised(by_quality, [](World& w) { w.firms.quality[0] *= 2; }) ==
        Approx(0.8 * std::log(2)).epsilon(1e-5));
  CHECK(raised(by_quality, [](World& w) { w.products.feasibility[0] = 0.5; }) ==
        Approx(-0.8 * std::log(2)).epsilon(1e-5));
}

TEST_CASE("spending on success is worth a theta ln(1 + spend/theta)") {
  const double price = duopoly().firms.price[0];
  CHECK(raised({}, [](World& w) { w.firms.levers[0].success = 0.1; }) ==
        Approx(1.5 * 0.1 * std::log(1 + 0.1 * price / 0.1)).epsilon(1e-5));
}

TEST_CASE("other customers of the firm are worth nu ln(1 + n/(0.002 C))") {
  const auto crowd = [](World& w) { w.firms.customers[0] = 200; };
  const Said on = {{"market.nu", 0.2}};
  const double before = static_cast<double>(duopoly(on).firms.customers[0]);
  CHECK(raised(on, crowd) ==
        Approx(0.2 * std::log((1 + 200 / 2.0) / (1 + before / 2.0))).epsilon(1e-4));
  CHECK(raised({}, crowd) == 0);  // off in the standard
}

TEST_CASE("distance between need and product costs beta_x for each unit of it") {
  const World world = duopoly({{"market.beta_x", 0.6}});
  const Offer offer = open_market(world).offers[0];
  Position need;
  need << 1, -2, 0.5, 0, 3, -1, 0.25, 2;
  double utility = offer.worth[0] - 0.6 / 8 * need.square().sum();
  for (std::size_t k = 0; k < needs; ++k)
    utility += need[static_cast<Eigen::Index>(k)] * static_cast<double>(offer.pull[k][0]);
  const double distance = (need - world.products.position[0]).square().mean();
  CHECK(utility == Approx(2.5 - world.firms.price[0] - 0.6 * distance).epsilon(1e-5));
}

TEST_CASE("more lock-in, more customers stay") {
  const double free = retention({{"lock_in", 0.0}}), held = retention({{"lock_in", 0.4}});
  CHECK(free == Approx(0.25).margin(0.01));  // one of four alike; next to nobody goes without
  CHECK(held > free + 0.1);
  CHECK(retention({{"lock_in", 0.8}}) > held + 0.1);
}

TEST_CASE("the dearer it is to join another firm, the more customers stay") {
  CHECK(retention({}, {{"market.search_cost", 0.5}}) > retention({}) + 0.1);
}

TEST_CASE("more spread in tastes, fewer customers stay") {
  const Said held = {{"lock_in", 0.4}};
  CHECK(retention(held, {{"market.mu", 0.5}}) < retention(held, {{"market.mu", 0.25}}));
}

TEST_CASE(
    "who foresees lock-in joins a firm less that locks in; who does not, as often as others") {
  const double blind = joining_the_locked(0), some = joining_the_locked(0.25);
  CHECK(blind == Approx(0.25).margin(0.01));
  CHECK(some < 0.8 * blind);
  CHECK(joining_the_locked(1) < 0.5 * some);
}

TEST_CASE("the less being supplied is worth, the more customers go without") {
  const auto without = [](double value) {
    const World world = chosen_again({}, {{"market.value", value}});
    return std::accumulate(world.unsupplied.begin(), world.unsupplied.end(), std::int64_t{0});
  };
  CHECK(without(1.0) > without(1.5) + 100);
  CHECK(without(20.0) == 0);
}

TEST_CASE("the share that joins is the probability with which each chooses") {
  const World world = chosen_again({}, {{"market.beta_x", 0.6}}, 40'000);
  for (std::size_t f = 0; f < 4; ++f) {
    const double expected = world.firms.considered_sum[f];
    CHECK(static_cast<double>(world.firms.customers[f]) ==
          Approx(expected).epsilon(0).margin(4 * std::sqrt(expected)));
  }
}

TEST_CASE("a firm that is found twice counts once") {
  const auto shares = [](Value considered) {
    return chosen_again({}, {{"market.considered", considered},
                             {"market.undirected_search", 1.0},
                             {"market.word_of_mouth", 0.0},
                             {"market.beta_x", 0.6}})
        .firms.considered_sum;
  };
  const auto found = shares(Value(std::int64_t{16})), all = shares(Value(std::string("all")));
  for (std::size_t f = 0; f < 4; ++f)  // 16 draws find all four but for 4 (3/4)^16 of cases
    CHECK(found[f] == Approx(all[f]).epsilon(0.05));
}

TEST_CASE("who considers nobody stays or goes without") {
  const World world = chosen_again({}, {{"market.considered", 0}});
  CHECK(world.live_firms() == 4);
  for (const std::int64_t joined : world.firms.joined) CHECK(joined == 0);
}

TEST_CASE("a draw finds firms by search and by word of mouth, and else nobody") {
  World world = duopoly({{"needs.segments", 1},
                         {"market.value", 20.0},
                         {"market.undirected_search", 0.2},
                         {"market.word_of_mouth", 0.5}});
  world.firms.levers[1].lock_in = 0.4;  // silences 0.5 * 0.4 of its users
  const Market market = open_market(world);
  const PickTable& awareness = market.awareness[0];
  const double first = 0.1 + 0.5 * static_cast<double>(world.firms.customers[0]) / 1'000;
  const double second = 0.1 + 0.5 * 0.8 * static_cast<double>(world.firms.customers[1]) / 1'000;
  CHECK(awareness.share(0) == Approx(first).epsilon(1e-6));
  CHECK(awareness.share(1) == Approx(second).epsilon(1e-6));
  CHECK(awareness.share(2) == Approx(1 - first - second).epsilon(1e-6));
}

TEST_CASE("new firms, and those that broadcast, are found more often") {
  const Said search_only = {{"market.undirected_search", 0.6},
                            {"market.word_of_mouth", 0.0},
                            {"firms.launch_awareness", 2.0},
                            {"market.broadcast_reach", 0.5}};
  World world = duopoly(search_only);
  const auto share = [&] { return open_market(world).awareness[0].share(1); };
  world.month = 30;
  CHECK(share() == Approx(0.3));
  world.firms.born[1] = 7;  // 23 months ago
  CHECK(share() == Approx(0.6 * 3 / 4));
  world.firms.born[1] = 6;
  CHECK(share() == Approx(0.3));
  world.firms.levers[1].broadcast = 0.1;
  world.firms.revenue_smoothed[1] = 20 * world.scale;
  CHECK(share() == Approx(0.6 * 2 / 3));
}

TEST_CASE("the month of the last switch is that of joining another firm") {
  World world = chosen_again({}, {});
  for (const Customer& customer : world.customers) REQUIRE(customer.since <= 1);
  std::int64_t switched = 0;
  for (const Customer& customer : world.customers) switched += customer.since == 1;
  const auto all = [](const std::vector<std::int64_t>& of) {
    return std::accumulate(of.begin(), of.end(), std::int64_t{0});
  };
  CHECK(switched >= all(world.firms.left));
  CHECK(switched >= all(world.firms.joined));
  CHECK(switched <= all(world.firms.left) + all(world.firms.joined));
}
