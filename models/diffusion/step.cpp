// One unit of time: in each small part of it some customers hear and adopt.
#include <algorithm>

#include "models/diffusion/world.h"
#include "sim/kit/elementary.h"
#include "sim/kit/parallel.h"

namespace permea::diffusion_core {
namespace {

/// Who adopts in a part of the step, by blocks of customers.
using Newcomers = std::vector<std::vector<std::uint32_t>>;

/// Probability of adopting in a part of the step when this share of neighbours has adopted.
double probability(const Rules& rules, double share) {
  const double rate = rules.alone + rules.follow * share;
  if (rules.time == Time::unit) return rate;
  return 1 - elementary::exp(-rate / static_cast<double>(rules.parts));
}

double share_of_neighbours(const World& world, std::uint32_t customer) {
  if (world.rules.graph == Graph::complete)
    return static_cast<double>(world.adopters) / static_cast<double>(world.adopted.size() - 1);
  std::uint32_t have = 0;
  const auto neighbours = world.network.of(customer);
  for (const std::uint32_t neighbour : neighbours) have += world.adopted[neighbour];
  return neighbours.empty() ? 0 : have / static_cast<double>(neighbours.size());
}

/// Threads gain only where there is enough to do in one part of a step.
int team(const World& world) {
  constexpr std::size_t worth_it = 2'000'000;
  return world.adopted.size() < worth_it ? 1 : world.threads;
}

/// Skips to those who would adopt if all their neighbours had, and keeps of them as many as should
/// with the neighbours as they were before this part: as if it asked everybody, at a small part of
/// the cost.
void hear(const World& world, const Chance& chance, Newcomers& newcomers) {
  const double highest = probability(world.rules, 1);
  parallel_for(newcomers.size(), team(world), [&](std::size_t block, int) {
    const std::size_t first = block * block_size;
    const std::size_t count = std::min(block_size, world.adopted.size() - first);
    std::vector<std::uint32_t>& chosen = newcomers[block];
    chosen.clear();
    pick_places(chance, Question::consider, block, highest, static_cast<std::uint32_t>(count),
                static_cast<std::uint32_t>(first), chosen);
    std::erase_if(chosen, [&](std::uint32_t customer) {
      if (world.adopted[customer]) return true;
      const double wanted = probability(world.rules, share_of_neighbours(world, customer));
      const Words words = chance.draw(Question::accept, customer);
      return !(uniform(words[0], words[1]) * highest < wanted);
    });
  });
}

void adopt(World& world, const Newcomers& newcomers) {
  for (const auto& block : newcomers) {
    for (const std::uint32_t customer : block) world.adopted[customer] = 1;
    world.newcomers += static_cast<std::int64_t>(block.size());
    world.adopters += static_cast<std::int64_t>(block.size());
  }
}

}  // namespace

void step(World& world) {
  const bool unit = world.rules.time == Time::unit;
  const auto parts = unit ? 1 : static_cast<std::uint32_t>(world.rules.parts);
  Newcomers newcomers((world.adopted.size() + block_size - 1) / block_size);
  world.newcomers = 0;
  for (std::uint32_t part = 0; part < parts; ++part) {
    const Chance chance(world.seed, 1 + world.steps_done * parts + part);
    hear(world, chance, newcomers);
    adopt(world, newcomers);
  }
  ++world.steps_done;
}

}  // namespace permea::diffusion_core
