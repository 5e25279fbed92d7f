// Listening removes only the part of a need that is not sticky; customers who design miss nothing.
// Where nothing is sticky, and customers pursue no aims of their own, both must come to the same.
#include <catch2/catch.hpp>

#include <cmath>

#include "models/ecosystem/products.h"
#include "tests/models/ecosystem/everything.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// What else would set designs by members apart from those by whom a firm listens to.
const Said no_difference = {{"community.divergence", 0.0},   {"community.value", 0.0},
                            {"community.join", 1.0},         {"community.critical_mass", 0.0},
                            {"design.familiarity", 0.0},     {"design.hand_over", 0.0},
                            {"design.feasibility_gap", 0.0}, {"firms.support_share", 0.0}};

/// Firms that hear everything and say nothing, and have ideas themselves or let customers do that.
Setting listeners(double codesign_ideation, double stickiness, std::uint64_t seed) {
  Setting plain = setting(3'000,
                          {strategy("listener", 20,
                                    {{"listen", 1.0},
                                     {"survey", 0.0},
                                     {"broadcast", 0.0},
                                     {"codesign_ideation", codesign_ideation}})},
                          {{"needs.segments", 4},
                           {"needs.stickiness", stickiness},
                           {"design.development", 3},
                           {"entry.rate", 0.02}},
                          seed);
  say(plain.parameters, no_difference);
  return plain;
}

/// The same with everything on, but for what treats an idea by its author: mutants, who would listen less;
/// firms' ideas that start from their identity; free designs by members; members who draw their like.
Setting busy_listeners(double codesign_ideation, double stickiness, std::uint64_t seed) {
  std::vector<Kind> kinds = {preset("open", 10), preset("open", 10)};
  for (Kind& kind : kinds)
    say(kind.levers, {{"listen", 1.0},
                      {"survey", 0.0},
                      {"broadcast", 0.0},
                      {"codesign_ideation", codesign_ideation}});
  Setting full = everything(3'000, kinds,
                            {{"needs.segments", 4},
                             {"needs.stickiness", stickiness},
                             {"design.development", 3},
                             {"entry.mutation", 0.0},
                             {"identity.pull", 0.0},
                             {"community.free_output", 0.0},
                             {"community.match", 0.0}},
                            seed);
  say(full.parameters, no_difference);
  return full;
}

/// Mean squared distance per need between what supplied customers need and what they use.
double distance(const World& world) {
  double sum = 0, users = 0;
  for (std::size_t at = 0; at < world.products.id.size(); ++at)
    for (std::size_t m = 0; m < world.centres.size(); ++m)
      if (const Cell& cell = world.cells_of(at)[m]; cell.count > 0) {
        sum += static_cast<double>(cell.count) * world.mean_distance(at, m);
        users += static_cast<double>(cell.count);
      }
  return sum / users;
}

std::int64_t by_customers(const World& world) {
  return std::count(world.products.origin.begin(), world.products.origin.end(), Origin::customer);
}

struct Compared {
  double mean = 0;   ///< how much farther from needs listening leads than codesign
  double error = 0;  ///< its standard error
  double customers = 0;  ///< products by customers under codesign, a run
};

using Listeners = Setting (*)(double codesign_ideation, double stickiness, std::uint64_t seed);

Compared listening_less_codesign(Listeners firms, double stickiness, int seeds) {
  Compared compared;
  double squares = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    const World listening = run(firms(0, stickiness, static_cast<std::uint64_t>(seed)), 60);
    const World codesign = run(firms(1, stickiness, static_cast<std::uint64_t>(seed)), 60);
    const double difference = distance(listening) - distance(codesign);
    compared.mean += difference / seeds;
    squares += difference * difference;
    compared.customers += static_cast<double>(by_customers(codesign)) / seeds;
  }
  compared.error = std::sqrt((squares - seeds * compared.mean * compared.mean) / (seeds - 1) / seeds);
  return compared;
}

}  // namespace

