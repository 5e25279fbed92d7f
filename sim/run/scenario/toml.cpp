// How a TOML text becomes a tree in its own order, and what is refused before it is parsed.
#include "sim/run/scenario/toml.h"

#include <toml++/toml.h>

#include <algorithm>
#include <string_view>

namespace permea {
namespace {

/// Where the byte at `offset` stands.
Place place_at(std::string_view text, std::size_t offset, const std::string& file) {
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = line == 0 ? 0 : before.rfind('\n') + 1;
  return {file, line + 1, static_cast<std::uint32_t>(offset - line_start + 1)};
}

/// The offset behind the string that opens at `open`: at its end, or where the line ends without one.
std::size_t behind_string(std::string_view text, std::size_t open) {
  const char quote = text[open];
  const std::string three(3, quote);
  const bool several_lines = text.substr(open, 3) == three;
  std::size_t i = open + (several_lines ? 3 : 1);
  for (; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (several_lines && text.substr(i, 3) == three) {
      i += 3;
      for (int more = 0; more < 2 && i < text.size() && text[i] == quote; ++more) ++i;
      return i;
    } else if (!several_lines && (text[i] == quote || text[i] == '\n')) {
      return text[i] == quote ? i + 1 : i;
    }
  }
  return text.size();
}

/// Keys of many parts and brackets of great depth would overflow the parser's stack. This knows only
/// strings, comments, dots and brackets, and is right up to the first mistake, where parsing ends.
void refuse_depth(std::string_view text, const std::string& file) {
  const auto refuse = [&](std::size_t at, std::string message) {
    throw BadInput(place_at(text, at, file), std::move(message));
  };
  int dots = 0, depth = 0;
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      i = behind_string(text, i);
      continue;
    }
    if (c == '#') {
      i = std::min(text.find('\n', i), text.size());
      continue;
    }
    if (c == '.' && ++dots > TomlLimits::dots)
      refuse(i, "a key of more than " + std::to_string(TomlLimits::dots) + " dots");
    if (std::string_view("=,[]{}\n").find(c) != std::string_view::npos) dots = 0;
    if ((c == '[' || c == '{') && ++depth > TomlLimits::depth)
      refuse(i, "brackets nested deeper than " + std::to_string(TomlLimits::depth));
    if ((c == ']' || c == '}') && depth > 0) --depth;
    ++i;
  }
}

void refuse_size(std::string_view text, const std::string& file, std::size_t most_bytes) {
  if (text.size() > most_bytes)
    throw BadInput({file}, "larger than 1 MiB, and a scenario is not");
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end - start > TomlLimits::line)
      throw BadInput(place_at(text, start, file), "a line longer than 64 KiB");
    start = end + 1;
  }
}

Place place_of(const toml::source_region& source, const std::string& file) {
  return {file, source.begin.line, source.begin.column};
}

std::vector<TomlEntry> entries_of(const toml::node& node, const std::string& file);

TomlEntry entry_of(const toml::node& node, std::string key, Place place, const std::string& file) {
  TomlEntry entry{std::move(key), std::move(place), TomlEntry::Sort::value, {}, {}};
  if (has_control_character(entry.key))
    throw BadInput(entry.place, "a key with a line break or another control character");
  if (const auto* flag = node.as_boolean()) {
    entry.value = flag->get();
  } else if (const auto* whole = node.as_integer()) {
    entry.value = whole->get();
  } else if (const auto* real = node.as_floating_point()) {
    entry.value = real->get();
  } else if (const auto* word = node.as_string()) {
    entry.value = word->get();
  } else {
    entry.sort = node.is_table()   ? TomlEntry::Sort::table
                 : node.is_array() ? TomlEntry::Sort::array
                                   : TomlEntry::Sort::other;
    entry.inside = entries_of(node, file);
  }
  return entry;
}

std::vector<TomlEntry> entries_of(const toml::node& node, const std::string& file) {
  std::vector<TomlEntry> entries;
  if (const toml::array* array = node.as_array())
    for (const toml::node& place : *array)
      entries.push_back(entry_of(place, "", place_of(place.source(), file), file));
  if (const toml::table* table = node.as_table()) {
    for (const auto& [key, value] : *table)
      entries.push_back(entry_of(value, std::string(key.str()), place_of(key.source(), file), file));
    std::stable_sort(entries.begin(), entries.end(),
                     [](const TomlEntry& a, const TomlEntry& b) { return a.place < b.place; });
  }
  return entries;
}

/// toml++'s own words without their beginning, which says what "not TOML" says.
std::string complaint(const toml::parse_error& error) {
  std::string_view words = error.description();
  constexpr std::string_view beginning = "Error while parsing ";
  if (words.starts_with(beginning)) words.remove_prefix(beginning.size());
  std::string line = "not TOML: " + std::string(words);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

}  // namespace

std::vector<TomlEntry> read_toml(const std::string& text, const std::string& file,
                                 std::size_t most_bytes) {
  refuse_size(text, file, most_bytes);
  refuse_depth(text, file);
  try {
    return entries_of(toml::parse(std::string_view(text)), file);
  } catch (const toml::parse_error& error) {
    throw BadInput(place_of(error.source(), file), complaint(error));
  }
}

Value read_toml_value(const std::string& written, const std::string& key, const Place& place) {
  const auto in_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  const bool letter_first = !written.empty() && in_word(written[0]) && !(written[0] < 'A');
  const bool word = letter_first && std::all_of(written.begin(), written.end(), in_word);
  if (word && written != "true" && written != "false" && written != "nan" && written != "inf")
    return written;
  const std::string allowed = "; allowed: true or false, a number, or a text";
  std::vector<TomlEntry> entries;
  if (written.find('\n') == std::string::npos) {
    try {
      entries = read_toml("value = " + written, "");
    } catch (const BadInput&) {
      entries.clear();
    }
  }
  if (entries.size() != 1 || entries.front().sort != TomlEntry::Sort::value)
    throw BadInput(place, key + ": " + (written.empty() ? "no value" : "not a value") + allowed);
  return entries.front().value;
}

std::string text(const TomlEntry& entry) {
  switch (entry.sort) {
    case TomlEntry::Sort::value: break;
    case TomlEntry::Sort::array: return "an array";
    case TomlEntry::Sort::table: return "a table";
    case TomlEntry::Sort::other: return "a date or a time";
  }
  const auto* word = std::get_if<std::string>(&entry.value);
  return word && has_control_character(*word) ? "a text of several lines" : text(entry.value);
}

bool has_control_character(std::string_view words) {
  Problem shown;
  shown.message = words;
  return text(shown) != words;
}

}  // namespace permea
