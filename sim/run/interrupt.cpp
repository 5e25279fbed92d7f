// What a signal does: the first sets a flag, the next ends the program.
#include "sim/run/interrupt.h"

#include <atomic>
#include <csignal>

namespace permea {
namespace {

std::atomic<bool> asked_to_stop = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // or a handler could not touch it

extern "C" void ask_to_stop(int signal) {
  if (!asked_to_stop.exchange(true)) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);  // ends the program when this handler returns
}

}  // namespace

void watch_for_interrupts() {
  asked_to_stop = false;
  struct sigaction action = {};
  action.sa_handler = ask_to_stop;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGXCPU, SIGHUP}) {
    struct sigaction before = {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup, a shell's "&"
  }
}

bool interrupted() { return asked_to_stop; }

}  // namespace permea
