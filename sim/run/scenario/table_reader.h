// A table of the scenario, read key by key: each asking reads and checks a value, notes down what is
// wrong, and makes the key known, so that at the end every other key can be refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/run/scenario/toml.h"

namespace permea {

class TableReader {
 public:
  /// `owner` stands before every key in a message: "record." for the keys of [record]. `place` is
  /// where a missing key is missed.
  TableReader(const std::vector<TomlEntry>& table, std::string owner, Place place,
              std::vector<Problem>& problems)
      : table_(table), owner_(std::move(owner)), place_(std::move(place)), problems_(problems) {}

  /// The entry of a key, or nullptr when there is none.
  const TomlEntry* find(std::string_view key);

  // Each of these is empty when the key is not there, or when something else stands there than what
  // is allowed, which then has been noted.
  std::optional<std::string> prose(std::string_view key);  ///< a text of any length
  std::optional<std::string> name(std::string_view key);   ///< one line, not empty
  std::optional<std::int64_t> whole(std::string_view key, std::int64_t low, std::int64_t high);
  std::optional<double> number(std::string_view key);  ///< finite
  std::optional<bool> flag(std::string_view key);
  const TomlEntry* table(std::string_view key);
  const TomlEntry* array(std::string_view key, std::string_view of);
  /// The tables of [[key]].
  std::vector<const TomlEntry*> tables(std::string_view key);
  /// The names in an array of `of`, each once, with their places; sound ones only.
  std::vector<const TomlEntry*> names(std::string_view key, std::string_view of);

  /// Notes that a key that must be there is not; `allowed` says what it would hold.
  void missing(std::string_view key, std::string_view allowed);
  /// Notes something at a place, under the name of a key.
  void wrong(std::string_view key, const Place& place, std::string_view message);
  /// Notes that an entry is not what is allowed.
  void refuse(std::string_view key, const TomlEntry& entry, std::string_view allowed);
  /// Notes every key that nobody asked for, with the nearest known one.
  void note_unread();

  const Place& place() const { return place_; }
  std::vector<Problem>& problems() { return problems_; }

 private:
  const std::vector<TomlEntry>& table_;
  std::string owner_;
  Place place_;
  std::vector<Problem>& problems_;
  std::vector<std::string> known_;
};

/// The values in a table of any nesting, by full name; whole numbers given for what `rows` declare
/// as real are turned into reals. `owner` stands before every name in a message. What is not a plain
/// value, or is there twice, is noted. Names are not checked: that is the model's to do.
Values values_of(const std::vector<TomlEntry>& table, const std::vector<ParameterRow>& rows,
                 const std::string& owner, std::vector<Problem>& problems);

/// The value as its declaration types it: a whole number given for a real becomes a real.
Value as_declared(Value value, std::string_view name, const std::vector<ParameterRow>& rows);

}  // namespace permea
