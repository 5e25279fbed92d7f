// One month of the market.
#pragma once

#include "models/ecosystem/world.h"
#include "sim/kit/model.h"

namespace permea::ecosystem_core {

/// One month, in the order of README.md.
void step(World& world);

/// The same order in words, for `describe`.
std::vector<ScheduleRow> schedule();

}  // namespace permea::ecosystem_core
