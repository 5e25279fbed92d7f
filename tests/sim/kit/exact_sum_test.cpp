// Sums that neither order nor sharing can change.
#include "sim/kit/exact_sum.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/kit/random.h"

using namespace permea;

namespace {

std::vector<double> mixed_numbers(std::size_t count) {
  std::vector<double> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Words words = Chance(3, 1).draw(1, i);
    numbers[i] = normals(words)[0] * std::ldexp(1.0, static_cast<int>(words[3] % 30) - 15);
  }
  return numbers;
}

}  // namespace

TEST_CASE("an exact sum does not know the order of addition") {
  std::vector<double> numbers = mixed_numbers(10'000);
  ExactSum forward, backward;
  double plain_forward = 0, plain_backward = 0;
  for (const double x : numbers) forward.add(x), plain_forward += x;
  std::reverse(numbers.begin(), numbers.end());
  for (const double x : numbers) backward.add(x), plain_backward += x;
  CHECK(forward.value() == backward.value());
  CHECK(plain_forward != plain_backward);  // or the numbers would be no test
  CHECK(forward.value() == Approx(plain_forward).margin(1e-5));
}

TEST_CASE("parts merged are the whole, and many at once are one by one") {
  const std::vector<double> numbers = mixed_numbers(10'000);
  ExactSum one_by_one, together, first, second;
  for (const double x : numbers) one_by_one.add(x);
  together.add(std::span(numbers));
  first.add(std::span(numbers).first(3'333));
  second.add(std::span(numbers).subspan(3'333));
  second.merge(first);
  CHECK(together == one_by_one);
  CHECK(second == one_by_one);
}

TEST_CASE("multiples of the resolution are summed without any error") {
  ExactSum sum;
  for (int i = 0; i < 1000; ++i) sum.add(0x1p-32), sum.add(-3.25);
  CHECK(sum.value() == 1000 * 0x1p-32 - 3250);
}

TEST_CASE("the largest numbers, thousands of them, do not overflow") {
  const double largest = std::nextafter(ExactSum::range, 0.0);
  const std::vector<double> numbers(100'000, -largest);
  ExactSum sum;
  sum.add(std::span(numbers));
  CHECK(sum.value() == Approx(-largest * 100'000).epsilon(1e-15));
}

TEST_CASE("what cannot be summed exactly is refused") {
  const double infinite = std::numeric_limits<double>::infinity();
  for (const double bad : {0x1p19, -0x1p19, infinite, -infinite, std::nan("")}) {
    ExactSum sum;
    CHECK_THROWS_AS(sum.add(bad), Failure);
    std::vector<double> numbers(5'000, 1.0);
    numbers[4'321] = bad;
    CHECK_THROWS_AS(sum.add(std::span<const double>(numbers)), Failure);
  }
}

TEST_CASE("exact_mean is the mean") { CHECK(exact_mean(std::vector<float>{1, 2, 6}) == 3.0); }

TEST_CASE("rows are summed by group, in any order and in parts") {
  ExactRows forward(3), first(3), second(3);
  std::vector<Row8> rows(600);
  for (std::size_t i = 0; i < rows.size(); ++i) draw_normals(Chance(1, 1), 1, 2 * i, rows[i]);
  for (std::size_t i = 0; i < rows.size(); ++i) forward.add(i % 2, rows[i]);
  for (std::size_t i = rows.size(); i-- > 0;) (i % 5 == 0 ? first : second).add(i % 2, rows[i]);
  first.merge(second);
  const Row8 nothing{{-1, -1, -1, -1, -1, -1, -1, -1}};
  CHECK(first.count(0) == 300);
  CHECK(first.count(2) == 0);
  CHECK(first.mean(0, nothing) == forward.mean(0, nothing));
  CHECK(first.mean(2, nothing) == nothing);
  double plain = 0;
  for (std::size_t i = 0; i < rows.size(); i += 2) plain += rows[i][5];
  CHECK(forward.mean(0, nothing)[5] == Approx(plain / 300).margin(1e-6));
}
