// The business model of each firm on the nine blocks of the canvas (Osterwalder & Pigneur 2010), and how
// far what it gives and takes is out of balance. Measures only: no equation reads them.
#pragma once

#include <array>
#include <string>

#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

const std::array<std::string, canvas_blocks>& canvas_block_names();
const std::array<std::string, canvas_blocks>& canvas_block_meanings();

/// Fills the blocks and the imbalance of every firm from this month's flows.
void fill_canvas(World& world);

}  // namespace permea::ecosystem_core
