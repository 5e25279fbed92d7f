// One loop over firms, in it one over their links.
#include "tests/bench/straightforward/network.h"

#include <algorithm>
#include <numeric>

#include "models/ecosystem/firm.h"

namespace permea::bench {

using ecosystem_core::World;

StraightforwardNetwork::StraightforwardNetwork(const World& world, std::uint32_t seed)
    : firms_(world.places()),
      random_(seed),
      months_(static_cast<std::size_t>(world.rules->leak_lag + 1)),
      leak_anyway_(world.rules->leak_anyway),
      leak_revealed_(world.rules->leak_revealed),
      screening_(world.rules->screening),
      reference_effort_(world.rules->reference_effort),
      gift_memory_(world.rules->gift_memory) {
  for (std::size_t f = 0; f < firms_.size(); ++f) {
    Firm& firm = firms_[f];
    const ecosystem_core::Levers& levers = world.firms.levers[f];
    for (std::size_t d = 0; d < domains; ++d)
      firm.know_how[d] = world.firms.know_how[f][static_cast<Eigen::Index>(d)];
    firm.history.assign(months_, firm.know_how);
    for (const std::uint32_t other : world.network.of(f))
      firm.links.push_back({other, world.firms.levers[other].reveal_rivals});
    firm.effort = research_effort(world, f) + contributed_effort(world, f);
    firm.absorb = levers.absorb;
    firm.searches = levers.breadth * what_tools_bring(world, f);
    firm.reveals = levers.reveal_rivals;
    firm.attends = world.rules->attention * attention(world, f);
  }
}

std::vector<StraightforwardNetwork::Source> StraightforwardNetwork::sources_of(const Firm& firm) {
  const double square = firm.effort * firm.effort;
  const double absorbs = firm.absorb * square / (square + reference_effort_ * reference_effort_);
  std::vector<Source> sources;
  for (const Link& link : firm.links)
    if (uniform_(random_) < firm.searches)
      sources.push_back(
          {link.other, absorbs * (leak_anyway_ + leak_revealed_ * firms_[link.other].reveals)});
  const double found = static_cast<double>(sources.size());
  const double capacity = std::max(0.0, firm.attends - screening_ * found);
  double sum = 0;
  for (Source& source : sources) {
    if (found > capacity) source.weight *= capacity / found;
    sum += source.weight;
  }
  if (sum > 1)
    for (Source& source : sources) source.weight /= sum;
  return sources;
}

void StraightforwardNetwork::learn(Firm& firm, KnowHow& gains) {
  const std::size_t then = (month_ + 1) % months_;
  for (const Source& source : sources_of(firm)) {
    Firm& other = firms_[source.firm];
    for (std::size_t d = 0; d < domains; ++d) {
      const double gap = std::max(0.0, other.history[then][d] - firm.know_how[d]);
      gains[d] += source.weight * gap;
      firm.in += source.weight * gap;
      other.out += source.weight * gap;
    }
  }
}

void StraightforwardNetwork::step() {
  ++month_;
  for (Firm& firm : firms_) {
    firm.history[month_ % months_] = firm.know_how;
    firm.in = firm.out = 0;
  }
  std::vector<KnowHow> gains(firms_.size(), KnowHow{});
  for (std::size_t f = 0; f < firms_.size(); ++f) learn(firms_[f], gains[f]);
  for (std::size_t f = 0; f < firms_.size(); ++f) {
    Firm& firm = firms_[f];
    double inverse = 0;
    for (std::size_t d = 0; d < domains; ++d) inverse += 1 / (firm.know_how[d] += gains[f][d]);
    firm.quality = static_cast<double>(domains) / inverse;
    for (Link& link : firm.links)
      link.gift += (firms_[link.other].reveals - link.gift) / gift_memory_;
  }
}

double StraightforwardNetwork::flow() const {
  return std::accumulate(firms_.begin(), firms_.end(), 0.0,
                         [](double sum, const Firm& firm) { return sum + firm.in; });
}

}  // namespace permea::bench
