// How each kind of value of the scenario is read, and what is said when it is something else.
#include "sim/run/scenario/table_reader.h"

#include <algorithm>
#include <cmath>

namespace permea {
namespace {

template <class Type>
const Type* held(const TomlEntry* entry) {
  const bool value = entry && entry->sort == TomlEntry::Sort::value;
  return value ? std::get_if<Type>(&entry->value) : nullptr;
}

bool is_name(const TomlEntry& entry) {
  const auto* word = held<std::string>(&entry);
  return word && !word->empty() && !has_control_character(*word);
}

}  // namespace

const TomlEntry* TableReader::find(std::string_view key) {
  known_.emplace_back(key);
  const auto found = std::find_if(table_.begin(), table_.end(),
                                  [&](const TomlEntry& entry) { return entry.key == key; });
  return found == table_.end() ? nullptr : &*found;
}

std::optional<std::string> TableReader::prose(std::string_view key) {
  const TomlEntry* entry = find(key);
  if (const auto* word = held<std::string>(entry)) return *word;
  if (entry) refuse(key, *entry, "a text in quotes");
  return std::nullopt;
}

std::optional<std::string> TableReader::name(std::string_view key) {
  const TomlEntry* entry = find(key);
  if (entry && is_name(*entry)) return std::get<std::string>(entry->value);
  if (entry) refuse(key, *entry, "a name in quotes, on one line");
  return std::nullopt;
}

std::optional<std::int64_t> TableReader::whole(std::string_view key, std::int64_t low,
                                               std::int64_t high) {
  const TomlEntry* entry = find(key);
  const auto* number = held<std::int64_t>(entry);
  if (number && *number >= low && *number <= high) return *number;
  if (entry)
    refuse(key, *entry,
           "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return std::nullopt;
}

std::optional<double> TableReader::number(std::string_view key) {
  const TomlEntry* entry = find(key);
  if (const auto* whole = held<std::int64_t>(entry)) return static_cast<double>(*whole);
  const auto* real = held<double>(entry);
  if (real && std::isfinite(*real)) return *real;
  if (entry) refuse(key, *entry, "a finite number");
  return std::nullopt;
}

std::optional<bool> TableReader::flag(std::string_view key) {
  const TomlEntry* entry = find(key);
  if (const auto* flag = held<bool>(entry)) return *flag;
  if (entry) refuse(key, *entry, "true or false");
  return std::nullopt;
}

const TomlEntry* TableReader::table(std::string_view key) {
  const TomlEntry* entry = find(key);
  if (!entry || entry->sort == TomlEntry::Sort::table) return entry;
  refuse(key, *entry, "a table");
  return nullptr;
}

const TomlEntry* TableReader::array(std::string_view key, std::string_view of) {
  const TomlEntry* entry = find(key);
  if (!entry || entry->sort == TomlEntry::Sort::array) return entry;
  refuse(key, *entry, "an array of " + std::string(of));
  return nullptr;
}

std::vector<const TomlEntry*> TableReader::tables(std::string_view key) {
  std::vector<const TomlEntry*> tables;
  const TomlEntry* entry = find(key);
  if (!entry) return tables;
  const std::string allowed = "tables, each under its [[" + std::string(key) + "]]";
  if (entry->sort != TomlEntry::Sort::array || entry->inside.empty())
    refuse(key, *entry, allowed);
  else
    for (const TomlEntry& place : entry->inside)
      if (place.sort == TomlEntry::Sort::table)
        tables.push_back(&place);
      else
        refuse(key, place, allowed);
  return tables;
}

std::vector<const TomlEntry*> TableReader::names(std::string_view key, std::string_view of) {
  std::vector<const TomlEntry*> names;
  const TomlEntry* entry = array(key, of);
  if (!entry) return names;
  for (const TomlEntry& place : entry->inside) {
    const auto same = [&](const TomlEntry* before) { return before->value == place.value; };
    const auto before = std::find_if(names.begin(), names.end(), same);
    if (!is_name(place))
      refuse(key, place, of);
    else if (before != names.end())
      wrong(key, place.place, text(place) + " is there twice; also at " + text((*before)->place));
    else
      names.push_back(&place);
  }
  return names;
}

void TableReader::missing(std::string_view key, std::string_view allowed) {
  wrong(key, place_, "missing; allowed: " + std::string(allowed));
}

void TableReader::wrong(std::string_view key, const Place& place, std::string_view message) {
  problems_.push_back({place, owner_ + std::string(key) + ": " + std::string(message)});
}

void TableReader::refuse(std::string_view key, const TomlEntry& entry, std::string_view allowed) {
  wrong(key, entry.place, text(entry) + "; allowed: " + std::string(allowed));
}

void TableReader::note_unread() {
  for (const TomlEntry& entry : table_)
    if (std::find(known_.begin(), known_.end(), entry.key) == known_.end())
      wrong(entry.key, entry.place, "unknown key" + suggestion(entry.key, known_));
}

Value as_declared(Value value, std::string_view name, const std::vector<ParameterRow>& rows) {
  const auto row =
      std::find_if(rows.begin(), rows.end(), [&](const ParameterRow& r) { return r.name == name; });
  if (row == rows.end() || row->type != Type::real) return value;
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole ? Value(static_cast<double>(*whole)) : value;
}

namespace {

void add_values(const std::vector<TomlEntry>& table, const std::string& topic,
                const std::vector<ParameterRow>& rows, const std::string& owner,
                std::vector<Problem>& problems, Values& values) {
  for (const TomlEntry& entry : table) {
    const std::string name = topic + entry.key;
    const auto wrong = [&](const std::string& message) {
      problems.push_back({entry.place, owner + name + ": " + message});
    };
    const auto* word = held<std::string>(&entry);
    if (entry.sort == TomlEntry::Sort::table)
      add_values(entry.inside, name + ".", rows, owner, problems, values);
    else if (entry.sort != TomlEntry::Sort::value || (word && has_control_character(*word)))
      wrong(text(entry) + "; allowed: true or false, a number, or a text of one line");
    else if (const auto before = values.find(name); before != values.end())
      wrong("set twice; also at " + text(before->second.place));
    else
      values.insert({name, {as_declared(entry.value, name, rows), entry.place}});
  }
}

}  // namespace

Values values_of(const std::vector<TomlEntry>& table, const std::vector<ParameterRow>& rows,
                 const std::string& owner, std::vector<Problem>& problems) {
  Values values;
  add_values(table, "", rows, owner, problems, values);
  return values;
}

}  // namespace permea
