// Rules of what users and communities contribute.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

struct CommunityRules : Parameters {
  using Parameters::Parameters;

  const double divergence = real("community.divergence", "1", 0.2, 0, 1,
      "variance by which customers' own aims displace their ideas, in needs.within squared",
      "assumed; swept (free)");
  const double critical_mass = real("community.critical_mass", "1", 0.1, 0, 100,
      "users per s at which they carry half of what they could", "assumed (free)");
};

}  // namespace permea::ecosystem_core
