// Populations fix as often as the exact probability says, found here without the model's formula.
#include <catch2/catch.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "models/reciprocity/model.h"
#include "tests/models/one_world.h"

using namespace permea;

namespace {

using Pairs = testing::Named;

Setting setting(const Pairs& values, int threads = 1) { return testing::setting(values, 1, threads); }

Value count(std::int64_t number) { return number; }

std::unique_ptr<Running> run(const Setting& setting, int generations) {
  return testing::run(reciprocity(), setting, generations);
}

double observed(const Running& world, const std::string& name) {
  return testing::observed(reciprocity(), world, name)[0];
}

/// The same process agent by agent: every pair meets, and every birth and every death is counted.
struct Village {
  int agents = 50;
  double benefit = 3, cost = 1, known = 0.5, selection = 0.01, mutation = 0;

  double payoff(bool giver, bool partner_gives) const {
    const double given = giver ? (partner_gives ? cost : cost * (1 - known)) : 0;
    const double got = partner_gives ? (giver ? benefit : benefit * (1 - known)) : 0;
    return got - given;
  }

  /// Probabilities of one giver more and of one giver less.
  std::pair<double, double> moves(int givers) const {
    std::vector<double> fitness(static_cast<std::size_t>(agents), 0.0);
    double all = 0;
    for (int a = 0; a < agents; ++a) {
      double sum = 0;
      for (int other = 0; other < agents; ++other)
        if (other != a) sum += payoff(a < givers, other < givers);
      fitness[static_cast<std::size_t>(a)] = 1 - selection + selection * sum / (agents - 1);
      all += fitness[static_cast<std::size_t>(a)];
    }
    std::pair<double, double> moves{0, 0};
    for (int parent = 0; parent < agents; ++parent)
      for (int dead = 0; dead < agents; ++dead) {
        const double p = fitness[static_cast<std::size_t>(parent)] / all / agents;
        const double gives = parent < givers ? 1 - mutation : mutation;
        if (dead >= givers) moves.first += p * gives;
        if (dead < givers) moves.second += p * (1 - gives);
      }
    return moves;
  }

  /// Probability that givers take over from `start`: the absorption equations, by elimination.
  double fixation(int start) const {
    // h_i (rise + fall) = rise h_(i+1) + fall h_(i-1), h_0 = 0, h_N = 1: h_i = share_i h_(i+1).
    std::vector<double> share(static_cast<std::size_t>(agents), 0.0);
    for (int i = 1; i < agents; ++i) {
      const auto [rise, fall] = moves(i);
      const auto at = static_cast<std::size_t>(i);
      share[at] = rise / (rise + fall - fall * share[at - 1]);
    }
    double h = 1;
    for (int i = agents - 1; i >= start; --i) h *= share[static_cast<std::size_t>(i)];
    return h;
  }

  /// Share of givers in the long run with mutation: the distribution moved on until it rests.
  double long_run() const {
    const auto size = static_cast<std::size_t>(agents) + 1;
    std::vector<std::pair<double, double>> of;
    for (int i = 0; i <= agents; ++i) of.push_back(moves(i));
    std::vector<double> at(size, 1.0 / static_cast<double>(size));
    for (int event = 0; event < 20'000; ++event) {
      std::vector<double> next(size, 0.0);
      for (std::size_t i = 0; i < size; ++i) {
        if (i < size - 1) next[i + 1] += at[i] * of[i].first;
        if (i > 0) next[i - 1] += at[i] * of[i].second;
        next[i] += at[i] * (1 - of[i].first - of[i].second);
      }
      at = next;
    }
    double mean = 0;
    for (std::size_t i = 0; i < size; ++i) mean += at[i] * static_cast<double>(i);
    return mean / agents;
  }
};

}  // namespace

TEST_CASE("the exact fixation probability is what is published") {
  const auto over_neutral = [](double known) {
    const auto world = run(setting({{"help.known", known}, {"populations.count", count(1)}}), 0);
    return observed(*world, "expected_over_neutral");
  };
  CHECK(over_neutral(0.5) == Approx(0.95049).margin(5e-6));
  CHECK(over_neutral(0.8) == Approx(1.07508).margin(5e-6));
}

TEST_CASE("elimination over agents, pair by pair, gives the same probability") {
  for (const double known : {0.0, 0.5, 0.9})
    for (const double selection : {0.01, 0.3})
      for (const int start : {1, 7, 19}) {
        const Village village{20, 4, 1.5, known, selection};
        const auto world = run(setting({{"agents.count", count(20)},
                                        {"start.givers", count(start)},
                                        {"help.benefit", 4.0},
                                        {"help.cost", 1.5},
                                        {"help.known", known},
                                        {"selection.strength", selection},
                                        {"populations.count", count(1)}}),
                               0);
        INFO(known << " " << selection << " " << start);
        CHECK(observed(*world, "expected_fixation") == Approx(village.fixation(start)).epsilon(1e-9));
      }
}

