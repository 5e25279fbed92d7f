// What a kernel takes for one item.
#pragma once

#include <benchmark/benchmark.h>

namespace permea::bench {

/// Says that each round of the kernel has treated so many items.
inline void per_item(benchmark::State& state, std::size_t items) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
}

}  // namespace permea::bench
