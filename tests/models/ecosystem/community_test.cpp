// Communities: talents are as heavy-tailed as the rules say, members are counted exactly, customers join
// and contribute as often as the closed forms have it, and a community that is off leaves no trace.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// One firm that all customers take and keep, and that invites them to its community.
Setting one_firm(std::int64_t customers, Said parameters, Said levers = {}) {
  Kind kind = strategy("inviting", 1, idle);
  say(kind.levers, {{"codesign_ideation", 1.0}, {"practice", 0.5}});
  say(kind.levers, levers);
  Setting setting = quiet(customers, {kind},
                          {{"needs.segments", 1},
                           {"market.value", 20.0},
                           {"market.considered", 1},
                           {"market.undirected_search", 1.0},
                           {"trust.speed", 0.0}});
  say(setting.parameters, parameters);
  return setting;
}

double members_per_customer(const World& world) {
  return static_cast<double>(members_of(world, 0)) / static_cast<double>(world.customers.size());
}

/// Mean over opennesses between 0 and 1.
template <class Function>
double mean_over_openness(Function of) {
  constexpr int steps = 10'000;
  double sum = 0;
  for (int step = 0; step < steps; ++step) sum += of((step + 0.5) / steps) / steps;
  return sum;
}

double contributed(const World& world) {
  const ByOctave& all = world.communities.contributions[0];
  return std::accumulate(all.begin(), all.end(), 0.0);
}

}  // namespace

TEST_CASE("talents have mean one and the tail of their law") {
  constexpr std::uint64_t customers = 400'000;
  for (const double tail : {0.0, 0.3, 0.6}) {
    double sum = 0, above = 0;
    for (std::uint64_t i = 0; i < customers; ++i) {
      const Talent talent = talent_of(7, tail, i);
      REQUIRE(talent.amount <= most_talent(tail, talent.octave));
      REQUIRE(talent.amount >= most_talent(tail, talent.octave) / 2 * (1 - 1e-12));
      sum += talent.amount / customers;
      above += talent.amount > 4 * (1 - tail) ? 1.0 / customers : 0;
    }
    CAPTURE(tail);
    CHECK(sum == Approx(1).epsilon(0.02));
    CHECK(above == Approx(tail > 0 ? std::pow(4, -1 / tail) : 0).epsilon(0.05).margin(1e-9));
  }
}

