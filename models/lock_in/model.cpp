// What lock-in offers to permea: what can be seen of its markets, and its card.
#include "models/lock_in/model.h"

#include "models/lock_in/world.h"

namespace permea {
namespace {
using namespace lock_in_core;

Counts counts(const Rules& rules) { return {{"market", static_cast<std::size_t>(rules.markets)}}; }

std::vector<Dimension> dimensions(const Rules&) {
  return {numbered("tenth", "share of A, in tenths: 0 is the lowest", 10)};
}

/// Nobody has adopted, and no market is locked in, as the columns come.
void start(World&) {}

/// The mean of `value(market)` over markets.
template <class Value>
double mean(const World& world, Value value) {
  double sum = 0;
  for (std::size_t m = 0; m < world.winner.size(); ++m) sum += value(m);
  return sum / static_cast<double>(world.winner.size());
}

double share_won(const World& world, Winner winner) {
  return mean(world, [&](std::size_t m) { return world.winner[m] == winner ? 1.0 : 0.0; });
}

double time_to_lock_in(const World& world) {
  return mean(world, [&](std::size_t m) {
    return static_cast<double>(world.winner[m] == open_race ? world.steps_done : world.locked_at[m]);
  });
}

double share_of_a(const World& world, std::size_t market) {
  return world.steps_done > 0 ? world.adoptions_of_a[market] / static_cast<double>(world.steps_done)
                              : missing;
}

double mean_share_of_a(const World& world) {
  return mean(world, [&](std::size_t m) { return share_of_a(world, m); });
}

double variance_of_share(const World& world) {
  const double centre = mean_share_of_a(world);
  return mean(world, [&](std::size_t m) {
    const double off = share_of_a(world, m) - centre;
    return off * off;
  });
}

double share_led_by_a(const World& world) {
  return mean(world, [&](std::size_t m) {
    const std::uint64_t twice = 2 * static_cast<std::uint64_t>(world.adoptions_of_a[m]);
    return twice == world.steps_done ? 0.5 : twice > world.steps_done ? 1.0 : 0.0;
  });
}

/// The n + 1 numbers of adoptions of A that n adoptions allow, in ten parts.
void shares_by_tenth(const World& world, std::span<double> out) {
  for (double& share : out) share = 0;
  const std::uint64_t outcomes = static_cast<std::uint64_t>(world.steps_done) + 1;
  for (const std::uint64_t of_a : world.adoptions_of_a)
    out[10 * of_a / outcomes] += 1 / static_cast<double>(world.winner.size());
}

Observables<World> observables() {
  Observables<World> all;
  all.whole("a_won", "1", Over::stock, "share of markets locked in to A",
            [](const World& w) { return share_won(w, Winner::a_won); });
  all.whole("b_won", "1", Over::stock, "share of markets locked in to B",
            [](const World& w) { return share_won(w, Winner::b_won); });
  all.whole("locked_in", "1", Over::stock, "share of markets locked in",
            [](const World& w) { return 1 - share_won(w, open_race); });
  all.whole("time_to_lock_in", "adoption", Over::stock,
            "mean adoptions until lock-in; so far, where a market is open", time_to_lock_in);
  all.whole("share_of_a", "1", Over::stock, "mean over markets of A's share of adoptions",
            mean_share_of_a);
  all.whole("share_of_a_variance", "1", Over::stock, "variance over markets of A's share of adoptions",
            variance_of_share);
  all.whole("a_leads", "1", Over::stock, "share of markets where A was adopted more; a tie is half",
            share_led_by_a);
  all.along("markets_by_share_of_a", "1", Over::stock, {"tenth"},
            "share of markets by the number of adoptions of A", shares_by_tenth);
  return all;
}

}  // namespace

Model lock_in() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "lock_in";
  model.summary = "adopters choose between two technologies under increasing returns";
  model.step_unit = "adoption";
  model.schedule = {
      {"walk", "walk: an adopter takes what it prefers, or what all take once it is far ahead"},
      {"draw_from_urn", "urn: an adopter takes A with a chance that grows with its adoptions"}};
  model.questions = {{1, "adopt", "which technology the next adopter of a market takes"}};
  return model;
}

}  // namespace permea
