// Prices in a market of differing tastes, or of captive and free customers. See README.md.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Firms price by best replies under logit demand, or draw prices against captive and free customers.
Model pricing();

}  // namespace permea
