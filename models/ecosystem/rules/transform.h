// Rules of how firms take up another strategy, and found units that follow one.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

/// What a performance below aspiration raises: a contested matter, so a switch (README, transform).
enum class Aspiration { none, search, change };
/// What holds a firm back that has succeeded.
enum class Inertia { none, cost, customers };
/// How a unit within a firm hangs together with it.
enum class Units { none, separate, integrated, mixed };

struct TransformRules : Parameters {
  using Parameters::Parameters;

  const double reconsiders = real("transform.hazard", "1/month", 0.0, 0, 1,
      "probability that a firm reconsiders its strategy in a month", "off in the standard");
  const Aspiration aspiration = choice<Aspiration>("transform.aspiration",
      {"none", "search", "change"}, "none",
      "what performance below that of its neighbours raises: spending on research and survey, or the "
      "hazard", "switch; evidence has both signs, so off in the standard");
  const double duress = real("transform.duress", "1", 5.0, 0, 1000,
      "how much it rises for each c per s and month that profit falls short", "assumed");
  const double visibility = real("transform.visibility", "1", 0.5, 0, 1,
      "probability that a firm which reconsiders sees how well a neighbour does", "assumed");
  const double stigma = real("transform.stigma", "1", 0.0, 0, 1,
      "probability that a firm does not take up what no neighbour calls itself", "off in the standard");
  const double norm = real("transform.norm", "1", 0.25, 0.001, 1,
      "share of neighbours at which a label bears no stigma any more",
      "tipping at 25 %, Centola et al. 2018 (input)");
  const Inertia inertia = choice<Inertia>("transform.inertia", {"none", "cost", "customers"}, "none",
      "what holds a successful firm back: nothing, the cost of turning what is large, customers who "
      "are content", "switch");
  const double change_cost = real("transform.cost", "1", 0.5, 0, 100,
      "cost of moving every lever from one end of its range to the other, per s", "assumed");
  const std::int64_t transition = whole("transform.transition", "month", 12, 0, 240,
      "months that a change of strategy takes", "assumed");
  const double horizon = real("transform.horizon", "month", 36, 0, 1200,
      "months within which a change must pay back its cost, where inertia is by cost", "assumed");

  const Units units = choice<Units>("units.mode", {"none", "separate", "integrated", "mixed"}, "none",
      "whether firms found units with another strategy, and how these hang together with them",
      "switch");
  const double unit_rate = real("units.rate", "1/month", 0.005, 0, 1,
      "probability that a firm which can pay for a unit founds one in a month", "assumed");
  const double unit_cash = real("units.cash", "1", 1.4, 0, 1000,
      "cash that a firm puts into a unit, per s; it keeps at least as much", "as that of an entrant");
  const double unit_knowledge = real("units.knowledge", "1", 0.7, 0, 1,
      "share of its parent's know-how that a unit starts with", "as that of an entrant");
  const double unit_sharing = real("units.sharing", "1/month", 0.1, 0, 1,
      "share of a gap in know-how that closes in a month between a parent and a unit that is not "
      "separate", "assumed");
};

}  // namespace permea::ecosystem_core
