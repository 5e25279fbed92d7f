// What is observed of a world.
#pragma once

#include "models/ecosystem/world.h"
#include "sim/kit/observable.h"

namespace permea::ecosystem_core {

Observables<World> observables();

}  // namespace permea::ecosystem_core
