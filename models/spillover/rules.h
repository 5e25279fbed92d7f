// The parameters of the R&D game, each declared once, and the list of all that it leaves to chance.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::spillover_core {

enum class Question : std::uint16_t { start = 1 };

/// Who decides for whose profit: each firm for its own in both stages; all for the joint profit in
/// R&D and alone in the market; all for the joint profit in both.
enum class Regime { rivals, joint_research, cartel };

enum class Order { in_turn, at_once };

struct Rules : Parameters {
  using Parameters::Parameters;
  // clang-format off: a table, a parameter a line
  const std::int64_t firms = at_start(whole("firms.count", "count", 2, 2, 1'000, "firms", "d'Aspremont & Jacquemin 1988"));
  const Regime regime = choice<Regime>("firms.regime", {"rivals", "joint_research", "cartel"}, "rivals", "who decides for whose profit", "d'Aspremont & Jacquemin 1988");
  const double demand = real("demand.intercept", "1", 120, 1e-3, 1e6, "price at which nobody buys", "assumed");
  const double slope = real("demand.slope", "1", 1, 1e-6, 1e6, "fall of the price for each unit sold", "assumed");
  const double cost = real("cost.start", "1", 60, 0, 1e6, "unit cost without any R&D", "assumed");
  const double spillover = real("research.spillover", "1", 0, 0, 1, "share of a firm's R&D that lowers each other firm's cost as well", "assumed; swept");
  const double expense = real("research.expense", "1", 2, 1e-6, 1e6, "R&D of x costs this times x^2 / 2", "assumed");
  const Order order = choice<Order>("replies.order", {"in_turn", "at_once"}, "in_turn", "whether a firm sees the replies of this round", "assumed");
  const double speed = real("replies.speed", "1", 1, 1e-3, 1, "share of the way to the best reply", "assumed");
  const double spread = at_start(real("start.spread", "1", 0, 0, 1e6, "R&D at the start is uniform from 0 to this", "assumed"));
  // clang-format on

  /// What a market without costs but those of the start is worth: a - A.
  double margin() const { return demand - cost; }

  /// How firm i's output answers its own R&D, and that of one other firm, times (n + 1) b.
  double own_effect() const {
    return static_cast<double>(firms) - static_cast<double>(firms - 1) * spillover;
  }
  double other_effect() const { return 2 * spillover - 1; }
  /// How far a unit of R&D in every firm lowers every firm's cost.
  double common_effect() const { return 1 + static_cast<double>(firms - 1) * spillover; }

  /// The second derivative, by a firm's own R&D, of the gross profit that it looks at.
  double curvature() const {
    const double n = static_cast<double>(firms);
    const double own = own_effect(), other = other_effect(), common = common_effect();
    if (regime == Regime::cartel) return common * common / (2 * slope * n * n);
    const double others = regime == Regime::rivals ? 0 : (n - 1) * other * other;
    return 2 * (own * own + others) / ((n + 1) * (n + 1) * slope);
  }

  void check(Notes& notes) const {
    if (!(margin() > 0))
      notes.wrong("demand.intercept", "must be above cost.start, " + text(cost) +
                                          ": else nobody buys");
    if (!(expense > curvature()))
      notes.wrong("research.expense",
                  "more R&D would always pay, so that there is no best reply; allowed: above " +
                      text(curvature()) + " with this slope, spillover and number of firms");
  }
};

}  // namespace permea::spillover_core
