// [record]: what is kept of a run, and how often.
#include <algorithm>

#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

/// Which of the model's observables are named; all when none is.
std::vector<bool> chosen_observables(TableReader& table, const std::vector<ObservableRow>& rows) {
  const TomlEntry* given = table.find("observables");
  std::vector<bool> chosen(rows.size(), given == nullptr);
  std::vector<std::string> known;
  for (const ObservableRow& row : rows) known.push_back(row.name);
  for (const TomlEntry* name : table.names("observables", "names of observables")) {
    const auto& word = std::get<std::string>(name->value);
    const auto found = std::find(known.begin(), known.end(), word);
    if (found == known.end())
      table.wrong("observables", name->place, text(*name) + " is unknown" + suggestion(word, known));
    else
      chosen[static_cast<std::size_t>(found - known.begin())] = true;
  }
  if (given && given->sort == TomlEntry::Sort::array && given->inside.empty())
    table.wrong("observables", given->place, "empty; left out, it means all");
  return chosen;
}

bool wants_panel(TableReader& table, const Model& model) {
  const std::string allowed = model.population.empty() ? "nothing, as the model has no members"
                                                       : "[\"" + model.population + "\"]";
  bool wanted = false;
  for (const TomlEntry* name : table.names("panel", "a population")) {
    const bool known = std::get<std::string>(name->value) == model.population;
    if (!known) table.refuse("panel", *name, allowed);
    wanted = wanted || known;
  }
  return wanted;
}

}  // namespace

void read_record(TableReader& root, Draft& draft) {
  const std::vector<TomlEntry> nothing;
  const TomlEntry* entry = root.table("record");
  TableReader table(entry ? entry->inside : nothing, "record.", root.place(), draft.problems);
  Record& record = draft.scenario.record;
  record.every = table.whole("every", 1, ScenarioLimits::steps).value_or(1);
  if (const std::int64_t rows = draft.scenario.steps / record.every; rows > ScenarioLimits::rows) {
    const TomlEntry* every = table.find("every");
    table.wrong("every", every ? every->place : table.place(),
                std::to_string(record.every) + " makes " + std::to_string(rows) +
                    " rows; allowed: what makes up to " + std::to_string(ScenarioLimits::rows));
  }
  const std::vector<bool> chosen = chosen_observables(table, draft.model().observables);
  for (std::size_t i = 0; i < chosen.size(); ++i)
    if (chosen[i]) record.observables.push_back(i);
  record.panel = wants_panel(table, draft.model());
  table.note_unread();
}

}  // namespace permea
