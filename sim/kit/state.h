// A world's state is listed once: from this list come allocation, hash, panel, checkpoint, the
// memory that `check` predicts, and the table in a model's README.
//
//   void World::list(State& state) {
//     state.column("firm", "price", "1", "price asked a month, in units of the unit cost", price);
//     state.rows("customer", "customer", "needs, openness and supplier of a customer", customers);
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace permea {

/// How many there are of what columns are per: {"customer", 100000}, {"firm", 60}.
using Counts = std::map<std::string, std::size_t, std::less<>>;

/// One column of a world: the same thing for each customer, firm, or whatever `per` says.
struct Column {
  std::string per;
  std::string name;
  std::string unit;
  std::string meaning;
  std::size_t bytes_each = 0;
  std::function<void(std::size_t)> resize;
  std::function<std::span<std::byte>()> bytes;
  std::function<double(std::size_t)> number;  ///< as a number, for the panel; empty for rows
};

/// Asks the system for large pages behind memory that is reserved but not touched yet. Whom chance picks
/// lies pages apart, and looking their pages up took 10 to 15 % of a month with 10^6 customers (README). A
/// wish: where it is not known or not granted nothing changes but the time.
void prefer_large_pages(void* memory, std::size_t bytes);

class State {
 public:
  static constexpr std::string_view whole = "world";  ///< `per` of what there is one of

  /// Numbers, one for each `per`.
  template <class Number, class Allocator>
  void column(std::string per, std::string name, std::string unit, std::string meaning,
              std::vector<Number, Allocator>& values) {
    static_assert(std::is_arithmetic_v<Number>);
    add(std::move(per), std::move(name), std::move(unit), std::move(meaning), values);
    columns_.back().number = [&values](std::size_t i) { return static_cast<double>(values[i]); };
  }

  /// Structures of plain numbers without padding, one for each `per`.
  template <class Row, class Allocator>
  void rows(std::string per, std::string name, std::string meaning,
            std::vector<Row, Allocator>& values) {
    add(std::move(per), std::move(name), "1", std::move(meaning), values);
  }

  /// One plain value, or structure of plain values without padding, of the whole world.
  template <class Value>
  void single(std::string name, std::string unit, std::string meaning, Value& value) {
    columns_.push_back({std::string(whole), std::move(name), std::move(unit), std::move(meaning),
                        sizeof(Value), [](std::size_t) {},
                        [&value] { return std::as_writable_bytes(std::span(&value, 1)); }, {}});
  }

  /// What other columns say of each `per`, as a number for the panel: `number(i)` reads it off them.
  /// Takes no memory.
  void view(std::string per, std::string name, std::string unit, std::string meaning,
            std::function<double(std::size_t)> number) {
    columns_.push_back({std::move(per), std::move(name), std::move(unit), std::move(meaning), 0,
                        [](std::size_t) {}, [] { return std::span<std::byte>(); }, std::move(number)});
  }

  const std::vector<Column>& columns() const { return columns_; }

  /// Gives every column the length that `counts` says. Throws std::out_of_range for an unknown `per`.
  void allocate(const Counts& counts) const;
  /// A hash of all columns in order (FNV-1a over 64-bit words): equal states have equal hashes.
  std::uint64_t hash() const;

 private:
  template <class Values>
  void add(std::string per, std::string name, std::string unit, std::string meaning, Values& values) {
    columns_.push_back({std::move(per), std::move(name), std::move(unit), std::move(meaning),
                        sizeof(typename Values::value_type),
                        [&values](std::size_t n) {
                          if (values.empty()) {  // what grows later grows by as much as it has
                            values.reserve(n);
                            prefer_large_pages(values.data(),
                                               n * sizeof(typename Values::value_type));
                          }
                          values.resize(n);
                        },
                        [&values] { return std::as_writable_bytes(std::span(values)); },
                        {}});
  }

  std::vector<Column> columns_;
};

/// Bytes that `columns` take when there are `counts`.
std::size_t bytes_of(std::span<const Column> columns, const Counts& counts);

/// A hash of bytes, to be chained: `hash_bytes(b, hash_bytes(a))`.
std::uint64_t hash_bytes(std::span<const std::byte> bytes, std::uint64_t start = 0xcbf29ce484222325u);

}  // namespace permea
