// Growth by opportunities: few firms get many, and growth rates grow tails. See README.md.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Opportunities go to firms one by one, rather to those that had some; each moves its firm's size.
Model opportunity();

}  // namespace permea
