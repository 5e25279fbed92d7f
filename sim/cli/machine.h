// What this machine, this job and this user allow: threads, memory, and what the terminal can show.
#pragma once

#include <cstddef>

#include "sim/run/progress.h"

namespace permea {

/// Threads to use when the command line says nothing: SLURM_CPUS_PER_TASK, else OMP_NUM_THREADS,
/// else the processors that this process may run on.
int threads_of_machine();

/// Bytes that are free for worlds: the least of what the system calls available, what the control
/// group leaves, and what ulimit allows.
std::size_t available_memory();

/// The style that "auto", "always", "never" or "json" means for standard error, and its width; the
/// bar has a colour unless NO_COLOR is set or it goes elsewhere than to a terminal.
ProgressStyle progress_style(const std::string& asked);
std::size_t terminal_width();
bool colour_wanted();

}  // namespace permea
