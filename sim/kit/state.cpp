// What can be done with any world through the list of its columns.
#include "sim/kit/state.h"

#include <sys/mman.h>

#include <cstring>
#include <memory>

namespace permea {
namespace {

std::size_t count(const Counts& counts, const std::string& per) {
  return per == State::whole ? 1 : counts.at(per);
}

}  // namespace

void prefer_large_pages([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t bytes) {
#ifdef MADV_HUGEPAGE
  constexpr std::size_t large_page = std::size_t{1} << 21;
  if (std::align(large_page, large_page, memory, bytes))
    madvise(memory, bytes / large_page * large_page, MADV_HUGEPAGE);
#endif
}

void State::allocate(const Counts& counts) const {
  for (const Column& column : columns_) column.resize(count(counts, column.per));
}

std::uint64_t State::hash() const {
  std::uint64_t hash = hash_bytes({});
  for (const Column& column : columns_)
    if (column.bytes_each > 0) hash = hash_bytes(column.bytes(), hash);  // views say nothing of their own
  return hash;
}

std::size_t bytes_of(std::span<const Column> columns, const Counts& counts) {
  std::size_t sum = 0;
  for (const Column& column : columns) sum += column.bytes_each * count(counts, column.per);
  return sum;
}

std::uint64_t hash_bytes(std::span<const std::byte> bytes, std::uint64_t start) {
  constexpr std::uint64_t prime = 0x100000001b3u;
  std::uint64_t hash = (start ^ bytes.size()) * prime;
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word;
    std::memcpy(&word, bytes.data() + i, 8);
    hash = (hash ^ word) * prime;
    hash ^= hash >> 32;
  }
  for (; i < bytes.size(); ++i) hash = (hash ^ static_cast<std::uint64_t>(bytes[i])) * prime;
  return hash;
}

}  // namespace permea
