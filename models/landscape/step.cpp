// One step on the landscape: organisations are selected, copy, search, jump, and are founded anew.
#include <algorithm>
#include <numeric>
#include <optional>

#include "models/landscape/world.h"
#include "sim/kit/parallel.h"
#include "sim/kit/pick.h"

namespace permea::landscape_core {
namespace {

/// Calls `work(i)` for each organisation; it may write what is that organisation's.
template <class Work>
void for_each_organisation(const World& world, Work work) {
  const std::size_t count = world.form.size();
  parallel_for((count + block_size - 1) / block_size, world.threads, [&](std::size_t block, int) {
    const std::size_t end = std::min(count, (block + 1) * block_size);
    for (std::size_t i = block * block_size; i < end; ++i) work(i);
  });
}

/// How many attributes the organisation decides itself: the first ones.
std::size_t own(const World& world) {
  return static_cast<std::size_t>(world.rules.attributes - world.rules.partner);
}

void move(World& world, std::size_t i, const Form& form, Sum sum, Fate fate) {
  world.form[i] = form;
  world.sum[i] = sum;
  world.fate[i] = static_cast<std::uint8_t>(fate);
}

bool has(const World& world, std::size_t i, Fate fate) {
  return world.fate[i] == static_cast<std::uint8_t>(fate);
}

/// The attribute in [first, end) to change, if any: one whose `gain` is above 0. `words(n)` answers
/// the n-th draw.
template <class Gain, class AnswerOf>
std::optional<std::size_t> improvement(Local local, std::size_t first, std::size_t end, Gain gain,
                                       AnswerOf words) {
  std::array<std::uint8_t, 96> order;
  std::iota(order.begin(), order.end(), std::uint8_t{0});
  std::optional<std::size_t> best;
  decltype(gain(first)) highest{};
  const std::size_t tries = local == Local::one_try ? 1 : end - first;
  for (std::size_t n = 0; n < tries; ++n) {
    if (local == Local::one_try || local == Local::in_random_order) {
      const auto rest = static_cast<std::uint32_t>(end - first - n);
      std::swap(order[first + n],
                order[first + n + below(rest, words(static_cast<std::uint32_t>(n))[0])]);
    }
    const auto gained = gain(order[first + n]);
    if (gained <= highest) continue;
    highest = gained;
    best = order[first + n];
    if (local != Local::best) break;
  }
  return best;
}

void survive(World& world, const Chance& chance) {
  const double highest = static_cast<double>(*std::ranges::max_element(world.sum));
  std::ranges::fill(world.partner_moved, std::uint8_t{0});
  for_each_organisation(world, [&](std::size_t i) {
    const double drawn = uniform(chance.draw(Question::survive, world.drawer(i))[0]) * highest;
    const bool lives = !world.rules.selection || drawn <= static_cast<double>(world.sum[i]);
    world.fate[i] = static_cast<std::uint8_t>(lives ? Fate::stays : Fate::replaced);
  });
}

/// The best form that `i` sees, itself included, by the number of who holds it.
std::size_t best_seen(const World& world, std::size_t i) {
  std::size_t best = i;
  for (const std::uint32_t j : world.network.of(i))
    if (world.sum[j] > world.sum[best] && !has(world, j, Fate::replaced)) best = j;
  return best;
}

/// `form` with each attribute changed at random with the probability of an error.
Form with_errors(const World& world, Form form, const Chance& chance, std::size_t i) {
  for (std::size_t a = 0; a < world.landscape.attributes(); ++a)
    if (happens(world.rules.error, chance.draw(Question::error, world.drawer(i),
                                               static_cast<std::uint32_t>(a / 4))[a % 4]))
      form = flipped(form, a);
  return form;
}

void copy(World& world, const Chance& chance) {
  if (world.network.links() == 0) return;
  std::vector<std::size_t> from(world.form.size());
  for_each_organisation(world, [&](std::size_t i) {
    const bool looks =
        !has(world, i, Fate::replaced) &&
        happens(world.rules.velocity, chance.draw(Question::look, world.drawer(i))[0]);
    from[i] = looks ? best_seen(world, i) : i;
  });
  const std::vector<Form> forms = world.form;
  const std::vector<Sum> sums = world.sum;
  for_each_organisation(world, [&](std::size_t i) {
    if (from[i] == i) return;
    const Form form = with_errors(world, forms[from[i]], chance, i);
    const bool exact = form == forms[from[i]];
    move(world, i, form, exact ? sums[from[i]] : world.landscape.sum(form), Fate::copied);
  });
}

void search(World& world, const Chance& chance) {
  if (world.rules.local == Local::none || own(world) == 0) return;
  for_each_organisation(world, [&](std::size_t i) {
    if (!has(world, i, Fate::stays)) return;
    const Form form = world.form[i];
    const auto gain = [&](std::size_t a) { return world.landscape.gain(form, a); };
    const auto words = [&](std::uint32_t n) {
      return chance.draw(Question::search, world.drawer(i), n);
    };
    const auto found = improvement(world.rules.local, 0, own(world), gain, words);
    if (!found) return;
    move(world, i, flipped(form, *found), world.sum[i] + static_cast<Sum>(gain(*found)),
         Fate::searched);
    ++world.moves[i];
  });
}

void jump(World& world, const Chance& chance) {
  if (!world.rules.jumps) return;
  for_each_organisation(world, [&](std::size_t i) {
    if (has(world, i, Fate::copied) || has(world, i, Fate::replaced)) return;
    const Form form =
        drawn_form(world.form[i], own(world), chance.draw(Question::jump, world.drawer(i)));
    const Sum sum = world.landscape.sum(form);
    if (sum <= world.sum[i]) return;
    move(world, i, form, sum, Fate::jumped);
    ++world.moves[i];
  });
}

void partner_search(World& world, const Chance& chance) {
  const Rules& rules = world.rules;
  if (rules.partner == 0 || rules.local == Local::none) return;
  for_each_organisation(world, [&](std::size_t i) {
    if (has(world, i, Fate::replaced)) return;
    const Form form = world.form[i];
    const auto gain = [&](std::size_t a) {
      return rules.agreement * static_cast<double>(world.landscape.gain(form, a)) +
             (1 - rules.agreement) * static_cast<double>(world.goal.gain(form, a));
    };
    const auto words = [&](std::uint32_t n) {
      return chance.draw(Question::partner, world.drawer(i), n);
    };
    const auto found =
        improvement(rules.local, own(world), world.landscape.attributes(), gain, words);
    if (!found) return;
    world.sum[i] += static_cast<Sum>(world.landscape.gain(form, *found));
    world.form[i] = flipped(form, *found);
    world.partner_moved[i] = 1;
  });
}

void found(World& world, const Chance& chance) {
  if (!world.rules.selection) return;
  std::vector<double> weights(world.form.size(), 0.0);
  double total = 0, highest = 0, survivors = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (has(world, i, Fate::replaced)) continue;
    weights[i] = static_cast<double>(world.sum[i]);
    total += weights[i];
    highest = std::max(highest, weights[i]);
    ++survivors;
  }
  PickTable parents;
  parents.build(weights);
  const double load = 1 - total / survivors / highest;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!has(world, i, Fate::replaced)) continue;
    const Words words = chance.draw(Question::found, world.drawer(i));
    const Words form = chance.draw(Question::form, world.drawer(i));
    const std::size_t parent = parents.pick(words[1]);
    world.form[i] = happens(load, words[0]) ? drawn_form({}, world.landscape.attributes(), form)
                                            : world.form[parent];
    world.sum[i] = world.landscape.sum(world.form[i]);
    world.moves[i] = 0;
  }
}

}  // namespace

Form drawn_form(const Form& form, std::size_t free, const Words& words) {
  const Form drawn = {words[0] | std::uint64_t{words[1]} << 32, words[2]};
  Form result = form;
  for (std::size_t a = 0; a < free; ++a)
    if (holds(drawn, a) != holds(form, a)) result = flipped(result, a);
  return result;
}

void step(World& world) {
  const Chance chance(world.seed, ++world.steps_done);
  survive(world, chance);
  copy(world, chance);
  search(world, chance);
  jump(world, chance);
  partner_search(world, chance);
  found(world, chance);
}

}  // namespace permea::landscape_core
