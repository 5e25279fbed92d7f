// Who is a member of its supplier's community: talent, and the lists by which members are visited
// without visiting anybody else.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/tastes.h"

namespace permea::ecosystem_core {

/// Talents are binned by octaves of what the least talented has; beyond the last nobody goes.
inline constexpr std::size_t octaves = 12;

struct Talent {
  double amount = 1;       ///< relative to the mean of all customers
  std::size_t octave = 0;  ///< it is in [2^octave, 2^(octave + 1)) times the least
};

/// The talent of a customer for life, a pure draw: Pareto with index 1 / tail and mean one.
Talent talent_of(std::uint64_t seed, double tail, std::uint64_t agent);

/// The talents of many.
void find_talents(std::uint64_t seed, double tail, std::span<const std::uint64_t> agents,
                  std::vector<Talent>& talents);

/// The most that a customer of this octave can have.
double most_talent(double tail, std::size_t octave);

/// Members among the customers of one block, by octave of talent.
using MembersOfBlock = std::array<std::uint16_t, octaves>;

/// The list of one block: offsets of its members in the block, those of each octave together and in
/// rising order. So the list is the same whoever joined first.
class MemberList {
 public:
  /// `places` has room for all customers of the block.
  MemberList(std::span<std::uint16_t> places, MembersOfBlock& counts)
      : places_(places), counts_(counts) {}

  std::span<const std::uint16_t> of(std::size_t octave) const;
  void insert(std::size_t octave, std::uint16_t offset);
  void erase(std::size_t octave, std::uint16_t offset);

 private:
  std::size_t begin(std::size_t octave) const;
  std::size_t place_of(std::size_t octave, std::uint16_t offset) const;

  std::span<std::uint16_t> places_;
  MembersOfBlock& counts_;
};

}  // namespace permea::ecosystem_core
