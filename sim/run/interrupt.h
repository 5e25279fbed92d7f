// Whether somebody asked the program to stop: the one global of permea, because a signal can reach
// nothing else.
#pragma once

namespace permea {

/// From now on SIGINT and SIGTERM ask the runs to stop between two steps, and so do the warnings of
/// a batch system (SIGUSR1), of a limit of time (SIGXCPU) and of a closed terminal (SIGHUP). A second
/// signal, of the same or another kind, ends the program at once; but the same within half a second is
/// no second one, as some senders signal twice, and SIGXCPU never is, as the system sends it every second
/// from the limit on. One that the caller let be ignored stays so.
void watch_for_interrupts();

/// Whether a signal has come since.
bool interrupted();

}  // namespace permea
