// The NK landscape against its definition and Kauffman's closed forms, which do not use its
// shortcuts.
#include <catch2/catch.hpp>

#include <bit>
#include <cmath>
#include <vector>

#include "models/landscape/nk.h"
#include "tests/models/landscape/try_out.h"

using namespace permea::landscape_core;
using permea::Value;
using try_out::setting;
using try_out::whole;
using try_out::word;

namespace {

Rules rules(std::int64_t attributes, std::int64_t others, const char* dependencies = "random") {
  return permea::read<Rules>(setting({{"landscape.attributes", whole(attributes)},
                                      {"landscape.others", whole(others)},
                                      {"landscape.dependencies", word(dependencies)},
                                      {"landscape.census", word("none")}})
                                 .parameters);
}

Landscape landscape(const Rules& rules, std::uint64_t seed = 1, std::int64_t most = most_kept) {
  return Landscape(rules, seed, Question::contribution, most);
}

Form form(std::uint64_t low, std::uint64_t high = 0) { return {low, high}; }

int count(const Form& form) { return std::popcount(form[0]) + std::popcount(form[1]); }

/// Mean and standard error of what `value` gives for each of so many seeds.
template <class ValueOf>
std::pair<double, double> over_seeds(int seeds, ValueOf value) {
  double sum = 0, squares = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    const double x = value(static_cast<std::uint64_t>(seed));
    sum += x;
    squares += x * x;
  }
  const double mean = sum / seeds;
  return {mean, std::sqrt((squares / seeds - mean * mean) / seeds)};
}

}  // namespace

TEST_CASE("nearest neighbours lie half on each side of the ring, the odd one to the right") {
  const Landscape even = landscape(rules(10, 4, "nearest")),
                  odd = landscape(rules(10, 3, "nearest"));
  CHECK(even.depends_on(0) == form(0b1100000111));
  CHECK(even.depends_on(5) == form(0b0011111000));
  CHECK(odd.depends_on(5) == form(0b0011110000));
}

TEST_CASE("successive neighbours are the next on the ring") {
  CHECK(landscape(rules(10, 3, "successive")).depends_on(8) == form(0b1100000011));
}

TEST_CASE("random neighbours are K others, each as likely") {
  std::vector<int> drawn(70, 0);
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Landscape one = landscape(rules(70, 7), seed, 0);
    REQUIRE(count(one.depends_on(66)) == 8);
    REQUIRE(holds(one.depends_on(66), 66));
    for (std::size_t a = 0; a < 70; ++a) drawn[a] += holds(one.depends_on(66), a);
  }
  // A binomial with mean 300 * 7 / 69 = 30.4 and standard deviation 5.2: 4.5 of them, 69 times.
  for (std::size_t a = 0; a < 70; ++a)
    if (a != 66) CHECK(std::abs(drawn[a] - 300 * 7 / 69.0) < 4.5 * 5.2);
}

TEST_CASE("redrawn neighbours may repeat, as often as chance has it") {
  const auto [mean, error] = over_seeds(400, [](std::uint64_t seed) {
    return count(landscape(rules(20, 5, "redrawn"), seed).depends_on(3)) - 1;
  });
  CHECK(std::abs(mean - 19 * (1 - std::pow(18.0 / 19, 5))) < 4 * error);
}

TEST_CASE("kept and drawn contributions are the same") {
  const Landscape kept = landscape(rules(20, 5)), drawn = landscape(rules(20, 5), 1, 0);
  for (std::uint64_t x = 0; x < 1 << 20; x += 7919) {
    REQUIRE(kept.sum(form(x)) == drawn.sum(form(x)));
    REQUIRE(kept.gain(form(x), x % 20) == drawn.gain(form(x), x % 20));
  }
}

TEST_CASE("a gain is the difference of two sums, beyond 64 attributes too") {
  const Landscape wide = landscape(rules(96, 48), 3, 0);
  const Form here = form(0x0123456789abcdef, 0xfedcba98);
  for (std::size_t a = 0; a < 96; ++a)
    REQUIRE(wide.gain(here, a) ==
            static_cast<std::int64_t>(wide.sum(flipped(here, a)) - wide.sum(here)));
}

TEST_CASE("a contribution feels the attributes it depends on and no other") {
  const Landscape narrow = landscape(rules(30, 0));
  Sum expected = narrow.sum(form(0));
  for (std::size_t a = 0; a < 30; ++a) expected += static_cast<Sum>(narrow.gain(form(0), a));
  CHECK(narrow.sum(form((1u << 30) - 1)) == expected);  // without others, gains add up
  const Landscape wide = landscape(rules(30, 2, "successive"));
  CHECK(wide.gain(form(0), 3) == wide.gain(form(1u << 6), 3));  // 6 acts on 4, 5, 6; 3 on 1, 2, 3
  CHECK(wide.gain(form(0), 3) != wide.gain(form(1u << 5), 3));  // 3 depends on 5
}

TEST_CASE("the census finds what looking at every form finds") {
  for (const std::int64_t others : {0, 1, 3, 6, 11}) {
    const Landscape one = landscape(rules(12, others), 5);
    Sum highest = 0;
    int peaks = 0;
    for (std::uint64_t x = 0; x < 1 << 12; ++x) {
      const Sum here = one.sum(form(x));
      highest = std::max(highest, here);
      bool peak = true;
      for (std::size_t a = 0; a < 12; ++a) peak = peak && one.sum(form(x ^ 1u << a)) <= here;
      peaks += peak;
    }
    const Counted all = counted(one, Census::all);
    INFO("K = " << others);
    CHECK(all.highest == one.fitness(highest));
    CHECK(all.peaks == peaks);
  }
}

TEST_CASE("without others there is one peak, of mean fitness 2/3") {
  const auto [mean, error] = over_seeds(300, [](std::uint64_t seed) {
    const Counted all = counted(landscape(rules(12, 0), seed), Census::all);
    REQUIRE(all.peaks == 1);
    return all.highest;
  });
  CHECK(std::abs(mean - 2.0 / 3) < 4 * error);
}

TEST_CASE("with all others the number of peaks has Kauffman's mean and variance") {
  constexpr int attributes = 8, seeds = 1'000;
  const auto [mean, error] = over_seeds(seeds, [](std::uint64_t seed) {
    return counted(landscape(rules(attributes, attributes - 1), seed), Census::all).peaks;
  });
  const double forms = 1 << attributes, n = attributes;
  CHECK(std::abs(mean - forms / (n + 1)) < 4 * error);
  const double variance = error * error * seeds;  // its own error is sqrt(2 / seeds) of it: 4.5 %
  CHECK(variance == Approx(forms * (n - 1) / (2 * (n + 1) * (n + 1))).epsilon(0.18));
}

TEST_CASE("neighbours correlate by 1 - (K + 1) / N") {
  for (const std::int64_t others : {0, 2, 5, 9}) {
    const auto [mean, error] = over_seeds(200, [others](std::uint64_t seed) {
      return counted(landscape(rules(10, others), seed), Census::all).correlation;
    });
    INFO("K = " << others);
    CHECK(std::abs(mean - (1 - static_cast<double>(others + 1) / 10)) < 4 * error);
  }
}

TEST_CASE("no census, no count") {
  const Counted none = counted(landscape(rules(12, 2)), Census::none);
  CHECK((std::isnan(none.highest) && std::isnan(none.peaks) && std::isnan(none.correlation)));
}
