// The loader's parts share a scenario that is being read: each part reads its tables into it and
// notes what is wrong; nothing is thrown before everything has been looked at.
#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "sim/run/scenario.h"
#include "sim/run/scenario/table_reader.h"

namespace permea {

/// Steps, members and seeds are counted with 31 bits at most, runs with fewer.
struct ScenarioLimits {
  static constexpr std::int64_t steps = std::numeric_limits<std::int32_t>::max();
  static constexpr std::int64_t members = std::numeric_limits<std::int32_t>::max();
  static constexpr std::int64_t rows = 10'000'000;  ///< of a run
  static constexpr std::uint64_t seeds = 1'000'000;
  static constexpr std::size_t values = 100'000;  ///< of an axis
  static constexpr std::size_t runs = 100'000'000;
  static constexpr std::size_t checked = 4096;  ///< first settings that are held against the model; so
                                                ///< many changes, or all of one run
  static constexpr std::size_t noted = 10'000;  ///< problems, after which no more settings are held
};

/// A value that the command line gives for a lever of a kind: `--set strategy.open.lock_in=0.2`.
struct LeverSet {
  std::string kind, lever;
  Given given;
};

/// What the command line sets, when that is to take force before a later step: as a change of all arms.
struct SetLater {
  std::int64_t at = 0;
  Values parameters;
  std::vector<LeverSet> levers;
};

struct Draft {
  Scenario scenario;
  std::vector<Problem> problems;
  std::vector<Place> arm_places, change_places;  ///< as in the scenario's arms and changes
  Place sweep_place;
  bool sweep_is_wrong = false;        ///< and left out: nothing more is said of it
  std::int64_t steps_in_file = 0;  ///< 0: not known
  Values set;                      ///< parameters of --set
  std::vector<LeverSet> set_levers;
  std::vector<Kind> unused_kinds;  ///< of tables that no arm mentions

  const Model& model() const { return *scenario.model; }
  bool has_kinds() const { return !model().kind.empty(); }
  /// "strategy.open." before the levers of open.
  std::string owner(const std::string& kind) const { return model().kind + "." + kind + "."; }
  void wrong(const Place& place, std::string message) {
    problems.push_back({place, std::move(message)});
  }
};

/// What an arm says of its members, before it is known which kinds there are.
struct Mention {
  std::string kind;
  Place place;
  std::int64_t count = 0;
};

/// [[arm]]: names, parameters, and the mentions of kinds of each arm. Without any: one, "standard".
std::vector<std::vector<Mention>> read_arms(TableReader& root, Draft& draft);

/// [strategy.NAME]: fills Scenario::kinds and the arms' counts.
void read_kinds(TableReader& root, const std::vector<std::vector<Mention>>& mentions, Draft& draft);

/// [[change]], and behind them what is set later, if anything is.
void read_changes(TableReader& root, SetLater set, Draft& draft);
void read_sweep(TableReader& root, Draft& draft);
void read_record(TableReader& root, Draft& draft);

/// The number that a table speaks of; `owner` ("expect.") stands before its keys in messages.
Measure read_measure(TableReader& table, const std::string& owner, Draft& draft);
/// The same without a contrast of arms: all weights are 0.
Measure read_measure_of_no_arm(TableReader& table, const std::string& owner, Draft& draft);
/// Only of what and of whom: its observable and columns.
Measure read_columns(TableReader& table, const std::string& owner, Draft& draft);
/// What is made of one number for each replicate.
Statistic read_statistic(TableReader& table);
/// `profit, contrast open 1 closed -1, at last`: what tells a table from others of its observable.
std::string words_of_keys(TableReader& table);

/// [[stop]]: when a run is over; [[until]]: when there are replicates enough.
void read_stops(TableReader& root, Draft& draft);
void read_untils(TableReader& root, Draft& draft);

/// [[expect]]: after everything else, as it may speak of all of it.
void read_expectations(TableReader& root, Draft& draft);

/// Refuses what is set twice: by --set and an arm or the sweep, by an arm and the sweep.
void refuse_conflicts(Draft& draft);

/// Holds every setting that the scenario leads to against the model.
void check_settings(Draft& draft);

}  // namespace permea
