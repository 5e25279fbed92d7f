// Two sides of an experiment, replicate by replicate: how far apart they are, how sure that is, and
// what it was worth that both had the same luck.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/run/evidence/statistics.h"

namespace permea {

/// What is asked of a comparison beside the paired difference.
struct Questions {
  std::optional<double> margin;  ///< differences below it count as none: tests equivalence
  int bootstrap = 0;             ///< resamples of the replicates; 0: none
  std::uint64_t seed = 1;        ///< of the resamples
};

struct Comparison {
  Estimate side, baseline;
  Estimate difference;           ///< side - baseline, of pairs
  double variance_reduction = 0; ///< variance of unpaired differences over that of the pairs; above 1:
                                 ///< the common luck was worth so many times the replicates
  double correlation = 0;        ///< of the pairs: how much of their luck the sides share
  double effect_size = 0;        ///< difference over the root of the sides' mean variance (Cohen 1988)
  double p = 1;                  ///< two-sided, of no difference; of pairs
  double p_corrected = 1;        ///< by corrected(); else p
  std::optional<double> p_equivalent;  ///< of a difference beyond the margin: two one-sided tests
                                       ///< (Schuirmann 1987); small: equivalent
  std::optional<Estimate> bootstrapped;  ///< the difference with its bootstrap-t interval
                                         ///< (Efron & Tibshirani 1993, section 12.5)
};

/// Compares two sides with one number for each replicate, in the same order; pairs in which either is
/// missing (NaN) do not count. With fewer than two pairs nothing but the difference is known: the rest
/// is NaN.
Comparison compared(std::span<const double> side, std::span<const double> baseline,
                    const Questions& questions = {});

/// Corrects the p of comparisons that are read together, so that the chance of even one false
/// difference stays at the level of a single one (Holm 1979).
void correct_for_multiplicity(std::vector<Comparison>& comparisons);

}  // namespace permea
