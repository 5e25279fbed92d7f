// Adoption follows the closed forms on the complete graph and the circle, and lies between them.
#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "models/diffusion/model.h"
#include "tests/models/one_world.h"

using namespace permea;

namespace {

using Pairs = testing::Named;

Setting setting(const Pairs& values, int threads = 1) { return testing::setting(values, 1, threads); }

Value word(const char* text) { return std::string(text); }
Value count(std::int64_t number) { return number; }

std::unique_ptr<Running> run(const Setting& setting, int steps) {
  return testing::run(diffusion(), setting, steps);
}

double observed(const Running& world, const std::string& name) {
  return testing::observed(diffusion(), world, name)[0];
}

/// Adopters at times 1, 5, 10 and 20.
std::array<double, 4> course(const Setting& setting, const std::string& name = "adopters") {
  auto world = diffusion().start(setting);
  std::array<double, 4> values{};
  for (int step = 1; step <= 20; ++step) {
    world->step();
    if (step == 1) values[0] = observed(*world, name);
    if (step == 5) values[1] = observed(*world, name);
    if (step == 10) values[2] = observed(*world, name);
  }
  values[3] = observed(*world, name);
  return values;
}

constexpr std::array<double, 4> published_complete = {0.035758, 0.331199, 0.812803, 0.996259};
constexpr std::array<double, 4> published_circle = {0.035016, 0.248463, 0.558259, 0.916670};

/// The circle by its own equations: the probability that m in a row have not adopted falls
/// at the rate m p + q, less what the next would have added; cut off at 400, moved on by Euler.
double circle_by_rows(double p, double q, double initial, double until) {
  std::vector<double> rows(402);
  for (std::size_t m = 0; m < rows.size(); ++m) rows[m] = std::pow(1 - initial, double(m));
  constexpr double part = 2e-4;
  for (double t = 0; t < until - part / 2; t += part)
    for (std::size_t m = 1; m < 401; ++m)
      rows[m] += part * (-(double(m) * p + q) * rows[m] + q * rows[m + 1]);
  return 1 - rows[1];
}

/// Expected share of adopters at time 1 among three who all hear each other: the master equation.
double three_by_states(double p, double q) {
  std::array<double, 4> with = {1, 0, 0, 0};  // probability of this many adopters
  constexpr double part = 1e-5;
  for (int i = 0; i < 100'000; ++i)
    for (int k = 2; k >= 0; --k) {  // downward: each uses the state before this part
      const double moves = with[std::size_t(k)] * (3 - k) * (p + q * k / 2) * part;
      with[std::size_t(k)] -= moves;
      with[std::size_t(k) + 1] += moves;
    }
  return (with[1] + 2 * with[2] + 3 * with[3]) / 3;
}

}  // namespace

TEST_CASE("everybody hears everybody: adoption follows Bass") {
  const auto values = course(setting({}));
  const auto closed = course(setting({{"customers.count", count(2)}}), "on_complete_graph");
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(values[i] == Approx(published_complete[i]).margin(0.005));
    CHECK(closed[i] == Approx(published_complete[i]).margin(1e-6));
  }
}

TEST_CASE("on the circle adoption follows Fibich and Gibori") {
  const auto values = course(setting({{"network.graph", word("ring")}}));
  const auto closed = course(setting({{"customers.count", count(2)}}), "on_circle");
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(values[i] == Approx(published_circle[i]).margin(0.005));
    CHECK(closed[i] == Approx(published_circle[i]).margin(1e-6));
  }
}

