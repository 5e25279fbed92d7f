// A signal is first a wish, then an order. Each case is a child process, for signals are for life.
#include "sim/run/interrupt.h"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <thread>

namespace permea {
namespace {

/// How a child ends that does this: its exit code, or 128 + the signal that ended it.
int end_of(const std::function<int()>& deeds) {
  const pid_t child = fork();
  if (child == 0) {
    for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGXCPU, SIGHUP}) std::signal(signal, SIG_DFL);
    _exit(deeds());
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

TEST_CASE("nobody has asked to stop before a signal came") {
  CHECK(end_of([] {
          watch_for_interrupts();
          return interrupted() ? 1 : 0;
        }) == 0);
}

TEST_CASE("the first signal asks to stop, and the program goes on") {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGXCPU, SIGHUP})
    CHECK(end_of([signal] {
            watch_for_interrupts();
            std::raise(signal);
            return interrupted() ? 7 : 0;
          }) == 7);
}

TEST_CASE("the second signal ends the program at once") {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGHUP})
    CHECK(end_of([signal] {
            watch_for_interrupts();
            std::raise(signal);
            std::this_thread::sleep_for(std::chrono::milliseconds(600));
            std::raise(signal);
            return 7;
          }) == 128 + signal);
}

TEST_CASE("a signal that is sent twice for one cause is one signal") {
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1, SIGHUP})
    CHECK(end_of([signal] {
            watch_for_interrupts();
            std::raise(signal);
            std::raise(signal);
            return interrupted() ? 7 : 0;
          }) == 7);
}

TEST_CASE("a limit of the processor's time warns as often as it likes") {
  CHECK(end_of([] {
          watch_for_interrupts();
          std::raise(SIGXCPU);
          std::this_thread::sleep_for(std::chrono::milliseconds(600));
          std::raise(SIGXCPU);
          return interrupted() ? 7 : 0;
        }) == 7);
  CHECK(end_of([] {
          watch_for_interrupts();
          std::raise(SIGTERM);
          std::raise(SIGXCPU);
          return interrupted() ? 7 : 0;
        }) == 7);
}

TEST_CASE("a warning of a limit and an order to end are two signals") {
  CHECK(end_of([] {
          watch_for_interrupts();
          std::raise(SIGXCPU);
          std::raise(SIGTERM);
          return 7;
        }) == 128 + SIGTERM);
}

TEST_CASE("the second signal may be of another kind than the first") {
  CHECK(end_of([] {
          watch_for_interrupts();
          std::raise(SIGUSR1);
          std::raise(SIGTERM);
          return 7;
        }) == 128 + SIGTERM);
}

TEST_CASE("a signal that the caller let be ignored stays ignored") {
  CHECK(end_of([] {
          std::signal(SIGINT, SIG_IGN);
          watch_for_interrupts();
          std::raise(SIGINT);
          std::raise(SIGINT);
          return interrupted() ? 1 : 0;
        }) == 0);
}

}  // namespace
}  // namespace permea
