// Many draws at once. They are what Chance::draw gives one by one; only the way there is faster.
#include "sim/kit/random.h"

#include <algorithm>
#include <stdexcept>

#include "sim/kit/lanes.h"

namespace permea::batch {
namespace {

/// Draws made side by side: as many as hide the time that a multiplication takes.
constexpr std::size_t groups = 4, together = groups * lane_count;

/// Philox4x32-10 for 32 agents at once, word by word what Chance::draw gives each. The low half of
/// each lane holds the word; what is above it is left to lie.
void draw_together(const Chance& chance, std::uint32_t question, const std::uint64_t* agents,
                   std::uint32_t* to, std::size_t draws) {
  constexpr std::uint64_t low = 0xffffffff;
  WideLanes word[4][groups];
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::size_t i = 0; i < lane_count; ++i) word[0][g][i] = agents[g * lane_count + i];
    word[1][g] = word[0][g] >> 32;
    word[2][g] = WideLanes{} + chance.step();
    word[3][g] = WideLanes{} + question;
  }
  std::uint32_t key[2] = {static_cast<std::uint32_t>(chance.seed()),
                          static_cast<std::uint32_t>(chance.seed() >> 32)};
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
#pragma GCC unroll 4
    for (std::size_t g = 0; g < groups; ++g) {
      const WideLanes a = (word[0][g] & low) * PHILOX_M4x32_0;
      const WideLanes b = (word[2][g] & low) * PHILOX_M4x32_1;
      word[0][g] = (b >> 32) ^ word[1][g] ^ key[0];
      word[2][g] = (a >> 32) ^ word[3][g] ^ key[1];
      word[1][g] = b;
      word[3][g] = a;
    }
    key[0] += PHILOX_W32_0;
    key[1] += PHILOX_W32_1;
  }
  for (std::size_t w = 0; w < 4; ++w)
    for (std::size_t g = 0; g < groups; ++g)
      for (std::size_t i = 0; i < lane_count; ++i)
        to[w * draws + g * lane_count + i] = static_cast<std::uint32_t>(word[w][g][i]);
}

/// Word w of the draw for agent(i) comes to to[w * draws + i].
template <class AgentOf>
void fill(const Chance& chance, std::uint16_t question, std::uint32_t n, std::size_t draws,
          AgentOf agent, std::uint32_t* to) {
  constexpr std::size_t worth_it = 8;  // so many one by one take as long as all of them together
  std::size_t first = 0;
  for (; wide_lanes_pay && first + worth_it <= draws; first += together) {
    const std::size_t count = std::min(together, draws - first);
    std::array<std::uint64_t, together> agents;
    for (std::size_t i = 0; i < together; ++i) agents[i] = agent(first + std::min(i, count - 1));
    std::array<std::uint32_t, 4 * together> words;
    const bool all = count == together;
    draw_together(chance, question | n << 16, agents.data(), all ? to + first : words.data(),
                  all ? draws : together);
    for (std::size_t w = 0; w < 4 && !all; ++w)
      std::copy_n(words.begin() + w * together, count, to + w * draws + first);
  }
  for (std::size_t i = first; i < draws; ++i) {
    const Words words = chance.draw(question, agent(i), n);
    for (std::size_t w = 0; w < words.size(); ++w) to[w * draws + i] = words[w];
  }
}

}  // namespace

void fill_words(const Chance& chance, std::uint16_t question, std::uint64_t first_draw,
                std::span<std::uint32_t> out) {
  const std::size_t draws = out.size() / 4;
  const auto agent = [&](std::size_t i) { return first_draw + i; };
  fill(chance, question, 0, draws, agent, out.data());
}

void fill_words_of(const Chance& chance, std::uint16_t question, std::uint32_t n,
                   std::span<const std::uint64_t> agents, std::span<std::uint32_t> out) {
  if (out.size() != 4 * agents.size()) throw std::length_error("four words are drawn for each agent");
  fill(chance, question, n, agents.size(), [&](std::size_t i) { return agents[i]; }, out.data());
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
