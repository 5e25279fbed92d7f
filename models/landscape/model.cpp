// What the landscape offers to permea: how it starts, what can be seen of it, and its card.
#include "models/landscape/model.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "models/landscape/world.h"

namespace permea {
namespace {
using namespace landscape_core;

Counts counts(const Rules& rules) {
  return {{"organisation", static_cast<std::size_t>(rules.organisations)}};
}

std::vector<Dimension> dimensions(const Rules&) { return {}; }

Network path(std::size_t nodes) {
  std::vector<Link> links;
  for (std::uint32_t i = 1; i < nodes; ++i) links.push_back({i - 1, i});
  return linked_up(nodes, links);
}

/// The ring and links between pairs drawn evenly from those that are not linked yet.
Network with_shortcuts(std::size_t nodes, const Rules& rules, const Chance& chance) {
  const Network before = ring(nodes, static_cast<std::size_t>(rules.degree));
  std::set<Link> links;
  for (std::uint32_t i = 0; i < nodes; ++i)
    for (const std::uint32_t j : before.of(i)) links.insert(std::minmax(i, j));
  const std::size_t wanted = links.size() + static_cast<std::size_t>(rules.shortcuts);
  for (std::uint64_t tries = 0; links.size() < wanted; ++tries) {
    const Words words = chance.draw(Question::link, tries);
    const auto a = below(static_cast<std::uint32_t>(nodes), words[0]);
    const auto b = below(static_cast<std::uint32_t>(nodes), words[1]);
    if (a != b) links.insert(std::minmax(a, b));
  }
  return linked_up(nodes, std::vector<Link>(links.begin(), links.end()));
}

Network network(const Rules& rules, const Chance& chance) {
  const auto nodes = static_cast<std::size_t>(rules.organisations);
  switch (rules.shape) {
    case Shape::none: return linked_up(nodes, {});
    case Shape::path: return path(nodes);
    case Shape::complete: return complete(nodes);
    case Shape::ring: return ring(nodes, static_cast<std::size_t>(rules.degree));
    case Shape::shortcuts: return with_shortcuts(nodes, rules, chance);
    case Shape::random: return erdos_renyi(nodes, rules.linked, chance, Question::link);
  }
  return {};
}

void start(World& world) {
  const Rules& rules = world.rules;
  const Chance chance(world.seed, 0);
  constexpr std::int64_t cheap = 1 << 13;  // no more than a run is going to look at anyway
  const bool all = rules.census != Census::none;
  world.landscape = Landscape(rules, world.seed, Question::contribution, all ? most_kept : cheap);
  world.goal = Landscape(rules, world.seed, Question::goal, cheap);
  world.network = network(rules, chance);
  world.counted = counted(world.landscape, rules.census);
  for (std::size_t i = 0; i < world.form.size(); ++i) {
    world.form[i] = drawn_form({}, world.landscape.attributes(), chance.draw(Question::form, i));
    world.sum[i] = world.landscape.sum(world.form[i]);
  }
}

/// The mean of value(i) over the organisations.
template <class Value>
double mean(const World& w, Value value) {
  double sum = 0;
  for (std::size_t i = 0; i < w.form.size(); ++i) sum += value(i);
  return sum / static_cast<double>(w.form.size());
}

double mean_score(const World& w) {
  return mean(w, [&](std::size_t i) {
    const double relative = w.landscape.fitness(w.sum[i]) / w.counted.highest;
    double score = 1;
    for (std::int64_t k = 0; k < w.rules.exponent; ++k) score *= relative;
    return score;
  });
}

double distinct_forms(const World& w) {
  std::vector<Form> forms = w.form;
  std::ranges::sort(forms);
  return static_cast<double>(std::ranges::unique(forms).begin() - forms.begin());
}

double moving(const World& w) {
  return mean(w, [&](std::size_t i) {
    return w.fate[i] != static_cast<std::uint8_t>(Fate::stays) || w.partner_moved[i] ? 1.0 : 0.0;
  });
}

double mean_partner_fitness(const World& w) {
  return mean(w, [&](std::size_t i) { return w.goal.fitness(w.goal.sum(w.form[i])); });
}

Observables<World> observables() {
  Observables<World> all;
  all.whole("mean_fitness", "1", Over::stock, "mean fitness of organisations", [](const World& w) {
    return mean(w, [&](std::size_t i) { return w.landscape.fitness(w.sum[i]); });
  });
  all.whole("best_fitness", "1", Over::stock, "fitness of the fittest organisation",
            [](const World& w) { return w.landscape.fitness(*std::ranges::max_element(w.sum)); });
  all.whole("mean_score", "1", Over::stock,
            "mean of fitness over the highest of the landscape, to the power score.exponent",
            mean_score);
  all.whole("distinct_forms", "count", Over::stock, "different forms that organisations hold",
            distinct_forms);
  all.whole("mean_moves", "count", Over::stock,
            "mean number of better forms an organisation found itself",
            [](const World& w) { return mean(w, [&](std::size_t i) { return w.moves[i]; }); });
  all.whole("moving", "1", Over::stock, "share of organisations whose form the last step changed",
            moving);
  all.whole("mean_partner_fitness", "1", Over::stock,
            "mean fitness of the forms on the partner's own landscape", mean_partner_fitness);
  all.whole("highest_fitness", "1", Over::stock,
            "highest fitness of all forms; missing without a census",
            [](const World& w) { return w.counted.highest; });
  all.whole("peaks", "count", Over::stock,
            "forms with no fitter neighbour; missing without a census of all",
            [](const World& w) { return w.counted.peaks; });
  all.whole("neighbour_correlation", "1", Over::stock,
            "correlation of neighbours' fitness; missing without a census of all",
            [](const World& w) { return w.counted.correlation; });
  return all;
}

}  // namespace

Model landscape() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "landscape";
  model.summary =
      "organisations search a rugged landscape alone, from others, by selection or with a partner";
  model.step_unit = "step";
  model.schedule = {
      {"survive", "with the probability of fitness over the highest of all organisations"},
      {"copy", "the fittest neighbour's form, if fitter"},
      {"search", "who did not copy takes a fitter form one attribute away"},
      {"jump", "a form drawn from all is taken if fitter"},
      {"partner_search", "the partner changes one of its attributes, for its own goal"},
      {"found", "new organisations take the place of those that did not survive"}};
  model.questions = {{1, "contribution", "what an attribute contributes to fitness"},
                     {2, "dependency", "which others a contribution depends on"},
                     {3, "form", "an organisation's form at the start or when founded"},
                     {4, "link", "who sees whom"},
                     {5, "survive", "whether an organisation survives"},
                     {6, "look", "whether an organisation looks at its neighbours"},
                     {7, "error", "which attributes are copied wrongly"},
                     {8, "search", "which attribute an organisation tries"},
                     {9, "jump", "the form an organisation may jump to"},
                     {10, "partner", "which attribute a partner tries"},
                     {11, "found", "whether a new organisation copies, and whom"},
                     {12, "goal", "what an attribute contributes to the partner's own fitness"}};
  return model;
}

}  // namespace permea
