// How a complaint is worded, and which known name was probably meant.
#include "sim/kit/problem.h"

#include <algorithm>
#include <array>
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

/// A character, and how many bytes it takes; none for bytes that are no UTF-8.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};

/// The character of UTF-8 that the words begin with.
Character first_character(std::string_view words) {
  constexpr std::array<char32_t, 5> least = {0, 0, 0x80, 0x800, 0x10000};
  const auto lead = static_cast<unsigned char>(words.front());
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (lead < 0xc2 || lead > 0xf4 || words.size() < bytes) return {};
  char32_t code = lead & (0x7fu >> bytes);
  for (const char next : words.substr(1, bytes - 1)) {
    if ((static_cast<unsigned char>(next) & 0xc0) != 0x80) return {};
    code = code << 6 | (static_cast<unsigned char>(next) & 0x3fu);
  }
  const bool half_of_a_pair = code >= 0xd800 && code <= 0xdfff;  // of UTF-16
  if (code < least[bytes] || code > 0x10ffff || half_of_a_pair) return {};
  return {code, bytes};
}

/// Whether a character of a text only says what it is: it does not break the line, move the cursor, or
/// turn the direction in which what follows is read.
bool is_plain(char32_t code) {
  const auto between = [&](char32_t first, char32_t last) { return code >= first && code <= last; };
  return !between(0, 0x1f) && !between(0x7f, 0x9f) && !between(0x2028, 0x202e) && !between(0x2066, 0x2069);
}

std::string hexadecimal(char32_t number, int digits) {
  std::string written;
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) written += "0123456789abcdef"[number >> shift & 15u];
  return written;
}

/// Words of a file or of the command line may have characters that break a line, move the cursor of a
/// terminal or turn the direction of what follows: these are shown as `\x1b` or `\u202e`, and bytes that
/// are no UTF-8 as `\xff`.
std::string in_one_line(std::string_view words) {
  std::string line;
  while (!words.empty()) {
    const Character first = first_character(words);
    const std::size_t bytes = std::max<std::size_t>(first.bytes, 1);
    const char32_t code = first.bytes > 0 ? first.code : static_cast<unsigned char>(words.front());
    if (first.bytes > 0 && is_plain(code)) line += words.substr(0, bytes);
    else line += code < 0x80 || first.bytes == 0 ? "\\x" + hexadecimal(code, 2) : "\\u" + hexadecimal(code, 4);
    words.remove_prefix(bytes);
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
