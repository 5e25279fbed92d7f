// [[stop]]: when a run is over before its last step; [[until]]: when there are replicates enough.
#include <algorithm>
#include <array>

#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

constexpr std::array<std::pair<std::string_view, Stop::Form>, 3> forms = {
    {{"below", Stop::Form::below}, {"above", Stop::Form::above}, {"steady", Stop::Form::steady}}};

/// An entry as it would stand behind its key, whatever was written around it.
std::string as_toml(const TomlEntry& entry) {
  if (entry.sort != TomlEntry::Sort::table) return text(entry);
  std::string inside;
  for (const TomlEntry& one : entry.inside)
    inside.append(inside.empty() ? " " : ", ").append(text(Value(one.key))).append(" = ").append(as_toml(one));
  return "{" + inside + " }";
}

/// The keys of a table as lines.
std::string as_lines(const TomlEntry& table) {
  std::string lines;
  for (const TomlEntry& inside : table.inside) lines += inside.key + " = " + as_toml(inside) + "\n";
  return lines;
}

void read_form(TableReader& table, Stop& stop, const Place& place, Draft& draft) {
  int given = 0;
  for (const auto& [key, form] : forms) {
    if (!table.find(key)) continue;
    ++given;
    stop.form = form;
    stop.threshold = table.number(key).value_or(0);
  }
  if (given != 1)
    draft.wrong(place, "stop: " + std::string(given == 0 ? "names no end" : "names several ends") +
                           "; allowed: one of below, above and steady (with over)");
  const TomlEntry* over = table.find("over");
  stop.over = table.whole("over", 1, ScenarioLimits::steps).value_or(0);
  const bool steady = given == 1 && stop.form == Stop::Form::steady;
  if (steady && !over) table.missing("over", "for so many steps");
  if (!steady && over) table.wrong("over", over->place, "stands beside steady only");
  if (steady && stop.threshold < 0)
    table.refuse("steady", *table.find("steady"), "a number from 0 up: how far it may move");
}

}  // namespace

void read_stops(TableReader& root, Draft& draft) {
  for (const TomlEntry* entry : root.tables("stop")) {
    const std::size_t problems_before = draft.problems.size();
    TableReader table(entry->inside, "stop.", entry->place, draft.problems);
    Stop stop;
    stop.measure = read_columns(table, "stop.", draft);
    read_form(table, stop, entry->place, draft);
    table.note_unread();
    stop.written = as_lines(*entry);
    if (draft.problems.size() == problems_before) draft.scenario.stops.push_back(std::move(stop));
  }
}

void read_untils(TableReader& root, Draft& draft) {
  for (const TomlEntry* entry : root.tables("until")) {
    const std::size_t problems_before = draft.problems.size();
    TableReader table(entry->inside, "until.", entry->place, draft.problems);
    Until until;
    until.name = table.name("name").value_or("");
    until.measure = read_measure(table, "until.", draft);
    until.statistic = read_statistic(table);
    const std::string allowed = "a number above 0: how far the 95 % interval may reach to either side";
    if (!table.find("half_width")) table.missing("half_width", allowed);
    until.half_width = table.number("half_width").value_or(1);
    if (until.half_width <= 0) table.refuse("half_width", *table.find("half_width"), allowed);
    if (until.name.empty()) until.name = words_of_keys(table);
    table.note_unread();
    until.written = as_lines(*entry);
    if (draft.problems.size() == problems_before) draft.scenario.untils.push_back(std::move(until));
  }
}

}  // namespace permea
