// Whom a contributing member meets, and how like it that one is.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/ecosystem/tastes.h"

namespace permea::ecosystem_core {

struct World;

/// What a customer needs.
Position need_of(const World& world, std::uint64_t agent, std::size_t segment);

/// How like the needs of `agent` and of whom it meets this month in the community at `place` are, 0 to
/// 1; 0 where nobody is brought together, or nobody else was active last month.
double likeness_of_met(const World& world, std::size_t place, std::uint64_t agent);

}  // namespace permea::ecosystem_core
