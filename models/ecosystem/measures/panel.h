// What a panel tells of each firm beside its plain columns: products and their users, know-how by
// domain, spending by purpose, levers. Read off other columns; measures only.
#pragma once

#include <string>
#include <vector>

#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

/// Names of what money is spent on, in the order of Purpose.
const std::vector<std::string>& purpose_names();

/// Adds these views of a world, which must outlive `state`, to its list of columns.
void list_views(const World& world, State& state);

}  // namespace permea::ecosystem_core