TEST_CASE("populations fix as often as they should") {
  constexpr double populations = 400'000;
  for (const double known : {0.5, 0.8}) {
    const auto world =
        run(setting({{"help.known", known}, {"populations.count", count(400'000)}}), 1'000);
    const double expected = Village{.known = known}.fixation(1);
    const double four_errors = 4 * std::sqrt(expected * (1 - expected) / populations);
    INFO(known);
    CHECK(observed(*world, "settled") == 1);
    CHECK(observed(*world, "givers_fixed") == Approx(expected).margin(four_errors));
  }
}

TEST_CASE("under strong selection populations fix as often as they should, from any start") {
  const Village village{12, 3, 1, 0.7, 0.5};
  for (const int start : {1, 4, 11}) {
    const auto world = run(setting({{"agents.count", count(12)},
                                    {"start.givers", count(start)},
                                    {"help.known", 0.7},
                                    {"selection.strength", 0.5},
                                    {"populations.count", count(100'000)}}),
                           600);
    const double expected = village.fixation(start);
    CHECK(observed(*world, "settled") == 1);
    CHECK(observed(*world, "givers_fixed") ==
          Approx(expected).margin(4 * std::sqrt(expected * (1 - expected) / 100'000)));
  }
}

TEST_CASE("without selection one giver takes over one time in N") {
  const auto world = run(setting({{"selection.strength", 0.0},
                                  {"agents.count", count(10)},
                                  {"populations.count", count(200'000)}}),
                         300);
  CHECK(observed(*world, "expected_over_neutral") == Approx(1).epsilon(1e-12));
  CHECK(observed(*world, "fixation_over_neutral") == Approx(1).margin(0.03));  // 4 standard errors
}

TEST_CASE("with mutation the share of givers goes to that of the long run") {
  const Village village{10, 3, 1, 0.9, 0.4, 0.05};
  const auto world = run(setting({{"agents.count", count(10)},
                                  {"help.known", 0.9},
                                  {"selection.strength", 0.4},
                                  {"selection.mutation", 0.05},
                                  {"populations.count", count(50'000)}}),
                         500);
  CHECK(observed(*world, "givers") == Approx(village.long_run()).margin(0.009));
  CHECK(std::isnan(observed(*world, "expected_fixation")));
}

TEST_CASE("stable exactly above c / b, risk-dominant exactly beyond (2 - q) / q") {
  const auto marks = [](double known, double benefit) {
    const auto world = run(
        setting({{"help.known", known}, {"help.benefit", benefit}, {"populations.count", count(1)}}),
        0);
    return std::pair{observed(*world, "stable"), observed(*world, "risk_dominant")};
  };
  CHECK(marks(0.33, 3) == std::pair{0.0, 0.0});
  CHECK(marks(0.34, 3) == std::pair{1.0, 0.0});
  CHECK(marks(0.49, 3) == std::pair{1.0, 0.0});  // (2 - q) / q = 3 at q = .5
  CHECK(marks(0.51, 3) == std::pair{1.0, 1.0});
}

TEST_CASE("any number of threads gives the same bits") {
  const auto hash = [](int threads) {
    return run(setting({{"populations.count", count(20'001)}, {"start.givers", count(20)}}, threads),
               5)
        ->state()
        .hash();
  };
  const std::uint64_t one = hash(1);
  for (const int threads : {2, 3, 8}) CHECK(hash(threads) == one);
}

TEST_CASE("the same seed gives the same populations, another seed others") {
  Setting one = setting({{"populations.count", count(1'000)}, {"start.givers", count(25)}});
  Setting other = one;
  other.seed = 2;
  CHECK(run(one, 10)->state().hash() == run(one, 10)->state().hash());
  CHECK(run(one, 10)->state().hash() != run(other, 10)->state().hash());
}

TEST_CASE("one type alone stays alone") {
  for (const std::int64_t start : {0, 50}) {
    const auto world =
        run(setting({{"start.givers", count(start)}, {"populations.count", count(10)}}), 3);
    CHECK(observed(*world, "givers") == static_cast<double>(start) / 50);
    CHECK(observed(*world, "settled") == 1);
  }
}

TEST_CASE("fitness that is not above 0, and more givers than agents, are refused") {
  const auto wrong = [](const Pairs& values) { return reciprocity().problems(setting(values)); };
  CHECK(wrong({}).empty());
  CHECK(wrong({{"start.givers", count(51)}}).size() == 1);
  CHECK(wrong({{"help.known", 0.0}, {"selection.strength", 0.4}}).empty());
  const auto strong = wrong({{"help.known", 0.0}, {"selection.strength", 0.5}});
  REQUIRE(strong.size() == 1);
  CHECK(strong[0].message.find("below 0.5") != std::string::npos);
}
