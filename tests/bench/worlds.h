// The worlds that are timed, and whose instructions are counted: of the market, and of the ecosystem as in
// the standard or with everything on.
#pragma once

#include <array>

#include "models/ecosystem/step.h"
#include "tests/models/ecosystem/everything.h"
#include "tests/models/one_world.h"

namespace permea::bench {

/// The market core of the peers: 50 firms, all else in the standard.
inline Setting market_setting(long customers, int threads) {
  constexpr std::int64_t firms = 50;
  return testing::setting({{"customers.count", std::int64_t{customers}}, {"firms.count", firms}}, 1,
                          threads);
}

/// As many firms of each preset; throws BadInput for a number that cannot be shared so. With
/// `everything` all that is off in the standard is on, a twelfth of the customers reviews each month, as
/// many join and firms come and go as in the standard of when this was written, and looking for another
/// supplier costs so much that a fifth of reviews ends with another.
inline Setting ecosystem_setting(long customers, long firms, int threads, bool everything) {
  namespace core = ecosystem_core;
  const auto presets = static_cast<long>(core::presets().size());
  if (firms % presets != 0)
    throw BadInput({"FIRMS"}, std::to_string(firms) + " is no multiple of " + std::to_string(presets) +
                                  ", and there are as many of each preset");
  const auto kinds = core::all_presets(firms / presets);
  const core::Said rates = {{"community.join", 0.2},
                            {"market.review_rate", 1.0 / 12},
                            {"entry.rate", 0.0062},
                            {"exit.hazard", 0.001},
                            {"market.search_cost", 0.8}};
  Setting setting = everything ? core::everything(customers, kinds, rates)
                               : core::setting(customers, kinds);
  setting.threads = threads;
  return setting;
}

/// The verbs of a month, in their order.
inline constexpr std::array<void (*)(ecosystem_core::World&), 12> verbs = {
    &ecosystem_core::drift,  &ecosystem_core::research, &ecosystem_core::leak,
    &ecosystem_core::gather, &ecosystem_core::design,   &ecosystem_core::launch,
    &ecosystem_core::choose, &ecosystem_core::price,    &ecosystem_core::account,
    &ecosystem_core::relate, &ecosystem_core::transform, &ecosystem_core::renew};

}  // namespace permea::bench
