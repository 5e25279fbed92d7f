// The market core: the smallest model of permea, to be read and copied. See README.md.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Customers with drifting needs choose among firms whose products follow their customers.
Model market();

}  // namespace permea
