// The only place that knows threads: chunks of work that any number of workers take in turn.
//
// Which worker takes which chunk is left to the moment, so that a core held by another process slows
// only itself. Results stay the same when a chunk writes only what is its own, or adds to exact sums.
#pragma once

#include <cstddef>
#include <functional>

namespace permea {

/// Calls `work(chunk, worker)` once for each chunk in [0, chunks), on up to `threads` threads;
/// `worker`, in [0, threads), says whose scratch memory to use. With one thread or one chunk it runs
/// plainly in the caller. When chunks throw, the exception of the lowest of them is rethrown after
/// the loop, whatever the number of threads; chunks above it may be left out. May be nested once.
void parallel_for(std::size_t chunks, int threads,
                  const std::function<void(std::size_t chunk, int worker)>& work);

/// Cores that this process may use (its affinity mask), at least 1.
int machine_threads();

}  // namespace permea
