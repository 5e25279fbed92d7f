// What diffusion offers to permea: how it starts, what can be seen of it, and its card.
#include "models/diffusion/model.h"

#include <algorithm>

#include "models/diffusion/world.h"

namespace permea {
namespace {
using namespace diffusion_core;

Counts counts(const Rules& rules) {
  return {{"customer", static_cast<std::size_t>(rules.customers)}};
}

std::vector<Dimension> dimensions(const Rules&) { return {}; }

Network network_of(const Rules& rules, const Chance& chance) {
  const auto customers = static_cast<std::size_t>(rules.customers);
  const auto degree = static_cast<std::size_t>(rules.degree);
  switch (rules.graph) {
    case Graph::complete: return {};
    case Graph::ring: return ring(customers, degree);
    case Graph::rewired:
      return watts_strogatz(customers, degree, rules.rewiring, chance, Question::link);
    case Graph::random: break;
  }
  const double others = static_cast<double>(customers - 1);
  return erdos_renyi(customers, static_cast<double>(degree) / others, chance, Question::link);
}

void start(World& world) {
  const Chance chance(world.seed, 0);
  world.network = network_of(world.rules, chance);
  std::vector<std::uint32_t> chosen;
  for (std::size_t first = 0; first < world.adopted.size(); first += block_size) {
    const std::size_t count = std::min(block_size, world.adopted.size() - first);
    pick_places(chance, Question::start, first / block_size, world.rules.initial,
                static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(first), chosen);
  }
  for (const std::uint32_t customer : chosen) world.adopted[customer] = 1;
  world.adopters = static_cast<std::int64_t>(chosen.size());
}

double share(const World& w, std::int64_t customers) {
  return static_cast<double>(customers) / static_cast<double>(w.adopted.size());
}

Observables<World> observables() {
  Observables<World> all;
  all.whole("adopters", "1", Over::stock, "share of customers who have adopted",
            [](const World& w) { return share(w, w.adopters); });
  all.whole("new_adopters", "1", Over::flow, "share of customers who adopted in the step",
            [](const World& w) { return share(w, w.newcomers); });
  all.whole("on_complete_graph", "1", Over::stock,
            "closed form of adopters where everybody hears everybody (Bass 1969)",
            [](const World& w) { return on_complete_graph(w.rules, w.steps_done); });
  all.whole("on_circle", "1", Over::stock,
            "closed form of adopters on a ring of degree 2 (Fibich & Gibori 2010; hazard)",
            [](const World& w) { return on_circle(w.rules, w.steps_done); });
  return all;
}

}  // namespace

Model diffusion() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "diffusion";
  model.summary = "customers adopt alone or after their neighbours in a network";
  model.step_unit = "unit of time";
  model.schedule = {{"hear", "who would adopt now, given which neighbours have"},
                    {"adopt", "they do, all at once"}};
  model.questions = {{1, "start", "who has adopted at the start"},
                     {2, "link", "how the network is made"},
                     {3, "consider", "who would adopt if all neighbours had"},
                     {4, "accept", "who of them does with the neighbours as they are"}};
  return model;
}

}  // namespace permea
