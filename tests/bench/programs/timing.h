// How work is timed, and what is taken of many times.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <thread>
#include <vector>

namespace permea::bench {

/// Seconds that `work` takes: on one thread of the processor, which others on the machine change less, on
/// several of the clock.
template <class Work>
double seconds(int threads, Work work) {
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t processor_start = std::clock();
  work();
  if (threads == 1) return static_cast<double>(std::clock() - processor_start) / CLOCKS_PER_SEC;
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A straightforward program knows no threads. On several it is flattered: as many of them, each with its share of
/// the customers and with firms of its own, work at once, the first on this thread.
template <class Program, class Work>
void at_once(std::vector<Program>& programs, Work work) {
  std::vector<std::jthread> others;
  for (std::size_t p = 1; p < programs.size(); ++p)
    others.emplace_back([&work, &program = programs[p]] { work(program); });
  work(programs[0]);
}

/// The value in the middle; the upper one of two.
inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace permea::bench
