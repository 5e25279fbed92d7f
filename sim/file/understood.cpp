// How a Scenario is written down again, in the order in which a scenario file is usually written.
#include "sim/file/understood.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace permea {
namespace {

/// A basic string of TOML.
std::string quoted(const std::string& words) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string written = "\"";
  for (const char letter : words) {
    const auto code = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\')
      written.append(1, '\\').append(1, letter);
    else if (code < 0x20 || code == 0x7f)
      written.append("\\u00").append(1, digits[code >> 4]).append(1, digits[code & 15]);
    else
      written += letter;
  }
  return written + '"';
}

std::string list(const std::vector<std::string>& items) {
  std::string line;
  for (const std::string& item : items) line += (line.empty() ? "" : ", ") + item;
  return line;
}

std::string line(const std::string& key, const std::string& value) {
  return key + " = " + value + "\n";
}

std::string table(const std::vector<std::string>& entries) {
  return std::string("{ ").append(list(entries)).append(" }");
}

std::string array(const std::vector<std::string>& entries) {
  return std::string("[").append(list(entries)).append("]");
}

std::string table(const Values& values) {
  std::vector<std::string> entries;
  for (const auto& [name, given] : values) entries.push_back(quoted(name) + " = " + text(given.value));
  return table(entries);
}

/// Every declared value in force, but for those that a sweep sets.
std::string in_force(const std::vector<ParameterRow>& rows, const Values& given, const Sweep& sweep,
                     const std::string& owner = "") {
  std::string lines;
  for (const ParameterRow& row : rows) {
    const bool swept = std::any_of(sweep.axes.begin(), sweep.axes.end(),
                                   [&](const Axis& axis) { return axis.name == owner + row.name; });
    if (swept) continue;
    const auto found = given.find(row.name);
    lines += line(row.name, text(found == given.end() ? row.standard : found->second.value));
  }
  return lines;
}

std::string head(const Scenario& s) {
  return line("title", quoted(s.title)) + line("question", quoted(s.question)) +
         line("model", quoted(s.model->name)) + line("steps", std::to_string(s.steps)) +
         line("seeds", quoted(std::to_string(s.first_seed) + ".." + std::to_string(s.last_seed)));
}

std::string arm_of(const Scenario& s, const Arm& arm) {
  std::string lines = "\n[[arm]]\n" + line("name", quoted(arm.name));
  std::vector<std::string> counts;
  for (std::size_t kind = 0; kind < s.kinds.size(); ++kind)
    counts.push_back(quoted(s.kinds[kind].name) + " = " + std::to_string(arm.counts[kind]));
  if (!counts.empty()) lines += line(s.model->population, table(counts));
  if (!arm.parameters.empty()) lines += line("parameters", table(arm.parameters));
  return lines;
}

std::string change_of(const Scenario& s, const Change& change) {
  std::vector<std::string> arms, kinds;
  for (const std::size_t arm : change.arms) arms.push_back(quoted(s.arms[arm].name));
  for (std::size_t kind = 0; kind < s.kinds.size(); ++kind)
    if (!change.levers[kind].empty())
      kinds.push_back(quoted(s.kinds[kind].name) + " = " + table(change.levers[kind]));
  std::string lines = "\n[[change]]\n" + line("at", std::to_string(change.at)) +
                      line("arms", array(arms));
  if (!change.parameters.empty()) lines += line("parameters", table(change.parameters));
  if (!kinds.empty()) lines += line(s.model->kind, table(kinds));
  return lines;
}

std::string sweep_of(const Sweep& sweep) {
  if (sweep.design == Design::none) return "";
  std::string lines =
      "\n[sweep]\n" + line("design", sweep.design == Design::grid ? "\"grid\"" : "\"list\"") +
      "\n[sweep.axes]\n";
  for (const Axis& axis : sweep.axes) {
    std::string values;  // one a line: a line of a scenario must not be longer than 64 KiB
    for (const Given& given : axis.values) values += "  " + text(given.value) + ",\n";
    lines += line(quoted(axis.name), std::string("[\n").append(values).append("]"));
  }
  return lines;
}

std::string record_of(const Scenario& s) {
  std::vector<std::string> names;
  for (const std::size_t i : s.record.observables) names.push_back(quoted(s.model->observables[i].name));
  std::string lines = "\n[record]\n" + line("every", std::to_string(s.record.every)) +
                      line("observables", array(names));
  if (s.record.panel) lines += line("panel", array({quoted(s.model->population)}));
  return lines;
}

}  // namespace

std::string as_understood(const Scenario& s) {
  std::string lines = head(s) + "\n[parameters]\n" + in_force(s.model->parameters, s.parameters, s.sweep);
  for (const Kind& kind : s.kinds) {
    const std::string owner = s.model->kind + "." + kind.name + ".";
    lines.append("\n[").append(s.model->kind).append(".").append(quoted(kind.name)).append("]\n");
    lines += in_force(s.model->levers, kind.levers, s.sweep, owner);
  }
  for (const Arm& arm : s.arms) lines += arm_of(s, arm);
  for (const Change& change : s.changes) lines += change_of(s, change);
  lines += sweep_of(s.sweep) + record_of(s);
  for (const Stop& stop : s.stops) lines += "\n[[stop]]\n" + stop.written;
  for (const Until& until : s.untils) lines += "\n[[until]]\n" + until.written;
  return lines;
}

}  // namespace permea
