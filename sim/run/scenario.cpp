// From a scenario's text to a Scenario, or to everything that is wrong with it.
#include "sim/run/scenario.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

struct Seeds {
  std::uint64_t first = 1, last = 1;
};

std::optional<std::uint64_t> parse_seed(std::string_view digits) {
  std::uint64_t seed = 0;
  const char* end = digits.data() + digits.size();
  const auto [behind, error] = std::from_chars(digits.data(), end, seed);
  if (digits.empty() || behind != end || error != std::errc()) return std::nullopt;
  return seed;
}

/// "1..40", or "7".
std::optional<Seeds> parse_seeds(std::string_view written) {
  const std::size_t dots = written.find("..");
  const auto first = parse_seed(written.substr(0, dots));
  const auto last = dots == std::string_view::npos ? first : parse_seed(written.substr(dots + 2));
  if (!first || !last || *last < *first || *last - *first >= ScenarioLimits::seeds)
    return std::nullopt;
  return Seeds{*first, *last};
}

std::string allowed_seeds() {
  return "\"A..B\" with A up to B, at most " + std::to_string(ScenarioLimits::seeds) +
         " of them; or one whole number";
}

void read_seeds(TableReader& root, const Overrides& overrides, Draft& draft) {
  std::optional<Seeds> seeds;
  if (const TomlEntry* entry = root.find("seeds")) {
    const bool value = entry->sort == TomlEntry::Sort::value;
    const auto* word = value ? std::get_if<std::string>(&entry->value) : nullptr;
    const auto* number = value ? std::get_if<std::int64_t>(&entry->value) : nullptr;
    if (word || number) seeds = parse_seeds(word ? *word : std::to_string(*number));
    if (!seeds) root.refuse("seeds", *entry, allowed_seeds());
  } else if (overrides.seeds.empty()) {
    root.missing("seeds", allowed_seeds());
  }
  if (!overrides.seeds.empty()) {
    seeds = parse_seeds(overrides.seeds);
    if (!seeds)
      draft.wrong({"--seeds"}, text(Value(overrides.seeds)) + "; allowed: " + allowed_seeds());
  }
  draft.scenario.first_seed = seeds.value_or(Seeds{}).first;
  draft.scenario.last_seed = seeds.value_or(Seeds{}).last;
}

void read_steps(TableReader& root, const Overrides& overrides, Draft& draft) {
  const bool overridden = overrides.steps != -1;
  const std::string allowed = "a whole number from 1 to " + std::to_string(ScenarioLimits::steps);
  if (!root.find("steps") && !overridden) root.missing("steps", allowed);
  draft.steps_in_file = root.whole("steps", 1, ScenarioLimits::steps).value_or(0);
  draft.scenario.steps = overridden ? overrides.steps : draft.steps_in_file;
  if (overridden && (overrides.steps < 1 || overrides.steps > ScenarioLimits::steps))
    draft.wrong({"--steps"}, std::to_string(overrides.steps) + "; allowed: " + allowed);
}

void read_model(TableReader& root, std::span<const Model> models, Draft& draft) {
  std::vector<std::string> names;
  for (const Model& model : models) names.push_back(model.name);
  std::string all;
  for (const std::string& name : names)
    all.append(all.empty() ? "\"" : ", \"").append(name).append("\"");
  if (!root.find("model")) root.missing("model", "one of " + all);
  const auto name = root.name("model");
  if (!name) return;
  const auto found = std::find(names.begin(), names.end(), *name);
  if (found != names.end()) {
    draft.scenario.model = &models[static_cast<std::size_t>(found - names.begin())];
    return;
  }
  const std::string near = suggestion(*name, names);
  root.wrong("model", root.find("model")->place,
             "\"" + *name + "\" is unknown" + (near.empty() ? "; allowed: one of " + all : near));
}

