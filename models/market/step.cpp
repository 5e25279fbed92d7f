// One step of the market: customers choose and change, then firms follow them and learn.
#include "models/market/world.h"
#include "sim/kit/exact_sum.h"
#include "sim/kit/parallel.h"
#include "sim/kit/pick.h"

namespace permea::market_core {
namespace {

/// 64 customers at work. Their candidates are the supplier, first, and four firms drawn evenly.
struct Customers {
  std::size_t first;
  Batch<Row8> need;
  Batch<float> satisfaction;
  std::array<Batch<std::uint32_t>, 5> candidate;
  std::array<Batch<float>, 5> distance, utility;
  Batch<std::uint32_t> chosen;  ///< of the candidates
};

void consider(Customers& some, const Rules& rules, const Chance& chance) {
  draw_below(chance, Question::consider, some.first, static_cast<std::uint32_t>(rules.firms),
             {some.candidate[1].data(), 4 * batch_size});
}

void compare(Customers& some, const Rules& rules, const std::vector<Row8>& product) {
  const auto inertia = static_cast<float>(rules.inertia);
  for (std::size_t c = 0; c < some.candidate.size(); ++c) {
    squared_distances(some.need, product, some.candidate[c], some.distance[c]);
    for (std::size_t i = 0; i < batch_size; ++i) {
      const bool same = some.candidate[c][i] == some.candidate[0][i];
      some.utility[c][i] = (same ? inertia : 0.0f) - some.distance[c][i] / need_dimensions;
    }
  }
}

void choose(Customers& some, const Rules& rules, const Chance& chance) {
  Batch<std::uint32_t> words;
  draw_words(chance, Question::choose, some.first / 4, words);
  choose_by_logit(some.utility, static_cast<float>(rules.noise), words, some.chosen);
  take_chosen(some.candidate, some.chosen, some.candidate[0]);
}

void experience(Customers& some, const Rules& rules) {
  const auto speed = static_cast<float>(rules.speed);
  Batch<float> distance;
  take_chosen(some.distance, some.chosen, distance);
  for (std::size_t i = 0; i < batch_size; ++i)
    some.satisfaction[i] += speed * (-distance[i] / need_dimensions - some.satisfaction[i]);
}

void drift(Customers& some, const Rules& rules, const Chance& chance) {
  Batch<Row8> change;
  draw_normals(chance, Question::drift, 2 * some.first, {change[0].data(), 8 * batch_size});
  for (std::size_t i = 0; i < batch_size; ++i)
    for (std::size_t k = 0; k < need_dimensions; ++k)
      some.need[i][k] += static_cast<float>(rules.drift) * change[i][k];
}

void adapt(World& world, const ExactRows& needs) {
  const auto pace = static_cast<float>(world.rules.pace);
  for (std::size_t f = 0; f < world.product.size(); ++f) {
    const Row8 mean = needs.mean(f, world.product[f]);
    for (std::size_t k = 0; k < need_dimensions; ++k)
      world.product[f][k] += pace * (mean[k] - world.product[f][k]);
    world.share[f] = static_cast<double>(needs.count(f)) / static_cast<double>(world.need.size());
  }
}

void learn(World& world) {
  const Rules& rules = world.rules;
  double all = 0;
  for (const double known : world.knowledge) all += known;
  for (std::size_t f = 0; f < world.knowledge.size(); ++f) {
    double& known = world.knowledge[f];
    const double others = (all - known) / static_cast<double>(rules.firms - 1);
    known = rules.kept * known + rules.learned * world.share[f] + rules.spillover * others;
  }
}

}  // namespace

void step(World& world) {
  const Rules& rules = world.rules;
  const Chance chance(world.seed, ++world.steps_done);
  ExactRows needs(world.product.size());
  const auto serve = [&](std::size_t first, std::size_t count, ExactRows& needs_here) {
    Customers some;
    some.first = first;
    load(world.need, first, count, some.need);
    load(world.supplier, first, count, some.candidate[0]);
    load(world.satisfaction, first, count, some.satisfaction);
    consider(some, rules, chance);
    compare(some, rules, world.product);
    choose(some, rules, chance);
    experience(some, rules);
    drift(some, rules, chance);
    store(some.need, first, count, world.need);
    store(some.candidate[0], first, count, world.supplier);
    store(some.satisfaction, first, count, world.satisfaction);
    for (std::size_t i = 0; i < count; ++i) needs_here.add(some.candidate[0][i], some.need[i]);
  };
  for_each_batch(world.need.size(), world.threads, needs, serve);
  adapt(world, needs);
  learn(world);
}

}  // namespace permea::market_core
