// The ladder climbs as fast as theory says: two firms exactly, many firms as the equation of their
// distribution, very many as the selected wave.
#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

#include "models/ladder/model.h"
#include "tests/models/one_world.h"

using namespace permea;
using namespace permea::testing;

namespace {

const Model model = ladder();

Named world(std::int64_t firms, double imitation, double innovation, double open = 1) {
  return {{"firms.count", Value(firms)},
          {"imitation.rate", Value(imitation)},
          {"innovation.rate", Value(innovation)},
          {"firms.open", Value(open)}};
}

Named synchronous(Named parameters, std::int64_t rounds = 1) {
  parameters.emplace_back("time.version", Value(std::string("synchronous")));
  parameters.emplace_back("time.rounds", Value(rounds));
  return parameters;
}

double seen(const Running& running, const std::string& name) {
  return observed(model, running, name)[0];
}

/// Rise of `name` in a unit of time, after `before` units, over `units`.
double speed(const Named& parameters, int before, int units,
             const std::string& name = "mean_log_productivity", std::uint64_t seed = 1) {
  const auto running = run(model, setting(parameters, seed), before);
  const double start = seen(*running, name);
  for (int step = 0; step < units; ++step) running->step();
  return (seen(*running, name) - start) / units;
}

/// Mean rung of infinitely many firms after `rounds`, from the share S_k of firms on rung k or above: a
/// look takes S to S + look S (1 - S), an advance lets S_{k-1} in. Small probabilities: continuous time.
double mean_of_distribution(double look, double advance, int rounds) {
  std::vector<double> share(static_cast<std::size_t>(rounds) + 2, 0.0);
  share[0] = 1;
  for (int round = 0; round < rounds; ++round) {
    for (double& s : share) s += look * s * (1 - s);
    for (std::size_t k = share.size(); --k > 0;) share[k] += advance * (share[k - 1] - share[k]);
  }
  double mean = 0;
  for (std::size_t k = 1; k < share.size(); ++k) mean += share[k];
  return mean;
}

/// Speed of the wave in an infinite market, the least over lambda, by a walk through lambda.
double wave(double imitation, double innovation) {
  double least = 1e9;
  for (double lambda = 0.001; lambda < 10; lambda += 0.001)
    least = std::min(least, (imitation + innovation * (std::exp(lambda) - 1)) / lambda);
  return least;
}

/// Speed of the mean of two firms. Their gap is a Markov chain with p(d) = C r^d, p(0) = C / 2, where
/// r + 1/r = 2 + imitation / (2 innovation); a look of the lower firm hits the other half of the time.
double speed_of_two(double imitation, double innovation) {
  const double k = 2 + imitation / (2 * innovation), r = (k - std::sqrt(k * k - 4)) / 2;
  const double c = 1 / (0.5 + r / (1 - r));
  return innovation + imitation / 4 * c * r / ((1 - r) * (1 - r));
}

}  // namespace

