// How a complaint is worded, and which known name was probably meant.
#include "sim/kit/problem.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace permea {
namespace {

/// Edits (insert, delete, replace, swap of neighbours) that turn one name into the other.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> before(to.size() + 1), last(to.size() + 1), row(to.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t replace = last[j - 1] + (from[i - 1] != to[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      const bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(last, row);
  }
  return last.back();
}

/// The part behind the last dot: `firms` is near `market.firms`.
std::string_view leaf(std::string_view name) { return name.substr(name.find_last_of('.') + 1); }

std::string joined(const std::vector<Problem>& problems) {
  std::string lines;
  for (const Problem& problem : problems) lines.append(lines.empty() ? "" : "\n").append(text(problem));
  return lines;
}

/// Words of a file or of the command line may have characters that break a line or move the cursor of a
/// terminal: these are shown as `\x1b`.
std::string in_one_line(const std::string& words) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string line;
  for (const char letter : words) {
    const auto code = static_cast<unsigned char>(letter);
    if (code >= 0x20 && code != 0x7f) line += letter;
    else line.append("\\x").append(1, digits[code >> 4]).append(1, digits[code & 15]);
  }
  return line;
}

}  // namespace

std::string text(const Place& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string text(const Problem& problem) {
  const std::string where = text(problem.place);
  return in_one_line(where.empty() ? problem.message : where + ": " + problem.message);
}

BadInput::BadInput(std::vector<Problem> problems) : problems_(std::move(problems)) {
  std::sort(problems_.begin(), problems_.end());
  what_ = joined(problems_);
}

BadInput::BadInput(Place place, std::string message)
    : BadInput(std::vector<Problem>{{std::move(place), std::move(message)}}) {}

std::string suggestion(std::string_view name, std::span<const std::string> known) {
  constexpr std::size_t longest = 200;  // nobody meant a name of that length
  if (name.size() > longest) return "";
  std::size_t nearest_distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  std::string_view nearest;
  for (const std::string& candidate : known) {
    std::size_t distance = edit_distance(name, candidate);
    if (name.find('.') == std::string_view::npos)
      distance = std::min(distance, edit_distance(name, leaf(candidate)));
    if (distance < nearest_distance) {
      nearest_distance = distance;
      nearest = candidate;
    }
  }
  return nearest.empty() ? "" : "; did you mean \"" + std::string(nearest) + "\"?";
}

}  // namespace permea
