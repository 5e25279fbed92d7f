// How each design is drawn. Chance is asked with the sample as seed.
#include "sim/run/scenario/sweep/design.h"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <numeric>
#include <utility>

#include "sim/kit/random.h"

namespace permea {
namespace {

enum class Question : std::uint16_t {
  slices = 1,      ///< in which order a dimension of a hypercube takes its slices
  within_slice = 2,
  flip = 3,        ///< whether a bit of Sobol's sequence is flipped
  start = 4,       ///< of a trajectory, and in which direction it goes
  order = 5,       ///< of the dimensions along a trajectory
};

/// 0, ..., count - 1 in random order (Fisher & Yates).
std::vector<std::size_t> shuffled(const Chance& chance, Question question, std::uint64_t agent,
                                  std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t left = count; left > 1; --left) {
    const Words words = chance.draw(question, agent << 32 | left);
    std::swap(order[left - 1], order[below(static_cast<std::uint32_t>(left), words[0])]);
  }
  return order;
}

CubePoints one_hypercube(const Chance& chance, std::size_t size, std::size_t dimensions) {
  CubePoints points(size, std::vector<double>(dimensions));
  for (std::size_t d = 0; d < dimensions; ++d) {
    const std::vector<std::size_t> slices = shuffled(chance, Question::slices, d, size);
    for (std::size_t p = 0; p < size; ++p) {
      const Words words = chance.draw(Question::within_slice, d << 32 | p);
      points[p][d] = (static_cast<double>(slices[p]) + uniform(words[0])) / static_cast<double>(size);
    }
  }
  return points;
}

/// Square of the distance between the nearest two points.
double nearest_two(const CubePoints& points) {
  double nearest = static_cast<double>(points.front().size()) + 1;
  for (std::size_t p = 0; p < points.size(); ++p)
    for (std::size_t q = 0; q < p; ++q) {
      double square = 0;
      for (std::size_t d = 0; d < points[p].size(); ++d)
        square += (points[p][d] - points[q][d]) * (points[p][d] - points[q][d]);
      nearest = std::min(nearest, square);
    }
  return nearest;
}

/// Sobol's `bits` with each flipped by a hash of those above it: the first 24 one by one, after which
/// no two points of a design are alike, and the rest together.
double scrambled(const Chance& chance, std::uint32_t bits, std::size_t dimension) {
  constexpr std::uint32_t one_by_one = 24;
  std::uint32_t flips = 0;
  for (std::uint32_t bit = 0; bit < one_by_one; ++bit) {
    const std::uint64_t above = bit == 0 ? 0 : bits >> (32 - bit);
    const Words words = chance.draw(Question::flip, above << 16 | dimension, bit);
    flips |= (words[0] >> 31) << (31 - bit);
  }
  const Words rest = chance.draw(Question::flip, std::uint64_t{bits} << 16 | dimension, one_by_one);
  flips |= rest[0] >> one_by_one;
  return (static_cast<double>(bits ^ flips) + uniform(rest[1])) * 0x1p-32;
}

}  // namespace

CubePoints latin_hypercube(std::size_t size, std::size_t dimensions, std::uint64_t sample) {
  constexpr double most_work = 1e8, most_tries = 100;
  const auto pairs = static_cast<double>(size) * static_cast<double>(size) / 2;
  const double tries = most_work / (pairs * static_cast<double>(dimensions));
  const auto count = static_cast<std::uint32_t>(std::clamp(tries, 1.0, most_tries));
  CubePoints best = one_hypercube(Chance(sample, 0), size, dimensions);
  double farthest = count > 1 ? nearest_two(best) : 0;
  for (std::uint32_t attempt = 1; attempt < count; ++attempt) {
    CubePoints other = one_hypercube(Chance(sample, attempt), size, dimensions);
    const double distance = nearest_two(other);
    if (distance <= farthest) continue;
    farthest = distance;
    best = std::move(other);
  }
  return best;
}

CubePoints sobol(std::size_t size, std::size_t dimensions, std::uint64_t sample) {
  const Chance chance(sample, 0);
  boost::random::sobol sequence(dimensions);  // begins behind the origin
  CubePoints points(size, std::vector<double>(dimensions));
  for (std::size_t p = 0; p < size; ++p)
    for (std::size_t d = 0; d < dimensions; ++d) {
      const std::uint64_t bits = p == 0 ? 0 : sequence();
      points[p][d] = scrambled(chance, static_cast<std::uint32_t>(bits >> 32), d);
    }
  return points;
}

CubePoints morris(std::size_t trajectories, std::size_t dimensions, std::size_t levels,
                  std::uint64_t sample) {
  const Chance chance(sample, 0);
  const std::size_t far = levels / 2;  // in steps of the grid
  CubePoints points;
  for (std::size_t t = 0; t < trajectories; ++t) {
    std::vector<std::size_t> at(dimensions);
    std::vector<bool> upwards(dimensions);
    for (std::size_t d = 0; d < dimensions; ++d) {
      const Words words = chance.draw(Question::start, t << 32 | d);
      upwards[d] = words[1] >> 31 == 0;
      at[d] = below(static_cast<std::uint32_t>(levels - far), words[0]) + (upwards[d] ? 0 : far);
    }
    const auto add = [&] {
      std::vector<double>& point = points.emplace_back();
      for (const std::size_t level : at)
        point.push_back(static_cast<double>(level) / static_cast<double>(levels - 1));
    };
    add();
    for (const std::size_t d : shuffled(chance, Question::order, t, dimensions)) {
      at[d] = upwards[d] ? at[d] + far : at[d] - far;
      add();
    }
  }
  return points;
}

CubePoints saltelli(std::size_t size, std::size_t dimensions, std::uint64_t sample) {
  CubePoints points;
  for (const std::vector<double>& both : sobol(size, 2 * dimensions, sample)) {
    const auto middle = both.begin() + static_cast<std::ptrdiff_t>(dimensions);
    const std::vector<double> a(both.begin(), middle), b(middle, both.end());
    points.push_back(a);
    for (std::size_t d = 0; d < dimensions; ++d) {
      points.push_back(a);
      points.back()[d] = b[d];
    }
    points.push_back(b);
  }
  return points;
}

}  // namespace permea
