// Rules of what builds up between a firm and those it deals with: trust, reputation, identity.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

struct RelationsRules : Parameters {
  using Parameters::Parameters;

  const double trust_speed = real("trust.speed", "1/month", 0.05, 0, 1,
      "share of the way that trust moves in a month to the customers' share of what passes between "
      "a firm and them; 0: trust stays neutral", "assumed");
  const double trust_word_of_mouth = real("trust.word_of_mouth", "1", 0.5, 0, 1,
      "how far full trust raises word of mouth, and none lowers it", "assumed");
  const double trust_in_utility = real("trust.in_utility", "1", 0.0, 0, 10,
      "utility a month of full trust over neutral trust", "switch; off in the standard");
  const double reputation_speed = real("reputation.speed", "1/month", 0.1, 0, 1,
      "share of the way that a reputation for giving moves in a month to what its firm reveals to "
      "rivals: 1 over the months a change takes to be detected", "assumed; to be swept");
  const double observability = real("reputation.observability", "1", 0.5, 0, 1,
      "probability that a firm sees the reputation of a rival this month", "assumed; to be swept");
  const double identity_speed = real("identity.speed", "1/month", 0.05, 0, 1,
      "share of the way that a firm's identity moves in a month to the mean need of its customers",
      "assumed");
  const double identity_pull = real("identity.pull", "1", 0.0, 0, 1,
      "share by which a firm's own ideas start from its identity instead of the need it has heard",
      "switch; off in the standard");
};

}  // namespace permea::ecosystem_core
