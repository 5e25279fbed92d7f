// Talents and lists of members.
#include "models/ecosystem/community/members.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "models/ecosystem/world.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {

Talent talent_of(std::uint64_t seed, double tail, std::uint64_t agent) {
  constexpr double beyond = static_cast<double>(1u << octaves);
  const Words words = Chance(seed, 0).draw(Question::talent, agent);
  const double share = (static_cast<double>(words[0]) + 0.5) * 0x1p-32;
  const double times = std::clamp(elementary::power(share, -tail), 1.0, beyond * (1 - 0x1p-50));
  const std::uint64_t exponent = (std::bit_cast<std::uint64_t>(times) >> 52) - 1023;
  return {(1 - tail) * times, exponent};
}

double most_talent(double tail, std::size_t octave) {
  return (1 - tail) * static_cast<double>(2u << octave);
}

std::size_t MemberList::begin(std::size_t octave) const {
  return std::accumulate(counts_.begin(), counts_.begin() + static_cast<std::ptrdiff_t>(octave),
                         std::size_t{0});
}

std::span<const std::uint16_t> MemberList::of(std::size_t octave) const {
  return places_.subspan(begin(octave), counts_[octave]);
}

std::size_t MemberList::place_of(std::size_t octave, std::uint16_t offset) const {
  const auto list = of(octave);
  return begin(octave) +
         static_cast<std::size_t>(std::lower_bound(list.begin(), list.end(), offset) - list.begin());
}

void MemberList::insert(std::size_t octave, std::uint16_t offset) {
  const std::size_t place = place_of(octave, offset), all = begin(octaves);
  std::copy_backward(places_.begin() + static_cast<std::ptrdiff_t>(place),
                     places_.begin() + static_cast<std::ptrdiff_t>(all),
                     places_.begin() + static_cast<std::ptrdiff_t>(all + 1));
  places_[place] = offset;
  ++counts_[octave];
}

void MemberList::erase(std::size_t octave, std::uint16_t offset) {
  const std::size_t place = place_of(octave, offset), all = begin(octaves);
  std::copy(places_.begin() + static_cast<std::ptrdiff_t>(place + 1),
            places_.begin() + static_cast<std::ptrdiff_t>(all),
            places_.begin() + static_cast<std::ptrdiff_t>(place));
  places_[all - 1] = 0;  // nothing is left behind that a hash would see
  --counts_[octave];
}

}  // namespace permea::ecosystem_core
