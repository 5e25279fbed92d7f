// Rules of how firms enter and leave.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

struct EntryRules : Parameters {
  using Parameters::Parameters;

  const double entry_rate = real("entry.rate", "1/month", 0.0076, 0, 1,
      "firms that enter, as a share of the firms at the start",
      "fitted to exits and net entry, Bartelsman et al. 2005 (free)");
  const double entrant_cash = real("entry.cash", "1", 1.4, 0, 1000,
      "cash of an entrant, per s", "assumed");
  const double entrant_knowledge = real("entry.knowledge", "1", 0.7, 0, 2,
      "an entrant's know-how, as a share of the mean", "assumed");
  const double entrant_revealed = real("entry.revealed", "1", 0.4, 0, 2,
      "share of the know-how that firms reveal which an entrant has as well", "assumed");
  const double entrant_imitates = real("entry.imitation", "1", 0.0, 0, 1,
      "probability that an entrant takes the strategy of a firm that makes a profit, by how much, "
      "instead of one drawn by the shares at the start", "off in the standard");
  const double entrant_mutates = real("entry.mutation", "1", 0.0, 0, 1,
      "standard deviation by which an entrant's levers miss those of its strategy, in their ranges",
      "off in the standard");
  const double launch_awareness = real("firms.launch_awareness", "1", 2.0, 0, 100,
      "extra weight of a new firm in undirected search, over that of the others", "assumed; swept");
  const std::int64_t launch_months = whole("firms.launch_months", "month", 24, 0, 240,
      "months for which a firm counts as new", "assumed");
  const double exit_hazard = real("exit.hazard", "1/month", 0.0, 0, 1,
      "probability of leaving for no reason of the model", "off in the standard");
  const std::int64_t exit_patience = whole("exit.patience", "month", 3, 1, 120,
      "months without cash after which a firm leaves", "assumed");
  const std::int64_t exit_grace = whole("exit.grace", "month", 12, 1, 120,
      "months that a new firm may be without customers", "assumed");
};

}  // namespace permea::ecosystem_core
