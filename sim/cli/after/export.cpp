// `permea export`: a results file as comma-separated rows.
#include <algorithm>
#include <iostream>
#include <memory>
#include <sstream>

#include "sim/cli/command.h"
#include "sim/file/export_csv.h"
#include "sim/file/safe_file.h"

namespace permea {
namespace {

/// "a,b" as names, each of which must be an observable of the file.
std::vector<std::string> observables_asked(Arguments& arguments, const Layout& layout) {
  std::vector<std::string> named, known;
  for (const Variable& variable : layout.variables())
    if (!variable.panel) known.push_back(variable.name);
  std::istringstream list(arguments.value("observables"));
  for (std::string name; std::getline(list, name, ',');) {
    if (std::ranges::find(known, name) == known.end())
      arguments.wrong("--observables", "the file has no " + name + suggestion(name, known));
    named.push_back(name);
  }
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
  return named;
}

std::string along(const CsvTable& table) {
  std::string names;
  for (const std::string& name : table.dimensions) names.append(names.empty() ? "" : "-").append(name);
  return names.empty() ? "overall" : names;
}

/// Which observables are in a table, for a remark.
std::string members_of(const CsvTable& table, const Layout& layout) {
  std::string names;
  for (const std::size_t i : table.variables)
    names.append(names.empty() ? "" : ",").append(layout.variables()[i].name);
  return names;
}

/// x.csv for the first table, x.strategy-domain.csv for one along strategy and domain.
std::string path_of(const std::string& output, const CsvTable& table, bool first) {
  if (first) return output;
  const std::string ending = output.ends_with(".csv") ? ".csv" : "";
  const std::string stem = output.substr(0, output.size() - ending.size());
  return stem + "." + (table.panel ? "panel" : along(table)) + ending;
}

void write_files(const StoredResults& stored, const std::vector<CsvTable>& tables,
                 const std::string& output, bool overwrite) {
  for (const CsvTable& table : tables) {
    const std::string path = path_of(output, table, &table == &tables[0]);
    refuse_input({path, path + ".part", Lock::path_of(path)}, stored.file.path(), "the results file that is read");
    refuse_existing(path, overwrite);
  }
  make_folder_of(output);
  for (const CsvTable& table : tables) {
    const std::string path = path_of(output, table, &table == &tables[0]);
    const Lock lock(path);
    GrowingFile file(path);
    write_csv(stored, table, [&](std::string_view text) { file.write(text); });
    file.finish(overwrite);
    std::cout << path << ": " << members_of(table, stored.layout) << "\n";
  }
}

/// Standard output takes one table; what it does not take is told on standard error.
void print(const StoredResults& stored, const std::vector<CsvTable>& tables) {
  write_csv(stored, tables[0], [](std::string_view text) {
    if (!std::cout.write(text.data(), static_cast<std::streamsize>(text.size())))
      throw Failure("standard output cannot be written");
  });
  for (std::size_t i = 1; i < tables.size(); ++i)
    std::cerr << "permea: left out (" << along(tables[i]) << "; -o writes a file for it): "
              << members_of(tables[i], stored.layout) << "\n";
}

int export_rows(Arguments& arguments, Models models) {
  if (!arguments.has("csv")) arguments.wrong("--csv", "must be given: there is no other format");
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
  const StoredResults stored(arguments.operands().front(), models);
  const bool panel = arguments.has("panel");
  if (panel && stored.layout.member().empty())
    throw BadInput({"--panel"}, "the file has no panel");
  const std::vector<CsvTable> tables =
      csv_tables(stored.layout, observables_asked(arguments, stored.layout), panel);
  if (tables.empty()) throw BadInput({stored.file.path()}, "has no observables");
  if (arguments.has("output"))
    write_files(stored, tables, arguments.value("output"), arguments.has("overwrite"));
  else
    print(stored, tables);
  return 0;
}

}  // namespace

Command export_command() {
  return {"export",
          "Writes a results file as comma-separated rows, one a run, step and strategy",
          {"FILE", 1, 1},
          {{"csv", 0, "", "the format; there is no other yet"},
           {"output", 'o', "FILE", "the file of rows; observables along other dimensions go into files "
                                   "beside it, x.DIMENSION.csv beside x.csv; else standard output, the first only"},
           {"observables", 0, "A,B", "only these, by their name in the file"},
           {"panel", 0, "", "also the columns of each member, in a file of their own"},
           {"overwrite", 0, "", "replace files that exist"},
           {"help", 'h', "", "this text"}},
          {"0  done", "1  a file could not be written",
           "2  the command line is wrong, a file exists, or the results file is not permea's or damaged"},
          export_rows};
}

}  // namespace permea
