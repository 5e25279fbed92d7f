// How firms change places in a year. Kept by renew, read by measures only.
#pragma once

#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

/// Compares the ranks by customers of the firms that were there a year ago and still are, and remembers
/// who is there now. World::rank_turnover: mean change of rank over what it would be if ranks were drawn
/// anew; missing for fewer than two firms.
void compare_ranks(World& world);

}  // namespace permea::ecosystem_core
