// Firms that reply to each other come to rest where the closed form says, and nowhere else.
#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "models/spillover/model.h"
#include "tests/models/one_world.h"

using namespace permea;

namespace {

Setting setting(const std::string& regime, double spillover, std::int64_t firms = 2) {
  Setting setting;
  setting.parameters["firms.regime"] = {Value(regime), {}};
  setting.parameters["firms.count"] = {Value(firms), {}};
  setting.parameters["research.spillover"] = {Value(spillover), {}};
  return setting;
}

Setting with(Setting setting, const std::string& name, Value value) {
  setting.parameters[name] = {value, {}};
  return setting;
}

std::unique_ptr<Running> run(const Setting& setting, int rounds) {
  return testing::run(spillover(), setting, rounds);
}

double observed(const Running& world, const std::string& name) {
  return testing::observed(spillover(), world, name)[0];
}

/// The duopoly again, by another way: outputs by rounds of replies in the market, R&D by search.
struct Search {
  std::string regime;
  double spillover, margin = 60, slope = 1, expense = 2;

  /// Profit of each firm after this R&D.
  std::array<double, 2> profits(std::array<double, 2> x) const {
    const std::array<double, 2> gain = {margin + x[0] + spillover * x[1],
                                        margin + x[1] + spillover * x[0]};
    std::array<double, 2> q = {0, 0};
    for (int round = 0; round < 60; ++round)
      for (const std::size_t i : {0u, 1u}) q[i] = (gain[i] - slope * q[1 - i]) / (2 * slope);
    if (regime == "cartel") q[0] = q[1] = (gain[0] + gain[1]) / (8 * slope);
    std::array<double, 2> profits;
    for (const std::size_t i : {0u, 1u})
      profits[i] = (gain[i] - slope * (q[0] + q[1])) * q[i] - expense * x[i] * x[i] / 2;
    return profits;
  }

  /// What firm 0 looks at when its R&D is `own` and that of the other is `other`.
  double payoff(double own, double other) const {
    const auto both = profits({own, other});
    return regime == "rivals" ? both[0] : both[0] + both[1];
  }

  double best(double other) const {
    double low = -100, high = 400;
    while (high - low > 1e-6) {
      const double third = (high - low) / 3;
      const bool rises = payoff(low + third, other) < payoff(high - third, other);
      (rises ? low : high) = rises ? low + third : high - third;
    }
    return (low + high) / 2;
  }

  /// R&D to which it is itself the best reply, by halving.
  double rest() const {
    double low = 0, high = 200;
    while (high - low > 1e-5) {
      const double middle = (low + high) / 2;
      (best(middle) > middle ? low : high) = middle;
    }
    return (low + high) / 2;
  }
};

}  // namespace

TEST_CASE("R&D comes to rest where d'Aspremont and Jacquemin have it") {
  struct Cell {
    double spillover, rivals, joint;
  };
  for (const auto& [spillover, rivals, joint] :
       {Cell{0, 17.142857, 7.5}, Cell{0.5, 13.333333, 13.333333}, Cell{1, 8.571429, 24}}) {
    const auto alone = run(setting("rivals", spillover), 200);
    CHECK(observed(*alone, "research") == Approx(rivals).epsilon(1e-6));
    CHECK(observed(*alone, "settled") == 1);
    CHECK(observed(*run(setting("joint_research", spillover), 200), "research") ==
          Approx(joint).epsilon(1e-6));
  }
}

TEST_CASE("a search that knows no formula finds the same rest") {
  for (const std::string regime : {"rivals", "joint_research", "cartel"})
    for (const double spillover : {0.2, 0.7}) {
      INFO(regime << " " << spillover);
      CHECK(observed(*run(setting(regime, spillover), 400), "research") ==
            Approx(Search{regime, spillover}.rest()).epsilon(1e-4));
    }
}

