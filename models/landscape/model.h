// Search on rugged landscapes (Kauffman 1993, Levinthal 1997, Lazer & Friedman 2007).
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Organisations look for better forms on an NK landscape: alone, from others, by selection, or
/// with a partner who owns a part of the attributes.
Model landscape();

}  // namespace permea
