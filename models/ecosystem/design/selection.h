// Which of the ideas in a round is built, and what an idea seems to be worth.
#pragma once

#include <cstddef>
#include <span>

#include "models/ecosystem/products.h"

namespace permea::ecosystem_core {

/// What a design could earn (README, step 5): mu log of the share of customers near it, each segment
/// by its centre, and the worth of how far it can be made.
double appeal_of(const World& world, const Design& design);

/// Below any appeal.
inline constexpr double nothing_appeals = -1e300;
/// The appeal of the firm's product that appeals least; nothing_appeals if it has none.
double least_own_appeal(const World& world, std::size_t place);

/// The place in `ideas` of the one that is built: the firm's choice, or, as often as it delegates, that
/// of its community.
std::size_t selected(const World& world, std::size_t place, std::span<const Design> ideas);

}  // namespace permea::ecosystem_core
