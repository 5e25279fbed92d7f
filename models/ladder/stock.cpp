// What the rungs of open and closed firms add up to, in whole numbers: the same for any number of threads.
#include "models/ladder/world.h"
#include "sim/kit/parallel.h"
#include "sim/kit/problem.h"

namespace permea::ladder_core {
namespace {

struct Sums {
  Clubs clubs;

  void merge(const Sums& other) {
    for (std::size_t c = 0; c < clubs.size(); ++c) {
      clubs[c].sum += other.clubs[c].sum;
      clubs[c].squares += other.clubs[c].squares;
    }
  }
};

}  // namespace

double Club::mean() const {
  if (firms == 0) return missing;
  return static_cast<double>(first_rung) + static_cast<double>(sum) / static_cast<double>(firms);
}

double Club::variance() const {
  if (firms == 0) return missing;
  const double above = static_cast<double>(sum) / static_cast<double>(firms);
  return static_cast<double>(squares) / static_cast<double>(firms) - above * above;
}

void take_stock(World& world) {
  const std::size_t open = world.open_firms(), all = world.rung.size();
  const std::array<std::int64_t, 2> base = {world.rung.front(), world.rung[open < all ? open : 0]};
  if (base[0] > 1 << 30 || base[1] > 1 << 30)
    throw Failure("ladder: log-productivity has left its range of 2^30; take fewer steps");
  Sums sums;
  for_each_batch(all, world.threads, sums, [&](std::size_t first, std::size_t count, Sums& here) {
    for (std::size_t firm = first; firm < first + count; ++firm) {
      const std::size_t club = firm < open ? 0 : 1;
      const std::int64_t above = world.rung[firm] - base[club];
      here.clubs[club].sum += above;
      here.clubs[club].squares += above * above;
    }
  });
  for (std::size_t club = 0; club < 2; ++club) {
    sums.clubs[club].firms = static_cast<std::int64_t>(club == 0 ? open : all - open);
    sums.clubs[club].first_rung = base[club];
  }
  world.before = world.now;
  world.now = sums.clubs;
}

}  // namespace permea::ladder_core
