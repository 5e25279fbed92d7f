// Rules of what firms charge.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

struct PricingRules : Parameters {
  using Parameters::Parameters;

  const double unit_cost = real("pricing.unit_cost", "1", 1.0, 0, 10,
      "cost of supplying one customer for a month", "normalisation");
  const double price_speed = real("pricing.speed", "1/month", 0.2, 0, 1,
      "share of the gap to the best reply that a price closes in a month", "assumed");
  const double discount = real("pricing.discount", "1/month", 0.0125, 0, 1,
      "discount of a firm's future profit", "15 % a year (input)");
  const double highest_price = real("pricing.highest", "1", 6.0, 0.1, 100,
      "no price is above this", "assumed");
  const bool myopic = flag("pricing.myopic", false,
      "firms ignore that customers whom they win stay: the bracket of step 8 is one", "switch");
};

}  // namespace permea::ecosystem_core
