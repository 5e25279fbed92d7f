// Know-how that flows among firms as one would first write it: what the ecosystem's leak is measured against.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "models/ecosystem/world.h"

namespace permea::bench {

/// Step 3 of models/ecosystem/README.md as in the standard (no reciprocity, no units), one firm after the
/// other: a structure each, std::mt19937, a list of sources made anew for each firm.
class StraightforwardNetwork {
 public:
  /// The firms of `world`, who they are linked with, and what they do about know-how.
  StraightforwardNetwork(const ecosystem_core::World& world, std::uint32_t seed);

  void step();
  /// Know-how that came in to all firms in the last month.
  double flow() const;

 private:
  static constexpr std::size_t domains = ecosystem_core::domains;
  using KnowHow = std::array<double, domains>;

  struct Link {
    std::size_t other;
    double gift;  ///< what the other revealed lately
  };
  struct Firm {
    std::vector<Link> links;
    KnowHow know_how;
    std::vector<KnowHow> history;  ///< of the last months, this one at month % size
    double effort, absorb;         ///< on research; how well that lets it absorb
    double searches, reveals;      ///< with what probability a link; what share
    double attends;                ///< to how many sources
    double in, out;                ///< this month, summed over domains
    double quality;
  };
  struct Source {
    std::size_t firm;
    double weight;
  };

  std::vector<Source> sources_of(const Firm& firm);
  void learn(Firm& firm, KnowHow& gains);

  std::vector<Firm> firms_;
  std::mt19937 random_;
  std::uniform_real_distribution<double> uniform_{0.0, 1.0};
  std::size_t months_, month_ = 0;
  double leak_anyway_, leak_revealed_, screening_, reference_effort_, gift_memory_;
};

}  // namespace permea::bench
