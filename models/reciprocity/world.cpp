// Payoffs and fitness, and the closed form that the populations are held against.
#include "models/reciprocity/world.h"

namespace permea::reciprocity_core {

Fitness fitness(const Rules& rules, std::int64_t givers) {
  const double others = static_cast<double>(rules.agents - 1);
  const double i = static_cast<double>(givers), defectors = static_cast<double>(rules.agents) - i;
  const double of_giver =
      ((i - 1) * rules.giver_with_giver() + defectors * rules.giver_with_defector()) / others;
  const double of_defector = i * rules.defector_with_giver() / others;
  const double rest = 1 - rules.selection;
  return {givers > 0 ? rest + rules.selection * of_giver : 0,
          givers < rules.agents ? rest + rules.selection * of_defector : 0};
}

double expected_fixation(const Rules& rules) {
  if (rules.mutation > 0 || rules.givers == 0 || rules.givers == rules.agents) return missing;
  // [1 + sum of the first products of g_k / f_k] / [1 + sum of all], up to a common factor.
  double product = 1, all = 1, first = 1;
  for (std::int64_t k = 1; k < rules.agents; ++k) {
    const Fitness of = fitness(rules, k);
    product *= of.defector / of.giver;
    all += product;
    if (k < rules.givers) first += product;
    if (all > 0x1p500)
      for (double* sum : {&product, &all, &first}) *sum *= 0x1p-500;
  }
  return first / all;
}

}  // namespace permea::reciprocity_core