/// A parameter of --set, or with strategy.NAME.LEVER a lever.
void add_set(const std::string& key, const Value& value, const Place& place, Draft& draft) {
  const std::string kind = draft.has_kinds() ? draft.model().kind + "." : "";
  const std::size_t dot = key.find('.', kind.size());
  if (!kind.empty() && key.starts_with(kind) && dot != std::string::npos) {
    const std::string name = key.substr(kind.size(), dot - kind.size()), lever = key.substr(dot + 1);
    for (const LeverSet& before : draft.set_levers)
      if (before.kind == name && before.lever == lever) draft.wrong(place, key + ": set twice");
    draft.set_levers.push_back(
        {name, lever, {as_declared(value, lever, draft.model().levers), place}});
    return;
  }
  const Given given{as_declared(value, key, draft.model().parameters), place};
  if (!draft.set.insert({key, given}).second) draft.wrong(place, key + ": set twice");
}

void read_set(const Overrides& overrides, Draft& draft) {
  const Place place{"--set"};
  for (const std::string& written : overrides.set) {
    const std::size_t equals = written.find('=');
    const std::string key = written.substr(0, equals);
    if (equals == std::string::npos || key.empty() || has_control_character(written)) {
      draft.wrong(place, text(Value(written)) + "; allowed: KEY=VALUE");
      continue;
    }
    try {
      add_set(key, read_toml_value(written.substr(equals + 1), key, place), place, draft);
    } catch (const BadInput& bad) {
      draft.problems.insert(draft.problems.end(), bad.problems().begin(), bad.problems().end());
    }
  }
}

void read_what_the_model_knows(TableReader& root, const Overrides& overrides, Draft& draft) {
  read_set(overrides, draft);
  SetLater later{overrides.set_at, {}, {}};
  if (later.at > 0) {
    later.parameters.swap(draft.set);
    later.levers.swap(draft.set_levers);
  }
  if (const TomlEntry* parameters = root.table("parameters"))
    draft.scenario.parameters =
        values_of(parameters->inside, draft.model().parameters, "", draft.problems);
  for (const auto& [name, given] : draft.set)
    draft.scenario.parameters.insert_or_assign(name, given);
  const auto mentions = read_arms(root, draft);
  read_kinds(root, mentions, draft);
  read_changes(root, std::move(later), draft);
  read_sweep(root, draft);
  read_record(root, draft);
  read_stops(root, draft);
  read_untils(root, draft);
  read_expectations(root, draft);
  root.note_unread();
  refuse_conflicts(draft);
  check_settings(draft);
}

std::string read_text(const std::string& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) throw BadInput({file}, "no such file");
  if (std::filesystem::is_directory(status)) throw BadInput({file}, "a folder, not a scenario");
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw BadInput({file}, std::string("cannot be read: ") + std::strerror(errno));
  std::string text(TomlLimits::bytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) throw Failure(file + ": reading broke off");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

/// What the entries of the text's root table say.
Scenario scenario_in(std::string text, const std::vector<TomlEntry>& table, const std::string& file,
                     std::span<const Model> models, const Overrides& overrides) {
  Draft draft;
  draft.scenario.file = file;
  draft.scenario.name = std::filesystem::path(file).stem().string();
  draft.scenario.text = std::move(text);
  TableReader root(table, "", {file}, draft.problems);
  draft.scenario.title = root.prose("title").value_or("");
  draft.scenario.question = root.prose("question").value_or("");
  read_model(root, models, draft);
  read_steps(root, overrides, draft);
  read_seeds(root, overrides, draft);
  if (draft.scenario.model) read_what_the_model_knows(root, overrides, draft);
  std::sort(draft.problems.begin(), draft.problems.end());
  draft.problems.erase(std::unique(draft.problems.begin(), draft.problems.end()),
                       draft.problems.end());
  if (!draft.problems.empty()) throw BadInput(std::move(draft.problems));
  return std::move(draft.scenario);
}

}  // namespace

Scenario parse_scenario(std::string text, const std::string& file, std::span<const Model> models,
                        const Overrides& overrides) {
  const std::vector<TomlEntry> table = read_toml(text, file);
  return scenario_in(std::move(text), table, file, models, overrides);
}

Scenario parse_understood(std::string text, const std::string& file, std::span<const Model> models) {
  const std::vector<TomlEntry> table = read_toml(text, file, std::numeric_limits<std::size_t>::max());
  return scenario_in(std::move(text), table, file, models, {});
}

Scenario load_scenario(const std::string& file, std::span<const Model> models,
                       const Overrides& overrides) {
  return parse_scenario(read_text(file), file, models, overrides);
}

}  // namespace permea
