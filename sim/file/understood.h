// A scenario as permea understood it: every parameter and lever in force written out, presets, standard
// values and the command line resolved. It is again a scenario, and whoever runs it gets the same.
#pragma once

#include <string>

#include "sim/run/scenario.h"

namespace permea {

/// The text, in TOML. Two scenarios that ask for the same runs have the same text, whatever their
/// files look like.
std::string as_understood(const Scenario& scenario);

}  // namespace permea
