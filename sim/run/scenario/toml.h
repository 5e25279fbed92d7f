// A TOML text as a tree that remembers where everything stands and in which order it was written.
// The only room that knows toml++, whose tables are in alphabetical order.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/kit/parameter.h"

namespace permea {

/// What is bigger, longer or deeper than this is refused before it is parsed.
struct TomlLimits {
  static constexpr std::size_t bytes = std::size_t{1} << 20;
  static constexpr std::size_t line = std::size_t{1} << 16;  ///< bytes in a line
  static constexpr int dots = 16;                            ///< dots in a key
  static constexpr int depth = 32;                           ///< brackets within brackets
};

/// One key of a table, or one place of an array, with what it holds.
struct TomlEntry {
  enum class Sort { value, array, table, other };  ///< other: a date or a time

  std::string key;  ///< empty in an array
  Place place;      ///< of the key's last part; in an array, of the value
  Sort sort = Sort::other;
  Value value;                    ///< of a value
  std::vector<TomlEntry> inside;  ///< of an array or a table, in the order of the text
};

/// The entries of the text's root table. Dotted keys and nested tables give the same tree. Throws
/// BadInput, with the place in `file`, for what is not TOML or is over the limits.
std::vector<TomlEntry> read_toml(const std::string& text, const std::string& file,
                                 std::size_t most_bytes = TomlLimits::bytes);

/// One value as it would stand behind `key =`, or a bare word, which is taken as a text. Throws
/// BadInput, with `place` and the name `key`.
Value read_toml_value(const std::string& written, const std::string& key, const Place& place);

/// What stands there, for a message: `0.3`, `"open"`, `a table`.
std::string text(const TomlEntry& entry);

/// Whether a text has a character that would break a line of output or turn it, and that a message shows
/// as a number.
bool has_control_character(std::string_view words);

}  // namespace permea
