// [[arm]]: which experiments are compared, with how many members of each kind.
#include <algorithm>

#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

std::vector<Mention> standard_mentions(const Draft& draft, const Place& place) {
  std::vector<Mention> mentions;
  for (const auto& [kind, count] : draft.model().standard_population)
    mentions.push_back({kind, place, count});
  return mentions;
}

/// { closed = 20, open = 60 }
std::vector<Mention> read_population(TableReader& arm, const std::string& name, Draft& draft) {
  const std::string& population = draft.model().population;
  const TomlEntry* firms = arm.table(population);
  if (!firms) return standard_mentions(draft, arm.place());
  std::vector<Mention> mentions;
  TableReader table(firms->inside, "arm." + population + ".", firms->place, draft.problems);
  std::int64_t members = 0;
  for (const TomlEntry& entry : firms->inside) {
    const auto count = table.whole(entry.key, 0, ScenarioLimits::members);
    mentions.push_back({entry.key, entry.place, count.value_or(1)});
    members += mentions.back().count;
  }
  if (members == 0 || members > ScenarioLimits::members)
    arm.wrong(population, firms->place,
              "the arm \"" + name + "\" has " + (members == 0 ? "no " : "too many ") + population +
                  "; allowed: from 1 to " + std::to_string(ScenarioLimits::members));
  return mentions;
}

void read_arm(const TomlEntry& entry, Draft& draft, std::vector<std::vector<Mention>>& mentions) {
  TableReader table(entry.inside, "arm.", entry.place, draft.problems);
  Arm arm;
  if (!table.find("name")) table.missing("name", "a name in quotes");
  arm.name = table.name("name").value_or("");
  std::vector<Arm>& arms = draft.scenario.arms;
  const auto before = std::ranges::find(arms, arm.name, &Arm::name);
  if (before != arms.end() && !arm.name.empty())
    table.wrong("name", table.find("name")->place,
                "\"" + arm.name + "\" is there twice; also at " +
                    text(draft.arm_places[static_cast<std::size_t>(before - arms.begin())]));
  mentions.emplace_back();
  if (!draft.model().population.empty()) mentions.back() = read_population(table, arm.name, draft);
  if (const TomlEntry* parameters = table.table("parameters"))
    arm.parameters = values_of(parameters->inside, draft.model().parameters, "", draft.problems);
  table.note_unread();
  arms.push_back(std::move(arm));
  draft.arm_places.push_back(entry.place);
}

}  // namespace

std::vector<std::vector<Mention>> read_arms(TableReader& root, Draft& draft) {
  std::vector<std::vector<Mention>> mentions;
  for (const TomlEntry* arm : root.tables("arm")) read_arm(*arm, draft, mentions);
  if (!mentions.empty()) return mentions;
  constexpr std::uint32_t behind_all = std::numeric_limits<std::uint32_t>::max();
  draft.scenario.arms.push_back({"standard", {}, {}});
  draft.arm_places.push_back(root.place());
  mentions.push_back(standard_mentions(draft, {draft.scenario.file, behind_all, 0}));
  return mentions;
}

}  // namespace permea
