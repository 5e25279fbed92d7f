// The results file of a plan, from the first finished run to the renamed NAME.h5. Every finished run
// goes to NAME.h5.journal at once; when the plan is done the journal is written to NAME.h5.part in
// plan order, because the bytes of an HDF5 file depend on the order in which its chunks are written
// and workers finish in any order, and only a whole, checked file is renamed to NAME.h5.
//
//   Archive archive(output, plan, overwrite);   // refuses now what it would refuse later
//   ... archive.add(series) from any thread, in any order ...
//   archive.finish();
#pragma once

#include <memory>
#include <string>

#include "sim/run/plan.h"
#include "sim/run/series.h"

namespace permea {

class Archive {
 public:
  /// Takes `path` (NAME.h5) for the results of `plan`, which must outlive the archive. Missing parent
  /// folders are made. Throws BadInput when `path` exists and `overwrite` is false, is a folder, or is
  /// being written by another process; Failure when its folder cannot be written. An existing file
  /// stays whole until finish() has its successor ready.
  Archive(std::string path, const Plan& plan, bool overwrite);
  /// Of an archive that is not finished nothing is left behind: no .part, .journal or .lock.
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  /// Keeps a finished run, each run of the plan once. May be called from several threads at a time
  /// and in any order; compresses in the caller. A failed run may have fewer rows than recorded
  /// steps, or none: the rest is NaN. Throws Failure when the disk does not take it.
  void add(const Series& series);

  /// Writes the results file, with up to `threads` threads; all runs of the plan must have been
  /// added. Throws Failure when the disk does not take it: then there is no new file at `path`.
  void finish(int threads = 1);

 private:
  class Work;
  std::unique_ptr<Work> work_;
};

}  // namespace permea
