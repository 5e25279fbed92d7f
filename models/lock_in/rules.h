// The parameters of lock-in, each declared once, and the list of all that it leaves to chance.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::lock_in_core {

enum class Question : std::uint16_t { adopt = 1 };

enum class Process { walk, urn };

struct Rules : Parameters {
  using Parameters::Parameters;
  // clang-format off: a table, a parameter a line
  const Process process = at_start(choice<Process>("process", {"walk", "urn"}, "walk", "a walk of the difference between barriers, or an urn", "Arthur 1989: walk"));
  const std::int64_t markets = at_start(whole("markets.count", "count", 1'000, 1, 100'000'000, "markets, each with luck of its own", "assumed"));
  const std::int64_t to_a = at_start(whole("walk.barrier_a", "count", 5, 1, 1'000'000'000, "adoptions of A ahead of B at which everybody takes A (U)", "assumed"));
  const std::int64_t to_b = at_start(whole("walk.barrier_b", "count", 8, 1, 1'000'000'000, "adoptions of B ahead of A at which everybody takes B (D)", "assumed"));
  const double toward_a = real("walk.toward_a", "1", 0.5, 0, 1, "share of adopters who by themselves prefer A", "Arthur 1989: equal numbers");
  const double urn_a = at_start(real("urn.start_a", "1", 1, 0.001, 1'000'000, "weight of A before the first adoption", "Polya's urn"));
  const double urn_b = at_start(real("urn.start_b", "1", 1, 0.001, 1'000'000, "weight of B before the first adoption", "Polya's urn"));
  const double added = at_start(real("urn.added", "1", 1, 0, 1'000'000, "weight that an adoption adds", "Polya's urn"));
  const double returns = real("urn.returns", "1", 1, 0, 10, "power of the weights in the chance of adoption: above 1 one technology takes all, below 1 both last", "1: Polya's urn");
  // clang-format on
};

}  // namespace permea::lock_in_core
