// Rules of how know-how is made, decays and leaks.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

/// How giving know-how to a rival depends on what was given before (README, step 3).
enum class Reciprocity { none, direct, reputational, generalised };

struct KnowledgeRules : Parameters {
  using Parameters::Parameters;

  const double decay = real("knowledge.decay", "1/month", 0.0135, 0, 1,
      "depreciation of know-how", "15 % a year, Hall 2007 (input)");
  const double curvature = real("knowledge.gamma", "1", 0.25, 0, 1,
      "elasticity of steady know-how to effort", "assumed");
  const double complementarity = real("knowledge.exponent", "1", -1.0, -10, 1,
      "exponent of the CES by which domains make quality; 1: substitutes", "assumed");
  const double home_weight = real("knowledge.home_weight", "1", 0.55, 0.25, 1,
      "share of a firm's research that goes to its home domain", "assumed");
  const double research_noise = real("knowledge.noise", "1", 0.3, 0, 2,
      "standard deviation of what research yields, relative", "assumed");
  const double reference_effort = real("knowledge.reference_effort", "1", 0.10, 0.001, 10,
      "effort E_0 per s and month at which know-how tends to one", "normalisation");
  const double leak_anyway = real("knowledge.leak_anyway", "1/month", 0.004, 0, 1,
      "share of a gap that leaks to an absorbing neighbour whatever its owner does", "assumed");
  const double leak_revealed = real("knowledge.leak_revealed", "1/month", 0.03, 0, 1,
      "further share of a gap that leaks when its owner reveals all", "assumed; swept, to 0.3");
  const std::int64_t leak_lag = at_start(whole("knowledge.leak_lag", "month", 12, 0, 60,
      "age of the know-how that leaks", "6 to 18 months: Mansfield 1985 (input)"));
  const Reciprocity reciprocity = choice<Reciprocity>("knowledge.reciprocity_mode",
      {"none", "direct", "reputational", "generalised"}, "none",
      "what revealing answers: nothing, what the rival gave, its reputation, what any rival gave",
      "switch; off in the standard");
  const double gift_memory = real("knowledge.gift_memory", "month", 12, 1, 240,
      "months over which gifts are remembered", "assumed");
  const double attention = real("knowledge.attention", "count", 4, 0, 100,
      "sources that a firm of practice 0.5 can attend to in a month", "assumed");
  const double screening = real("knowledge.screening", "1", 0.1, 0, 1,
      "attention that each source found takes before anything is learned, in sources",
      "assumed; the cost of over-search, Laursen & Salter 2006");
};

}  // namespace permea::ecosystem_core
