// Indirect reciprocity: who helps only those not known to defect. See README.md.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Givers and defectors in small populations, of which one type takes over by a Moran process.
Model reciprocity();

}  // namespace permea
