// The list of models, which a program may hold several times over: each time it is compiled for another
// instruction set. A C name, so that the build can give every such list a name of its own.
#pragma once

#include <vector>

#include "sim/kit/model.h"

/// Puts every model there is at the end of `models`.
extern "C" void permea_models(std::vector<permea::Model>& models);
