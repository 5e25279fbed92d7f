// Ideas for products: whose needs they start from, and which of them a firm attends to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/ecosystem/design/suppliers.h"
#include "models/ecosystem/products.h"

namespace permea::ecosystem_core {

/// Who answers the questions about the `candidate`-th idea of a firm's round this month.
std::uint64_t agent_of_candidate(const World& world, std::size_t place, std::uint32_t candidate);

/// The ideas that firm `place` attends to in a round: members', as far as it lets them, and its own.
std::vector<Design> attended_ideas(const World& world, std::size_t place, Suppliers& suppliers);

}  // namespace permea::ecosystem_core
