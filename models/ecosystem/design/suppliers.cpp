// One look at a customer, or one column of a segment.
#include "models/ecosystem/design/suppliers.h"

namespace permea::ecosystem_core {
namespace {

/// Looks at customers who lie apart take as long as so many at customers who lie together (measured).
constexpr std::uint64_t pays = 8;

std::vector<std::uint32_t> firms_by_product(const World& world) {
  std::vector<std::uint32_t> firms(world.successor.size());
  for (std::size_t product = 0; product < firms.size(); ++product) {
    const std::uint32_t at = world.place_of(static_cast<std::int32_t>(product));
    firms[product] = at == no_place ? no_place : at / static_cast<std::uint32_t>(product_places);
  }
  return firms;
}

}  // namespace

Suppliers::Suppliers(const World& world)
    : world_(world),
      firm_of_product_(firms_by_product(world)),
      looked_up_(world.centres.size()),
      firm_(world.centres.size()) {}

std::uint32_t Suppliers::firm_of(std::uint64_t customer) const {
  return firm_of_product_[static_cast<std::size_t>(world_.customers[customer].product)];
}

void Suppliers::find_users(std::size_t place, std::size_t segment,
                           std::span<const std::uint32_t> offsets, std::span<bool> uses) {
  const std::vector<std::uint32_t>& firm = firm_[segment];
  const std::uint64_t first = world_.segment_first(segment);
  for (std::size_t i = 0; i < offsets.size(); ++i)
    uses[i] = (firm.empty() ? firm_of(first + offsets[i]) : firm[offsets[i]]) == place;
  looked_up_[segment] += offsets.size();
  if (firm.empty() && looked_up_[segment] * pays > world_.segment_size(segment)) learn(segment);
}

void Suppliers::learn(std::size_t segment) {
  const std::uint64_t first = world_.segment_first(segment);
  std::vector<std::uint32_t>& firm = firm_[segment];
  firm.resize(world_.segment_size(segment));
  for (std::uint64_t i = 0; i < firm.size(); ++i) firm[i] = firm_of(first + i);
}

}  // namespace permea::ecosystem_core
