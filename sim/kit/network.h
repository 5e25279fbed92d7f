// Who is linked with whom: undirected networks in compressed rows, and the usual ways to make one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "sim/kit/random.h"

namespace permea {

/// The neighbours of node i lie in neighbours[first[i]], ..., neighbours[first[i + 1] - 1], rising;
/// no node is its own neighbour, none stands twice. A place in `neighbours` is a directed edge and
/// can number what is kept for each edge. 4 bytes a node and 8 bytes a link.
struct Network {
  std::vector<std::uint32_t> first = {0};
  std::vector<std::uint32_t> neighbours;

  std::size_t nodes() const { return first.size() - 1; }
  std::size_t links() const { return neighbours.size() / 2; }
  std::size_t degree(std::size_t node) const { return first[node + 1] - first[node]; }
  std::span<const std::uint32_t> of(std::size_t node) const {
    return std::span(neighbours).subspan(first[node], degree(node));
  }
  bool linked(std::size_t from, std::size_t to) const;

  friend bool operator==(const Network&, const Network&) = default;
};

/// Two nodes, each below the number of nodes.
using Link = std::pair<std::uint32_t, std::uint32_t>;

/// The network with these links, given once each in either direction. Throws Failure when there are
/// more than 2^31.
Network linked_up(std::size_t nodes, std::span<const Link> links);

/// Nodes on a ring, each linked with the `degree` nearest. Throws Failure unless `degree` is even and
/// below `nodes` (a ring of at most one node has no links).
Network ring(std::size_t nodes, std::size_t degree);

/// Everybody with everybody.
Network complete(std::size_t nodes);

namespace network {
/// What chance answers while a network is made, for one node.
using Answers = std::function<Words(std::uint64_t node, std::uint32_t n)>;
Network rewired(Network ring, std::size_t degree, double rewiring, const Answers& answers);
Network sparse_random(std::size_t nodes, double probability, const Answers& answers);
}  // namespace network

/// A ring in which the far end of each link moves with probability `rewiring` to a node drawn evenly
/// from all that its near end is not linked with (Watts & Strogatz 1998, Nature 393:440).
template <class Question>
Network watts_strogatz(std::size_t nodes, std::size_t degree, double rewiring, const Chance& chance,
                       Question question) {
  return network::rewired(
      ring(nodes, degree), degree, rewiring,
      [&](std::uint64_t node, std::uint32_t n) { return chance.draw(question, node, n); });
}

/// Every pair is linked with the same probability (Gilbert 1959; Erdos & Renyi 1959). The time is
/// that of the links, not of the pairs: it skips from link to link (Batagelj & Brandes 2005).
template <class Question>
Network erdos_renyi(std::size_t nodes, double probability, const Chance& chance, Question question) {
  return network::sparse_random(nodes, probability, [&](std::uint64_t node, std::uint32_t n) {
    return chance.draw(question, node, n);
  });
}

}  // namespace permea
