// Parameters that a setting gives and that can do nothing in it, because what they act through is off.
#pragma once

#include <string>
#include <vector>

#include "models/ecosystem/rules.h"
#include "sim/kit/model.h"

namespace permea::ecosystem_core {

/// What a setting turns on without saying a word of what that acts through, which is off in the standard:
/// silence would mislead. Whoever gives it its off value, as a control does, is taken to mean it.
/// The parameters that `rules` and each kind's levers are read from must be sound.
std::vector<Problem> contradictions(const Setting& setting, const Rules& rules);

/// A line for everything else that is given and has no effect as things stand, and for what begins in a
/// way that it cannot keep; for `check` to print.
std::vector<std::string> idle_parameters(const Setting& setting, const Rules& rules);

}  // namespace permea::ecosystem_core
