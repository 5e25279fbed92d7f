// The state: a population is its number of givers, as agents of one type are alike.
#pragma once

#include <vector>

#include "models/reciprocity/rules.h"
#include "sim/kit/model.h"

namespace permea::reciprocity_core {

struct World : PlainWorld<Rules> {
  using PlainWorld::PlainWorld;
  std::vector<std::uint32_t> givers;  ///< in each population
  std::vector<double> rise, fall;     ///< for each number of givers

  void list(State& state) {
    state.column("population", "givers", "count", "givers in the population", givers);
    state.column("number_of_givers", "rise", "1",
                 "probability that the next birth and death make one giver more", rise);
    state.column("number_of_givers", "fall", "1",
                 "probability that the next birth and death make one giver less", fall);
  }
};

/// Mean payoffs over partners among the others, and what they make of fitness.
struct Fitness {
  double giver, defector;
};

/// Fitness of each type where `givers` are givers; of a type that nobody is, 0.
Fitness fitness(const Rules& rules, std::int64_t givers);

/// The probability that givers take over from the start, in closed form; NaN with mutation, or where
/// only one type is there.
double expected_fixation(const Rules& rules);

/// One step of the schedule in README.md.
void step(World& world);

}  // namespace permea::reciprocity_core
