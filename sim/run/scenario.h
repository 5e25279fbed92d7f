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
  std::uint64_t first_seed = 1,
                last_seed = 1;  ///< at most a million; replicate k has seed first_seed + k
  Values parameters;            ///< [parameters] and --set
  std::vector<Kind> kinds;  ///< the union over arms, in the order of the file, with presets resolved
  std::vector<Arm> arms;
  std::vector<Change> changes;  ///< by rising `at`, then the order of the file
  Sweep sweep;
  Record record;
  std::vector<Problem> remarks;  ///< allowed, and yet worth a thought: for `check` to print
};

/// What the command line says on top of the file. Its problems have the option as their file.
struct Overrides {
  std::vector<std::string> set;  ///< KEY=VALUE, VALUE as in TOML or a bare word; replaces
                                 ///< [parameters], or with strategy.NAME.LEVER [strategy.NAME]
  std::string seeds;             ///< "A..B" or "A", or empty
  std::int64_t steps = -1;       ///< or -1; changes behind the last step never take force
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

}  // namespace permea
