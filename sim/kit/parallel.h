// Threads inside a run: chunks of work that any number of workers take in turn.
//
// Which worker takes which chunk is left to the moment, so that a core held by another process slows
// only itself. Results stay the same when a chunk writes only what is its own, or adds to exact sums.
#pragma once

#include <cstddef>
#include <functional>
#include <vector>

namespace permea {

/// Calls `work(chunk, worker)` once for each chunk in [0, chunks), on up to `threads` threads;
/// `worker`, in [0, threads), says whose scratch memory to use. With one thread or one chunk it runs
/// plainly in the caller. When chunks throw, the exception of the lowest of them is rethrown after
/// the loop, whatever the number of threads; chunks above it may be left out. May be nested once.
void parallel_for(std::size_t chunks, int threads,
                  const std::function<void(std::size_t chunk, int worker)>& work);

/// Cores that this process may use (its affinity mask), at least 1.
int machine_threads();

namespace batch {
void each(std::size_t agents, int threads,
          const std::function<void(std::size_t first, std::size_t count, int worker)>& work);
/// How many of `threads` pay for a step of so many agents: below 100,000 one (tests/bench/README.md).
int worthwhile_threads(std::size_t agents, int threads);
}  // namespace batch

/// Calls `work(first, count, sums)` for each batch of `agents`: agents first, ..., first + count - 1 are
/// its own, and what it adds to `sums`, by exact sums only, comes together in `sums` at the end. Blocks
/// of 4,096 agents are shared among the threads, if there are so many agents that it pays.
template <class Sums, class Work>
void for_each_batch(std::size_t agents, int threads, Sums& sums, Work work) {
  const int team = batch::worthwhile_threads(agents, threads);
  std::vector<Sums> of_worker(static_cast<std::size_t>(team), sums);
  batch::each(agents, team, [&](std::size_t first, std::size_t count, int worker) {
    work(first, count, of_worker[static_cast<std::size_t>(worker)]);
  });
  for (const Sums& part : of_worker) sums.merge(part);
}

/// The same for work that adds nothing up: `work(first, count)`.
template <class Work>
void for_each_batch(std::size_t agents, int threads, Work work) {
  batch::each(agents, batch::worthwhile_threads(agents, threads),
              [&](std::size_t first, std::size_t count, int) { work(first, count); });
}

}  // namespace permea
