// Numbers and words as bytes of a file of permea's own: little-endian, as they lie in memory.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace permea {

using Bytes = std::vector<std::byte>;

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie in memory");

template <class Number>
void put(Bytes& bytes, Number number) {
  const auto raw = std::as_bytes(std::span(&number, 1));
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

/// The number that starts at `offset`, where all of it must be.
template <class Number>
Number get(std::span<const std::byte> bytes, std::size_t offset) {
  Number number;
  std::memcpy(&number, bytes.data() + offset, sizeof number);
  return number;
}

/// The length of the words, and the words.
inline void put_words(Bytes& bytes, std::string_view words) {
  put(bytes, static_cast<std::uint64_t>(words.size()));
  const auto raw = std::as_bytes(std::span(words));
  bytes.insert(bytes.end(), raw.begin(), raw.end());
}

/// Reads what put() and put_words() wrote, one after another.
class BytesReader {
 public:
  explicit BytesReader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  /// 0 when the bytes are at their end before.
  template <class Number>
  Number number() {
    const auto raw = take(sizeof(Number));
    return raw.empty() ? Number{} : get<Number>(raw, 0);
  }
  std::string words() {
    const auto raw = take(number<std::uint64_t>());
    return {reinterpret_cast<const char*>(raw.data()), raw.size()};
  }
  /// Whether all that was asked for was there, and nothing is left.
  bool came_out_even() const { return !short_ && bytes_.empty(); }
  bool is_short() const { return short_; }

 private:
  std::span<const std::byte> take(std::uint64_t length) {
    if (length > bytes_.size()) {
      short_ = true;
      return {};
    }
    const auto raw = bytes_.first(static_cast<std::size_t>(length));
    bytes_ = bytes_.subspan(raw.size());
    return raw;
  }

  std::span<const std::byte> bytes_;
  bool short_ = false;
};

}  // namespace permea
