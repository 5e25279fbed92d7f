// The parameters of indirect reciprocity, each declared once, and the list of all left to chance.
#pragma once

#include <algorithm>

#include "sim/kit/parameter.h"

namespace permea::reciprocity_core {

enum class Question : std::uint16_t { reproduce = 1 };

struct Rules : Parameters {
  using Parameters::Parameters;
  // clang-format off: a table, a parameter a line
  const std::int64_t agents = at_start(whole("agents.count", "count", 50, 2, 10'000, "agents in a population", "assumed"));
  const std::int64_t populations = at_start(whole("populations.count", "count", 10'000, 1, 100'000'000, "populations alike, each with its own luck", "assumed"));
  const std::int64_t givers = at_start(whole("start.givers", "count", 1, 0, 10'000, "givers in each population at the start", "Nowak 2006: one mutant"));
  const double benefit = real("help.benefit", "1", 3, 0, 1'000, "what help is worth to the one helped", "assumed; swept");
  const double cost = real("help.cost", "1", 1, 0, 1'000, "what help costs the giver", "assumed");
  const double known = real("help.known", "1", 0.5, 0, 1, "probability that a giver knows that its partner is a defector", "assumed; swept");
  const double selection = real("selection.strength", "1", 0.01, 0, 1, "weight of payoff in fitness", "assumed: weak selection");
  const double mutation = real("selection.mutation", "1", 0, 0, 1, "probability that offspring is of the other type", "assumed: none");
  // clang-format on

  /// What the one named first gets from meeting the other.
  double giver_with_giver() const { return benefit - cost; }
  double giver_with_defector() const { return -cost * (1 - known); }
  double defector_with_giver() const { return benefit * (1 - known); }

  void check(Notes& notes) const {
    if (givers > agents)
      notes.wrong("start.givers", "must be at most agents.count, " + text(agents));
    const double least = std::min({giver_with_giver(), giver_with_defector(), 0.0});
    if (!(1 - selection + selection * least > 0))
      notes.wrong("selection.strength",
                  "the fitness of the worst off would not be above 0; allowed: below " +
                      text(1 / (1 - least)) + " with these benefits and costs");
  }
};

}  // namespace permea::reciprocity_core
