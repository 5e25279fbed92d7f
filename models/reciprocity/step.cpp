// One generation: agents help and are helped, then as many are born and die as there are.
#include <algorithm>

#include "models/reciprocity/world.h"
#include "sim/kit/parallel.h"

namespace permea::reciprocity_core {
namespace {

/// What payoffs make of the next birth, likelier by the fitter type, and death, at random.
void help(World& world) {
  const Rules& rules = world.rules;
  const double agents = static_cast<double>(rules.agents);
  for (std::int64_t i = 0; i <= rules.agents; ++i) {
    const double givers = static_cast<double>(i), defectors = agents - givers;
    const Fitness of = fitness(rules, i);
    const double all = givers * of.giver + defectors * of.defector;
    const double by_giver = givers * of.giver / all, by_defector = defectors * of.defector / all;
    const double new_giver = by_giver * (1 - rules.mutation) + by_defector * rules.mutation;
    const double new_defector = by_giver * rules.mutation + by_defector * (1 - rules.mutation);
    const auto row = static_cast<std::size_t>(i);
    world.rise[row] = new_giver * defectors / agents;
    world.fall[row] = new_defector * givers / agents;
  }
}

/// The chances of one birth and death in units of 2^-32: a word below `rise` makes a giver more, from
/// there to below `either` a giver less.
struct Odds {
  std::uint64_t rise, either;
};

std::vector<Odds> odds_of(const World& world) {
  const auto units = [](double p) { return static_cast<std::uint64_t>(p * 0x1p32 + 0.5); };
  std::vector<Odds> odds;
  for (std::size_t i = 0; i < world.rise.size(); ++i)
    odds.push_back({units(world.rise[i]), units(world.rise[i]) + units(world.fall[i])});
  return odds;
}

/// As many births and deaths as there are agents, in one population; none where nothing can change.
std::uint32_t generation(std::uint32_t givers, std::size_t population, std::int64_t events,
                         const std::vector<Odds>& odds, const Chance& chance) {
  Words words{};
  for (std::int64_t event = 0; event < events && odds[givers].either > 0; ++event) {
    const auto at = static_cast<std::uint32_t>(event);
    if (at % 4 == 0) words = chance.draw(Question::reproduce, population, at / 4);
    const std::uint32_t word = words[at % 4];
    const Odds& now = odds[givers];
    givers = word < now.rise ? givers + 1 : word < now.either ? givers - 1 : givers;
  }
  return givers;
}

void reproduce(World& world) {
  const Chance chance(world.seed, world.steps_done);
  const std::vector<Odds> odds = odds_of(world);
  const std::size_t all = world.givers.size();
  parallel_for((all + block_size - 1) / block_size, world.threads, [&](std::size_t block, int) {
    const std::size_t end = std::min(all, (block + 1) * block_size);
    for (std::size_t p = block * block_size; p < end; ++p)
      world.givers[p] = generation(world.givers[p], p, world.rules.agents, odds, chance);
  });
}

}  // namespace

void step(World& world) {
  ++world.steps_done;
  help(world);
  reproduce(world);
}

}  // namespace permea::reciprocity_core
