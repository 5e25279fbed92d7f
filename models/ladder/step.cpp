// One unit of time on the ladder: a sequence of events, or rounds in which all firms act at once.
#include <algorithm>

#include "models/ladder/world.h"
#include "sim/kit/elementary.h"
#include "sim/kit/lanes.h"
#include "sim/kit/parallel.h"

namespace permea::ladder_core {
namespace {

/// A firm picked evenly by 64 random bits, and where in its share of them they fell.
struct Pick {
  std::uint32_t firm;
  double place;  ///< uniform in [0, 1), at least 2^-37 fine
};

Pick pick(std::size_t firms, std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = static_cast<std::uint64_t>(high) << 32 | low;
  const auto product = static_cast<unsigned __int128>(bits) * firms;
  const auto rest = static_cast<std::uint64_t>(product);
  return {static_cast<std::uint32_t>(product >> 64),
          uniform(static_cast<std::uint32_t>(rest >> 32), static_cast<std::uint32_t>(rest))};
}

/// The rung that `firm` takes over from `other`: its own unless both are open and the other is higher.
std::int32_t better(const std::vector<std::int32_t>& rung, std::uint32_t open, std::uint32_t firm,
                    std::uint32_t other) {
  const bool within = (firm < open) & (other < open);
  return std::max(rung[firm], within ? rung[other] : rung[firm]);
}

/// Events that follow each other: how long after the one before, which firm, and what it does.
struct Events {
  Batch<double> wait;  ///< standard exponential
  Batch<std::uint32_t> firm, other;
  Batch<bool> advance;
};

void draw_events(const World& world, const Chance& chance, std::uint64_t first, Events& events) {
  const Rules& rules = world.rules;
  const double own = rules.innovation / (rules.innovation + rules.imitation);
  const std::size_t firms = world.rung.size();
  std::array<std::uint32_t, 4 * batch_size> word;
  draw_words(chance, Question::event, first, word);
  for (std::size_t e = 0; e < batch_size; ++e) {
    const std::uint32_t second = word[batch_size + e];
    const Pick who = pick(firms, word[e], second);
    events.firm[e] = who.firm;
    events.advance[e] = who.place < own;
    // The lowest bits of the second word decided nothing yet, and make this pick as even as the other.
    events.other[e] = pick(firms, word[2 * batch_size + e], second << 16).firm;
    __builtin_prefetch(&world.rung[who.firm], 1);
    __builtin_prefetch(&world.rung[events.other[e]]);
  }
  for (std::size_t e = 0; e < batch_size; ++e)
    events.wait[e] = -elementary::log((word[3 * batch_size + e] + 0.5) * 0x1p-32);
}

/// Events until the unit of time is over, drawn one batch ahead so that memory is there when needed.
/// Waiting has no memory: what is drawn beyond the end is dropped, and the next unit starts afresh.
void run_events(World& world, const Chance& chance) {
  const Rules& rules = world.rules;
  const std::uint32_t open = world.open_firms();
  const double end = static_cast<double>(world.rung.size()) * (rules.innovation + rules.imitation);
  std::array<Events, 2> batches;
  draw_events(world, chance, 0, batches[0]);
  double time = 0;  // in mean waiting times
  for (std::uint64_t batch = 0;; ++batch) {
    const Events& events = batches[batch % 2];
    draw_events(world, chance, (batch + 1) * batch_size, batches[(batch + 1) % 2]);
    for (std::size_t e = 0; e < batch_size; ++e) {
      time += events.wait[e];
      if (time > end) return;
      std::int32_t& rung = world.rung[events.firm[e]];
      const std::int32_t copied = better(world.rung, open, events.firm[e], events.other[e]);
      rung = events.advance[e] ? rung + 1 : copied;
    }
  }
}

/// All firms at once: each looks at one firm as it was before the round, then may advance.
void act(World& world, const Chance& chance, std::uint32_t round) {
  const double rounds = static_cast<double>(world.rules.rounds);
  const double look = world.rules.imitation / rounds, advance = world.rules.innovation / rounds;
  const std::uint32_t open = world.open_firms();
  world.last_rung.swap(world.rung);
  const auto work = [&](std::size_t first, std::size_t count) {
    std::array<std::uint64_t, batch_size> firms;
    std::array<std::uint32_t, 4 * batch_size> word;
    for (std::size_t i = 0; i < batch_size; ++i) firms[i] = first + i;
    draw_words_of(chance, Question::act, round, firms, word);
    for (std::size_t i = 0; i < count; ++i) {
      const auto firm = static_cast<std::uint32_t>(first + i);
      const std::uint32_t other =
          pick(world.rung.size(), word[2 * batch_size + i], word[3 * batch_size + i]).firm;
      const bool looks = happens(look, word[i]), advances = happens(advance, word[batch_size + i]);
      const std::int32_t rung = better(world.last_rung, open, firm, looks ? other : firm);
      world.rung[firm] = rung + advances;
    }
  };
  for_each_batch(world.rung.size(), world.threads, work);
}

void run_rounds(World& world, const Chance& chance) {
  for (std::int64_t round = 0; round < world.rules.rounds; ++round)
    act(world, chance, static_cast<std::uint32_t>(round));
}

}  // namespace

void step(World& world) {
  const Chance chance(world.seed, ++world.steps_done);
  if (world.rules.time == Time::continuous) run_events(world, chance);
  if (world.rules.time == Time::synchronous) run_rounds(world, chance);
  take_stock(world);
}

}  // namespace permea::ladder_core
