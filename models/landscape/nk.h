// The NK landscape (Kauffman & Weinberger 1989; Kauffman 1993, The Origins of Order): N attributes
// of two values; what each contributes to fitness depends on itself and K others and is drawn from
// U(0, 1).
//
// A contribution is a function of the seed, the attribute and the values it depends on, so a
// landscape needs no memory, and every arm of a seed has the same one. Sums are whole numbers, so
// they are exact and can be carried on from change to change.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "models/landscape/rules.h"
#include "sim/kit/random.h"

namespace permea::landscape_core {

/// The values of up to 96 attributes, a bit each: attribute a is bit a % 64 of word a / 64.
using Form = std::array<std::uint64_t, 2>;

inline bool holds(const Form& form, std::size_t attribute) {
  return form[attribute / 64] >> (attribute % 64) & 1;
}
inline Form flipped(Form form, std::size_t attribute) {
  form[attribute / 64] ^= std::uint64_t{1} << (attribute % 64);
  return form;
}

/// The sum of a form's contributions in units of 2^-32; Landscape::fitness makes fitness of it.
using Sum = std::uint64_t;

class Landscape {
 public:
  Landscape() = default;
  /// Contributions are the answers to `question`; the dependencies of a seed are the same for any.
  /// They are kept in memory, which is faster, if they are at most `most` (N 2^(K+1)).
  Landscape(const Rules& rules, std::uint64_t seed, Question question, std::int64_t most);

  std::size_t attributes() const { return depends_on_.size(); }
  Sum sum(const Form& form) const;
  /// What changing one attribute adds to the sum.
  std::int64_t gain(const Form& form, std::size_t attribute) const;
  /// Fitness, in [0, 1): the mean contribution.
  double fitness(Sum sum) const {
    return static_cast<double>(sum) * 0x1p-32 / static_cast<double>(attributes());
  }
  /// The attributes that the contribution of this one depends on, itself among them.
  const Form& depends_on(std::size_t attribute) const { return depends_on_[attribute]; }

 private:
  friend class HighestSearch;

  std::uint32_t drawn(std::size_t attribute, const Form& form) const;
  std::uint32_t contribution(std::size_t attribute, const Form& form) const;
  void keep(std::size_t attribute);

  std::uint64_t seed_ = 0;
  Question question_ = Question::contribution;
  std::vector<Form> depends_on_;
  std::vector<std::vector<std::uint32_t>> changed_by_;  ///< contributions that an attribute acts on
  /// Of each attribute the contributions for all values it depends on, and above them, as in a
  /// tournament, the larger of each two: entry k is the larger of 2k and 2k + 1. Empty: not kept.
  std::vector<std::vector<std::uint32_t>> largest_;
  std::vector<std::vector<std::uint8_t>> bits_;  ///< attributes of depends_on_, the highest first
};

/// What is counted over all forms of a landscape; NaN where it was not.
struct Counted {
  double highest, peaks, correlation;
};

/// `highest` by branch and bound; peaks, and the correlation of neighbours, by looking at every
/// form.
Counted counted(const Landscape& landscape, Census census);

}  // namespace permea::landscape_core
