// Draws are those of Philox4x32-10, and what is made of them follows its law.
#include "sim/kit/random.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace permea;

namespace {

enum class Question : std::uint16_t { test = 1, other = 2 };

/// The words for a counter and key as Random123's known answers give them.
Words philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key) {
  const std::uint64_t seed = static_cast<std::uint64_t>(key[1]) << 32 | key[0];
  const std::uint64_t agent = static_cast<std::uint64_t>(counter[1]) << 32 | counter[0];
  return Chance(seed, counter[2]).draw(counter[3] & 0xffff, agent, counter[3] >> 16);
}

/// The distribution function of the standard normal.
double normal_below(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

/// Kolmogorov-Smirnov distance from the standard normal, times the root of the number: above 1.95
/// once in a thousand.
template <class Real>
double distance_from_normal(std::vector<Real> sample) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double distance = 0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double below = normal_below(static_cast<double>(sample[i]));
    const double rank = static_cast<double>(i);
    distance = std::max({distance, below - rank / n, (rank + 1) / n - below});
  }
  return distance * std::sqrt(n);
}

template <class Real>
double moment(const std::vector<Real>& sample, int power) {
  double sum = 0;
  for (const Real x : sample) sum += std::pow(static_cast<double>(x), power);
  return sum / static_cast<double>(sample.size());
}

/// Four standard errors about the moments of a standard normal.
template <class Real>
bool has_normal_moments(const std::vector<Real>& sample) {
  const double error = 4 / std::sqrt(static_cast<double>(sample.size()));
  return std::abs(moment(sample, 1)) < error &&
         std::abs(moment(sample, 2) - 1) < error * std::sqrt(2) &&
         std::abs(moment(sample, 3)) < error * std::sqrt(15) &&
         std::abs(moment(sample, 4) - 3) < error * std::sqrt(96);
}

}  // namespace

TEST_CASE("draws are Philox4x32-10: Random123's three known answers") {
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a draw differs by seed, step, question, agent and count") {
  const Words one = Chance(1, 1).draw(Question::test, 1);
  CHECK(one == Chance(1, 1).draw(Question::test, 1, 0));
  CHECK(one != Chance(2, 1).draw(Question::test, 1));
  CHECK(one != Chance(1 + (1ull << 32), 1).draw(Question::test, 1));
  CHECK(one != Chance(1, 2).draw(Question::test, 1));
  CHECK(one != Chance(1, 1).draw(Question::other, 1));
  CHECK(one != Chance(1, 1).draw(Question::test, 2));
  CHECK(one != Chance(1, 1).draw(Question::test, 1 + (1ull << 32)));
  CHECK(one != Chance(1, 1).draw(Question::test, 1, 1));
}

TEST_CASE("uniforms are at least 0 and below 1, at both ends of the words") {
  for (const std::uint32_t word : {0u, 1u, 0x7fffffffu, 0xffffff00u, 0xffffffffu}) {
    CHECK((uniform(word) >= 0 && uniform(word) < 1));
    CHECK((uniform(word, word) >= 0 && uniform(word, word) < 1));
    CHECK((uniform_float(word) >= 0 && uniform_float(word) < 1));
    CHECK(below(7, word) < 7);
  }
  CHECK(below(7, 0) == 0);
  CHECK(below(7, 0xffffffff) == 6);
  CHECK_FALSE(happens(0.0, 0));
  CHECK(happens(1.0, 0xffffffff));
}

