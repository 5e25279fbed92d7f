// How many replicates are enough: with [[until]] a plan is made in rounds of 8, 16, 32, ... replicates of
// every arm at every point, and only after a whole round is it looked whether the intervals are narrow
// enough. So the answer depends on the scenario alone, not on which run ended first.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/run/plan.h"
#include "sim/run/series.h"

namespace permea {

class Rounds {
 public:
  /// Of a plan of all that a scenario asks for, which must outlive this.
  explicit Rounds(const Plan& plan);

  /// After how many replicates each round ends, rising; the last is all that there are. Without
  /// [[until]] there is one round.
  const std::vector<std::size_t>& ends() const { return ends_; }

  /// Takes Series::until of a finished run; from any thread, each run once.
  void add(std::size_t run, std::span<const double> numbers);

  /// Why so many replicates are enough, or nothing when more are to be made. Those of the last round
  /// are enough because there are no more. An interval of no width, as of replicates that are all the
  /// same, is not narrow: it tells nothing of how others would lie. Always nothing without [[until]].
  std::optional<Enough> enough(std::size_t replicates) const;
  /// Which intervals are too wide after so many replicates, as `profit, at last: half-width 0.021,
  /// wanted 0.01`. Empty when none is.
  std::string too_wide(std::size_t replicates) const;

 private:
  /// 0 also of an interval that is nothing but rounding.
  double half_width(std::size_t until, std::size_t replicates) const;
  double largest_number(std::size_t until, std::size_t replicates) const;

  const Plan& plan_;
  std::vector<std::size_t> ends_;
  std::vector<std::vector<double>> numbers_;  ///< by [[until]], then by run
};

/// The runs of the replicates from `made` to the one before `replicates`, to be made; those before were.
Remaining round_of(const Plan& plan, std::size_t made, std::size_t replicates);

/// Of what is to be made of a plan, that of its first replicates alone.
Remaining within(Remaining remaining, const Plan& plan, std::size_t replicates);
/// Of these runs those of later replicates.
std::vector<std::size_t> beyond(std::vector<std::size_t> runs, const Plan& plan, std::size_t replicates);

}  // namespace permea