TEST_CASE("the closed form of the circle solves the equations of neighbours in a row") {
  for (const double initial : {0.0, 0.2}) {
    const auto world = run(setting({{"customers.count", count(100'000)},
                                    {"network.graph", word("ring")},
                                    {"customers.adopted", initial},
                                    {"adoption.alone", 0.1},
                                    {"adoption.follow", 0.9}}),
                           3);
    const double rows = circle_by_rows(0.1, 0.9, initial, 3);
    CHECK(observed(*world, "on_circle") == Approx(rows).margin(2e-4));
    CHECK(observed(*world, "adopters") == Approx(rows).margin(0.01));
  }
}

TEST_CASE("three customers adopt as the master equation says") {
  const double expected = three_by_states(0.3, 1.2);
  for (const char* graph : {"complete", "ring"}) {
    double sum = 0;
    constexpr int worlds = 10'000;
    for (int seed = 1; seed <= worlds; ++seed) {
      Setting three = setting({{"customers.count", count(3)},
                               {"network.graph", word(graph)},
                               {"adoption.alone", 0.3},
                               {"adoption.follow", 1.2},
                               {"time.parts", count(200)}});
      three.seed = static_cast<std::uint64_t>(seed);
      sum += observed(*run(three, 1), "adopters");
    }
    INFO(graph);
    CHECK(sum / worlds == Approx(expected).margin(0.015));  // 4 standard errors or more
  }
}

TEST_CASE("any other network lies between the circle and the complete graph") {
  const std::vector<Pairs> networks = {
      {{"network.graph", word("ring")}, {"network.degree", count(6)}},
      {{"network.graph", word("rewired")}, {"network.degree", count(4)}, {"network.rewiring", 0.3}},
      {{"network.graph", word("random")}, {"network.degree", count(20)}}};
  for (Pairs network : networks) {
    network.emplace_back("customers.count", count(100'000));
    const auto values = course(setting(network));
    for (const std::size_t at : {1u, 2u}) {
      CHECK(values[at] > published_circle[at] + 0.005);
      CHECK(values[at] < published_complete[at] + 0.002);
    }
  }
}

TEST_CASE("a unit step is Bass's recursion, which lags behind the hazard") {
  const auto world = run(setting({{"time.convention", word("unit")}}), 8);
  double share = 0;
  for (int t = 0; t < 8; ++t) share += (0.03 + 0.38 * share) * (1 - share);
  CHECK(observed(*world, "on_complete_graph") == Approx(share).epsilon(1e-12));
  CHECK(observed(*world, "adopters") == Approx(share).margin(0.006));
  CHECK(share <
        observed(*run(setting({{"customers.count", count(2)}}), 8), "on_complete_graph") - 0.02);
}

TEST_CASE("in one unit step on the ring those next to an adopter follow with q, others not") {
  const auto world = run(setting({{"customers.count", count(300'000)},
                                  {"network.graph", word("ring")},
                                  {"time.convention", word("unit")},
                                  {"adoption.alone", 0.0},
                                  {"adoption.follow", 0.6},
                                  {"customers.adopted", 0.25}}),
                         1);
  const double expected = 0.25 + 0.75 * 0.6 * 0.25;  // an average neighbour has adopted with .25
  CHECK(observed(*world, "adopters") == Approx(expected).margin(0.005));
}

TEST_CASE("without word of mouth the network does not matter: 1 - e^(-p t)") {
  for (const char* graph : {"complete", "ring", "random"}) {
    const auto world = run(setting({{"network.graph", word(graph)},
                                    {"adoption.follow", 0.0},
                                    {"adoption.alone", 0.2},
                                    {"customers.count", count(50'000)}}),
                           5);
    CHECK(observed(*world, "adopters") == Approx(1 - std::exp(-1.0)).margin(0.009));
  }
}

TEST_CASE("where nobody begins nobody follows") {
  const auto world = run(setting({{"adoption.alone", 0.0}, {"customers.count", count(10'000)}}), 10);
  CHECK(observed(*world, "adopters") == 0);
  CHECK(observed(*world, "on_complete_graph") == 0);
  CHECK(observed(*world, "on_circle") == 0);
}

TEST_CASE("adopters stay, and new adopters are what was added") {
  auto world = diffusion().start(
      setting({{"network.graph", word("rewired")}, {"customers.count", count(20'000)}}));
  double before = observed(*world, "adopters");
  for (int step = 0; step < 15; ++step) {
    world->step();
    const double now = observed(*world, "adopters");
    CHECK(now == Approx(before + observed(*world, "new_adopters")).epsilon(1e-12));
    CHECK(now >= before);
    before = now;
  }
}

TEST_CASE("any number of threads gives the same bits") {
  for (const char* graph : {"complete", "ring"}) {
    const auto hash = [&](int threads) {
      return run(setting({{"customers.count", count(2'100'001)},
                          {"network.graph", word(graph)},
                          {"time.parts", count(3)}},
                         threads),
                 2)
          ->state()
          .hash();
    };
    const std::uint64_t one = hash(1);
    for (const int threads : {2, 3, 8}) CHECK(hash(threads) == one);
  }
}

TEST_CASE("the same seed gives the same world, another seed another") {
  Setting one = setting({{"customers.count", count(5'000)},
                         {"network.graph", word("random")},
                         {"network.degree", count(5)}});
  Setting other = one;
  other.seed = 2;
  CHECK(run(one, 4)->state().hash() == run(one, 4)->state().hash());
  CHECK(run(one, 4)->state().hash() != run(other, 4)->state().hash());
}

TEST_CASE("networks and probabilities that cannot be are refused") {
  const auto wrong = [](const Pairs& values) {
    return diffusion().problems(setting(values)).size();
  };
  CHECK(wrong({}) == 0);
  CHECK(wrong({{"network.graph", word("ring")}, {"network.degree", count(3)}}) == 1);
  CHECK(wrong({{"network.graph", word("random")}, {"network.degree", count(3)}}) == 0);
  CHECK(wrong({{"network.graph", word("ring")}, {"customers.count", count(2)}}) == 1);
  CHECK(wrong({{"network.graph", word("ring")},
               {"customers.count", count(100'000'000)},
               {"network.degree", count(100)}}) == 1);
  CHECK(wrong({{"time.convention", word("unit")}, {"adoption.follow", 0.98}}) == 1);
  CHECK(wrong({{"adoption.follow", 0.98}}) == 0);
}
