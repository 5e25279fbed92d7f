// A world with every mechanism on at once: whatever holds in it holds in whatever a scenario turns on.
#pragma once

#include <vector>

#include "tests/models/ecosystem/worlds.h"

namespace permea::ecosystem_core {

/// All that is off in the standard is on.
inline Setting everything(std::int64_t customers, std::vector<Kind> kinds, Said parameters = {},
                          std::uint64_t seed = 1) {
  Setting all = setting(customers, std::move(kinds),
                        {{"knowledge.reciprocity_mode", std::string("reputational")},
                         {"market.similarity", 0.2},
                         {"market.nu", 0.05},
                         {"trust.in_utility", 0.2},
                         {"identity.pull", 0.2},
                         {"community.matching", std::string("purpose")},
                         {"community.rivalry", 0.1},
                         {"community.substitution", 0.2},
                         {"community.openness_answer", 0.2},
                         {"design.leaders", 0.5},
                         {"community.free_output", 0.2},
                         {"community.join", 1.0},
                         {"ideas.fragility", 0.5},
                         {"firms.production_cost", 0.02},
                         {"firms.capacity", 3.0},
                         {"firms.tools_need_practice", true},
                         {"firms.start_cash", 3.0},
                         {"needs.shift", 0.3},
                         {"needs.newcomers", 0.1},
                         {"needs.newcomers_there", true},
                         {"needs.experimental", 0.5},
                         {"transform.hazard", 0.05},
                         {"transform.aspiration", std::string("change")},
                         {"transform.stigma", 0.3},
                         {"transform.inertia", std::string("customers")},
                         {"units.mode", std::string("mixed")},
                         {"units.rate", 0.05},
                         {"entry.rate", 0.03},
                         {"entry.imitation", 0.5},
                         {"entry.mutation", 0.1},
                         {"exit.hazard", 0.01}},
                        seed);
  for (Kind& kind : all.kinds) kind.levers.try_emplace("reciprocate", Given{0.5, {}});
  say(all.parameters, parameters);
  return all;
}

}  // namespace permea::ecosystem_core
