// Many draws at once. They are what Chance::draw gives one by one; only the way there is faster.
#include "sim/kit/random.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace permea::batch {
namespace {

// Wide: whole numbers of 64 bits side by side. Those that hold words of 32 bits have them in the low half;
// what is above is left to lie. product(): such words times a factor, with all 64 bits. This is half of
// Philox, and the only place where an instruction is asked for by name (Random123 includes the header of
// them): g++ has no other way to the multiplication of low halves.
#if defined(__AVX512F__)
using Wide = std::uint64_t __attribute__((vector_size(64)));
constexpr std::size_t side_by_side = 4;
[[gnu::always_inline]] inline Wide product(const Wide& words, std::uint32_t factor) {
  return reinterpret_cast<Wide>(_mm512_maskz_mul_epu32(
      0xff, reinterpret_cast<__m512i>(words), _mm512_set1_epi64(factor)));  // g++ 12 warns of the plain one
}
#elif defined(__AVX2__)
using Wide = std::uint64_t __attribute__((vector_size(32)));
constexpr std::size_t side_by_side = 2;
[[gnu::always_inline]] inline Wide product(const Wide& words, std::uint32_t factor) {
  return reinterpret_cast<Wide>(_mm256_mul_epu32(reinterpret_cast<__m256i>(words), _mm256_set1_epi64x(factor)));
}
#elif defined(__SSE2__)
using Wide = std::uint64_t __attribute__((vector_size(16)));
constexpr std::size_t side_by_side = 2;
[[gnu::always_inline]] inline Wide product(const Wide& words, std::uint32_t factor) {
  return reinterpret_cast<Wide>(_mm_mul_epu32(reinterpret_cast<__m128i>(words), _mm_set1_epi64x(factor)));
}
#else
using Wide = std::uint64_t __attribute__((vector_size(16)));
constexpr std::size_t side_by_side = 2;
[[gnu::always_inline]] inline Wide product(const Wide& words, std::uint32_t factor) {
  return (words & 0xffffffff) * factor;
}
#endif
constexpr std::size_t wide_count = sizeof(Wide) / sizeof(std::uint64_t);

/// Agents one after the other.
struct Row {
  std::uint64_t first;
  std::uint64_t operator[](std::size_t i) const { return first + i; }
  Wide from(std::size_t i) const {
    Wide places;
    for (std::size_t p = 0; p < wide_count; ++p) places[p] = p;
    return places + (first + i);
  }
};

/// Agents as somebody lists them.
struct List {
  std::span<const std::uint64_t> agents;
  std::uint64_t operator[](std::size_t i) const { return agents[i]; }
  Wide from(std::size_t i) const {
    Wide wide;
    std::memcpy(&wide, &agents[i], sizeof wide);
    return wide;
  }
};

/// Word w of the draw for agents[i] comes to to[w * draws + i], for `Groups` times wide_count agents from
/// `first` on: Philox4x32-10, word by word what Chance::draw gives each of them. Several groups hide the
/// time that a multiplication takes.
template <std::size_t Groups, class Agents>
void draw_together(const Chance& chance, std::uint32_t question, std::size_t first, std::size_t draws,
                   const Agents& agents, std::uint32_t* to) {
  Wide word[4][Groups];
  for (std::size_t g = 0; g < Groups; ++g) {
    word[0][g] = agents.from(first + g * wide_count);
    word[1][g] = word[0][g] >> 32;
    word[2][g] = Wide{} + chance.step();
    word[3][g] = Wide{} + question;
  }
  std::uint32_t key[2] = {static_cast<std::uint32_t>(chance.seed()),
                          static_cast<std::uint32_t>(chance.seed() >> 32)};
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
#pragma GCC unroll 4
    for (std::size_t g = 0; g < Groups; ++g) {
      const Wide a = product(word[0][g], PHILOX_M4x32_0);
      const Wide b = product(word[2][g], PHILOX_M4x32_1);
      word[0][g] = (b >> 32) ^ word[1][g] ^ key[0];
      word[2][g] = (a >> 32) ^ word[3][g] ^ key[1];
      word[1][g] = b;
      word[3][g] = a;
    }
    key[0] += PHILOX_W32_0;
    key[1] += PHILOX_W32_1;
  }
  for (std::size_t w = 0; w < 4; ++w)
    for (std::size_t g = 0; g < Groups; ++g)
      for (std::size_t i = 0; i < wide_count; ++i)
        to[w * draws + first + g * wide_count + i] = static_cast<std::uint32_t>(word[w][g][i]);
}

/// The same for all `draws` agents.
template <class Agents>
void fill(const Chance& chance, std::uint16_t question, std::uint32_t n, std::size_t draws,
          const Agents& agents, std::uint32_t* to) {
  const std::uint32_t last_word = question | n << 16;
  std::size_t i = 0;
  for (; i + side_by_side * wide_count <= draws; i += side_by_side * wide_count)
    draw_together<side_by_side>(chance, last_word, i, draws, agents, to);
  for (; i + wide_count <= draws; i += wide_count)
    draw_together<1>(chance, last_word, i, draws, agents, to);
  if (i == draws) return;
  std::array<std::uint64_t, wide_count> rest;  // filled up: so many together take as long as two one by one
  for (std::size_t p = 0; p < wide_count; ++p) rest[p] = agents[std::min(i + p, draws - 1)];
  std::array<std::uint32_t, 4 * wide_count> words;
  draw_together<1>(chance, last_word, 0, wide_count, List{rest}, words.data());
  for (std::size_t w = 0; w < 4; ++w)
    std::copy_n(words.begin() + w * wide_count, draws - i, to + w * draws + i);
}

}  // namespace

void fill_words(const Chance& chance, std::uint16_t question, std::uint64_t first_draw,
                std::span<std::uint32_t> out) {
  fill(chance, question, 0, out.size() / 4, Row{first_draw}, out.data());
}

void fill_words_of(const Chance& chance, std::uint16_t question, std::uint32_t n,
                   std::span<const std::uint64_t> agents, std::span<std::uint32_t> out) {
  if (out.size() != 4 * agents.size()) throw std::length_error("four words are drawn for each agent");
  fill(chance, question, n, agents.size(), List{agents}, out.data());
}

void fill_normals(const Chance& chance, std::uint16_t question, std::uint64_t first_draw,
                  std::span<float> out) {
  std::array<std::uint32_t, 512> words;
  if (out.size() > words.size()) throw std::length_error("more than 512 normals at once");
  const std::size_t draws = out.size() / 4;
  fill_words(chance, question, first_draw, std::span(words).first(4 * draws));
  for (std::size_t i = 0; i < draws; ++i) {
    const auto four =
        normals_float({words[i], words[draws + i], words[2 * draws + i], words[3 * draws + i]});
    out[i] = four[0];
    out[draws + i] = four[1];
    out[2 * draws + i] = four[2];
    out[3 * draws + i] = four[3];
  }
}

}  // namespace permea::batch
