// The market's parameters, each declared once, and the list of all that it leaves to chance.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::market_core {

enum class Question : std::uint16_t { need = 1, product, supplier, consider, choose, drift };

struct Rules : Parameters {
  using Parameters::Parameters;
  // clang-format off: a table, a parameter a line
  const std::int64_t customers = at_start(whole("customers.count", "count", 100'000, 1, 1'000'000'000, "customers", "assumed"));
  const std::int64_t firms = at_start(whole("firms.count", "count", 50, 2, 10'000, "firms", "assumed"));
  const double drift = real("needs.drift", "1", 0.01, 0, 1, "spread of a need's move in a step", "assumed");
  const double inertia = real("choice.inertia", "1", 0.5, 0, 100, "utility of not moving", "assumed");
  const double noise = real("choice.noise", "1", 0.3, 0.01, 100, "scale of Gumbel noise in utility", "assumed");
  const double speed = real("satisfaction.speed", "1", 0.1, 0, 1, "weight of the last step", "assumed");
  const double pace = real("products.adaptation", "1", 0.05, 0, 1, "share of the way to the mean need", "assumed");
  const double kept = real("knowledge.kept", "1", 0.95, 0, 1, "share kept from step to step", "assumed");
  const double learned = real("knowledge.learned", "1", 0.05, 0, 1, "gain from serving everybody", "assumed");
  const double spillover = real("knowledge.spillover", "1", 0.01, 0, 1, "share of the others' mean", "assumed");
  // clang-format on
};

}  // namespace permea::market_core