TEST_CASE("replies settle on the closed form for any number of firms in every regime") {
  for (const std::string regime : {"rivals", "joint_research", "cartel"})
    for (const std::int64_t firms : {2, 3, 7}) {
      Setting many = with(setting(regime, 0.4, firms), "research.expense", 6.0);
      many = with(with(many, "start.spread", 50.0), "demand.slope", 1.5);
      const auto world = run(many, 1'000);
      INFO(regime << " " << firms);
      CHECK(observed(*world, "settled") == 1);
      CHECK(observed(*world, "distance") < 1e-5);
    }
}

TEST_CASE("with slope times expense of 1 rivals' replies part below a spillover of .1771") {
  const double threshold = (9 - std::sqrt(63.0)) / 6;  // Henriques 1990
  for (const std::string order : {"in_turn", "at_once"})
    for (const double beyond : {-0.02, 0.02}) {
      Setting near = with(setting("rivals", threshold + beyond), "research.expense", 1.0);
      near = with(with(near, "replies.order", order), "start.spread", 1.0);
      const auto world = run(near, 1'000);
      INFO(order << " " << beyond);
      CHECK(observed(*world, "escaped") == (beyond < 0 ? 1 : 0));
      CHECK(observed(*world, "settled") == (beyond < 0 ? 0 : 1));
    }
}

TEST_CASE("replies in turn shrink by the square of the slope of the reply, at once by the slope") {
  const double own = 2 - 0.3, slope = 2 * own * (2 * 0.3 - 1) / (9 * 2 - 2 * own * own);
  const auto turns = run(setting("rivals", 0.3), 5);
  CHECK(observed(*turns, "contraction") == Approx(slope * slope).epsilon(1e-3));
  const auto together =
      run(with(setting("rivals", 0.3), "replies.order", std::string("at_once")), 5);
  CHECK(observed(*together, "contraction") == Approx(std::abs(slope)).epsilon(1e-3));
}

TEST_CASE("diverging replies are seen to diverge, and end at numbers") {
  const auto world = run(with(setting("rivals", 0), "research.expense", 1.0), 3'000);
  CHECK(observed(*world, "escaped") == 1);
  CHECK(std::abs(observed(*world, "distance")) > 60e9);
  CHECK(observed(*world, "contraction") > 1);
  CHECK(std::isfinite(observed(*world, "profits")));
}

TEST_CASE("five firms that all jump at once overshoot, and settle when they go half the way") {
  // The slope of a reply is -0.375: four others who move alike make it -1.5, half the way -0.25.
  Setting five = with(setting("rivals", 0, 5), "research.expense", 2.13);
  five = with(five, "replies.order", std::string("at_once"));
  CHECK(observed(*run(five, 500), "escaped") == 1);
  CHECK(observed(*run(with(five, "replies.speed", 0.5), 500), "settled") == 1);
}

TEST_CASE("cooperation invests more exactly when more than half spills over") {
  for (const double spillover : {0.1, 0.49, 0.51, 0.9}) {
    const double alone = observed(*run(setting("rivals", spillover), 300), "research");
    const double joint = observed(*run(setting("joint_research", spillover), 300), "research");
    CHECK((joint > alone) == (spillover > 0.5));
  }
}

TEST_CASE("joint profits rise from rivals to joint research to the cartel") {
  const auto profits = [](const std::string& regime) {
    return observed(*run(setting(regime, 0.3), 400), "profits");
  };
  CHECK(profits("rivals") < profits("joint_research"));
  CHECK(profits("joint_research") < profits("cartel"));
}

TEST_CASE("the start is drawn by the seed, and the rest forgets it") {
  Setting one = with(setting("rivals", 0.2), "start.spread", 30.0), two = one;
  two.seed = 2;
  CHECK(run(one, 1)->state().hash() == run(one, 1)->state().hash());
  CHECK(run(one, 1)->state().hash() != run(two, 1)->state().hash());
  CHECK(observed(*run(one, 300), "research") == Approx(observed(*run(two, 300), "research")));
}

TEST_CASE("what has no best reply is refused, and so is a market without buyers") {
  const auto problems = [](const Setting& s) { return spillover().problems(s); };
  CHECK(problems(setting("rivals", 0)).empty());
  const auto cheap = problems(with(setting("rivals", 0), "research.expense", 0.8));
  REQUIRE(cheap.size() == 1);
  CHECK(cheap[0].message.find("above 0.888") != std::string::npos);
  CHECK(problems(with(setting("rivals", 0), "demand.intercept", 60.0)).size() == 1);
}

TEST_CASE("any number of threads gives the same bits") {
  for (const char* regime : {"rivals", "joint_research", "cartel"}) {
    Setting three = setting(regime, 0.3, 3);
    const std::uint64_t one = run(three, 20)->state().hash();
    for (const int threads : {2, 3, 8}) {
      three.threads = threads;
      CHECK(run(three, 20)->state().hash() == one);
    }
  }
}
