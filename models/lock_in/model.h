// Lock-in by increasing returns: a walk between barriers, or an urn that remembers. See README.md.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Adopters come one by one and choose between two technologies, the more readily the more adopted.
Model lock_in();

}  // namespace permea
