// The flagship model: firms and customers in one market, knowledge leaking in and out (README.md).
#pragma once

#include "sim/kit/model.h"

namespace permea {

Model ecosystem();

}  // namespace permea
