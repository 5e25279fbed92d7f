// The ladder: productivity climbed by own advances and by imitation among open firms. See README.md.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Firms advance one rung by themselves or take over the rung of another open firm.
Model ladder();

}  // namespace permea
