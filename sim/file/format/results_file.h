// A journal written down as a results file: HDF5 that every reader of netCDF-4 opens. The layout is
// described in results/README.md.
#pragma once

#include <functional>
#include <string>

#include "sim/file/journal.h"
#include "sim/file/format/layout.h"

namespace permea {

/// The layout's version: it rises when a script that reads results would have to change.
inline constexpr std::int32_t results_format = 1;

/// The runs of a journal by their number in the plan that was made: with [[until]] that has more
/// replicates than the plan of the file.
struct MadeRuns {
  const Journal& journal;
  const Plan& plan;
};

/// Writes the complete file `path`, in plan order, with up to `threads` threads. Every run of the
/// layout must have been made. False when `go_on`, asked now and then, ended it. Throws Failure; then, as
/// when it was ended, what is at `path` is of no use.
bool write_results_file(const std::string& path, const Layout& layout, const MadeRuns& made, int threads,
                        const std::function<bool()>& go_on = {});

}  // namespace permea
