// Whom a contributing member meets, and how like it that one is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/tastes.h"

namespace permea::ecosystem_core {

struct World;

/// What a customer needs.
Position need_of(const World& world, std::uint64_t agent, std::size_t segment);

/// Who can be met in the communities this month: a sample of those who were active last month.
class Meetings {
 public:
  explicit Meetings(const World& world);

  /// How like the needs of each of `agents`, who are of one segment, and of whom it meets this month in
  /// the community at its place of `places` are, 0 to 1; 0 where nobody is brought together, or nobody
  /// else was active last month.
  void find_likeness(std::span<const std::uint64_t> agents, std::span<const std::uint32_t> places,
                     std::size_t segment, std::vector<double>& likeness) const;

 private:
  struct Voice {
    Position need;
    std::uint16_t since;  ///< as Customer::since
  };

  double from_met(const Position& need, std::uint64_t agent, std::size_t place, bool by_purpose,
                  const Words& words) const;

  const World& world_;
  std::vector<Voice> voices_;       ///< by firm place and seat
  std::vector<std::size_t> first_;  ///< of each firm place
};

}  // namespace permea::ecosystem_core
