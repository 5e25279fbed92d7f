// Making networks.
#include "sim/kit/network.h"

#include <algorithm>
#include <string>

#include "sim/kit/problem.h"

namespace permea {

bool Network::linked(std::size_t from, std::size_t to) const {
  const auto row = of(from);
  return std::binary_search(row.begin(), row.end(), to);
}

Network linked_up(std::size_t nodes, std::span<const Link> links) {
  if (nodes >= 0xffffffffu || links.size() > 0x7fffffffu)
    throw Failure("a network of " + std::to_string(nodes) + " nodes and " +
                  std::to_string(links.size()) + " links is too large: at most 2^32 and 2^31");
  Network network;
  network.first.assign(nodes + 1, 0);
  for (const auto& [a, b] : links) {
    ++network.first[a + 1];
    ++network.first[b + 1];
  }
  for (std::size_t i = 0; i < nodes; ++i) network.first[i + 1] += network.first[i];
  network.neighbours.resize(2 * links.size());
  std::vector<std::uint32_t> free(network.first.begin(), network.first.end() - 1);
  for (const auto& [a, b] : links) {
    network.neighbours[free[a]++] = b;
    network.neighbours[free[b]++] = a;
  }
  for (std::size_t i = 0; i < nodes; ++i)
    std::sort(network.neighbours.begin() + network.first[i],
              network.neighbours.begin() + network.first[i + 1]);
  return network;
}

Network ring(std::size_t nodes, std::size_t degree) {
  if (nodes <= 1) return linked_up(nodes, {});
  if (degree % 2 != 0 || degree >= nodes)
    throw Failure("a ring of " + std::to_string(nodes) + " nodes cannot have degree " +
                  std::to_string(degree) + ": it must be even and below the number of nodes");
  std::vector<Link> links;
  links.reserve(nodes * degree / 2);
  for (std::size_t node = 0; node < nodes; ++node)
    for (std::size_t away = 1; away <= degree / 2; ++away)
      links.emplace_back(static_cast<std::uint32_t>(node),
                         static_cast<std::uint32_t>((node + away) % nodes));
  return linked_up(nodes, links);
}

Network complete(std::size_t nodes) {
  if (nodes > 65536)
    throw Failure("a complete network of " + std::to_string(nodes) +
                  " nodes is too large: at most 65536");
  std::vector<Link> links;
  for (std::uint32_t a = 0; a < nodes; ++a)
    for (std::uint32_t b = a + 1; b < nodes; ++b) links.emplace_back(a, b);
  return linked_up(nodes, links);
}

namespace network {
namespace {

using Row = std::vector<std::uint32_t>;

void erase(Row& row, std::uint32_t node) {
  row.erase(std::lower_bound(row.begin(), row.end(), node));
}

void insert(Row& row, std::uint32_t node) {
  row.insert(std::lower_bound(row.begin(), row.end(), node), node);
}

/// The node with this rank among those that are neither `node` nor in its `row`.
std::uint32_t stranger(const Row& row, std::uint32_t node, std::uint32_t rank) {
  Row known = row;
  insert(known, node);
  for (const std::uint32_t friendly : known) rank += friendly <= rank;
  return rank;
}

}  // namespace

Network rewired(Network ring, std::size_t degree, double rewiring, const Answers& answers) {
  const auto nodes = static_cast<std::uint32_t>(ring.nodes());
  std::vector<Row> rows(nodes);
  for (std::uint32_t node = 0; node < nodes; ++node)
    rows[node].assign(ring.of(node).begin(), ring.of(node).end());
  const std::uint32_t laps = nodes <= 1 ? 0 : static_cast<std::uint32_t>(degree / 2);
  for (std::uint32_t away = 1; away <= laps; ++away) {
    for (std::uint32_t node = 0; node < nodes; ++node) {
      const Words words = answers(node, away);
      const auto strangers = static_cast<std::uint32_t>(nodes - 1 - rows[node].size());
      if (strangers == 0 || !happens(rewiring, words[0])) continue;
      const std::uint32_t old_end = (node + away) % nodes;
      const std::uint32_t new_end = stranger(rows[node], node, below(strangers, words[1]));
      erase(rows[node], old_end);
      erase(rows[old_end], node);
      insert(rows[node], new_end);
      insert(rows[new_end], node);
    }
  }
  Network network = std::move(ring);
  network.neighbours.clear();
  for (std::uint32_t node = 0; node < nodes; ++node) {
    network.neighbours.insert(network.neighbours.end(), rows[node].begin(), rows[node].end());
    network.first[node + 1] = static_cast<std::uint32_t>(network.neighbours.size());
  }
  return network;
}

Network sparse_random(std::size_t nodes, double probability, const Answers& answers) {
  if (probability >= 1) return complete(nodes);
  std::vector<Link> links;
  if (!(probability > 0)) return linked_up(nodes, {});
  const double per_log = 1 / elementary::log_of_rest(probability);
  for (std::size_t node = 0; node < nodes; ++node) {
    // Two skips a draw; beyond 2^16 draws the count goes on in the high half of the agent.
    double place = static_cast<double>(node);
    for (std::uint64_t skip = 0;; ++skip) {
      const Words words =
          answers(node | skip >> 17 << 32, static_cast<std::uint32_t>(skip >> 1 & 0xffff));
      const std::size_t half = 2 * (skip & 1);
      const double chance_of_none = 1 - uniform(words[half], words[half + 1]);
      place += 1 + std::floor(elementary::log(chance_of_none) * per_log);
      if (!(place < static_cast<double>(nodes))) break;
      links.emplace_back(static_cast<std::uint32_t>(node), static_cast<std::uint32_t>(place));
    }
  }
  return linked_up(nodes, links);
}

}  // namespace network
}  // namespace permea