TEST_CASE("normals in double precision are normal") {
  std::vector<double> sample;
  for (std::uint64_t i = 0; i < 100'000; ++i)
    for (const double x : normals(Chance(4, 2).draw(Question::test, i))) sample.push_back(x);
  CHECK(distance_from_normal(sample) < 1.95);
  CHECK(has_normal_moments(sample));
}

TEST_CASE("normals in single precision are normal") {
  std::vector<float> sample;
  for (std::uint64_t i = 0; i < 100'000; ++i)
    for (const float x : normals_float(Chance(5, 2).draw(Question::test, i))) sample.push_back(x);
  CHECK(distance_from_normal(sample) < 1.95);
  CHECK(has_normal_moments(sample));
  double tail = 0;
  for (const float x : sample) tail += std::abs(x) > 3.0f;
  const double expected = 400'000 * 2 * normal_below(-3);
  CHECK(std::abs(tail - expected) < 4 * std::sqrt(expected));
}

TEST_CASE("normals are finite for every extreme of the words") {
  for (const std::uint32_t a : {0u, 1u, 0xfffffffeu, 0xffffffffu})
    for (const std::uint32_t b : {0u, 0x80000000u, 0xffffffffu}) {
      for (const double x : normals({a, b, a, b})) CHECK(std::isfinite(x));
      for (const float x : normals_float({a, b, a, b})) CHECK(std::abs(x) < 6.8f);
    }
}

TEST_CASE("many draws at once are the draws one by one") {
  const Chance chance(0x123456789abcdef0, 77);
  for (const std::size_t draws : {1u, 16u, 31u, 32u, 33u, 100u}) {
    for (const std::uint64_t first : {0ull, 4'096ull, 0xfffffff0ull}) {  // across the counter's carry
      std::vector<std::uint32_t> words(4 * draws), lots(4 * draws);
      draw_words(chance, Question::test, first, words);
      draw_below(chance, Question::test, first, 50, lots);
      for (std::size_t i = 0; i < draws; ++i)
        for (std::size_t w = 0; w < 4; ++w) {
          REQUIRE(words[w * draws + i] == chance.draw(Question::test, first + i)[w]);
          REQUIRE(lots[w * draws + i] == below(50, words[w * draws + i]));
        }
    }
  }
}

TEST_CASE("many draws at once for agents in any order are the draws one by one") {
  const Chance chance(0x123456789abcdef0, 77);
  for (const std::size_t draws : {1u, 2u, 3u, 7u, 8u, 9u, 31u, 32u, 33u, 67u}) {
    std::vector<std::uint64_t> agents;
    for (std::size_t i = 0; i < draws; ++i) agents.push_back(0xfffffff00000000bull * (i + 1));
    for (const std::uint32_t n : {0u, 5u, 0xffffu}) {
      std::vector<std::uint32_t> words(4 * draws);
      draw_words_of(chance, Question::test, n, agents, words);
      for (std::size_t i = 0; i < draws; ++i)
        for (std::size_t w = 0; w < 4; ++w)
          REQUIRE(words[w * draws + i] == chance.draw(Question::test, agents[i], n)[w]);
    }
  }
}

TEST_CASE("many normals at once are the normals one by one") {
  const Chance chance(9, 8);
  std::vector<float> numbers(4 * 67);
  draw_normals(chance, Question::test, 5, numbers);
  for (std::size_t i = 0; i < 67; ++i) {
    const auto four = normals_float(chance.draw(Question::test, 5 + i));
    for (std::size_t w = 0; w < 4; ++w) REQUIRE(numbers[w * 67 + i] == four[w]);
  }
  std::vector<float> too_many(516);
  CHECK_THROWS_AS(draw_normals(chance, Question::test, 0, too_many), std::length_error);
}

TEST_CASE("places are picked at the rate asked for, each alike and independently") {
  for (const double probability : {0.003, 0.083, 0.6}) {
    constexpr std::uint32_t places = 64;
    constexpr int blocks = 20'000;
    std::vector<double> picked(places, 0.0);
    double neighbours = 0, all = 0;
    std::vector<std::uint32_t> chosen;
    for (int block = 0; block < blocks; ++block) {
      chosen.clear();
      pick_places(Chance(6, 1), Question::test, static_cast<std::uint64_t>(block), probability,
                  places, 0, chosen);
      REQUIRE(std::adjacent_find(chosen.begin(), chosen.end(), std::greater_equal<>()) ==
              chosen.end());
      for (std::size_t c = 0; c < chosen.size(); ++c) {
        ++picked.at(chosen[c]);
        neighbours += c > 0 && chosen[c] == chosen[c - 1] + 1;
      }
      all += static_cast<double>(chosen.size());
    }
    const double expected = blocks * probability, spread = expected * (1 - probability);
    CHECK(std::abs(all - places * expected) < 4 * std::sqrt(places * spread));
    double chi_square = 0;
    for (const double count : picked)
      chi_square += (count - expected) * (count - expected) / spread;
    CHECK(chi_square < 64 + 3.5 * std::sqrt(2.0 * 64));
    const double pairs = 63.0 * blocks * probability * probability;
    CHECK(std::abs(neighbours - pairs) < 4.5 * std::sqrt(pairs * (1 + 2 * probability)));
  }
}

TEST_CASE("the ends of picking: nobody, everybody, and a first place to count from") {
  std::vector<std::uint32_t> chosen;
  pick_places(Chance(1, 1), Question::test, 0, 0.0, 4'096, 0, chosen);
  pick_places(Chance(1, 1), Question::test, 0, 1e-30, 4'096, 0, chosen);
  pick_places(Chance(1, 1), Question::test, 0, 0.5, 0, 0, chosen);
  CHECK(chosen.empty());
  pick_places(Chance(1, 1), Question::test, 0, 1.0, 3, 10, chosen);
  CHECK(chosen == std::vector<std::uint32_t>{10, 11, 12});
  chosen.clear();
  pick_places(Chance(1, 1), Question::test, 0, 0.5, 4'096, 8'192, chosen);
  CHECK((chosen.front() >= 8'192 && chosen.back() < 8'192 + 4'096));
}
