// The parameters of diffusion, each declared once, and the list of all that it leaves to chance.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::diffusion_core {

enum class Question : std::uint16_t { start = 1, link, consider, accept };

/// Who hears of whom: everybody; the nearest on a ring; these with some links moved at random; pairs
/// linked at random.
enum class Graph { complete, ring, rewired, random };

/// A hazard that acts all the time, or one chance in each unit of time.
enum class Time { hazard, unit };

struct Rules : Parameters {
  using Parameters::Parameters;
  // clang-format off: a table, a parameter a line
  const std::int64_t customers = at_start(whole("customers.count", "count", 200'000, 2, 100'000'000, "customers", "assumed"));
  const double initial = at_start(real("customers.adopted", "1", 0, 0, 1, "probability that a customer has adopted at the start", "Bass 1969: nobody has"));
  const Graph graph = at_start(choice<Graph>("network.graph", {"complete", "ring", "rewired", "random"}, "complete", "who hears of whom", "Bass 1969"));
  const std::int64_t degree = at_start(whole("network.degree", "count", 2, 1, 10'000, "neighbours of a customer; their mean in a random graph", "Fibich & Gibori 2010"));
  const double rewiring = at_start(real("network.rewiring", "1", 0.1, 0, 1, "probability that a link of the ring is moved (rewired)", "assumed"));
  const double alone = real("adoption.alone", "1", 0.03, 0, 10, "p: rate of adopting without hearing of others", "assumed: usual for durable goods");
  const double follow = real("adoption.follow", "1", 0.38, 0, 10, "q: rate of adopting when all neighbours have", "assumed: usual for durable goods");
  const Time time = at_start(choice<Time>("time.convention", {"hazard", "unit"}, "hazard", "rates act all the time, or as one probability in each step", "Bass 1969; Fibich & Gibori 2010"));
  const std::int64_t parts = at_start(whole("time.parts", "count", 100, 1, 10'000, "small parts in which a step of one unit of time is worked (hazard)", "assumed"));
  // clang-format on

  bool on_ring() const { return graph == Graph::ring || graph == Graph::rewired; }

  void check(Notes& notes) const {
    if (on_ring() && degree % 2 != 0)
      notes.wrong("network.degree", "must be even on a ring: as many on either side");
    if (graph != Graph::complete && degree >= customers)
      notes.wrong("network.degree", "must be below customers.count, " + text(customers));
    if (graph != Graph::complete && degree * customers > 2'000'000'000)
      notes.wrong("network.degree", "network.degree times customers.count must be at most 2000000000");
    if (time == Time::unit && alone + follow > 1)
      notes.wrong("adoption.follow", "adoption.alone and adoption.follow must make up at most 1 "
                                     "where they are probabilities (time.convention = \"unit\")");
  }
};

}  // namespace permea::diffusion_core
