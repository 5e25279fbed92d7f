// Rules of customers and what they need.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

struct NeedsRules : Parameters {
  using Parameters::Parameters;

  const std::int64_t customers = at_start(whole("customers.count", "count", 100'000, 1, 1'000'000'000,
      "customers in the market", "normalisation"));
  const std::int64_t segments = at_start(whole("needs.segments", "count", 12, 1, 256,
      "groups of customers with like needs, of equal size", "assumed"));
  const double between = real("needs.between", "1", 0.9, 0, 4,
      "standard deviation of the segments' centres, per need", "assumed");
  const double within = real("needs.within", "1", 1.1, 0, 2.5,
      "standard deviation of a customer's own need about its segment's centre, per need",
      "assumed (free)");
  const double drift = real("needs.drift", "1/month", 0.02, 0, 0.5,
      "standard deviation of a centre's move in a month, per need", "assumed");
  const double renewal = real("needs.renewal", "1/month", 0.004, 0, 1,
      "probability that a customer redraws its own need in a month: a life event", "assumed");
  const double stickiness = real("needs.stickiness", "1", 0.6, 0, 1,
      "share of a need's variance that no listening can carry to a firm", "assumed; swept (free)");
  const double shift = real("needs.shift", "1", 0.0, -4, 4,
      "how far demand has shifted, per need, all of it the same way; for a [[change]]",
      "off in the standard");
  const double shifted = at_start(real("needs.shifted", "1", 1.0, 0, 1,
      "share of the segments that needs.shift moves, the first ones", "assumed"));
  const double newcomers = at_start(real("needs.newcomers", "1", 0.0, 0, 0.5,
      "share of customers who form a segment of their own that comes to the market later",
      "off in the standard"));
  const bool newcomers_there = flag("needs.newcomers_there", false,
      "whether these newcomers are in the market; for a [[change]], by which they may leave it again",
      "off in the standard");
  const double newcomers_distance = at_start(real("needs.newcomers_distance", "1", 1.8, 0, 4,
      "standard deviation of the centre of what newcomers need, per need",
      "assumed: twice that of other segments"));
  const double experimental = real("needs.experimental", "1", 0.0, 0, 1,
      "share of newcomers who mind neither quality nor the cost of search",
      "off in the standard; Malerba et al. 2007 for the mechanism");
};

}  // namespace permea::ecosystem_core
