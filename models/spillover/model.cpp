// What the R&D game offers to permea: how it starts, what can be seen of it, and its card.
#include "models/spillover/model.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/spillover/world.h"

namespace permea {
namespace {
using namespace spillover_core;

Counts counts(const Rules& rules) { return {{"firm", static_cast<std::size_t>(rules.firms)}}; }

std::vector<Dimension> dimensions(const Rules& rules) {
  return {numbered("firm", "number of the firm", rules.firms)};
}

void start(World& world) {
  const Chance chance(world.seed, 0);
  for (std::size_t i = 0; i < world.research.size(); ++i)
    world.research[i] = world.rules.spread * uniform(chance.draw(Question::start, i)[0]);
  produce(world);
}

double total(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

double profits(const World& w) {
  double all = 0;
  for (std::size_t i = 0; i < w.research.size(); ++i)
    all += profit(w.rules, w.research[i], w.price, w.unit_cost[i], w.output[i]);
  return all;
}

/// What buyers gain: the triangle between the demand line and the price.
double surplus(const World& w) {
  const double sold = total(w.output);
  return w.rules.slope * sold * sold / 2;
}

double distance(const World& w) {
  const double expected = expected_research(w.rules);
  double furthest = 0;
  for (const double x : w.research) furthest = std::max(furthest, std::abs(x - expected));
  return expected == expected ? furthest : missing;
}

double settled(const World& w) {
  return w.round.escaped == 0 && w.round.largest_change <= still * w.rules.margin() ? 1 : 0;
}

void observe_play(Observables<World>& all) {
  all.whole("settled", "1", Over::stock,
            "1 if no firm moved in the last round by more than 1e-9 of a - A", &settled);
  all.whole("escaped", "1", Over::stock,
            "1 once some R&D passed 1e9 times a - A, where the firms stop: replies diverged",
            [](const World& w) { return w.round.escaped; });
  all.whole("largest_change", "1", Over::stock, "largest change of a firm's R&D in the last round",
            [](const World& w) { return w.round.largest_change; });
  all.whole("contraction", "1", Over::stock,
            "largest change over that of the round before: above 1 replies diverge",
            [](const World& w) { return w.round.contraction; });
  all.whole("expected_research", "1", Over::stock,
            "closed form of R&D where all are alike and none wants to move",
            [](const World& w) { return expected_research(w.rules); });
  all.whole("distance", "1", Over::stock, "largest distance of a firm's R&D from the closed form",
            &distance);
}

Observables<World> observables() {
  Observables<World> all;
  all.whole("research", "1", Over::stock, "mean R&D of a firm", [](const World& w) {
    return total(w.research) / static_cast<double>(w.research.size());
  });
  all.along(
      "research_of_firm", "1", Over::stock, {"firm"}, "R&D of each firm",
      [](const World& w, std::span<double> out) { std::ranges::copy(w.research, out.begin()); });
  all.along("output_of_firm", "1", Over::stock, {"firm"}, "units that each firm sells",
            [](const World& w, std::span<double> out) { std::ranges::copy(w.output, out.begin()); });
  all.whole(
      "unit_cost", "1", Over::stock, "mean cost of a unit; R&D can take it below 0",
      [](const World& w) { return total(w.unit_cost) / static_cast<double>(w.unit_cost.size()); });
  all.whole("output", "1", Over::stock, "units sold by all",
            [](const World& w) { return total(w.output); });
  all.whole("price", "1", Over::stock, "price of a unit", [](const World& w) { return w.price; });
  all.whole("profits", "1", Over::stock, "profits of all firms after their expense for R&D",
            &profits);
  all.whole("consumer_surplus", "1", Over::stock, "what buyers gain", &surplus);
  all.whole("welfare", "1", Over::stock, "profits and consumer surplus",
            [](const World& w) { return profits(w) + surplus(w); });
  observe_play(all);
  return all;
}

}  // namespace

Model spillover() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "spillover";
  model.summary =
      "firms whose R&D leaks to rivals reply to each other, alone, together or as a cartel";
  model.step_unit = "round";
  model.schedule = {{"reply", "each firm moves its R&D to the best reply to that of the others"},
                    {"produce", "costs follow from R&D, outputs and price from costs"}};
  model.questions = {{1, "start", "a firm's R&D at the start"}};
  return model;
}

}  // namespace permea
