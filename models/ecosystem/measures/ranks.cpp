// Turbulence of the market: ranks by customers now against those a year ago.
#include "models/ecosystem/measures/ranks.h"

#include <algorithm>
#include <cmath>

namespace permea::ecosystem_core {
namespace {

/// Rank of each of `values` from the smallest, equal ones sharing their mean.
std::vector<double> ranks(const std::vector<std::int64_t>& values) {
  std::vector<std::int64_t> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> ranks;
  for (const std::int64_t value : values) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), value);
    ranks.push_back(0.5 * static_cast<double>((first - sorted.begin()) + (last - sorted.begin()) - 1));
  }
  return ranks;
}

}  // namespace

void compare_ranks(World& world) {
  std::vector<std::int64_t> then, now;
  for (std::size_t f = 0; f < world.places(); ++f) {
    std::int64_t& past = world.firms.past_customers[f];
    if (world.is_there(f) && past >= 0) {
      then.push_back(past);
      now.push_back(world.firms.customers[f]);
    }
    past = world.is_there(f) ? world.firms.customers[f] : -1;
  }
  const std::vector<double> before = ranks(then), after = ranks(now);
  double moved = 0;
  for (std::size_t i = 0; i < before.size(); ++i) moved += std::abs(after[i] - before[i]);
  const double n = static_cast<double>(before.size());
  const double by_chance = (n * n - 1) / 3;  // of the sum, over all orders
  world.rank_turnover = n > 1 ? moved / by_chance : missing;
}

}  // namespace permea::ecosystem_core
