// The world before its first month.
#pragma once

#include <vector>

#include "models/ecosystem/world.h"
#include "sim/kit/model.h"

namespace permea::ecosystem_core {

/// Everything wrong with a setting: parameters, levers, and what only both together show.
std::vector<Problem> problems_of(const Setting& setting);

/// Firms of all kinds, interleaved and alike but for their levers; customers who have chosen once
/// among market.considered firms that each found at random and at no cost. Throws BadInput for a wrong setting.
World start(const Setting& setting);

/// From the next step on the rules and every firm's levers are those of `setting`, in which no parameter
/// that takes force at the start only is another one.
void change(World& world, const Setting& setting);

}  // namespace permea::ecosystem_core
