// The only OpenMP of the project.
#include "sim/kit/parallel.h"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>

#include "sim/kit/lanes.h"
#include "sim/kit/random.h"

namespace permea {
namespace {

/// The exception of the lowest chunk that threw.
class LowestFailure {
 public:
  /// A chunk above one that failed cannot change the outcome.
  bool needless(std::size_t chunk) const { return chunk > chunk_.load(std::memory_order_relaxed); }

  void note(std::size_t chunk) {
    const std::lock_guard lock(mutex_);
    if (needless(chunk)) return;
    chunk_ = chunk;
    exception_ = std::current_exception();
  }

  void rethrow() const {
    if (exception_) std::rethrow_exception(exception_);
  }

 private:
  std::mutex mutex_;
  std::atomic<std::size_t> chunk_ = static_cast<std::size_t>(-1);
  std::exception_ptr exception_;
};

}  // namespace

void parallel_for(std::size_t chunks, int threads,
                  const std::function<void(std::size_t, int)>& work) {
  if (threads <= 1 || chunks <= 1) {
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) work(chunk, 0);
    return;
  }
  const int team = static_cast<int>(std::min(chunks, static_cast<std::size_t>(threads)));
  omp_set_max_active_levels(2);  // runs side by side, and threads inside each of them
  LowestFailure failure;
#pragma omp parallel for schedule(dynamic, 1) num_threads(team)
  for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
    if (failure.needless(chunk)) continue;
    try {
      work(chunk, omp_get_thread_num());
    } catch (...) {
      failure.note(chunk);
    }
  }
  failure.rethrow();
}

int machine_threads() { return std::max(1, omp_get_num_procs()); }

namespace batch {

void each(std::size_t agents, int threads,
          const std::function<void(std::size_t, std::size_t, int)>& work) {
  const std::size_t blocks = (agents + block_size - 1) / block_size;
  parallel_for(blocks, threads, [&](std::size_t block, int worker) {
    const std::size_t end = std::min(agents, (block + 1) * block_size);
    for (std::size_t first = block * block_size; first < end; first += batch_size)
      work(first, std::min(batch_size, end - first), worker);
  });
}

int worthwhile_threads(std::size_t agents, int threads) {
  constexpr std::size_t worth_it = 100'000;  // below, what a second thread gains is soon lost again
  return agents < worth_it ? 1 : threads;
}

}  // namespace batch
}  // namespace permea
