// The scenario file as read and checked: what is asked, with the place of everything that was said.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/kit/model.h"

namespace permea {

/// One arm: how many members of each kind, and the parameters it sets on top of the scenario's.
struct Arm {
  std::string name;
  std::vector<std::int64_t> counts;  ///< one for each of Scenario::kinds
  Values parameters;
};

/// From step `at` on: other parameters, other levers, in the arms named.
struct Change {
  std::int64_t at = 0;
  std::vector<std::size_t> arms;  ///< positions in Scenario::arms
  Values parameters;
  std::vector<Values> levers;  ///< one for each of Scenario::kinds: only what changes
};

/// A swept parameter, or the lever of a kind ("strategy.open.lock_in"), and the values it takes.
struct Axis {
  struct Ends {
    Value from, to;
    bool log_scale = false;
  };

  std::string name;
  Place place;
  std::vector<Given> values;
  std::optional<Ends> ends = {};  ///< of a range from which a design is drawn
};

/// grid: every combination of the axes' values; in all others the axes' first values belong together,
/// their second, ...: as listed, or drawn (sim/run/scenario/sweep/design.h).
enum class Design { none, grid, list, lhs, sobol, morris, saltelli };
std::string_view name_of(Design design);

struct Sweep {
  Design design = Design::none;
  std::vector<Axis> axes;
  std::string file_text;  ///< of the file that a list was read from, as it was
  /// Of a drawn design: points, trajectories, or points of each of A and B; levels of a trajectory's
  /// grid; which of all such designs. Size 0: it is not drawn, or its points were read as they are.
  std::size_t size = 0, levels = 4;
  std::uint64_t sample = 1;
};

struct Record {
  std::int64_t every = 1;
  std::vector<std::size_t> observables;  ///< positions in Model::observables, in the model's order
  bool panel = false;                    ///< also the columns of each member

  /// Where an observable that is recorded stands among those that are.
  std::size_t place_of(std::size_t observable) const {
    return static_cast<std::size_t>(std::find(observables.begin(), observables.end(), observable) -
                                    observables.begin());
  }
};

/// How the replicates' numbers become one: their mean, their variance, or the share of those that are
/// above zero.
enum class Statistic { mean, variance, wins };

/// A place in an observable's row, and what it counts for.
struct WeightedColumn {
  std::size_t column = 0;
  double weight = 1;
};

/// A number that each replicate has: an observable, of whom, when and where, compared over arms.
struct Measure {
  std::size_t observable = 0;           ///< position in Model::observables
  std::vector<WeightedColumn> columns;  ///< added up: a kind, a contrast of kinds, or the market
  bool last = true;                     ///< of the last row that a run made, or
  std::int64_t from = 0, to = 0;        ///< mean over the recorded steps in [from, to]
  std::vector<double> weights;          ///< one for each arm: the contrast
  std::vector<std::size_t> points;      ///< of the sweep: mean over them, or slope along them
  std::optional<std::size_t> slope;     ///< position in Sweep::axes
};

/// When a run is over before its last step: at the first recorded row at which a number (observable
/// and columns of `measure`) is below or above a threshold, or has moved by no more than it over so
/// many steps.
struct Stop {
  enum class Form { below, above, steady };

  Measure measure;
  Form form = Form::below;
  double threshold = 0;
  std::int64_t over = 0;  ///< steps, of Form::steady
  std::string written;    ///< as lines of a scenario
};

/// When there are replicates enough: when the 95 % interval of a number reaches no farther than so to
/// either side. It is looked at after whole rounds of replicates only (evidence/rounds.h).
struct Until {
  std::string name;  ///< what it is called, in the file's words or in those of its keys
  Measure measure;
  Statistic statistic = Statistic::mean;
  double half_width = 0;
  std::string written;  ///< as lines of a scenario
};

/// What the results are held against: one number and what it should be.
struct Expectation {
  enum class Form { value, between, sign, words };

  Place place;
  std::string name;  ///< what it is called, in the file's words or in those of its keys
  Measure measure;
  Statistic statistic = Statistic::mean;
  Form form = Form::words;
  double low = -std::numeric_limits<double>::infinity();  ///< from here
  double high = std::numeric_limits<double>::infinity();  ///< to here the number agrees
  double value = 0, tolerance = 0;  ///< of Form::value: low and high are value -+ tolerance
  std::string sign;                 ///< of Form::sign: "+", "-" or "0"
  double margin = 0;                ///< of Form::sign: what is nearer to zero counts as zero
  std::string source;
  std::string falsified_if;  ///< in words what no contrast can say
};

struct Scenario {
  std::string file;  ///< its name as given
  std::string name;  ///< the file's name without folder and ending
  std::string text;  ///< as written
  std::string title;
  std::string question;
  const Model* model = nullptr;
  std::int64_t steps = 0;
  std::uint64_t first_seed = 1,
                last_seed = 1;  ///< at most a million; replicate k has seed first_seed + k
  Values parameters;            ///< [parameters] and --set
  std::vector<Kind> kinds;  ///< the union over arms, in the order of the file, with presets resolved
  std::vector<Arm> arms;
  std::vector<Change> changes;  ///< by rising `at`, then the order of the file
  Sweep sweep;
  Record record;
  std::vector<Stop> stops;
  std::vector<Until> untils;  ///< with any, first_seed to last_seed are the most that are made
  std::vector<Expectation> expectations;
  std::vector<Problem> remarks;  ///< allowed, and yet worth a thought: for `check` to print
};

/// What the command line says on top of the file. Its problems have the option as their file.
struct Overrides {
  std::vector<std::string> set;  ///< KEY=VALUE, VALUE as in TOML or a bare word; replaces
                                 ///< [parameters], or with strategy.NAME.LEVER [strategy.NAME]
  std::string seeds;             ///< "A..B" or "A", or empty
  std::int64_t steps = -1;       ///< or -1; changes behind the last step never take force
  std::int64_t set_at = 0;       ///< what is set takes force before this step, as by a [[change]] of
                                 ///< all arms; 0: from the start on
};

/// Reads and checks `file` against the `models`. Throws BadInput with every problem in it, with file,
/// line and column, and for a file that is missing, a folder or closed to us; Failure when reading
/// breaks off.
///
/// An arm that says no members has the model's standard population; without [[arm]] there is one
/// arm, "standard". Kinds are in the order in which the file first mentions them, in a [strategy]
/// table or an arm; a table that no arm uses is dropped, with a remark. A new name without `like`
/// has the standard levers; `like = "open"` means open as this file has it.
Scenario load_scenario(const std::string& file, std::span<const Model> models,
                       const Overrides& overrides = {});

/// The same from a text; `file` names it in messages.
Scenario parse_scenario(std::string text, const std::string& file, std::span<const Model> models,
                        const Overrides& overrides = {});

/// The same from a text that permea wrote, in which every point of a sweep stands: of any length.
Scenario parse_understood(std::string text, const std::string& file, std::span<const Model> models);

}  // namespace permea
