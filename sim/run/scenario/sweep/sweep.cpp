// [sweep]: every arm at every point of a design.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sim/run/scenario/sweep/axis.h"
#include "sim/run/scenario/sweep/design.h"
#include "sim/run/scenario/sweep/points_file.h"

namespace permea {
namespace {

constexpr std::array<std::string_view, 6> axis_words = {"from",  "to",      "count",
                                                        "scale", "integer", "choices"};

constexpr std::array<std::pair<Design, std::string_view>, 6> design_names = {
    {{Design::grid, "grid"}, {Design::list, "list"}, {Design::lhs, "lhs"},
     {Design::sobol, "sobol"}, {Design::morris, "morris"}, {Design::saltelli, "saltelli"}}};

bool is_drawn(Design design) { return design != Design::grid && design != Design::list; }

/// Tells `firms = { count = [2, 3] }`, the topic of a parameter, from `noise = { from = 0, ... }`.
bool is_axis(const TomlEntry& entry, const std::string& name, const Draft& draft) {
  if (entry.sort != TomlEntry::Sort::table || swept_by(name, draft)) return true;
  const std::vector<std::string> known = names_to_sweep(draft);
  const auto inside_topic = [&](const std::string& other) { return other.starts_with(name + "."); };
  if (std::any_of(known.begin(), known.end(), inside_topic)) return false;
  return std::any_of(entry.inside.begin(), entry.inside.end(), [](const TomlEntry& inside) {
    return std::find(axis_words.begin(), axis_words.end(), inside.key) != axis_words.end();
  });
}

/// An axis of a drawn design goes through a range or a list as the drawn points say.
struct DrawnAxis {
  Swept swept;
  Place place;
  Reach reach;
};

/// Reads [sweep] into a draft.
class SweepReader {
 public:
  SweepReader(const TomlEntry& entry, Draft& draft)
      : draft_(draft), sweep_(draft.scenario.sweep),
        table_(entry.inside, "sweep.", entry.place, draft.problems) {}

  void read() {
    const std::size_t problems_before = draft_.problems.size();
    sweep_.design = read_design();
    if (draft_.problems.size() > problems_before) return;  // what it may hold is not known
    if (is_drawn(sweep_.design)) read_drawn();
    const TomlEntry* file = sweep_.design == Design::list ? table_.find("file") : nullptr;
    if (file) read_file(*file);
    const TomlEntry* axes = table_.table("axes");
    if (file && axes) table_.wrong("axes", axes->place, "cannot stand beside file");
    else if (!file && (!table_.find("axes") || (axes && axes->inside.empty())))
      table_.missing("axes", "a table of parameters with their values");
    else if (axes) read_axes(axes->inside, "");
    table_.note_unread();
    if (sweep_.design == Design::list) refuse_unequal();
    if (!drawn_axes_.empty()) draw();
  }

 private:
  Design read_design();
  void read_drawn();
  void read_file(const TomlEntry& entry);
  void read_axes(const std::vector<TomlEntry>& table, const std::string& topic);
  void read_axis(const TomlEntry& entry, const std::string& name);
  std::optional<Swept> new_axis(const std::string& name, const Place& place);
  void refuse_unequal();
  std::size_t points_to_draw() const;
  CubePoints drawn_points() const;
  void draw();

