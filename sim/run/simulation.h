// One run from its start to its last row: build the world, step it, look at it, change it when a
// change is due.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "sim/run/plan.h"
#include "sim/run/series.h"

namespace permea {

/// Asked when `steps_done` steps of the run are done, from 0 (just started) to the last; false stops
/// the run there.
using GoOn = std::function<bool(std::int64_t steps_done)>;

/// A run between two steps: the columns of its world, and of the rows that it has so far. Written
/// down and put back into the same run, just started, they let it go on as if nothing had happened.
struct Standing {
  RunKey key;
  std::int64_t steps_done = 0;
  std::vector<Column> columns;
};

/// Keeps runs as they stand and gives them back; several runs at a time, each by one thread.
class Keeper {
 public:
  /// A run that was kept: after so many steps, and how its columns are filled again. `restore` throws
  /// Failure when it cannot fill them as they were.
  struct Kept {
    std::int64_t steps_done = 0;
    std::function<void(const Standing&)> restore;
  };

  virtual ~Keeper() = default;
  /// How long a run goes on before it is kept anew.
  virtual std::chrono::duration<double> every() const = 0;
  virtual void keep(const Standing& standing) = 0;
  /// The step after which every run is put aside for good, for others to branch off; 0: none.
  virtual std::int64_t branching_step() const { return 0; }
  virtual void put_aside(const Standing&) {}
  /// What there is of a run that is about to start.
  virtual std::optional<Kept> kept(const RunKey& key) = 0;
  /// The run is done, and safe elsewhere.
  virtual void forget(const RunKey& key) = 0;
};

/// Runs number `number` of the plan with so many threads, on which no result depends. An exception of
/// the model makes the run Status::failed: its message and the last step done are kept, the rows that
/// are missing are NaN and the hash is 0. Nothing when `go_on` said false. An empty `go_on` never
/// stops; what `go_on` answers after the last step changes nothing. Memory that is not there is no
/// fault of the run: std::bad_alloc is thrown.
///
/// A run that comes to an end which its scenario names ([[stop]]) is done there: the rows behind it are
/// NaN as well.
///
/// With a `keeper` the run goes on where it was kept, is kept now and then, and once more when `go_on`
/// says false.
///
/// A change takes force before the step it names is made. A flow is summed over every step since the
/// row before; before the first step nothing has flowed and it is missing (NaN).
std::optional<Series> simulate(const Plan& plan, std::size_t number, int threads,
                               const GoOn& go_on = {}, Keeper* keeper = nullptr);

}  // namespace permea
