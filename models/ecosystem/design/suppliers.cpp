// One look at a customer, or one column of a segment.
#include "models/ecosystem/design/suppliers.h"

namespace permea::ecosystem_core {
namespace {

/// Looks at customers who lie apart take as long as so many at customers who lie together (measured).
constexpr std::uint64_t pays = 8;

std::uint32_t firm_of(const World& world, const Customer& customer) {
  const std::uint32_t at = world.place_of(customer.product);
  return at == no_place ? no_place : at / static_cast<std::uint32_t>(product_places);
}

/// Whoever serves the users of a product is at the same place, so that most customers need no second look.
bool is_user(const World& world, const Customer& customer, std::size_t place) {
  const auto product = static_cast<std::size_t>(customer.product);
  return world.product_place[product] / product_places == place && firm_of(world, customer) == place;
}

}  // namespace

Suppliers::Suppliers(const World& world)
    : world_(world), looked_up_(world.centres.size()), firm_(world.centres.size()) {}

void Suppliers::find_users(std::size_t place, std::size_t segment,
                           std::span<const std::uint32_t> offsets, std::span<bool> uses) {
  const std::vector<std::uint32_t>& firm = firm_[segment];
  const std::uint64_t first = world_.segment_first(segment);
  for (std::size_t i = 0; i < offsets.size(); ++i)
    uses[i] = firm.empty() ? is_user(world_, world_.customers[first + offsets[i]], place)
                           : firm[offsets[i]] == place;
  looked_up_[segment] += offsets.size();
  if (firm.empty() && looked_up_[segment] * pays > world_.segment_size(segment)) learn(segment);
}

void Suppliers::learn(std::size_t segment) {
  const std::uint64_t first = world_.segment_first(segment);
  firm_[segment].reserve(world_.segment_size(segment));
  for (std::uint64_t i = 0; i < world_.segment_size(segment); ++i)
    firm_[segment].push_back(firm_of(world_, world_.customers[first + i]));
}

}  // namespace permea::ecosystem_core
