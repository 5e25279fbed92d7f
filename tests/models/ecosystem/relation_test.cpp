// Trust, reputation and identity follow what firms do, and act only where they are said to.
#include <catch2/catch.hpp>

#include <cmath>
#include <set>

#include "models/ecosystem/review.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// Of all columns but these and the canvas, which only measures read.
std::uint64_t hash_without(World& world, const std::set<std::string>& names) {
  State state;
  world.list(state);
  std::uint64_t hash = 0;
  for (const Column& column : state.columns())
    if (!names.contains(column.name) && !column.name.starts_with("canvas_") && column.name != "imbalance")
      hash = hash_bytes(column.bytes(), hash);
  return hash;
}

/// Firms that reveal, and defectors that reveal nothing, who all see each other.
Setting givers_and_defectors(Said parameters) {
  const Said giver = {{"reveal_rivals", 0.6}, {"reciprocate", 1.0}, {"breadth", 1.0}};
  const Said defector = {{"reveal_rivals", 0.0}, {"breadth", 1.0}};
  Setting mixed = setting(600, {strategy("giver", 3, giver), strategy("defector", 3, defector)},
                          {{"firms.degree", 6}, {"entry.rate", 0.0}, {"exit.patience", 120}});
  say(mixed.parameters, parameters);
  return mixed;
}

/// What givers show to firms of a kind at last, on average over links.
double shown_to(const World& world, std::int32_t kind) {
  double sum = 0, links = 0;
  for (std::size_t f = 0; f < world.places(); ++f)
    for (std::uint32_t edge = world.network.first[f]; edge < world.network.first[f + 1]; ++edge) {
      const std::size_t owner = world.network.neighbours[edge];
      if (world.firms.kind[f] != kind || world.firms.kind[owner] != 0) continue;
      sum += world.gifts[edge];
      ++links;
    }
  return sum / links;
}

}  // namespace

TEST_CASE("without speed, relate leaves nothing but a note of the surplus") {
  const Said still = {{"trust.speed", 0.0}, {"reputation.speed", 0.0}, {"identity.speed", 0.0}};
  World world = start(setting(600, all_presets(3), still));
  const std::set<std::string> noted = {"surplus"};
  for (int month = 0; month < 24; ++month) {
    step(world);
    World again = world;
    relate(again);
    REQUIRE(hash_without(again, noted) == hash_without(world, noted));
  }
}

TEST_CASE("trust that acts on nothing changes nothing else") {
  const std::set<std::string> own = {"trust"};
  World moving = run(setting(600, all_presets(3), {{"trust.word_of_mouth", 0.0}, {"community.trust", 0.0}}), 36);
  World neutral = run(setting(600, all_presets(3), {{"trust.speed", 0.0}, {"community.trust", 0.0}}), 36);
  CHECK(hash_without(moving, own) == hash_without(neutral, own));
  CHECK(hash(moving) != hash(neutral));
}

TEST_CASE("a firm that takes nothing is trusted in full") {
  World world = run(quiet(600, {strategy("at cost", 4, idle), strategy("captor", 4, idle)},
                          {{"trust.speed", 0.05}}), 0);
  for (std::size_t f = 0; f < world.places(); ++f) {
    const bool at_cost = world.firms.kind[f] == 0;
    world.firms.price[f] = at_cost ? 1.0 : 2.0;
    world.firms.levers[f].lock_in = at_cost ? 0.0 : 0.5;
  }
  for (int month = 0; month < 200; ++month) relate(world);
  for (std::size_t f = 0; f < world.places(); ++f) {
    const double gained = world.rules->value - world.firms.price[f];  // 0.5 a month at price 2
    const double fair = world.firms.kind[f] == 0 ? 1.0 : gained / (gained + 0.5 * 2.0 + 1.0);
    CHECK(world.firms.trust[f] == Approx(fair).margin(1e-4));
  }
}

TEST_CASE("trust closes the same share of its gap every month") {
  World world = run(quiet(600, {strategy("at cost", 4, idle)}, {{"trust.speed", 0.1}}), 0);
  for (double& price : world.firms.price) price = 1.0;
  for (int month = 1; month <= 12; ++month) relate(world);
  CHECK(world.firms.trust[0] == Approx(1 - 0.5 * std::pow(0.9, 12)));
}

TEST_CASE("a trusted firm is spoken of more") {
  World world = run(setting(600, all_presets(3)), 6);
  const auto spoken = [&](double trust) {
    std::fill(world.firms.trust.begin(), world.firms.trust.end(), trust);
    return open_market(world).word_of_mouth_share[0];
  };
  CHECK(spoken(0.0) < spoken(0.5));
  CHECK(spoken(0.5) < spoken(1.0));
}

TEST_CASE("trust enters utility as a switch") {
  World world = run(setting(600, all_presets(3), {{"trust.in_utility", 0.4}}), 1);
  world.firms.trust[0] = neutral_trust;
  const double neutral = worth_of(world, 0);
  world.firms.trust[0] = 1;
  CHECK(worth_of(world, 0) == Approx(neutral + 0.4));
}

