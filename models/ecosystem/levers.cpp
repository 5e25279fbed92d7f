// The four named points in the space of levers. All are assumed, as types of firm, not measured ones;
// those of lock_in and research lie within the input ranges that levers.h names.
#include "models/ecosystem/levers.h"

namespace permea::ecosystem_core {
namespace {

Preset preset(std::string name, std::string meaning,
              std::initializer_list<std::pair<const char*, double>> levers) {
  Preset preset{std::move(name), std::move(meaning), {}};
  for (const auto& [lever, value] : levers) preset.levers[lever] = {value, {}};
  return preset;
}

}  // namespace

std::vector<LeverRange> lever_ranges() {
  std::vector<LeverRange> ranges;
  for (const ParameterRow& row : rows_of<Levers>()) ranges.push_back({row.low, row.high});
  return ranges;
}

std::vector<Preset> presets() {
  return {
      preset("closed", "own research behind walls, customers held by lock-in",
             {{"research", 0.08}, {"survey", 0.02}, {"listen", 0.0}, {"broadcast", 0.02},
              {"reveal_rivals", 0.02}, {"reveal_customers", 0.05}, {"breadth", 0.4}, {"absorb", 0.5},
              {"codesign_ideation", 0.0}, {"codesign_development", 0.0}, {"codesign_launch", 0.0},
              {"delegate", 0.0}, {"facilitate", 0.0}, {"lock_in", 0.4}, {"success", 0.0}, {"market_tests", 1.0},
              {"tools", 0.2}, {"practice", 0.3}}),
      preset("social", "listens to customers and speaks to them, designs alone",
             {{"research", 0.06}, {"survey", 0.01}, {"listen", 0.8}, {"broadcast", 0.04},
              {"reveal_rivals", 0.1}, {"reveal_customers", 0.4}, {"breadth", 0.5}, {"absorb", 0.5},
              {"codesign_ideation", 0.0}, {"codesign_development", 0.0}, {"codesign_launch", 0.0},
              {"delegate", 0.0}, {"facilitate", 0.01}, {"lock_in", 0.2}, {"success", 0.01}, {"market_tests", 1.0},
              {"tools", 0.8}, {"practice", 0.5}}),
      preset("open", "makes products with customers, shows its know-how, lets customers go",
             {{"research", 0.05}, {"survey", 0.01}, {"listen", 0.4}, {"broadcast", 0.01},
              {"reveal_rivals", 0.4}, {"reveal_customers", 0.6}, {"breadth", 0.6}, {"absorb", 0.6},
              {"codesign_ideation", 0.7}, {"codesign_development", 0.0}, {"codesign_launch", 0.7},
              {"delegate", 0.3}, {"facilitate", 0.03}, {"lock_in", 0.0}, {"success", 0.01}, {"market_tests", 2.0},
              {"tools", 0.5}, {"practice", 0.8}}),
      preset("facilitator", "no research of its own: customers have the ideas and choose among them",
             {{"research", 0.0}, {"survey", 0.0}, {"listen", 0.3}, {"broadcast", 0.01},
              {"reveal_rivals", 0.4}, {"reveal_customers", 0.8}, {"breadth", 0.3}, {"absorb", 0.2},
              {"codesign_ideation", 1.0}, {"codesign_development", 1.0}, {"codesign_launch", 1.0},
              {"delegate", 1.0}, {"facilitate", 0.06}, {"lock_in", 0.0}, {"success", 0.01}, {"market_tests", 1.0},
              {"tools", 0.5}, {"practice", 0.8}}),
  };
}

}  // namespace permea::ecosystem_core
