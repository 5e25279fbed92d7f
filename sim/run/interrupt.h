// Whether somebody asked the program to stop: the one global of permea, because a signal can reach
// nothing else.
#pragma once

namespace permea {

/// From now on SIGINT and SIGTERM ask the runs to stop between two steps; a second one ends the
/// program at once. A signal that the caller let be ignored stays so.
void watch_for_interrupts();

/// Whether a signal has come since.
bool interrupted();

}  // namespace permea
