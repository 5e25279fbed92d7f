// How declared values become variables of the file.
#include "sim/file/format/declarations.h"

#include <algorithm>
#include <array>

namespace permea {
namespace {

using Names = std::vector<std::string>;

const Value& in_force(const Values& given, const ParameterRow& row) {
  const auto found = given.find(row.name);
  return found == given.end() ? row.standard : found->second.value;
}

bool is_number(const ParameterRow& row) { return row.type == Type::real || row.type == Type::whole; }

const char* name_of(Type type) {
  constexpr std::array<const char*, 4> names = {"real", "whole", "flag", "choice"};
  return names[static_cast<std::size_t>(type)];
}

/// What is declared of parameters or levers, a variable a field.
void add_rows(Group& group, const std::string& dimension, const std::vector<ParameterRow>& rows) {
  Names names, types, units, ranges, meanings, sources;
  std::vector<double> lows, highs;
  for (const ParameterRow& row : rows) {
    const bool number = is_number(row);
    names.push_back(row.name);
    types.push_back(name_of(row.type));
    units.push_back(number ? row.unit : "");
    ranges.push_back(allowed(row));
    meanings.push_back(row.meaning);
    sources.push_back(row.source);
    lows.push_back(number ? row.low : missing);
    highs.push_back(number ? row.high : missing);
  }
  group.dimension(dimension, names, {"name in a scenario"});
  group.column("type", {dimension}, types, {"real, whole, flag or choice"});
  group.column("unit", {dimension}, units, {"unit of value, low and high"});
  group.column("low", {dimension}, lows, {"lowest value allowed"});
  group.column("high", {dimension}, highs, {"highest value allowed"});
  group.column("allowed", {dimension}, ranges, {"what is allowed, in words"});
  group.column("meaning", {dimension}, meanings, {"what it means"});
  group.column("source", {dimension}, sources, {"where the standard value comes from"});
}

}  // namespace

void write_parameters(Group& root, const Plan& plan) {
  const Names varying = plan.varying();
  std::vector<ParameterRow> rows;
  std::vector<double> numbers;
  Names values;
  for (const ParameterRow& row : plan.scenario().model->parameters) {
    if (std::find(varying.begin(), varying.end(), row.name) != varying.end()) continue;
    rows.push_back(row);
    const Value& value = in_force(plan.scenario().parameters, row);
    values.push_back(text(value));
    numbers.push_back(as_number(value));
  }
  if (rows.empty()) return;
  Group group = Group(hdf5::create_group(root.handle(), "parameters"));
  add_rows(group, "parameter", rows);
  group.column("value", {"parameter"}, values, {"value at step 0, as in a scenario"});
  group.column("number", {"parameter"}, numbers, {"value at step 0, NaN of a choice"});
  group.close();
}

void write_levers(Group& root, const Scenario& scenario) {
  const Model& model = *scenario.model;
  if (model.levers.empty() || scenario.kinds.empty()) return;
  Names kinds, values;
  std::vector<double> numbers;
  for (const Kind& kind : scenario.kinds) {
    kinds.push_back(kind.name);
    for (const ParameterRow& row : model.levers) {
      values.push_back(text(in_force(kind.levers, row)));
      numbers.push_back(as_number(in_force(kind.levers, row)));
    }
  }
  Group group = Group(hdf5::create_group(root.handle(), "levers"));
  group.dimension(model.kind, kinds, {model.kind + " of " + model.population});
  add_rows(group, "lever", model.levers);
  group.column("value", {model.kind, "lever"}, values,
               {"value at step 0, as in a scenario; one that is swept stands along run"});
  group.column("number", {model.kind, "lever"}, numbers, {"the same, NaN of a choice"});
  group.close();
}

void write_varying(Group& root, const Plan& plan, const Runs& runs, const std::string& name) {
  const Model& model = *plan.scenario().model;
  const std::string prefix = model.kind + ".";
  const bool lever = !model.kind.empty() && name.starts_with(prefix);
  const std::string leaf = lever ? name.substr(name.rfind('.') + 1) : name;
  const auto& rows = lever ? model.levers : model.parameters;
  const ParameterRow& row = *std::find_if(rows.begin(), rows.end(),
                                          [&](const ParameterRow& r) { return r.name == leaf; });
  About about{row.meaning, row.unit, {{"allowed", allowed(row)}, {"value_source", row.source}}, ""};
  std::vector<double> reals;
  std::vector<std::int64_t> wholes;
  std::vector<std::int8_t> flags;
  Names choices;
  for (std::size_t run = runs.first; run < runs.end; ++run) {
    const Value value = plan.value(name, plan.key(run));
    switch (row.type) {
      case Type::real: reals.push_back(as_number(value)); break;
      case Type::whole: wholes.push_back(as_whole(value)); break;
      case Type::flag: flags.push_back(std::get<bool>(value)); break;
      case Type::choice: choices.push_back(std::get<std::string>(value)); break;
    }
  }
  if (row.type == Type::whole && !row.choices.empty())
    about.more.push_back({"value_of_" + row.choices.front(), std::to_string(no_limit)});
  if (row.type == Type::flag) about.flag_meanings = "false true";
  switch (row.type) {
    case Type::real: return root.column(name, {"run"}, reals, about);
    case Type::whole: return root.column(name, {"run"}, wholes, about);
    case Type::flag: return root.column(name, {"run"}, flags, about);
    case Type::choice: return root.column(name, {"run"}, choices, about);
  }
}

}  // namespace permea
