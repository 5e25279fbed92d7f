// A draw answers one question: it is a pure function of the seed, the question, the step and the
// agent. There is no generator to pass around, so every arm of an experiment sees the same luck, any
// number of threads gives the same bits, and a restart needs no random state.
//
// Philox4x32-10 (Salmon et al. 2011, SC'11; Debian's Random123). Key: the seed. Counter: agent (64
// bits), step (32), question (16), n (16).
#pragma once

#include <Random123/philox.h>

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/kit/elementary.h"

namespace permea {

/// Customers, or other agents, that one draw picks among: part of the contract, as the counter holds
/// the number of the block.
inline constexpr std::size_t block_size = 4096;

/// Four words of 32 random bits.
using Words = std::array<std::uint32_t, 4>;

/// What a model leaves to chance, one row a question, for `describe`.
struct QuestionRow {
  std::uint16_t number = 0;
  std::string name;
  std::string meaning;
};

/// The luck of one step of one run. A model asks it with its own enumeration of questions.
class Chance {
 public:
  Chance(std::uint64_t seed, std::uint32_t step) : seed_(seed), step_(step) {}

  /// The words that answer `question` for `agent`; `n` counts the draws for one answer.
  template <class Question>
  Words draw(Question question, std::uint64_t agent, std::uint32_t n = 0) const {
    const r123::Philox4x32::key_type key = {
        {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)}};
    const r123::Philox4x32::ctr_type counter = {{static_cast<std::uint32_t>(agent),
                                                 static_cast<std::uint32_t>(agent >> 32), step_,
                                                 static_cast<std::uint32_t>(question) | n << 16}};
    const auto words = r123::Philox4x32{}(counter, key);
    return {words[0], words[1], words[2], words[3]};
  }

  std::uint64_t seed() const { return seed_; }
  std::uint32_t step() const { return step_; }

 private:
  std::uint64_t seed_;
  std::uint32_t step_;
};

/// Uniform in [0, 1), 32 bits fine. Never 1, so that an index made of it stays in range.
inline double uniform(std::uint32_t word) { return word * 0x1p-32; }

/// Uniform in [0, 1) with all 53 bits of a double.
inline double uniform(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = static_cast<std::uint64_t>(high) << 32 | low;
  return static_cast<double>(bits >> 11) * 0x1p-53;
}

/// Uniform in [0, 1), 24 bits fine.
inline float uniform_float(std::uint32_t word) { return static_cast<float>(word >> 8) * 0x1p-24f; }

/// One of 0, ..., count - 1, each as likely up to count / 2^32.
inline std::uint32_t below(std::uint32_t count, std::uint32_t word) {
  return static_cast<std::uint32_t>((static_cast<std::uint64_t>(word) * count) >> 32);
}

/// True with this probability.
inline bool happens(double probability, std::uint32_t word) { return uniform(word) < probability; }

/// Two standard normals in double precision.
inline std::array<double, 2> normals(const Words& words) {
  const double first = (static_cast<double>(words[0]) + 0.5) * 0x1p-32 + words[2] * 0x1p-64;
  return elementary::normal_pair(first < 1 ? first : 1.0, uniform(words[1], words[3]));
}

/// Four standard normals in single precision; the largest possible is 6.7.
inline std::array<float, 4> normals_float(const Words& words) {
  // A signed conversion of the upper 31 bits, because AVX2 has no unsigned one.
  const auto open_unit = [](std::uint32_t word) {
    return (static_cast<float>(static_cast<std::int32_t>(word >> 1)) + 0.5f) * 0x1p-31f;
  };
  const auto a = elementary::normal_pair(open_unit(words[0]), uniform_float(words[1]));
  const auto b = elementary::normal_pair(open_unit(words[2]), uniform_float(words[3]));
  return {a[0], a[1], b[0], b[1]};
}

/// Appends to `chosen` the places in [0, count) that are picked independently with `probability`,
/// in rising order, visiting only those: geometric skips in the stream of (question, block).
/// `first` is added to each place. Bernoulli picks by skipping: Devroye 1986, chapter X.2.
template <class Question>
void pick_places(const Chance& chance, Question question, std::uint64_t block, double probability,
                 std::uint32_t count, std::uint32_t first, std::vector<std::uint32_t>& chosen) {
  if (probability >= 1) {
    for (std::uint32_t place = 0; place < count; ++place) chosen.push_back(first + place);
    return;
  }
  if (probability <= 0) return;
  const float per_log = static_cast<float>(1 / elementary::log_of_rest(probability));
  std::uint32_t place = 0;
  constexpr std::uint32_t draws = 16;
  std::array<float, 4 * draws> skips;
  for (std::uint32_t n = 0;; n += draws) {
    for (std::uint32_t d = 0; d < draws; ++d) {
      const Words words = chance.draw(question, block, n + d);
      for (std::uint32_t w = 0; w < 4; ++w)
        skips[4 * d + w] =
            (static_cast<float>(static_cast<std::int32_t>(words[w] >> 1)) + 0.5f) * 0x1p-31f;
    }
    for (float& skip : skips) {
      const float far = static_cast<float>(block_size);
      const float length = elementary::log(skip) * per_log;
      skip = length < far ? length : far;
    }
    for (const float skip : skips) {
      place += static_cast<std::uint32_t>(skip);
      if (place >= count) return;
      chosen.push_back(first + place++);
    }
  }
}

namespace batch {
void fill_words(const Chance& chance, std::uint16_t question, std::uint64_t first_draw,
                std::span<std::uint32_t> out);
void fill_words_of(const Chance& chance, std::uint16_t question, std::uint32_t n,
                   std::span<const std::uint64_t> agents, std::span<std::uint32_t> out);
void fill_normals(const Chance& chance, std::uint16_t question, std::uint64_t first_draw,
                  std::span<float> out);
}  // namespace batch

/// Fills `out` from out.size() / 4 draws for agents `first_draw`, ...: word w of draw i comes to
/// out[w * draws + i].
template <class Question>
void draw_words(const Chance& chance, Question question, std::uint64_t first_draw,
                std::span<std::uint32_t> out) {
  batch::fill_words(chance, static_cast<std::uint16_t>(question), first_draw, out);
}

/// The same for any `agents`, and the n-th draw for each; out.size() must be 4 agents.size().
template <class Question>
void draw_words_of(const Chance& chance, Question question, std::uint32_t n,
                   std::span<const std::uint64_t> agents, std::span<std::uint32_t> out) {
  batch::fill_words_of(chance, static_cast<std::uint16_t>(question), n, agents, out);
}

/// The same for standard normals, four a draw; out.size() at most 512.
template <class Question>
void draw_normals(const Chance& chance, Question question, std::uint64_t first_draw,
                  std::span<float> out) {
  batch::fill_normals(chance, static_cast<std::uint16_t>(question), first_draw, out);
}

/// The same for numbers in 0, ..., count - 1, as below() makes them.
template <class Question>
void draw_below(const Chance& chance, Question question, std::uint64_t first_draw,
                std::uint32_t count, std::span<std::uint32_t> out) {
  draw_words(chance, question, first_draw, out);
  for (std::uint32_t& word : out) word = below(count, word);
}

}  // namespace permea
