// The scenario file as read and checked: what is asked, with the place of everything that was said.
#pragma once

#include <cstdint>
#include <span>
#include <string>
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
  std::string name;
  Place place;
  std::vector<Given> values;
};

/// grid: every combination of the axes' values; list: the first values together, the second, ...
enum class Design { none, grid, list };

struct Sweep {
  Design design = Design::none;
  std::vector<Axis> axes;
};

struct Record {
  std::int64_t every = 1;
  std::vector<std::size_t> observables;  ///< positions in Model::observables, in the model's order
  bool panel = false;                    ///< also the columns of each member
};

struct Scenario {
  std::string file;  ///< its name as given
  std::string name;  ///< the file's name without folder and ending
  std::string text;  ///< as written
  std::string title;
  std::string question;
  const Model* model = nullptr;
  std::int64_t steps = 0;
  std::uint64_t first_seed = 1, last_seed = 1;  ///< replicate k has seed first_seed + k
  Values parameters;        ///< [parameters] and --set
  std::vector<Kind> kinds;  ///< the union over arms, in the order of the file, with presets resolved
  std::vector<Arm> arms;
  std::vector<Change> changes;  ///< by rising `at`, then the order of the file
  Sweep sweep;
  Record record;
};

/// What the command line says on top of the file.
struct Overrides {
  std::vector<std::string> set;  ///< KEY=VALUE, VALUE as in TOML; replaces [parameters]
  std::string seeds;             ///< "A..B", or empty
  std::int64_t steps = -1;       ///< or -1
};

/// Reads and checks `file` against the `models`. Throws BadInput with every problem in it, with file,
/// line and column; Failure when the file cannot be read.
Scenario load_scenario(const std::string& file, std::span<const Model> models,
                       const Overrides& overrides = {});

/// The same from a text; `file` names it in messages.
Scenario parse_scenario(std::string text, const std::string& file, std::span<const Model> models,
                        const Overrides& overrides = {});

}  // namespace permea
