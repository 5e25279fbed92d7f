// A model's declarations, turned into tables.
#include "sim/run/describe.h"

#include <algorithm>

namespace permea {
namespace {

std::string name_of(Type type) {
  switch (type) {
    case Type::real: return "real";
    case Type::whole: return "whole";
    case Type::flag: return "flag";
    case Type::choice: break;
  }
  return "choice";
}

/// Lowest and highest of a number, every value of the others; the standard alone when a parameter is
/// declared for a later version.
Cell range_of(const ParameterRow& row) {
  if (!row.offered) return std::vector<Value>{row.standard};
  switch (row.type) {
    case Type::real: return Range{row.low, row.high};
    case Type::whole:
      return Range{static_cast<std::int64_t>(row.low), static_cast<std::int64_t>(row.high)};
    case Type::flag: return std::vector<Value>{false, true};
    case Type::choice: break;
  }
  return std::vector<Value>(row.choices.begin(), row.choices.end());
}

Table parameter_table(std::string name, std::string about, const std::vector<ParameterRow>& rows) {
  Table table{std::move(name), std::move(about),
              {"name", "type", "unit", "standard", "range", "meaning", "source"}, {}, 5};
  for (const ParameterRow& row : rows) {
    std::string limits = row.offered ? "" : " (not in this version)";
    if (row.at_start) limits += " (at the start only)";
    if (row.type == Type::whole && !row.choices.empty()) limits += " (or \"" + row.choices[0] + "\")";
    table.rows.push_back({row.name, name_of(row.type), row.unit, row.standard, range_of(row),
                          row.meaning + limits, row.source});
  }
  return table;
}

Value lever_of(const Preset& preset, const ParameterRow& lever) {
  const auto found = preset.levers.find(lever.name);
  if (found == preset.levers.end()) return lever.standard;
  const auto* whole = std::get_if<std::int64_t>(&found->second.value);
  if (whole && lever.type == Type::real) return static_cast<double>(*whole);
  return found->second.value;
}

Table preset_table(const Model& model) {
  Table table{"presets", "What each preset means.", {"name", "meaning"}, {}, 1};
  for (const Preset& preset : model.presets) table.rows.push_back({preset.name, preset.meaning});
  return table;
}

Table preset_levers_table(const Model& model) {
  Table table{"levers of the presets", "", {"lever", "standard"}, {}, 0};
  for (const Preset& preset : model.presets) table.columns.push_back(preset.name);
  if (!model.presets.empty())
    for (const ParameterRow& lever : model.levers) {
      std::vector<Cell> row = {lever.name, lever.standard};
      for (const Preset& preset : model.presets) row.push_back(lever_of(preset, lever));
      table.rows.push_back(std::move(row));
    }
  table.brief = table.columns.size();
  return table;
}

Table schedule_table(const Model& model) {
  Table table{"schedule", "What happens in every " + model.step_unit + ", in this order.",
              {"step", "verb", "meaning"}, {}, 2};
  for (std::size_t i = 0; i < model.schedule.size(); ++i)
    table.rows.push_back({static_cast<std::int64_t>(i + 1), model.schedule[i].verb,
                          model.schedule[i].meaning});
  return table;
}

/// The dimensions of an observable in the results file, behind run and step.
std::vector<Value> dimensions_of(const Model& model, const ObservableRow& row) {
  std::vector<Value> dimensions;
  if (row.grouped) dimensions.emplace_back(model.kind);
  dimensions.insert(dimensions.end(), row.dimensions.begin(), row.dimensions.end());
  return dimensions;
}

Table observable_table(const Model& model) {
  Table table{"observables", "What a run records; [record] observables chooses among them.",
              {"name", "unit", "over", "together", "by", "meaning"}, {}, 5};
  for (const ObservableRow& row : model.observables)
    table.rows.push_back({row.name, row.unit, std::string(row.over == Over::flow ? "flow" : "stock"),
                          row.together, dimensions_of(model, row), row.meaning});
  return table;
}

Table state_table(const Model& model) {
  Table table{"state", "What a world consists of.",
              {"per", "name", "unit", "bytes", "meaning"}, {}, 4};
  for (const Column& column : model.state)
    table.rows.push_back({column.per, column.name, column.unit,
                          static_cast<std::int64_t>(column.bytes_each), column.meaning});
  return table;
}

Table chance_table(const Model& model) {
  Table table{"chance", "The questions that are left to chance.",
              {"number", "question", "meaning"}, {}, 2};
  for (const QuestionRow& row : model.questions)
    table.rows.push_back({static_cast<std::int64_t>(row.number), row.name, row.meaning});
  return table;
}

std::string capital(std::string words) {
  if (words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

std::string in_markdown(const Model& model) {
  std::string lines = "# " + model.name + "\n\n" + capital(model.summary) + ".\n";
  for (const Table& table : tables_of(model)) {
    lines.append("\n## ").append(capital(table.name)).append("\n\n");
    lines += "<!-- permea describe " + model.name + ": " + table.name + " -->\n";
    lines += as_markdown(table) + "<!-- end -->\n";
  }
  return lines;
}

std::string in_json(const Model& model) {
  std::string lines = "{\n\"model\": " + json_text(model.name) +
                      ",\n\"summary\": " + json_text(model.summary) +
                      ",\n\"step_unit\": " + json_text(model.step_unit) +
                      ",\n\"population\": " + json_text(model.population) +
                      ",\n\"kind\": " + json_text(model.kind);
  for (const Table& table : tables_of(model))
    lines += ",\n" + json_text(table.name) + ": " + as_json(table);
  return lines + "\n}\n";
}

}  // namespace

std::vector<Table> tables_of(const Model& model) {
  std::vector<Table> tables = {
      parameter_table("parameters", "Set in [parameters], in an arm, in a sweep, or with --set.",
                      model.parameters),
      parameter_table("levers", "Set in [" + model.kind + ".NAME].", model.levers),
      preset_table(model),
      preset_levers_table(model),
      schedule_table(model),
      observable_table(model),
      state_table(model),
      chance_table(model)};
  std::erase_if(tables, [](const Table& table) { return table.rows.empty(); });
  return tables;
}

std::string described(const Model& model, Format format) {
  if (format == Format::markdown) return in_markdown(model);
  if (format == Format::json) return in_json(model);
  std::string lines = model.name + ": " + model.summary + "\n";
  for (const Table& table : tables_of(model)) lines.append("\n").append(as_text(table));
  return lines;
}

std::string listed(std::span<const Model> models, Format format) {
  Table table{"models", "`permea describe MODEL` says more of one.", {"name", "summary"}, {}, 1};
  for (const Model& model : models) table.rows.push_back({model.name, model.summary});
  if (format == Format::markdown) return as_markdown(table);
  return format == Format::json ? as_json(table) + "\n" : as_text(table);
}

}  // namespace permea
