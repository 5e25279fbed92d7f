// How a table is laid out in each of its three formats.
#include "sim/run/table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "sim/kit/problem.h"

namespace permea {
namespace {

constexpr std::size_t line_width = 100;

std::string unquoted(const Value& value) {
  const auto* word = std::get_if<std::string>(&value);
  return word ? *word : text(value);
}

std::string json_value(const Value& value) {
  const auto* real = std::get_if<double>(&value);
  if (real && !std::isfinite(*real)) return "null";
  const auto* word = std::get_if<std::string>(&value);
  return word ? json_text(*word) : text(value);
}

std::string json_cell(const Cell& cell) {
  if (const auto* value = std::get_if<Value>(&cell)) return json_value(*value);
  if (const auto* range = std::get_if<Range>(&cell))
    return std::string("[") + json_value(range->low) + ", " + json_value(range->high) + "]";
  std::string list;
  for (const Value& value : std::get<std::vector<Value>>(cell))
    list.append(list.empty() ? "" : ", ").append(json_value(value));
  return "[" + list + "]";
}

/// An end of a range as people write it: 1 rather than 1.0.
std::string bound(const Value& value) {
  const std::string written = text(value);
  return written.ends_with(".0") ? written.substr(0, written.size() - 2) : written;
}

/// A bar would end a markdown cell.
std::string markdown_cell(const Cell& cell) {
  std::string escaped;
  for (const char c : plain(cell))
    escaped.append(c == '|' ? "\\|" : std::string(1, c == '\n' ? ' ' : c));
  return escaped;
}

/// Characters, not bytes: UTF-8 goes on in bytes of the form 10xxxxxx.
std::size_t width_of(const std::string& words) {
  return static_cast<std::size_t>(
      std::count_if(words.begin(), words.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(const std::string& words, std::size_t width) {
  const std::size_t taken = width_of(words);
  return taken < width ? words + std::string(width - taken, ' ') : words;
}

/// Words as a message shows them: what would move the cursor of a terminal as a number.
std::string shown(const std::string& words) {
  Problem problem;
  problem.message = words;
  return text(problem);
}

/// Words in lines that begin with `indent` and reach to the edge of the page.
std::string wrapped(const std::string& words, const std::string& indent) {
  std::istringstream stream(words);
  std::string lines, line = indent, word;
  while (stream >> word) {
    word = shown(word);
    if (line != indent && width_of(line) + 1 + width_of(word) > line_width) {
      lines += line + "\n";
      line = indent;
    }
    line += (line == indent ? "" : " ") + word;
  }
  return line == indent ? lines : lines + line + "\n";
}

std::vector<std::size_t> brief_widths(const Table& table) {
  std::vector<std::size_t> widths;
  for (std::size_t column = 0; column < table.brief; ++column) {
    std::size_t width = width_of(table.columns[column]);
    for (const auto& row : table.rows) width = std::max(width, width_of(plain(row[column])));
    widths.push_back(width);
  }
  return widths;
}

void add_row(std::string& lines, const std::vector<std::string>& cells,
             const std::vector<std::size_t>& widths) {
  std::string line = " ";
  for (std::size_t column = 0; column < cells.size(); ++column)
    line += (column == 0 ? " " : "  ") + padded(cells[column], widths[column]);
  lines += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
}

/// What stands below a row's brief cells: the first as a sentence, the others in brackets behind it.
std::string sentence(const Table& table, const std::vector<Cell>& row) {
  std::string words;
  for (std::size_t column = table.brief; column < row.size(); ++column) {
    const std::string cell = plain(row[column]);
    if (cell.empty()) continue;
    words += column == table.brief ? cell : " [" + cell + "]";
  }
  return words;
}

}  // namespace

std::string plain(const Cell& cell) {
  if (const auto* value = std::get_if<Value>(&cell)) return unquoted(*value);
  if (const auto* range = std::get_if<Range>(&cell))
    return bound(range->low) + " to " + bound(range->high);
  std::string list;
  for (const Value& value : std::get<std::vector<Value>>(cell))
    list.append(list.empty() ? "" : ", ").append(unquoted(value));
  return list;
}

std::string as_text(const Table& table) {
  std::string lines = shown(table.name) + "\n";
  if (!table.about.empty()) lines += wrapped(table.about, "  ");
  const std::vector<std::size_t> widths = brief_widths(table);
  const auto brief = static_cast<std::ptrdiff_t>(table.brief);
  const std::vector<std::string> head(table.columns.begin(), table.columns.begin() + brief);
  if (brief > 1 && !head.front().empty()) add_row(lines, head, widths);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    for (std::size_t column = 0; column < table.brief; ++column) cells.push_back(plain(row[column]));
    add_row(lines, cells, widths);
    lines += wrapped(sentence(table, row), "      ");
  }
  return lines;
}

std::string as_markdown(const Table& table) {
  std::string head = "|", rule = "|", lines;
  for (const std::string& column : table.columns) {
    head += " " + column + " |";
    rule += " --- |";
  }
  for (const auto& row : table.rows) {
    lines += "|";
    for (const Cell& cell : row) lines.append(" ").append(markdown_cell(cell)).append(" |");
    lines += "\n";
  }
  return head + "\n" + rule + "\n" + lines;
}

std::string as_json(const Table& table) {
  std::string lines;
  for (const auto& row : table.rows) {
    std::string object;
    for (std::size_t column = 0; column < row.size(); ++column)
      object.append(object.empty() ? "" : ", ")
          .append(json_text(table.columns[column]) + ": " + json_cell(row[column]));
    lines.append(lines.empty() ? "" : ",\n").append("  {" + object + "}");
  }
  return "[\n" + lines + "\n]";
}

std::string json_text(std::string_view words) {
  std::string escaped = "\"";
  for (const char c : words) {
    if (c == '"' || c == '\\') escaped.append(1, '\\').append(1, c);
    else if (static_cast<unsigned char>(c) >= 0x20) escaped.append(1, c);
    else {
      std::array<char, 8> code;
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
      escaped += code.data();
    }
  }
  return escaped + "\"";
}

}  // namespace permea
