// [strategy.NAME]: which kinds take part, in the order of the file, and with which levers.
#include <algorithm>

#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

/// The tables [strategy.NAME], and what they come to together with presets and --set.
class Strategies {
 public:
  Strategies(TableReader& root, Draft& draft) : draft_(draft) {
    const TomlEntry* all = draft.has_kinds() ? root.table(draft.model().kind) : nullptr;
    if (!all) return;
    for (const TomlEntry& entry : all->inside) read_table(entry);
  }

  bool has_table(const std::string& kind) const { return table(kind) != nullptr; }
  bool has_preset(const std::string& kind) const { return preset(kind) != nullptr; }

  std::vector<Mention> mentions() const {
    std::vector<Mention> mentions;
    for (const Table& table : tables_) mentions.push_back({table.name, table.place, 0});
    return mentions;
  }

  std::vector<std::string> known() const {
    std::vector<std::string> names;
    for (const Preset& preset : draft_.model().presets) names.push_back(preset.name);
    for (const Table& table : tables_)
      if (!has_preset(table.name)) names.push_back(table.name);
    return names;
  }

  void refuse_unknown_likes() const {
    for (const Table& table : tables_) {
      if (table.like.empty()) continue;
      const std::string key = draft_.owner(table.name) + "like: ";
      if (has_preset(table.name))
        draft_.wrong(table.like_place, key + "\"" + table.name +
                                           "\" is a preset and like itself; "
                                           "a new name can be like it");
      else if (!has_preset(table.like) && !has_table(table.like))
        draft_.wrong(table.like_place,
                     key + "\"" + table.like + "\" is unknown" + suggestion(table.like, known()));
      else if (is_circle(table))
        draft_.wrong(table.like_place, key + "goes round in a circle");
    }
  }

  /// Preset, `like`, the table and --set, each on top of those before.
  Values levers(const std::string& kind, std::size_t depth = 0) const {
    Values levers;
    const Table* own = table(kind);
    if (const Preset* base = preset(kind)) {
      levers = base->levers;
      for (auto& [name, given] : levers) given.place.file = "preset \"" + kind + "\"";
    } else if (own && !own->like.empty() && depth <= tables_.size()) {
      levers = this->levers(own->like, depth + 1);
    }
    if (own)
      for (const auto& [name, given] : own->levers) levers.insert_or_assign(name, given);
    for (const LeverSet& set : draft_.set_levers)
      if (set.kind == kind) levers.insert_or_assign(set.lever, set.given);
    return levers;
  }

 private:
  struct Table {
    std::string name;
    Place place;
    std::string like;
    Place like_place;
    Values levers;
  };

  void read_table(const TomlEntry& entry) {
    const std::string kind = draft_.model().kind;
    if (entry.sort != TomlEntry::Sort::table)
      return draft_.wrong(entry.place, kind + "." + entry.key + ": " + text(entry) +
                                           "; allowed: a table of levers");
    if (entry.key.empty() || entry.key.find('.') != std::string::npos)
      return draft_.wrong(entry.place, kind + ".\"" + entry.key +
                                           "\": a name has no dot and is "
                                           "not empty");
    Table table{entry.key, entry.place, "", {}, {}};
    TableReader reader(entry.inside, draft_.owner(entry.key), entry.place, draft_.problems);
    std::vector<TomlEntry> levers;
    for (const TomlEntry& lever : entry.inside)
      if (lever.key == "like") {
        table.like = reader.name("like").value_or("");
        table.like_place = lever.place;
      } else {
        levers.push_back(lever);
      }
    table.levers =
        values_of(levers, draft_.model().levers, draft_.owner(entry.key), draft_.problems);
    tables_.push_back(std::move(table));
  }

  const Table* table(const std::string& kind) const {
    for (const Table& table : tables_)
      if (table.name == kind) return &table;
    return nullptr;
  }

  const Preset* preset(const std::string& kind) const {
    for (const Preset& preset : draft_.model().presets)
      if (preset.name == kind) return &preset;
    return nullptr;
  }

  bool is_circle(const Table& start) const {
    const Table* next = table(start.like);
    for (std::size_t links = 0; next && links < tables_.size(); ++links) {
      if (next == &start) return true;
      next = has_preset(next->name) ? nullptr : table(next->like);
    }
    return false;
  }

  Draft& draft_;
  std::vector<Table> tables_;
};

/// Every kind once, in the order in which the file first mentions it.
std::vector<Mention> in_order(std::vector<Mention> mentions) {
  std::stable_sort(mentions.begin(), mentions.end(),
                   [](const Mention& a, const Mention& b) { return a.place < b.place; });
  std::vector<Mention> once;
  for (Mention& mention : mentions)
    if (std::none_of(once.begin(), once.end(),
                     [&](const Mention& before) { return before.kind == mention.kind; }))
      once.push_back(std::move(mention));
  return once;
}

void refuse_unknown(const std::vector<std::vector<Mention>>& arms, const Strategies& strategies,
                    Draft& draft) {
  for (const std::vector<Mention>& arm : arms)
    for (const Mention& mention : arm)
      if (!strategies.has_table(mention.kind) && !strategies.has_preset(mention.kind))
        draft.wrong(mention.place, "arm." + draft.model().population + "." + mention.kind +
                                       ": unknown " + draft.model().kind +
                                       suggestion(mention.kind, strategies.known()));
  for (const LeverSet& set : draft.set_levers)
    if (!strategies.has_table(set.kind) && !strategies.has_preset(set.kind))
      draft.wrong(set.given.place, draft.owner(set.kind) + set.lever + ": unknown " +
                                       draft.model().kind +
                                       suggestion(set.kind, strategies.known()));
}

/// The arms' counts of Scenario::kinds.
void count_members(const std::vector<std::vector<Mention>>& mentions, Scenario& scenario) {
  for (std::size_t arm = 0; arm < mentions.size(); ++arm) {
    scenario.arms[arm].counts.assign(scenario.kinds.size(), 0);
    for (const Mention& mention : mentions[arm])
      for (std::size_t kind = 0; kind < scenario.kinds.size(); ++kind)
        if (scenario.kinds[kind].name == mention.kind)
          scenario.arms[arm].counts[kind] = mention.count;
  }
}

}  // namespace

void read_kinds(TableReader& root, const std::vector<std::vector<Mention>>& mentions, Draft& draft) {
  const Strategies strategies(root, draft);
  strategies.refuse_unknown_likes();
  refuse_unknown(mentions, strategies, draft);
  std::vector<Mention> all = strategies.mentions();
  for (const std::vector<Mention>& arm : mentions) all.insert(all.end(), arm.begin(), arm.end());
  for (const Mention& mention : in_order(all)) {
    const auto names_it = [&](const Mention& other) { return other.kind == mention.kind; };
    const bool used = std::any_of(mentions.begin(), mentions.end(), [&](const auto& arm) {
      return std::any_of(arm.begin(), arm.end(), names_it);
    });
    Kind kind{mention.kind, strategies.levers(mention.kind), 0};
    if (!used)
      draft.scenario.remarks.push_back(
          {mention.place, draft.model().kind + "." + mention.kind + ": no arm has any"});
    (used ? draft.scenario.kinds : draft.unused_kinds).push_back(std::move(kind));
  }
  count_members(mentions, draft.scenario);
}

}  // namespace permea
