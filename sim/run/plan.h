// Every run of a scenario by its number, computed on demand and never stored: arm, then point, then
// replicate, the last fastest.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/scenario.h"

namespace permea {

/// Which run this is.
struct RunKey {
  std::size_t run = 0, arm = 0, point = 0, replicate = 0;
  std::uint64_t seed = 0;
};

/// A setting that takes force before step `at`.
struct SettingFrom {
  std::int64_t at = 0;
  Setting setting;
};

/// Consecutive runs of a plan: from `first` to the one before `end`.
struct Runs {
  std::size_t first = 0, end = 0;

  std::size_t size() const { return end - first; }
};

/// One of `count` parts of a plan, from 1: what `--part 2/8` means.
struct Part {
  std::size_t index = 1, count = 1;

  friend bool operator==(const Part&, const Part&) = default;
};

/// How many replicates were enough for a scenario with [[until]], and why no more were made.
struct Enough {
  std::size_t replicates = 0;
  std::string why;
};

class Plan {
 public:
  /// All that the scenario asks for; at most, when it says [[until]]. With `enough`: so many replicates.
  explicit Plan(const Scenario& scenario, std::optional<Enough> enough = {});

  const Scenario& scenario() const { return *scenario_; }
  const std::optional<Enough>& enough() const { return enough_; }
  std::size_t runs() const { return arms_ * points_ * replicates_; }
  std::size_t points() const { return points_; }
  std::size_t replicates() const { return replicates_; }
  /// The runs of a part; sizes of parts differ by one at most.
  Runs runs(const Part& part) const;

  RunKey key(std::size_t run) const;
  /// The number of the run with this arm, point and replicate.
  std::size_t number(std::size_t arm, std::size_t point, std::size_t replicate) const {
    return (arm * points_ + point) * replicates_ + replicate;
  }
  /// What the run starts with (`threads` is 1 and the runner's to set).
  Setting setting(const RunKey& key) const;
  /// The run's timed changes, each as the whole setting in force from then on.
  std::vector<SettingFrom> changes(const RunKey& key) const;
  /// The value of the swept axis `axis` at `point`.
  const Value& swept(std::size_t axis, std::size_t point) const;
  /// Names of the parameters that are not the same in all runs (set by an arm or swept), in the
  /// order in which the model declares them; then swept levers ("strategy.open.lock_in").
  std::vector<std::string> varying() const;
  /// The value with which a run starts of a parameter, or of a swept lever: its standard value where
  /// nobody gave one. Throws std::out_of_range for a name that is neither.
  Value value(const std::string& name, const RunKey& key) const;
  /// Steps at which a row is recorded: 0, every `record.every`, and the last.
  std::vector<std::int64_t> recorded_steps() const;

 private:
  const Given& given(std::size_t axis, std::size_t point) const;

  const Scenario* scenario_;
  std::optional<Enough> enough_;
  std::size_t arms_, points_, replicates_;
};

/// The dimensions along which something that the scenario records runs, with the places that they
/// have in `setting`, in the model's order.
std::vector<Dimension> recorded_dimensions(const Scenario& scenario, const Setting& setting);

}  // namespace permea
