// Talents and lists of members.
#include "models/ecosystem/community/members.h"

#include <algorithm>
#include <bit>
#include <numeric>

#include "models/ecosystem/world.h"
#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"

namespace permea::ecosystem_core {
namespace {

/// How many times what the least talented has, by what chance answers.
inline double times_the_least(double tail, std::uint32_t word) {
  constexpr double beyond = static_cast<double>(1u << octaves) * (1 - 0x1p-50);
  const double share = (static_cast<double>(word) + 0.5) * 0x1p-32;
  const double times = elementary::power(share, -tail);
  return times < 1 ? 1.0 : times > beyond ? beyond : times;
}

Talent talent(double tail, double times) {
  return {(1 - tail) * times, (std::bit_cast<std::uint64_t>(times) >> 52) - 1023};
}

}  // namespace

Talent talent_of(std::uint64_t seed, double tail, std::uint64_t agent) {
  return talent(tail, times_the_least(tail, Chance(seed, 0).draw(Question::talent, agent)[0]));
}

void find_talents(std::uint64_t seed, double tail, std::span<const std::uint64_t> agents,
                  std::vector<Talent>& talents) {
  talents.resize(agents.size());
  std::array<std::uint32_t, 4 * batch_size> words;
  std::array<double, batch_size> times;
  for (std::size_t first = 0; first < agents.size(); first += batch_size) {
    const std::size_t count = std::min(batch_size, agents.size() - first);
    draw_words_of(Chance(seed, 0), Question::talent, 0, agents.subspan(first, count),
                  std::span(words).first(4 * count));
    for (std::size_t i = 0; i < count; ++i) times[i] = times_the_least(tail, words[i]);
    for (std::size_t i = 0; i < count; ++i) talents[first + i] = talent(tail, times[i]);
  }
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

/// By halves, without a branch, as where an offset lies is hard to foresee for the machine.
std::size_t MemberList::place_of(std::size_t octave, std::uint16_t offset) const {
  const auto list = of(octave);
  std::size_t first = 0;
  for (std::size_t left = list.size(); left > 0; left /= 2) {
    const std::size_t half = (left + 1) / 2;
    const std::size_t is_before = list[first + half - 1] < offset;
    first += half & (0 - is_before);
  }
  return begin(octave) + first;
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
