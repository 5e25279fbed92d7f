// The change of mean openness Z = sum of w z, with w a firm's share of all customers who are supplied, is
// split exactly (after Price 1970, and Foster, Haltiwanger & Krizan 2001): with primes at the month's end,
//   selection: sum of (w' - w)(z - Z) over firms that stay and are no longer new
//   entry:     the same over new firms, who come with w = 0
//   within:    sum of w'(z' - z) over all that stay
//   exit:      minus the sum of w (z - Z) over those that leave
#include "models/ecosystem/measures/openness.h"

#include "sim/kit/observable.h"

namespace permea::ecosystem_core {
namespace {

double served(const World& world) {
  double served = 0;
  for (std::size_t f = 0; f < world.places(); ++f)
    served += static_cast<double>(world.firms.customers[f]);
  return served;
}

double share(const World& world, std::size_t place, double served) {
  return served > 0 ? static_cast<double>(world.firms.customers[place]) / served : 0.0;
}

}  // namespace

double openness_of(const Levers& levers) {
  const double codesign =
      (levers.codesign_ideation + levers.codesign_development + levers.codesign_launch) / 3;
  return (levers.reveal_rivals + levers.reveal_customers + codesign + levers.delegate) / 4;
}

double openness_mean(const World& world) {
  const double all = served(world);
  double sum = 0;
  for (std::size_t f = 0; f < world.places(); ++f)
    if (world.is_there(f)) sum += share(world, f, all) * openness_of(world.firms.levers[f]);
  return all > 0 ? sum : missing;
}

void remember_openness(World& world) {
  const double all = served(world);
  world.openness.before = 0;
  for (std::size_t f = 0; f < world.places(); ++f) {
    const bool there = world.is_there(f);
    world.firms.past_openness[f] = there ? openness_of(world.firms.levers[f]) : 0.0;
    world.firms.past_share[f] = there ? share(world, f, all) : 0.0;
    world.openness.before += world.firms.past_share[f] * world.firms.past_openness[f];
  }
}

void clear_openness_change(World& world) {
  const double before = world.openness.before;
  world.openness = {};
  world.openness.before = before;
}

void note_exit(World& world, std::size_t place) {
  Firms& firms = world.firms;
  world.openness.exit -=
      firms.past_share[place] * (firms.past_openness[place] - world.openness.before);
  firms.past_share[place] = 0;
}

void close_openness_change(World& world) {
  const Firms& firms = world.firms;
  const double all = served(world);
  OpennessChange& change = world.openness;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    const double now = share(world, f, all), openness = openness_of(firms.levers[f]);
    const bool begins = firms.born[f] == world.month;  // with nobody to serve yet
    const double before = begins ? openness : firms.past_openness[f];
    const double past_share = begins ? 0.0 : firms.past_share[f];
    const bool is_new =
        is_entrant(world, f) && world.month - firms.born[f] < world.rules->launch_months;
    (is_new ? change.entry : change.selection) += (now - past_share) * (before - change.before);
    change.within += now * (openness - before);
  }
  remember_openness(world);
}

}  // namespace permea::ecosystem_core
