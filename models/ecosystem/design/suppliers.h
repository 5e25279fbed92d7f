// Whose users customers are, for firms that look for theirs among all of a segment: with many firms each
// tries thousands, so what customers use is put together once there are enough tries to pay for it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

/// Good as long as no customer, product or firm comes or goes.
class Suppliers {
 public:
  explicit Suppliers(const World& world);

  /// Sets `uses[i]` to whether the customer at `offsets[i]` of the segment uses a product of the firm at
  /// `place`.
  void find_users(std::size_t place, std::size_t segment, std::span<const std::uint32_t> offsets,
                  std::span<bool> uses);

 private:
  std::uint32_t firm_of(std::uint64_t customer) const;
  void learn(std::size_t segment);

  const World& world_;
  std::vector<std::uint32_t> firm_of_product_;    ///< its place, of each product ever; no_place: nobody's
  std::vector<std::uint64_t> looked_up_;          ///< by segment
  std::vector<std::vector<std::uint32_t>> firm_;  ///< by segment, when learned: of each customer
};

}  // namespace permea::ecosystem_core
