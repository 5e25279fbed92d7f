// R&D with spillovers: what firms invest when part of it leaks to their rivals. See README.md.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Firms invest in lower costs, in turn, each replying to the others; part of it spills over.
Model spillover();

}  // namespace permea
