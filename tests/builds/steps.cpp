// Runs a world so many steps and does nothing else: what tests/builds/instructions counts.
//   steps market|standard|everything CUSTOMERS STEPS     the last two of the ecosystem, 60 firms
#include <cstdlib>
#include <string>

#include "models/ecosystem/model.h"
#include "models/market/model.h"
#include "tests/bench/worlds.h"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string which = argv[1];
  const long customers = std::atol(argv[2]), steps = std::atol(argv[3]);
  const bool is_market = which == "market";
  const permea::Model model = is_market ? permea::market() : permea::ecosystem();
  const auto world = model.start(
      is_market ? permea::bench::market_setting(customers, 1)
                : permea::bench::ecosystem_setting(customers, 60, 1, which == "everything"));
  for (long step = 0; step < steps; ++step) world->step();
  return 0;
}
