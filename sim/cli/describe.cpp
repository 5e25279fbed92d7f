// `permea describe`: what a model says of itself, and how this program was built.
#include "sim/run/describe.h"

#include <algorithm>
#include <iostream>

#include "sim/cli/command.h"
#include "sim/cli/words.h"
#include "sim/file/run_card.h"

namespace permea {
namespace {

Table build_table(const std::string& instruction_set) {
  const Build made = build();
  Table table{"build", "", {"what", "which"}, {}, 2};
  table.rows = {{std::string("version"), made.version},
                {std::string("commit"), made.commit},
                {std::string("compiler"), made.compiler},
                {std::string("instruction set"), instruction_set}};
  for (const auto& [name, version] : made.libraries) table.rows.push_back({name, version});
  table.rows.push_back({std::string("built with"), std::string(PERMEA_LIBRARIES)});
  return table;
}

std::string printed(const Table& table, Format format) {
  if (format == Format::markdown) return as_markdown(table);
  return format == Format::json ? as_json(table) + "\n" : as_text(table);
}

const Model& model_named(const std::string& name, Models models) {
  std::vector<std::string> known;
  for (const Model& model : models) {
    if (model.name == name) return model;
    known.push_back(model.name);
  }
  throw BadInput({}, name + ": unknown model; allowed: " + listed(known) + suggestion(name, known));
}

Format format_of(Arguments& arguments) {
  const std::string asked = arguments.choice("format", {"text", "markdown", "json"});
  if (asked == "markdown") return Format::markdown;
  return asked == "json" ? Format::json : Format::text;
}

int describe(Arguments& arguments, Models models) {
  const Format format = format_of(arguments);
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
  if (arguments.has("build")) std::cout << printed(build_table(models.instruction_set), format);
  if (!arguments.operands().empty())
    std::cout << described(model_named(arguments.operands().front(), models), format);
  else if (!arguments.has("build"))
    std::cout << listed(models, format);
  return 0;
}

}  // namespace

Command describe_command() {
  return {"describe",
          "Tells what a model is made of; without a model, which models there are",
          {"MODEL", 0, 1},
          {{"format", 0, "FORMAT", "text, markdown or json"},
           {"build", 0, "", "version, commit, compiler, instruction set and libraries"},
           {"help", 'h', "", "this text"}},
          {"0  done", "2  the command line is wrong"},
          describe};
}

}  // namespace permea