TEST_CASE("a list of members holds whoever came, by octave and in order") {
  std::vector<std::uint16_t> places(10, 0);
  MembersOfBlock counts{};
  MemberList list(places, counts);
  for (const auto& [octave, offset] : {std::pair{3u, 5u}, {0u, 9u}, {3u, 2u}, {0u, 1u}, {11u, 7u}})
    list.insert(octave, static_cast<std::uint16_t>(offset));
  const auto of = [&](std::size_t octave) {
    return std::vector<std::uint16_t>(list.of(octave).begin(), list.of(octave).end());
  };
  CHECK(of(0) == std::vector<std::uint16_t>{1, 9});
  CHECK(of(3) == std::vector<std::uint16_t>{2, 5});
  CHECK(of(11) == std::vector<std::uint16_t>{7});
  list.erase(3, 2);
  list.erase(0, 9);
  CHECK(of(0) == std::vector<std::uint16_t>{1});
  CHECK(of(3) == std::vector<std::uint16_t>{5});
  CHECK(places == std::vector<std::uint16_t>{1, 5, 7, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("of many who come forward each is as likely to be heard") {
  std::array<int, 100> heard{};
  for (std::uint32_t round = 0; round < 4'000; ++round) {
    Sample sample;
    for (std::uint32_t agent = 0; agent < 100; ++agent)
      sample.let_come(agent, Chance(1, round).draw(Question::seat, agent)[0]);
    CHECK(sample.size() == Sample::seats);
    for (const std::uint32_t agent : sample.agents) ++heard[agent];
  }
  const auto [least, most] = std::minmax_element(heard.begin(), heard.end());
  CHECK(*least > 1'280 - 4.5 * 29.5);  // binomial of 4,000 times 0.32: standard deviation 29.5
  CHECK(*most < 1'280 + 4.5 * 29.5);
}

TEST_CASE("customers and their firms agree on who is a member, and how open customers are") {
  Setting busy = setting(9'001, all_presets(4),
                         {{"needs.segments", 2},
                          {"entry.rate", 0.03},
                          {"exit.hazard", 0.01},
                          {"market.review_rate", 0.2},
                          {"community.join", 1.0},
                          {"community.patience", 3},
                          {"community.openness_answer", 0.2}});
  World world = start(busy);
  for (int month = 0; month < 60; ++month) {
    step(world);
    std::vector<CountByOctave> members(world.places());
    std::vector<std::int64_t> openness(world.places(), 0);
    std::vector<std::vector<std::uint16_t>> listed(world.blocks.size());
    for (std::size_t b = 0; b < world.blocks.size(); ++b) {
      const Block& block = world.blocks[b];
      for (std::uint16_t i = 0; i < block.count; ++i) {
        const Customer& customer = world.customers[block.first + i];
        const std::uint32_t at = world.place_of(customer.product);
        const std::uint8_t octave = customer.membership.octave;
        if (at != no_place) openness[at / product_places] += customer.openness;
        if (octave == 0) continue;
        if (at != no_place) ++members[at / product_places][octave - 1u];
        const auto list = world.members_in(b).of(octave - 1u);
        REQUIRE(std::binary_search(list.begin(), list.end(), i));
        listed[b].push_back(i);
      }
      const auto& counts = world.communities.in_block[b];
      REQUIRE(std::accumulate(counts.begin(), counts.end(), std::size_t{0}) == listed[b].size());
    }
    for (std::size_t f = 0; f < world.places(); ++f) {
      REQUIRE(world.communities.members[f] == members[f]);
      REQUIRE(world.communities.openness[f] == openness[f]);
    }
  }
  std::int64_t all = 0;
  for (std::size_t f = 0; f < world.places(); ++f) all += members_of(world, f);
  CHECK(all > 100);  // or nothing was put to the test
}

// Of 100,000 customers a share has a standard error of at most 0.0016.
TEST_CASE("customers join as often as they review, are open, and are invited") {
  World world = run(one_firm(100'000, {{"market.review_rate", 0.3},
                                       {"community.join", 0.5},
                                       {"community.activity", 0.0},
                                       {"community.patience", 240}}), 12);
  const double expected = mean_over_openness([](double o) {
    return 1 - (1 - 0.5 * o) * std::pow(1 - 0.3 * 0.5 * o, 12);  // all review once at the start
  });
  CHECK(members_per_customer(world) == Approx(expected).margin(0.006));
}

TEST_CASE("where nobody contributes, as many leave in the end as join") {
  World world = run(one_firm(100'000, {{"market.review_rate", 1.0},
                                       {"community.join", 0.8},
                                       {"community.activity", 0.0},
                                       {"community.patience", 0}}), 40);
  // a member leaves at a review, and may join at the next: o j (1 - m) = m
  const double expected = mean_over_openness([](double o) { return 0.8 * o / (1 + 0.8 * o); });
  CHECK(expected == Approx(1 - std::log(1.8) / 0.8).epsilon(1e-6));
  CHECK(members_per_customer(world) == Approx(expected).margin(0.006));
}

TEST_CASE("members contribute what talent and will let them") {
  World world = start(one_firm(60'000, {{"community.join", 1.0},
                                        {"community.talent_tail", 0.4},
                                        {"community.activity", 0.2},
                                        {"community.liveliness", 0.0},
                                        {"market.review_rate", 0.0}},
                               {{"facilitate", 0.0}}));
  double talents = 0;
  for (std::uint64_t i = 0; i < world.customers.size(); ++i)
    if (world.customers[i].membership.octave != 0) talents += talent_of(1, 0.4, i).amount;
  const double worth = 0.4 * world.firms.trust[0] - 0.5;
  const double expected = 0.2 * talents / (1 + std::exp(-worth / 0.2));
  constexpr int months = 30;
  double sum = 0;
  for (int month = 0; month < months; ++month) {
    ++world.month;
    gather(world);
    sum += contributed(world) / months;
  }
  CHECK(members_of(world, 0) > 20'000);
  CHECK(sum == Approx(expected).epsilon(0.02));
}

TEST_CASE("what is answered is limited by what is spent on it, and by skill") {
  World world = start(one_firm(1'000, {{"community.skill", 0.5}, {"community.answer_cost", 2.0}},
                               {{"facilitate", 0.1}}));
  world.firms.revenue_smoothed[0] = 600;      // pays for 30 answers
  world.communities.contributions_smoothed[0] = 40;
  CHECK(feedback(world, 0) == Approx(0.5 * 30 / 40));
  world.communities.contributions_smoothed[0] = 20;
  CHECK(feedback(world, 0) == Approx(0.5));
  world.firms.levers[0].facilitate = 0;
  CHECK(feedback(world, 0) == 0);
}

TEST_CASE("at its critical mass a community carries half of what it could") {
  World world = start(one_firm(1'000, {{"community.critical_mass", 0.02}}));
  CHECK(carried(world, 0) == 0);
  world.communities.active_smoothed[0] = 20;
  CHECK(carried(world, 0) == Approx(0.5));
  world.communities.active_smoothed[0] = 60;
  CHECK(carried(world, 0) == Approx(0.9));
}

TEST_CASE("purpose brings fewer together, the more clearly it tells them apart") {
  World world = start(one_firm(1'000, {{"community.matching", std::string("purpose")},
                                       {"community.clarity", 1.0},
                                       {"community.critical_mass", 0.02}}));
  world.communities.active_smoothed[0] = 80;
  CHECK(carried(world, 0) == Approx(0.5));  // as with 20
}

TEST_CASE("what members contribute builds know-how as research of the same worth does") {
  World by_members = start(one_firm(1'000, {{"knowledge.decay", 0.1}, {"knowledge.home_weight", 0.25}}));
  World by_firm = by_members;
  by_firm.firms.levers[0].research = 0.2;
  by_firm.firms.revenue_smoothed[0] = 500;  // 0.1 per s: the reference effort
  by_members.communities.counted[0] = 1'000 * 0.1 / by_members.rules->contribution_value;
  for (World* world : {&by_members, &by_firm}) {
    ++world->month;
    research(*world);
  }
  CHECK((by_members.firms.know_how[0] - by_firm.firms.know_how[0]).abs().maxCoeff() < 1e-12);
  CHECK((by_firm.firms.know_how[0] > 0).all());
}

TEST_CASE("nobody meets itself, however few there are") {
  for (const char* matching : {"random", "purpose", "spend"}) {
    World world = start(one_firm(1'000, {{"community.matching", std::string(matching)},
                                         {"community.clarity", 1.0}}));
    Sample& voices = world.communities.voices[0];
    voices.let_come(3, 0);
    CHECK(likeness_of_met(world, 0, 3) == 0);
    const double like = likeness_of_met(world, 0, 4);  // the only other one is met
    CHECK(like > 0);
    voices.let_come(4, 0);
    for (world.month = 1; world.month < 50; ++world.month) {
      REQUIRE(likeness_of_met(world, 0, 4) == like);
      REQUIRE(likeness_of_met(world, 0, 3) == like);
    }
  }
}

TEST_CASE("a community is judged once: after two years, or when its firm gives it up before") {
  World world = start(one_firm(1'000, {}));
  const Levers none;
  const auto judged_after = [&](int inviting, int more) {
    World one = world;
    for (int month = 0; month < inviting; ++month) ++one.month, gather(one);
    one.firms.levers[0] = none;
    for (int month = 0; month < more; ++month) ++one.month, gather(one);
    return one.funnels[0].communities;
  };
  CHECK(judged_after(20, 0) == 0);
  CHECK(judged_after(20, 10) == 1);
  CHECK(judged_after(24, 0) == 1);
  CHECK(judged_after(30, 30) == 1);
}

TEST_CASE("without members a world is as one that invites nobody, bit for bit") {
  const auto state_of = [](Kind kind, Said parameters) {
    World world = run(setting(4'000, {preset("closed", 6), kind}, parameters), 48);
    for (auto* levers : {&world.firms.levers, &world.firms.targets, &world.strategies})
      std::fill(levers->begin(), levers->end(), Levers());
    for (auto& opened : world.communities.opened) opened = -1;
    world.funnels.assign(2, {});
    std::fill(world.firms.past_openness.begin(), world.firms.past_openness.end(), 0.0);
    world.openness = {};  // of levers, for measures only
    return hash(world);
  };
  Kind inviting = strategy("other", 6, {{"codesign_ideation", 0.7}, {"delegate", 1.0}});
  const Kind closed = strategy("other", 6);
  CHECK(state_of(inviting, {{"community.join", 0.0}}) == state_of(closed, {}));
  CHECK(state_of(inviting, {}) != state_of(closed, {}));
}

TEST_CASE("each switch of communities is off at its off value, bit for bit") {
  const auto state_of = [](Said parameters) {
    World world = run(setting(4'000, {preset("open", 6), preset("closed", 6)}, parameters), 48);
    return hash(world);
  };
  const std::uint64_t standard = state_of({});
  CHECK(state_of({{"community.matching", std::string("random")}, {"community.match", 0.0}}) == standard);
  CHECK(state_of({{"community.match", 2.0}, {"community.clarity", 1.0}}) == standard);
  CHECK(state_of({{"firms.tools_need_practice", true}, {"firms.tools_gain", 0.0}}) ==
        state_of({{"firms.tools_gain", 0.0}}));
  CHECK(state_of({{"community.value", 0.0}, {"community.direction", std::string("home")}}) ==
        state_of({{"community.value", 0.0}}));
  for (const auto& [name, value] : {std::pair<const char*, Value>{"community.rivalry", 0.5},
                                    {"community.substitution", 0.5},
                                    {"community.substitution", -0.5},
                                    {"community.openness_answer", 0.5},
                                    {"community.matching", std::string("spend")}}) {
    INFO(name);
    CHECK(state_of({{name, value}}) != standard);
  }
}