TEST_CASE("two firms climb at the speed of their gap's Markov chain") {
  CHECK(speed_of_two(1, 1) == Approx(4.0 / 3));
  for (const auto& [imitation, innovation] : {std::pair(1.0, 1.0), {3.0, 0.5}, {0.2, 2.0}}) {
    // Variance of the mean per unit of time is below 2 innovation: 4 standard errors.
    const double margin = 4 * std::sqrt(2 * innovation / 100'000);
    CHECK(speed(world(2, imitation, innovation), 100, 100'000) ==
          Approx(speed_of_two(imitation, innovation)).margin(margin));
  }
}

TEST_CASE("many firms follow the equation of their distribution") {
  constexpr int parts = 2'000;  // of a unit of time: the equation's error is then below 0.001
  const double expected = mean_of_distribution(1.0 / parts, 0.7 / parts, 5 * parts);
  const auto running = run(model, setting(world(200'000, 1, 0.7)), 5);
  CHECK(seen(*running, "mean_log_productivity") == Approx(expected).margin(0.03));
}

TEST_CASE("many firms in rounds follow the equation of their distribution") {
  const auto running = run(model, setting(synchronous(world(200'000, 0.6, 0.3))), 12);
  CHECK(seen(*running, "mean_log_productivity") ==
        Approx(mean_of_distribution(0.6, 0.3, 12)).margin(0.03));
  const auto finer = run(model, setting(synchronous(world(200'000, 1.2, 0.6), 4)), 6);
  CHECK(seen(*finer, "mean_log_productivity") ==
        Approx(mean_of_distribution(0.3, 0.15, 24)).margin(0.03));
}

TEST_CASE("the speed of finitely many firms is what an independent simulation gave") {
  CHECK(speed(world(1'000, 1, 1), 200, 6'000) == Approx(2.509).margin(0.02));
  CHECK(speed(world(10'000, 1, 1), 200, 800) == Approx(2.603).margin(0.03));
}

TEST_CASE("a closed world advances at its own rate, and its variance with time") {
  for (const double innovation : {0.5, 2.0}) {
    const auto running = run(model, setting(world(20'000, 0, innovation)), 50);
    const double expected = 50 * innovation;  // Poisson
    CHECK(seen(*running, "mean_log_productivity") ==
          Approx(expected).margin(4 * std::sqrt(expected / 20'000)));
    CHECK(seen(*running, "variance") == Approx(expected).epsilon(4 * std::sqrt(2.0 / 20'000)));
  }
}

TEST_CASE("an open club climbs like a world of its own with fewer looks, closed firms alone") {
  const Named mixed = world(20'000, 1, 1, 0.25);
  const double club = speed(mixed, 200, 500, "open_mean_log_productivity");
  const double alone = speed(world(5'000, 0.25, 1), 200, 500, "mean_log_productivity", 2);
  CHECK(club == Approx(alone).margin(0.04));
  CHECK(club == Approx(wave(0.25, 1)).epsilon(0.06));  // finitely many are slower
  CHECK(club < wave(0.25, 1));
  CHECK(speed(mixed, 200, 500, "closed_mean_log_productivity") ==
        Approx(1).margin(4 / std::sqrt(500.0 * 15'000)));
}

TEST_CASE("in rounds an open club does not touch the closed firms") {
  const Named mixed = synchronous(world(20'000, 0.5, 0.2, 0.5));
  CHECK(speed(mixed, 100, 200, "closed_mean_log_productivity") ==
        Approx(0.2).margin(4 * std::sqrt(0.16 / (200.0 * 10'000))));
  CHECK(speed(mixed, 100, 200, "open_mean_log_productivity") > 0.35);
}

TEST_CASE("many rounds in a unit of time are continuous time") {
  const double rounds = speed(synchronous(world(2'000, 1, 1), 200), 100, 300);
  CHECK(rounds == Approx(speed(world(2'000, 1, 1), 100, 300)).margin(0.07));
}

TEST_CASE("when nobody advances nobody moves") {
  for (const Named& still : {world(1'000, 1, 0), world(1'000, 0, 0), synchronous(world(1'000, 1, 0))}) {
    const auto running = run(model, setting(still), 5);
    CHECK(seen(*running, "mean_log_productivity") == 0);
    CHECK(seen(*running, "variance") == 0);
  }
}

TEST_CASE("what is observed is what the column of rungs says") {
  const auto running = run(model, setting(world(1'001, 1, 1, 0.3)), 20);
  const std::vector<double> rung = column(*running, "rung");
  const auto moment = [&](std::size_t from, std::size_t to, double around, int power) {
    double sum = 0;
    for (std::size_t i = from; i < to; ++i) sum += std::pow(rung[i] - around, power);
    return sum / static_cast<double>(to - from);
  };
  const double all = moment(0, 1'001, 0, 1), open = moment(0, 300, 0, 1), shut = moment(300, 1'001, 0, 1);
  CHECK(seen(*running, "mean_log_productivity") == Approx(all));
  CHECK(seen(*running, "open_mean_log_productivity") == Approx(open));
  CHECK(seen(*running, "closed_mean_log_productivity") == Approx(shut));
  CHECK(seen(*running, "variance") == Approx(moment(0, 1'001, all, 2)));
  CHECK(seen(*running, "open_variance") == Approx(moment(0, 300, open, 2)));
  CHECK(seen(*running, "closed_variance") == Approx(moment(300, 1'001, shut, 2)));
  running->step();
  CHECK(seen(*running, "speed") == Approx(seen(*running, "mean_log_productivity") - all));
}

TEST_CASE("a club without firms has no speed") {
  const auto open = run(model, setting(world(10, 1, 1, 1)), 2);
  CHECK(std::isnan(seen(*open, "closed_speed")));
  CHECK(seen(*open, "open_speed") == seen(*open, "speed"));
  const auto closed = run(model, setting(world(10, 1, 1, 0)), 2);
  CHECK(std::isnan(seen(*closed, "open_variance")));
  CHECK(seen(*closed, "closed_variance") == Approx(seen(*closed, "variance")));
  CHECK(std::isnan(seen(*model.start(setting({})), "speed")));
}

TEST_CASE("any number of threads gives the same bits") {
  for (const Named& parameters :
       {world(300'001, 1, 1, 0.5), synchronous(world(300'001, 0.5, 0.5, 0.5))}) {
    const std::uint64_t one = run(model, setting(parameters, 1, 1), 2)->state().hash();
    for (const int threads : {2, 3, 8})
      CHECK(run(model, setting(parameters, 1, threads), 2)->state().hash() == one);
    CHECK(run(model, setting(parameters, 2, 1), 2)->state().hash() != one);
  }
}

TEST_CASE("rates that are no probabilities are refused in rounds") {
  CHECK(complaints(model, world(10, 1.5, 2)).empty());
  CHECK(complaints(model, synchronous(world(10, 1.5, 2), 2)).empty());
  const std::string wrong = complaints(model, synchronous(world(10, 1.5, 2)));
  CHECK(wrong.find("innovation.rate: ") != std::string::npos);
  CHECK(wrong.find("imitation.rate: ") != std::string::npos);
  CHECK_FALSE(complaints(model, world(0, 1, 1)).empty());
  CHECK_FALSE(complaints(model, world(10, 1, 1, 1.1)).empty());
}
