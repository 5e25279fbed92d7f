// Word of mouth: who adopts something new, alone or after neighbours. See README.md.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Customers adopt by themselves or because neighbours in a network have adopted (Bass 1969).
Model diffusion();

}  // namespace permea
