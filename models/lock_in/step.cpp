// One adoption in every market.
#include <array>

#include "models/lock_in/world.h"
#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"
#include "sim/kit/parallel.h"

namespace permea::lock_in_core {
namespace {

/// Calls `adopt(market, word)` for each market, with 32 random bits of its own.
template <class Adopt>
void for_each_market(World& world, const Chance& chance, Adopt adopt) {
  const auto work = [&](std::size_t first, std::size_t count) {
    Batch<std::uint32_t> words;
    draw_words(chance, Question::adopt, first / 4, words);
    for (std::size_t i = 0; i < count; ++i) adopt(first + i, words[i]);
  };
  for_each_batch(world.winner.size(), world.threads, work);
}

/// The difference in adoptions walks until it meets a barrier; from then on everybody takes the same.
void walk(World& world, const Chance& chance) {
  const std::int64_t all = world.steps_done;
  for_each_market(world, chance, [&](std::size_t market, std::uint32_t word) {
    std::int8_t& winner = world.winner[market];
    const bool takes_a =
        winner == open_race ? happens(world.rules.toward_a, word) : winner == a_won;
    const std::int64_t of_a = world.adoptions_of_a[market] += takes_a;
    if (winner != open_race) return;
    const std::int64_t ahead = 2 * of_a - all;
    winner = ahead >= world.rules.to_a ? a_won : ahead <= -world.rules.to_b ? b_won : open_race;
    if (winner != open_race) world.locked_at[market] = world.steps_done;
  });
}

/// The chance of A in an urn of these weights: x^g / (x^g + y^g).
double chance_of_a(double x, double y, double returns) {
  return returns == 1 ? x / (x + y) : 1 / (1 + elementary::power(y / x, returns));
}

/// A technology is adopted the more readily, the more it was adopted before.
void draw_from_urn(World& world, const Chance& chance) {
  const Rules& rules = world.rules;
  for_each_market(world, chance, [&](std::size_t market, std::uint32_t word) {
    const double of_a = world.adoptions_of_a[market], of_b = world.steps_done - 1 - of_a;
    const double a = rules.urn_a + rules.added * of_a, b = rules.urn_b + rules.added * of_b;
    world.adoptions_of_a[market] += happens(chance_of_a(a, b, rules.returns), word);
  });
}

}  // namespace

void step(World& world) {
  const Chance chance(world.seed, ++world.steps_done);
  if (world.rules.process == Process::walk) walk(world, chance);
  if (world.rules.process == Process::urn) draw_from_urn(world, chance);
}

}  // namespace permea::lock_in_core
