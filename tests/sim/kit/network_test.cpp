// Networks have the links, and the known properties, of their kind.
#include "sim/kit/network.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "sim/kit/problem.h"

using namespace permea;

namespace {

enum class Question : std::uint16_t { links = 1, other = 2 };

/// Undirected, neighbours rising, nobody linked with itself, nobody twice.
bool well_formed(const Network& network) {
  for (std::uint32_t node = 0; node < network.nodes(); ++node) {
    const auto row = network.of(node);
    if (std::adjacent_find(row.begin(), row.end(), std::greater_equal<>()) != row.end())
      return false;
    for (const std::uint32_t other : row)
      if (other == node || other >= network.nodes() || !network.linked(other, node)) return false;
  }
  return true;
}

/// Mean over nodes of the share of pairs of neighbours that are linked (Watts & Strogatz 1998).
double clustering(const Network& network) {
  double sum = 0;
  for (std::size_t node = 0; node < network.nodes(); ++node) {
    const auto row = network.of(node);
    double closed = 0;
    for (std::size_t a = 0; a < row.size(); ++a)
      for (std::size_t b = a + 1; b < row.size(); ++b) closed += network.linked(row[a], row[b]);
    if (row.size() > 1) sum += closed / (static_cast<double>(row.size() * (row.size() - 1)) / 2);
  }
  return sum / static_cast<double>(network.nodes());
}

}  // namespace

TEST_CASE("in a ring everybody has the same number of nearest neighbours") {
  const Network network = ring(20, 4);
  CHECK(well_formed(network));
  CHECK(network.links() == 40);
  const auto row = network.of(0);
  CHECK(std::vector<std::uint32_t>(row.begin(), row.end()) ==
        std::vector<std::uint32_t>{1, 2, 18, 19});
}

TEST_CASE("the clustering of a ring is 3 (k - 2) / (4 (k - 1))") {
  for (const std::size_t k : {4u, 6u, 10u})
    CHECK(clustering(ring(100, k)) ==
          Approx(3.0 * (static_cast<double>(k) - 2) / (4.0 * (static_cast<double>(k) - 1))));
}

TEST_CASE("a ring that cannot be is refused, and the smallest can") {
  CHECK_THROWS_AS(ring(10, 3), Failure);
  CHECK_THROWS_AS(ring(10, 10), Failure);
  CHECK(ring(0, 8).nodes() == 0);
  CHECK(ring(1, 8).links() == 0);
  CHECK(ring(3, 2) == complete(3));
  CHECK(ring(5, 4) == complete(5));
}

TEST_CASE("in a complete network everybody is linked with everybody") {
  const Network network = complete(30);
  CHECK(well_formed(network));
  CHECK(network.links() == 30 * 29 / 2);
  CHECK(clustering(network) == Approx(1));
  CHECK_THROWS_AS(complete(70'000), Failure);
}

TEST_CASE("rewiring none leaves the ring, rewiring keeps the number of links") {
  const Chance chance(5, 0);
  CHECK(watts_strogatz(200, 6, 0.0, chance, Question::links) == ring(200, 6));
  for (const double rewiring : {0.01, 0.3, 1.0}) {
    const Network network = watts_strogatz(200, 6, rewiring, chance, Question::links);
    CHECK(well_formed(network));
    CHECK(network.links() == 600);
    CHECK_FALSE(network == ring(200, 6));
  }
  CHECK(watts_strogatz(9, 8, 1.0, chance, Question::links) ==
        complete(9));  // nobody left to link with
}

TEST_CASE("rewiring moves as many links as it says, and clustering falls with it") {
  const Network before = ring(5'000, 8),
                after = watts_strogatz(5'000, 8, 0.1, Chance(7, 0), Question::links);
  std::size_t kept = 0;
  for (std::uint32_t node = 0; node < 5'000; ++node)
    for (const std::uint32_t other : after.of(node)) kept += before.linked(node, other);
  CHECK(static_cast<double>(kept) / 40'000 == Approx(0.9).margin(0.009));  // 4 standard errors
  // Clustering goes as (1 - p)^3 (Barrat & Weigt 2000).
  CHECK(clustering(after) == Approx(clustering(before) * 0.9 * 0.9 * 0.9).margin(0.015));
}

TEST_CASE("a random network has as many links as its probability says") {
  for (const double probability : {0.0005, 0.01, 0.7}) {
    const std::size_t nodes = 1'000;
    const double pairs = 1'000.0 * 999 / 2;
    const Network network = erdos_renyi(nodes, probability, Chance(2, 0), Question::links);
    CHECK(well_formed(network));
    const double spread = std::sqrt(pairs * probability * (1 - probability));
    CHECK(std::abs(static_cast<double>(network.links()) - pairs * probability) < 4 * spread);
  }
  CHECK(erdos_renyi(50, 0.0, Chance(2, 0), Question::links).links() == 0);
  CHECK(erdos_renyi(50, 1e-18, Chance(2, 0), Question::links).links() == 0);
  CHECK(erdos_renyi(50, 1.0, Chance(2, 0), Question::links) == complete(50));
}

TEST_CASE("early and late nodes of a random network have the same degree") {
  const Network network = erdos_renyi(4'000, 0.01, Chance(3, 0), Question::links);
  double early = 0, late = 0;
  for (std::size_t node = 0; node < 2'000; ++node) {
    early += static_cast<double>(network.degree(node));
    late += static_cast<double>(network.degree(node + 2'000));
  }
  // Either half: mean 40 a node, variance 40, and two ends of most links counted together.
  CHECK(early / 2'000 == Approx(39.99).margin(0.8));
  CHECK(late / 2'000 == Approx(39.99).margin(0.8));
}

TEST_CASE("networks depend on seed and question alone") {
  const auto make = [](std::uint64_t seed, Question question) {
    return watts_strogatz(300, 4, 0.3, Chance(seed, 0), question);
  };
  CHECK(make(1, Question::links) == make(1, Question::links));
  CHECK_FALSE(make(1, Question::links) == make(2, Question::links));
  CHECK_FALSE(make(1, Question::links) == make(1, Question::other));
}
