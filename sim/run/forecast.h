// What a plan will take, before any of it is run: the memory of each run, and the size of what the
// runs leave behind.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/run/plan.h"

namespace permea {

/// Bytes of one run.
struct RunSize {
  std::size_t world = 0;   ///< the columns of the model's state
  std::size_t series = 0;  ///< what is recorded, before compression

  std::size_t memory() const { return world + series; }
};

/// The size of the run with this setting.
RunSize run_size(const Plan& plan, const Setting& setting);

/// Sizes of all runs of a plan. Replicates differ in their seed only and have one size.
class Forecast {
 public:
  explicit Forecast(const Plan& plan);

  const RunSize& of(const RunKey& key) const { return sizes_[key.arm * points_ + key.point]; }
  /// Memory of the run that needs most of it, in bytes.
  std::size_t largest() const { return largest_; }
  /// Bytes that all runs leave behind, before compression.
  std::size_t results() const { return results_; }
  /// How many of the largest runs fit into so much memory, at most `threads` and at least 1.
  std::size_t at_once(std::size_t memory, int threads) const;

 private:
  std::size_t points_;
  std::size_t largest_ = 0, results_ = 0, runs_;
  std::vector<RunSize> sizes_;  // by arm, then point
};

}  // namespace permea
