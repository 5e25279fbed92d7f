// The parameters of growth by opportunities, and the list of all that it leaves to chance.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::opportunity_core {

enum class Question : std::uint16_t { give = 1, shock };

enum class Shape { normal, laplace };

struct Rules : Parameters {
  using Parameters::Parameters;
  // clang-format off: a table, a parameter a line
  const std::int64_t firms = at_start(whole("firms.count", "count", 100, 1, 10'000'000, "firms", "Bottazzi & Secchi 2006: 100"));
  const std::int64_t opportunities = at_start(whole("opportunities.count", "count", 100, 0, 100'000'000, "opportunities given in a period", "one a firm"));
  const double reinforcement = real("opportunities.reinforcement", "1", 1, 0, 1'000, "what each opportunity taken in the period adds to the weight 1 of its firm", "Bottazzi & Secchi 2006");
  const Shape shape = choice<Shape>("shocks.shape", {"normal", "laplace"}, "normal", "distribution of the shock that an opportunity brings", "Bottazzi & Secchi 2006: normal");
  const double spread = real("shocks.spread", "1", 1, 0, 1'000, "standard deviation of a shock to log size", "scale of growth rates");
  // clang-format on
};

}  // namespace permea::opportunity_core