TEST_CASE("identity at full speed is the mean need of the firm's customers") {
  World world = run(setting(600, all_presets(3), {{"identity.speed", 1.0}}), 6);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (world.firms.customers[f] == 0) continue;
    relate(world);
    Position mean = Position::Zero();
    for (std::size_t i = 0; i < world.customers.size(); ++i) {
      const std::uint32_t at = world.place_of(world.customers[i].product);
      if (at == no_place || at / product_places != f) continue;
      std::size_t m = 0;
      while (i >= world.segment_first(m + 1)) ++m;
      for (std::size_t k = 0; k < needs; ++k)
        mean[static_cast<Eigen::Index>(k)] +=
            world.centres[m][static_cast<Eigen::Index>(k)] +
            static_cast<double>(world.customers[i].own_need[k]) * static_cast<double>(need_step);
    }
    mean /= static_cast<double>(world.firms.customers[f]);
    CHECK((mean - world.firms.identity[f]).abs().maxCoeff() < 1e-9);
  }
}

TEST_CASE("customers flock to their like, or from it, by the sign of similarity") {
  const auto mean_distance_to_identity = [](double similarity) {
    World world = run(setting(4'000, {strategy("a", 8)},
                              {{"market.similarity", similarity}, {"market.review_rate", 0.3},
                               {"identity.speed", 1.0}, {"design.improvement", 0.0}}), 36);
    double sum = 0, users = 0;
    for (std::size_t at = 0; at < world.products.id.size(); ++at)
      for (std::size_t m = 0; m < world.centres.size(); ++m) {
        const Cell& cell = world.cells_of(at)[m];
        users += static_cast<double>(cell.count);
        sum += cell.squared_distance(world.centres[m], world.firms.identity[at / product_places]);
      }
    return sum / users;
  };
  const double neutral = mean_distance_to_identity(0);
  CHECK(mean_distance_to_identity(0.6) < 0.97 * neutral);
  CHECK(mean_distance_to_identity(-0.3) > 1.01 * neutral);
}

TEST_CASE("what customers compare is what the measures say they gain") {
  World world = run(setting(600, all_presets(3), {{"market.similarity", 0.5}}), 6);
  const Market market = open_market(world);
  const std::size_t at = product_places, f = 1;
  std::vector<double> said(world.centres.size());
  find_utility(world, at, said);
  for (std::size_t m = 0; m < world.centres.size(); ++m) {
    const Cell& cell = world.cells_of(at)[m];
    if (cell.count != 1) continue;  // then the cell's mean need is that of a customer
    const Position need = world.centres[m] + cell.mean();
    double utility = static_cast<double>(market.offers[f].worth[0]) -
                     static_cast<double>(market.beta_need) * need.square().sum();
    for (std::size_t k = 0; k < needs; ++k)
      utility += need[static_cast<Eigen::Index>(k)] * static_cast<double>(market.offers[f].pull[k][0]);
    CHECK(utility == Approx(said[m]).margin(1e-4));
  }
}

TEST_CASE("a firm that sees no reputation gives as if there were none") {
  World blind = run(givers_and_defectors({{"knowledge.reciprocity_mode", std::string("reputational")},
                                          {"reputation.observability", 0.0}}), 36);
  World none = run(givers_and_defectors({{"knowledge.reciprocity_mode", std::string("none")},
                                         {"reputation.observability", 0.0}}), 36);
  CHECK(hash(blind) == hash(none));
}

TEST_CASE("each mode of reciprocity treats defectors in its own way") {
  const auto shown = [](const char* mode) {
    const World world = run(givers_and_defectors({{"knowledge.reciprocity_mode", std::string(mode)},
                                                  {"reputation.observability", 1.0}}), 240);
    return std::pair(shown_to(world, 0), shown_to(world, 1));
  };
  const auto check = [&](const char* mode, double to_giver, double to_defector) {
    CAPTURE(mode);
    CHECK(shown(mode).first == Approx(to_giver));
    CHECK(shown(mode).second == Approx(to_defector).margin(1e-6));
  };
  check("none", 0.6, 0.6);
  check("direct", 0.6, 0.0);
  check("reputational", 0.6, 0.0);
  const auto [to_givers, to_defectors] = shown("generalised");
  CHECK(to_givers == Approx(to_defectors));  // who gives on does not ask to whom
  CHECK(to_givers < 0.3);                    // and defectors drain it
}

TEST_CASE("searching beyond one's attention brings less in") {
  const auto brought_in = [](double breadth, double screening) {
    const Said levers = {{"breadth", breadth}};
    const World world = run(setting(600, {strategy("a", 16, levers)},
                                    {{"knowledge.screening", screening}, {"entry.rate", 0.0}}), 12);
    double sum = 0;
    for (const double in : world.firms.knowledge_in) sum += in;
    return sum;
  };
  CHECK(brought_in(1.0, 0.25) < brought_in(0.5, 0.25));
  CHECK(brought_in(1.0, 0.25) < brought_in(1.0, 0.0));
}
