// A table for people (text), for documents (markdown) and for programs (JSON).
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "sim/kit/parameter.h"

namespace permea {

/// From the lowest to the highest value that is allowed.
struct Range {
  Value low, high;
};

/// One value, a list of them, or a range.
using Cell = std::variant<Value, std::vector<Value>, Range>;

struct Table {
  std::string name;   ///< "state variables"
  std::string about;  ///< one sentence, or empty
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  std::size_t brief = 0;  ///< columns that text puts side by side; the others go below, as sentences
};

enum class Format { text, markdown, json };

/// A value without the quotation marks of a text; a list with commas; a range as `0 to 1`.
std::string plain(const Cell& cell);

/// Lines of at most 100 characters where words allow it.
std::string as_text(const Table& table);
std::string as_markdown(const Table& table);
/// An array of objects, one a row, the columns' names being the keys.
std::string as_json(const Table& table);

/// A JSON string with its quotation marks.
std::string json_text(std::string_view words);

}  // namespace permea