  Draft& draft_;
  Sweep& sweep_;
  TableReader table_;
  std::vector<DrawnAxis> drawn_axes_;
};

Design SweepReader::read_design() {
  const std::string word = table_.prose("design").value_or("grid");
  std::string all;
  std::vector<std::string> known;
  for (const auto& [design, name] : design_names) {
    if (name == word) return design;
    known.emplace_back(name);
    all.append(all.empty() ? "one of \"" : ", \"").append(name).append("\"");
  }
  table_.refuse("design", *table_.find("design"), all + suggestion(word, known));
  return Design::grid;
}

void SweepReader::read_drawn() {
  constexpr auto most = static_cast<std::int64_t>(ScenarioLimits::values);
  constexpr std::int64_t most_levels = 1000;
  if (!table_.find("size"))
    table_.missing("size", sweep_.design == Design::morris     ? "how many trajectories"
                           : sweep_.design == Design::saltelli ? "how many points A and B each have"
                                                               : "how many points");
  sweep_.size = static_cast<std::size_t>(table_.whole("size", 1, most).value_or(0));
  if (sweep_.design == Design::morris) {
    const auto levels = table_.whole("levels", 2, most_levels);
    if (levels && *levels % 2 != 0)
      table_.refuse("levels", *table_.find("levels"), "an even number, 4 as a rule");
    sweep_.levels = static_cast<std::size_t>(levels.value_or(4));
  }
  sweep_.sample = static_cast<std::uint64_t>(
      table_.whole("sample", 0, std::numeric_limits<std::int64_t>::max()).value_or(1));
}

/// file = "points.csv": beside the scenario, unless the name begins at the root.
void SweepReader::read_file(const TomlEntry& entry) {
  const auto name = table_.name("file");
  if (!name) return;
  const std::filesystem::path path =
      std::filesystem::path(draft_.scenario.file).parent_path() / *name;
  std::error_code not_there;
  constexpr std::uintmax_t most_bytes = std::uintmax_t{1} << 26;
  const bool plain = std::filesystem::is_regular_file(path, not_there);
  std::ifstream stream;
  if (plain) stream.open(path, std::ios::binary);  // to open a pipe would be to wait for its writer
  if (!plain || !stream) return table_.wrong("file", entry.place, path.string() + " cannot be read");
  if (std::filesystem::file_size(path, not_there) > most_bytes)
    return table_.wrong("file", entry.place, path.string() + " is larger than 64 MiB");
  sweep_.file_text.assign(std::istreambuf_iterator<char>(stream), {});
  try {
    for (PointsColumn& column : read_points(sweep_.file_text, path.string())) {
      const auto swept = new_axis(column.name, column.place);
      if (!swept) continue;
      for (Given& given : column.values)
        given.value = as_declared(given.value, swept->row->name, {*swept->row});
      sweep_.axes.push_back({column.name, column.place, std::move(column.values)});
      check_values(sweep_.axes.back(), *swept, false, draft_);
    }
    if (sweep_.axes.empty() || sweep_.axes.front().values.empty())
      table_.wrong("file", entry.place, path.string() + " has no points");
  } catch (const BadInput& bad) {
    draft_.problems.insert(draft_.problems.end(), bad.problems().begin(), bad.problems().end());
  }
}

void SweepReader::read_axes(const std::vector<TomlEntry>& table, const std::string& topic) {
  for (const TomlEntry& entry : table)
    if (is_axis(entry, topic + entry.key, draft_)) read_axis(entry, topic + entry.key);
    else read_axes(entry.inside, topic + entry.key + ".");
}

/// What to say of a name that can mean how many members there are, where arms say that.
std::string said_by_arms(const std::string& name, const Draft& draft) {
  const std::string& population = draft.model().population;
  const std::string leaf = name.substr(name.rfind('.') + 1);
  const bool kind = std::ranges::any_of(draft.scenario.kinds, [&](const Kind& k) { return k.name == leaf; });
  const bool members = !population.empty() && (name == population || name.starts_with(population + "."));
  if (!members || !(name == population || kind || leaf == "count")) return "";
  return "; how many " + population + " there are is said by arms: one [[arm]] for each number, with " +
         population + " = { NAME = NUMBER }";
}

/// Nothing, which is noted, when the name is that of no parameter or of another axis.
std::optional<Swept> SweepReader::new_axis(const std::string& name, const Place& place) {
  const auto again = [&](const Place& before) {
    draft_.wrong(place, name + ": swept twice; also at " + text(before));
    return std::nullopt;
  };
  for (const Axis& before : sweep_.axes)
    if (before.name == name) return again(before.place);
  for (const DrawnAxis& before : drawn_axes_)
    if (before.swept.name == name) return again(before.place);
  const auto swept = swept_by(name, draft_);
  if (!swept) {
    const std::string arms = said_by_arms(name, draft_);
    draft_.wrong(place, name + ": unknown key" +
                            (arms.empty() ? suggestion(name, names_to_sweep(draft_)) : arms));
  }
  return swept;
}

void SweepReader::read_axis(const TomlEntry& entry, const std::string& name) {
  const auto swept = new_axis(name, entry.place);
  if (!swept) return;
  const bool drawn = is_drawn(sweep_.design);
  const auto reach = Reach::read(entry, *swept, !drawn, draft_);
  if (!reach) return;
  Axis axis{name, entry.place, drawn ? std::vector{reach->at(0), reach->at(1)} : reach->all()};
  const std::size_t problems_before = draft_.problems.size();
  check_values(axis, *swept, sweep_.design == Design::grid, draft_);
  if (draft_.problems.size() > problems_before) return;
  if (drawn) drawn_axes_.push_back({*swept, entry.place, *reach});
  else sweep_.axes.push_back(std::move(axis));
}

void SweepReader::refuse_unequal() {
  const std::vector<Axis>& axes = sweep_.axes;
  for (const Axis& axis : axes)
    if (axis.values.size() != axes.front().values.size())
      draft_.wrong(axis.place, axis.name + ": " + std::to_string(axis.values.size()) +
                                   " values in a list where " + axes.front().name + " has " +
                                   std::to_string(axes.front().values.size()));
}

std::size_t SweepReader::points_to_draw() const {
  const std::size_t dimensions = drawn_axes_.size();
  if (sweep_.design == Design::morris) return sweep_.size * (dimensions + 1);
  return sweep_.design == Design::saltelli ? sweep_.size * (dimensions + 2) : sweep_.size;
}

CubePoints SweepReader::drawn_points() const {
  const std::size_t size = sweep_.size;
  const std::uint64_t sample = sweep_.sample;
  switch (sweep_.design) {
    case Design::lhs: return latin_hypercube(size, drawn_axes_.size(), sample);
    case Design::sobol: return sobol(size, drawn_axes_.size(), sample);
    case Design::morris: return morris(size, drawn_axes_.size(), sweep_.levels, sample);
    default: return saltelli(size, drawn_axes_.size(), sample);
  }
}

void SweepReader::draw() {
  const std::size_t columns = drawn_axes_.size() * (sweep_.design == Design::saltelli ? 2 : 1);
  if (points_to_draw() > ScenarioLimits::values)
    return table_.wrong("size", table_.find("size")->place,
                        "makes " + std::to_string(points_to_draw()) + " points; allowed: up to " +
                            std::to_string(ScenarioLimits::values));
  if (columns > sobol_dimensions)
    return table_.wrong("axes", table_.place(), "too many for Sobol's sequence");
  if (sweep_.size == 0) return;
  for (const DrawnAxis& axis : drawn_axes_)
    sweep_.axes.push_back({axis.swept.name, axis.place, {}, axis.reach.ends()});
  for (const std::vector<double>& point : drawn_points())
    for (std::size_t i = 0; i < point.size(); ++i)
      sweep_.axes[i].values.push_back(drawn_axes_[i].reach.at(point[i]));
}

void refuse_too_many(Draft& draft) {
  const Scenario& scenario = draft.scenario;
  const auto seeds = static_cast<double>(scenario.last_seed - scenario.first_seed) + 1;
  double runs = static_cast<double>(scenario.arms.size()) * seeds;
  for (const Axis& axis : scenario.sweep.axes) {
    const bool multiplies =
        scenario.sweep.design == Design::grid || &axis == &scenario.sweep.axes[0];
    if (multiplies) runs *= static_cast<double>(axis.values.size());
  }
  if (runs > static_cast<double>(ScenarioLimits::runs))
    draft.wrong(draft.sweep_place, "more than " + std::to_string(ScenarioLimits::runs) +
                                       " runs: arms x points x seeds");
}

}  // namespace

std::string_view name_of(Design design) {
  for (const auto& [known, name] : design_names)
    if (known == design) return name;
  return "none";
}

void read_sweep(TableReader& root, Draft& draft) {
  const std::size_t problems_before = draft.problems.size();
  draft.sweep_place = root.place();
  if (const TomlEntry* sweep = root.table("sweep")) {
    draft.sweep_place = sweep->place;
    SweepReader(*sweep, draft).read();
  }
  refuse_too_many(draft);
  draft.sweep_is_wrong = draft.problems.size() > problems_before;
  if (draft.sweep_is_wrong) draft.scenario.sweep = {};
}

}  // namespace permea
