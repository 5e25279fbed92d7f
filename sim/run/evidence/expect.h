// What a scenario expects, held against what its runs gave.
#pragma once

#include <string_view>
#include <vector>

#include "sim/run/plan.h"
#include "sim/run/series.h"
#include "sim/run/evidence/statistics.h"

namespace permea {

/// hit: the 95 % interval agrees; miss: it disagrees; open: neither can be said.
enum class Verdict { hit, miss, open };
std::string_view name_of(Verdict verdict);

struct Finding {
  Estimate permea;
  Verdict verdict = Verdict::open;
};

/// How an estimate stands to what is expected.
///
/// between and sign: hit when all of the interval lies within what agrees, miss when none of it does;
/// an end of it nearer to zero than 1e-12 is rounding and counts as zero.
/// A value has a tolerance, in which the sampling errors of both sides already are; so it is hit when
/// the estimate is within the tolerance and miss when it is not, unless permea's own interval is
/// wider than the tolerance and reaches into both: then more replicates are needed, and it is open.
/// One replicate has no interval: a value is judged by the number alone, the others stay open.
Verdict verdict_of(const Expectation& expectation, const Estimate& estimate);

/// Collects from each run the few numbers that the expectations speak of.
class Evidence {
 public:
  explicit Evidence(const Plan& plan);

  /// Takes a finished run; from any thread, each run once. A failed run's numbers are missing.
  void add(const Series& series);

  /// One for each of Scenario::expectations, when all runs are in.
  std::vector<Finding> findings() const;

 private:
  const Plan& plan_;
  std::vector<std::int64_t> steps_;
  std::vector<std::vector<double>> numbers_;  ///< by expectation, then by run
};

}  // namespace permea
