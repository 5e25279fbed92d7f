// The results file of a plan, from the first finished run to the renamed NAME.h5. Every finished run
// goes to NAME.h5.journal at once; when the plan is done the journal is written to NAME.h5.part in
// plan order, because the bytes of an HDF5 file depend on the order in which its chunks are written
// and workers finish in any order, and only a whole, checked file is renamed to NAME.h5.
//
//   Archive archive({path, part, overwrite, resume}, plan);   // refuses now what it would refuse later
//   ... archive.add(series) of archive.remaining(), from any thread, in any order ...
//   archive.finish();
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/file/checkpoint.h"
#include "sim/run/plan.h"
#include "sim/run/series.h"

namespace permea {

/// Where results go, and what becomes of what is there already.
struct Output {
  std::string path;        ///< NAME.h5
  Part part = {};          ///< of the plan
  bool overwrite = false;  ///< a results file, when its successor is ready; without `resume` a journal too
  bool resume = false;     ///< keep the runs of a journal
  bool takeover = false;   ///< the writer on another host that a lock names is gone
  Saving saving = {};      ///< what is saved of runs under way
};

/// The results file at `path`, and the files beside it that a call writes or removes.
std::vector<std::string> names_of(const std::string& path);

/// How a results file is finished.
struct Finishing {
  std::optional<Enough> enough = {};  ///< only the first replicates, which were enough
  int threads = 1;
  std::function<bool()> go_on = {};   ///< asked now and then: false ends it, and --resume goes on
  std::function<void()> beside = {};  ///< writes what stands beside the file that is complete, which nobody
                                      ///< else may write yet
};

class Archive {
 public:
  /// Takes output.path for the results of a part of `plan`, which must outlive the archive. Missing
  /// parent folders are made. Throws BadInput when the path is a folder or is being written by another
  /// process, when a file, a journal with runs or a saved run is there that `output` does not speak of,
  /// and when what is to be resumed is of another scenario, version or part; Failure when the folder
  /// cannot be written. An existing file stays whole until finish() has its successor ready.
  Archive(Output output, const Plan& plan);
  /// Of an archive that is not finished the journal is left behind, if it has runs, and what was saved
  /// of runs under way; never .part or .lock.
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  /// What the journal has and what it has not, of the part.
  Remaining remaining() const;
  /// How many runs are in the journal.
  std::size_t size() const;
  /// Runs under way.
  Checkpoint& checkpoint();
  const Checkpoint& checkpoint() const;
  /// Series::until of a run that the journal has.
  std::vector<double> until(std::size_t run) const;

  /// Keeps a finished run, each run of the plan once. May be called from several threads at a time
  /// and in any order; compresses in the caller. A failed run may have fewer rows than recorded
  /// steps, or none: the rest is NaN. Throws Failure when the disk does not take it.
  void add(const Series& series);

  /// Returns when all that was added is on the disk, for a later call to go on from: how many runs.
  /// Throws Failure when that cannot be said.
  std::size_t secure();

  /// Writes the results file, with up to `threads` threads; all runs of the plan must have been
  /// added. Throws Failure when the disk does not take it: then there is no new file at `path`.
  void finish(int threads = 1) { finish(Finishing{{}, threads, {}, {}}); }
  /// The same as is said; false when it was ended. Then the archive is as it was before.
  bool finish(const Finishing& how);

  /// Forgets what was added: nothing is left behind.
  void discard();

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

/// What a finished results file says of its runs.
struct Finished {
  Remaining runs;  ///< by their numbers in the file; none remains to be made
  std::optional<Enough> enough;
};

/// Of the file at output.path, if it is of this plan and part; nothing when there is no such file.
/// Throws BadInput for a file that is of another, or damaged.
std::optional<Finished> finished(const Output& output, const Plan& plan);

}  // namespace permea
