// One period: opportunities are given one by one, and each moves the size of the firm that took it.
#include <algorithm>

#include "models/opportunity/world.h"
#include "sim/kit/elementary.h"

namespace permea::opportunity_core {
namespace {

/// Weight 1 for each firm and the reinforcement for each opportunity already taken: so an opportunity goes
/// either to a firm drawn evenly, or to whom an earlier one went, drawn evenly from those.
void give(World& world, const Chance& chance) {
  const auto firms = static_cast<std::uint32_t>(world.taken.size());
  std::ranges::fill(world.taken, 0);
  for (std::uint32_t m = 0; m < world.taker.size(); ++m) {
    const Words words = chance.draw(Question::give, m);
    const double reinforced = world.rules.reinforcement * m;
    const bool anew = uniform(words[0], words[1]) * (firms + reinforced) < firms;
    const std::uint32_t firm = anew ? below(firms, words[2]) : world.taker[below(m, words[2])];
    world.taker[m] = firm;
    ++world.taken[firm];
  }
}

/// A shock of mean 0 and standard deviation 1.
double shock(Shape shape, const Words& words) {
  if (shape == Shape::normal) return normals(words)[0];
  constexpr double root_half = 0.70710678118654752440;
  const double size = -root_half * elementary::log((words[0] + 0.5) * 0x1p-32);
  return words[1] >> 31 ? size : -size;
}

void grow(World& world, const Chance& chance) {
  std::ranges::fill(world.growth, 0.0);
  for (std::size_t m = 0; m < world.taker.size(); ++m)
    world.growth[world.taker[m]] +=
        world.rules.spread * shock(world.rules.shape, chance.draw(Question::shock, m));
  for (std::size_t f = 0; f < world.size.size(); ++f) world.size[f] += world.growth[f];
}

void add_to_pool(World& world) {
  for (const double rate : world.growth) {
    const double square = rate * rate;
    world.pool.rates += 1;
    world.pool.squares += square;
    world.pool.fourths += square * square;
  }
}

}  // namespace

void step(World& world) {
  const Chance chance(world.seed, ++world.steps_done);
  give(world, chance);
  grow(world, chance);
  add_to_pool(world);
}

}  // namespace permea::opportunity_core