// Other customers are asked: any user who speaks, or a member who has an idea. On average that is the
// same: the distances (about 1) differ by less than a fiftieth, and not beyond chance.
TEST_CASE("where nothing is sticky, listening and codesign come equally near to needs") {
  const Compared compared = listening_less_codesign(listeners, 0, 40);
  INFO("listening is farther by " << compared.mean << " +- " << compared.error);
  CHECK(compared.customers > 10);
  CHECK(std::abs(compared.mean) < 2.7 * compared.error);
  CHECK(std::abs(compared.mean) + 2 * compared.error < 0.02);
}

TEST_CASE("where nothing is sticky and everything is on, listening and codesign come equally near") {
  const Compared compared = listening_less_codesign(busy_listeners, 0, 40);
  INFO("listening is farther by " << compared.mean << " +- " << compared.error);
  CHECK(compared.customers > 10);
  CHECK(std::abs(compared.mean) < 2.7 * compared.error);
  CHECK(std::abs(compared.mean) + 2 * compared.error < 0.03);
}

TEST_CASE("where needs are sticky, codesign comes nearer to them than listening") {
  const Compared compared = listening_less_codesign(listeners, 0.6, 12);
  INFO("listening is farther by " << compared.mean << " +- " << compared.error);
  CHECK(compared.mean > 5 * compared.error);
}

TEST_CASE("leaders who are customers of their own firm miss nothing, however sticky needs are") {
  const auto with_leaders = [](double share, double stickiness) {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      Setting firms = listeners(0, stickiness, seed);
      say(firms.parameters, {{"design.leaders", share}, {"design.leaders_cost", 0.0}});
      sum += distance(run(firms, 60)) / 12;
    }
    return sum;
  };
  CHECK(with_leaders(1, 0.9) < with_leaders(0, 0.9) - 0.05);
  CHECK(with_leaders(1, 0.9) == with_leaders(1, 0.1));
}

TEST_CASE("leaders' being customers costs every firm, whoever designs") {
  const auto spent = [](double share) {
    Setting firms = listeners(0, 0.6, 1);
    say(firms.parameters, {{"design.leaders", share}, {"design.leaders_cost", 0.5}});
    World world = run(firms, 1);
    return world.firms.spent[0][static_cast<std::size_t>(Purpose::design)] / world.scale;
  };
  CHECK(spent(0.4) - spent(0) == Approx(0.2));
}

TEST_CASE("what listening cannot make known is what is sticky") {
  World world = start(listeners(0, 0.6, 1));
  CHECK(unknown_share(world, 0) == Approx(0.6));
  world.firms.levers[0].listen = 0;
  CHECK(unknown_share(world, 0) == 1);
  world.firms.levers[0].listen = 0.5;
  CHECK(unknown_share(world, 0) == Approx(0.6 + 0.4 * 0.5));
  world.firms.levers[0].survey = 0.1;  // 0.03 per s makes known half of what can be known
  world.firms.revenue_smoothed[0] = 0.3 * world.scale;
  CHECK(unknown_share(world, 0) == Approx(0.6 + 0.4 * 0.5 * 0.5));
}

TEST_CASE("a firm's error about needs has the variance that it does not know") {
  World world = start(listeners(0, 0.6, 1));
  double squares = 0;
  constexpr int draws = 4'000;
  for (int n = 0; n < draws; ++n) {
    const auto agent = static_cast<std::uint64_t>(n);
    world.firms.bias[0] = normal_position(world.chance(), Question::bias_move, agent);
    const Position noise = normal_position(world.chance(), Question::idea_error, agent);
    squares += error_about_needs(world, 0, 0.7, noise).square().sum() / 8 / draws;
  }
  const double skill = world.firms.skill[0];
  CHECK(squares * skill * skill == Approx(1.1 * 1.1 * 0.7).epsilon(0.03));  // 4 standard errors
}
