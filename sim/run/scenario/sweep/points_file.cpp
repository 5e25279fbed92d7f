// Comma-separated values, line by line.
#include "sim/run/scenario/sweep/points_file.h"

#include <algorithm>
#include <sstream>

#include "sim/run/scenario/toml.h"

namespace permea {
namespace {

struct CsvCell {
  std::string text;
  std::uint32_t column = 1;  ///< in the line, from 1
};

std::string trimmed(const std::string& words) {
  const std::size_t first = words.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return words.substr(first, words.find_last_not_of(" \t\r") + 1 - first);
}

/// Commas within double quotes are part of a cell.
std::vector<CsvCell> cells_of(const std::string& line) {
  std::vector<CsvCell> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') quoted = !quoted;
    if (line[i] == ',' && !quoted) cells.push_back({"", static_cast<std::uint32_t>(i + 2)});
    else cells.back().text += line[i];
  }
  for (CsvCell& cell : cells) cell.text = trimmed(cell.text);
  return cells;
}

std::string without_quotes(const std::string& words) {
  const bool quoted = words.size() > 1 && words.front() == '"' && words.back() == '"';
  return quoted ? words.substr(1, words.size() - 2) : words;
}

}  // namespace

std::vector<PointsColumn> read_points(const std::string& text, const std::string& file) {
  std::vector<PointsColumn> columns;
  std::vector<Problem> problems;
  std::istringstream stream(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
  std::string line;
  for (std::uint32_t number = 1; std::getline(stream, line); ++number) {
    if (trimmed(line).empty()) continue;
    const std::vector<CsvCell> cells = cells_of(line);
    if (columns.empty()) {
      for (const CsvCell& cell : cells) {
        columns.push_back({without_quotes(cell.text), {file, number, cell.column}, {}});
        if (columns.back().name.empty())
          throw BadInput(columns.back().place, "no name; the head names a parameter for each column");
      }
    } else if (cells.size() != columns.size()) {
      Problem& problem = problems.emplace_back();
      problem.place = {file, number, 1};
      problem.message = std::to_string(cells.size()) + " values where the head has " +
                        std::to_string(columns.size()) + " names";
    } else {
      for (std::size_t i = 0; i < cells.size(); ++i) try {
          const Place place{file, number, cells[i].column};
          columns[i].values.push_back({read_toml_value(cells[i].text, columns[i].name, place), place});
        } catch (const BadInput& bad) {
          problems.insert(problems.end(), bad.problems().begin(), bad.problems().end());
        }
    }
    constexpr std::size_t enough = 10;
    if (problems.size() >= enough) break;
  }
  if (!problems.empty()) throw BadInput(std::move(problems));
  return columns;
}

}  // namespace permea
