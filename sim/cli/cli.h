// The command line: which command was meant, and which exit code says how it went.
#pragma once

#include <span>

#include "sim/cli/level.h"

namespace permea {

/// Does what the words of the command line ask for, with the models of one of these levels: the one
/// that the environment names in PERMEA_LEVEL, else the highest that the machine has. Results and
/// tables go to standard output, everything else to standard error. Returns the exit code: 0 done; 1 a
/// run failed or a file could not be written; 2 the command line or a scenario is wrong, or the output
/// exists; 3 a result misses what is expected; 75 interrupted, and can be resumed.
int cli(int argc, char** argv, std::span<const Level> levels);

}  // namespace permea
