// What a signal does: the first is noted, and one that is no mere repetition ends the program.
#include "sim/run/interrupt.h"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <ctime>

namespace permea {
namespace {

/// The first signal that came: its moment, in milliseconds of the monotonic clock, and behind it its
/// number. One word, so that threads which are signalled at the same time agree which was first.
std::atomic<std::uint64_t> first_signal = 0;
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);  // or a handler could not touch it

constexpr std::uint64_t numbers = 128;    ///< above that of any signal
constexpr std::uint64_t one_cause = 500;  ///< milliseconds in which the same signal has the same cause

std::uint64_t now() {
  timespec time = {};
  clock_gettime(CLOCK_MONOTONIC, &time);  // which a handler may call, as POSIX has it
  return static_cast<std::uint64_t>(time.tv_sec) * 1000 + static_cast<std::uint64_t>(time.tv_nsec) / 1'000'000;
}

/// `timeout` signals a program and then its group, in which the program is; a limit of the processor's
/// time signals every second.
bool repeats(std::uint64_t first, int signal, std::uint64_t moment) {
  if (signal == SIGXCPU) return true;
  return first % numbers == static_cast<std::uint64_t>(signal) && moment < first / numbers + one_cause;
}

extern "C" void ask_to_stop(int signal) {
  const std::uint64_t moment = now();
  std::uint64_t first = 0;
  if (first_signal.compare_exchange_strong(first, moment * numbers + static_cast<std::uint64_t>(signal)))
    return;
  if (repeats(first, signal, moment)) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);  // ends the program when this handler returns
}

}  // namespace

void watch_for_interrupts() {
  first_signal = 0;
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

bool interrupted() { return first_signal != 0; }

}  // namespace permea
