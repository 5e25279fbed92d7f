// Whether a results file says of its runs what its scenario says of them: which they are, and with what
// seed and parameters they were made.
#pragma once

#include "sim/file/reader.h"

namespace permea {

/// Holds arm, point, replicate, seed and everything that varies, of each run of the file, against its
/// plan. Throws Damaged, naming the first run that the file calls another, or the variable it lacks.
void check_coordinates(const StoredResults& stored);

}  // namespace permea
