// Worlds for the guards of the ecosystem model, in few words.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "models/ecosystem/community/meeting.h"
#include "models/ecosystem/levers.h"
#include "models/ecosystem/start.h"
#include "models/ecosystem/step.h"
#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

using Said = std::initializer_list<std::pair<const char*, Value>>;

inline void say(Values& values, Said said) {
  for (const auto& [name, value] : said) values[name] = {value, {}};
}

/// `count` firms of a strategy with these levers; the rest have their standard values.
inline Kind strategy(std::string name, std::int64_t count, Said levers = {}) {
  Kind kind{std::move(name), {}, count};
  say(kind.levers, levers);
  return kind;
}

/// `count` firms of a preset.
inline Kind preset(const std::string& name, std::int64_t count) {
  const auto all = presets();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Preset& preset) { return preset.name == name; });
  return {name, found->levers, count};
}

/// closed, social, open and facilitator, `each` of every one.
inline std::vector<Kind> all_presets(std::int64_t each) {
  std::vector<Kind> kinds;
  for (const Preset& one : presets()) kinds.push_back(preset(one.name, each));
  return kinds;
}

inline Setting setting(std::int64_t customers, std::vector<Kind> kinds, Said parameters = {},
                       std::uint64_t seed = 1) {
  Setting setting;
  setting.seed = seed;
  setting.kinds = std::move(kinds);
  say(setting.parameters, {{"customers.count", customers}});
  say(setting.parameters, parameters);
  return setting;
}

/// Levers of a firm that does nothing but sell.
inline const Said idle = {{"research", 0.0},      {"survey", 0.0},  {"listen", 0.0},
                          {"broadcast", 0.0},     {"absorb", 0.0},  {"breadth", 0.0},
                          {"reveal_rivals", 0.0}, {"lock_in", 0.0}, {"practice", 0.0}};

/// A market in which nothing happens but choices and prices: needs stay, know-how and distance do
/// not count, moving is free, no product or firm comes or goes. `parameters` are said on top of it.
inline Setting quiet(std::int64_t customers, std::vector<Kind> kinds, Said parameters = {}) {
  Setting calm = setting(customers, std::move(kinds),
                         {{"needs.drift", 0.0},
                          {"needs.renewal", 0.0},
                          {"market.beta_q", 0.0},
                          {"market.beta_x", 0.0},
                          {"market.search_cost", 0.0},
                          {"pricing.discount", 0.0},
                          {"knowledge.decay", 0.0},
                          {"knowledge.noise", 0.0},
                          {"knowledge.leak_anyway", 0.0},
                          {"knowledge.leak_revealed", 0.0},
                          {"knowledge.screening", 0.0},
                          {"trust.speed", 0.0},
                          {"design.idea_rate", 0.0},
                          {"design.improvement", 0.0},
                          {"firms.fixed_cost", 0.0},
                          {"firms.variant_cost", 0.0},
                          {"entry.rate", 0.0},
                          {"exit.patience", 120},
                          {"exit.grace", 120}});
  say(calm.parameters, parameters);
  return calm;
}

inline World run(const Setting& setting, int months) {
  World world = start(setting);
  for (int month = 0; month < months; ++month) step(world);
  return world;
}

/// Of one customer and whom it meets in the community at `place`: see Meetings.
inline double likeness_of_met(const World& world, std::uint32_t place, std::uint64_t agent) {
  std::vector<double> likeness;
  Meetings(world).find_likeness(std::span(&agent, 1), std::span(&place, 1), world.segment_of(agent),
                                likeness);
  return likeness[0];
}

inline std::uint64_t hash(World& world) {
  State state;
  world.list(state);
  return state.hash();
}

}  // namespace permea::ecosystem_core
