// The toy's declarations, world and step: see toy_model.h.
#include "tests/toy_model.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <utility>

namespace permea {
namespace {

enum class Question : std::uint16_t { growth = 1 };
enum class Mode { none, direct };

struct Rules : Parameters {
  using Parameters::Parameters;
  const double growth = real("firms.growth", "1/month", 0.01, -0.5, 0.5,
                             "mean growth of a firm in a step", "assumed");
  const double noise = real("firms.noise", "1/month", 0.1, 0, 1, "spread of growth", "assumed");
  const double smallest = real("firms.smallest", "1", 0.85, 0, 1, "a smaller firm dies", "assumed");
  const std::int64_t birth_every = whole("firms.birth_every", "count", 4, 1, 1'000'000,
                                         "steps from one birth to the next", "assumed");
  const std::int64_t spare = at_start(whole("firms.spare", "count", 6, 0, 1000,
                                   "places beyond those taken at the start", "assumed"));
  const std::int64_t classes = whole("toy.classes", "count", 2, 1, 9,
                                     "size classes that observables tell apart", "assumed");
  const bool quiet = flag("toy.quiet", false, "no chance at all", "assumed");
  const Mode mode = choice<Mode>("toy.mode", {"none", "direct"}, "none",
                                 "direct: the levers act", "assumed");
  const std::int64_t fails_at = whole_or_all("toy.fails_at", "count", 0, 0, 1'000'000,
                                             "the step that throws, or all; 0: none", "assumed");
  const std::int64_t megabytes = whole("toy.megabytes", "count", 0, 0, 1'000'000,
                                       "memory that a step asks for and does not use", "assumed");
  const double later_on = later("toy.later", "1", 0.5, 0, 1, "not there yet", "assumed");

  void check(Notes& notes) const {
    if (growth < 0 && noise == 0) notes.wrong("firms.growth", "below 0 needs firms.noise above 0");
  }
};

struct Levers : Parameters {
  using Parameters::Parameters;
  const double effort = real("effort", "1", 0.1, 0, 1, "adds to growth", "assumed");
  const double lock_in = real("lock_in", "1", 0, 0, 1, "keeps a small firm alive", "assumed");
  const std::int64_t tests = whole("tests", "count", 0, 0, 5, "tests before launch", "assumed");
};

struct World {
  Rules rules;
  std::vector<Levers> kinds_of_firm;
  std::uint64_t seed = 1;
  std::uint32_t now = 0;
  std::int32_t next_id = 0;
  std::vector<std::int32_t> id;    // -1: an empty place
  std::vector<std::int32_t> kind;
  std::vector<double> size;
  std::vector<double> gain;  // in the last step
  std::vector<char> unused = {};  // memory asked for

  void list(State& state) {
    state.column("firm", "id", "1", "identity for life, -1 in an empty place", id);
    state.column("firm", "kind", "1", "position of the firm's strategy", kind);
    state.column("firm", "size", "1", "size, 1 at birth", size);
    state.column("firm", "gain", "1", "what the size gained in the last step", gain);
    state.single("now", "month", "months since the start", now);
    state.single("next_id", "1", "identity of the next firm", next_id);
  }
  std::size_t kinds() const { return kinds_of_firm.size(); }
  std::size_t members() const { return id.size(); }
  int kind_of(std::size_t firm) const { return id[firm] < 0 ? -1 : kind[firm]; }
  std::vector<std::int32_t> member_ids() const { return id; }
};

std::vector<Levers> levers_of(const Setting& setting) {
  std::vector<Levers> levers;
  for (const Kind& kind : setting.kinds) levers.push_back(read<Levers>(kind.levers));
  return levers;
}

void bear(World& world, std::int32_t kind) {
  const auto place = std::find(world.id.begin(), world.id.end(), -1);
  if (place == world.id.end()) return;
  const auto firm = static_cast<std::size_t>(place - world.id.begin());
  world.id[firm] = world.next_id++;
  world.kind[firm] = kind;
  world.size[firm] = 1;
  world.gain[firm] = 0;
}

std::size_t size_class(const World& world, std::size_t firm) {
  const std::int64_t last = world.rules.classes - 1;
  const double size = world.size[firm];  // after very many steps beyond integers, or none
  return static_cast<std::size_t>(size < double(last) ? static_cast<std::int64_t>(size) : last);
}

void step(World& world) {
  ++world.now;
  if (world.rules.fails_at == world.now || world.rules.fails_at == no_limit)
    throw std::runtime_error("the toy was told to fail");
  world.unused.reserve(static_cast<std::size_t>(world.rules.megabytes) * 1'000'000);
  const Chance chance(world.seed, world.now);
  for (std::size_t firm = 0; firm < world.id.size(); ++firm) {
    if (world.id[firm] < 0) continue;
    const Levers& levers = world.kinds_of_firm[static_cast<std::size_t>(world.kind[firm])];
    const auto words = chance.draw(Question::growth, static_cast<std::uint64_t>(world.id[firm]));
    const double luck = world.rules.quiet ? 0 : world.rules.noise * (2 * uniform(words[0]) - 1);
    const double pushed = world.rules.mode == Mode::direct ? 0.01 * levers.effort : 0;
    world.gain[firm] = world.size[firm] * (world.rules.growth + pushed + luck);
    world.size[firm] += world.gain[firm];
    if (world.size[firm] < world.rules.smallest * (1 - levers.lock_in)) world.id[firm] = -1;
  }
  if (world.now % world.rules.birth_every == 0)
    bear(world, world.next_id % static_cast<std::int32_t>(world.kinds()));
}

Counts counts(const Setting& setting) {
  const Rules rules = read<Rules>(setting.parameters);
  std::int64_t firms = rules.spare;
  for (const Kind& kind : setting.kinds) firms += kind.count;
  return {{"firm", static_cast<std::size_t>(firms)}};
}

World start_world(const Setting& setting) {
  World world{.rules = read<Rules>(setting.parameters), .kinds_of_firm = levers_of(setting),
              .seed = setting.seed, .id = {}, .kind = {}, .size = {}, .gain = {}};
  State state;
  world.list(state);
  state.allocate(counts(setting));
  std::fill(world.id.begin(), world.id.end(), -1);
  for (std::size_t kind = 0; kind < setting.kinds.size(); ++kind)
    for (std::int64_t firm = 0; firm < setting.kinds[kind].count; ++firm)
      bear(world, static_cast<std::int32_t>(kind));
  return world;
}

void change(World& world, const Setting& setting) {
  World changed{.rules = read<Rules>(setting.parameters), .kinds_of_firm = levers_of(setting),
                .seed = world.seed, .now = world.now, .next_id = world.next_id,
                .id = world.id, .kind = world.kind, .size = world.size, .gain = world.gain};
  std::destroy_at(&world);  // rules are constants: a world with others is another world
  std::construct_at(&world, std::move(changed));
}

void count_classes(const World& world, int kind, std::span<double> out) {
  std::fill(out.begin(), out.end(), 0.0);
  for (std::size_t firm = 0; firm < world.id.size(); ++firm)
    if (world.id[firm] >= 0 && (kind == everybody || kind == world.kind[firm]))
      out[size_class(world, firm)] += 1;
}

Observables<World> observables() {
  Observables<World> all;
  all.sum("gain", "1", Over::flow, "gain of size",
          [](const World& world, std::size_t firm) { return world.gain[firm]; });
  all.sum("size", "1", Over::stock, "size of all firms",
          [](const World& world, std::size_t firm) { return world.size[firm]; });
  all.mean("mean_size", "1", "size of a firm",
           [](const World& world, std::size_t firm) { return world.size[firm]; });
  all.of_kind("firms", "count", Over::stock, "sum", "firms that live",
              [](const World& world, int kind) {
                double alive = 0;
                for (std::size_t firm = 0; firm < world.id.size(); ++firm)
                  alive += world.id[firm] >= 0 && (kind == everybody || kind == world.kind[firm]);
                return alive;
              });
  all.of_kind_along("firms_by_class", "count", Over::stock, "sum", {"size_class"},
                    "firms in each size class", count_classes);
  all.whole("steps", "count", Over::flow, "1 in every step", [](const World&) { return 1.0; });
  all.along("classes", "count", Over::stock, {"size_class"}, "firms in each size class",
            [](const World& world, std::span<double> out) {
              count_classes(world, everybody, out);
            });
  return all;
}

std::vector<Problem> problems(const Setting& setting) {
  Notes notes(setting.parameters);
  read<Rules>(notes);
  std::vector<Problem> all = notes.problems();
  for (const Kind& kind : setting.kinds) {
    Notes of_kind(kind.levers, "strategy." + kind.name + ".");
    read<Levers>(of_kind);
    all.insert(all.end(), of_kind.problems().begin(), of_kind.problems().end());
  }
  return all;
}

std::vector<std::string> remarks(const Setting& setting) {
  const Rules rules = read<Rules>(setting.parameters);
  if (rules.noise <= 0.5) return {};
  return {"firms.noise is above 0.5: most firms die in their first year"};
}

std::vector<Dimension> dimensions(const Setting& setting) {
  const Rules rules = read<Rules>(setting.parameters);
  Dimension classes{"size_class", "whole part of the size", {}};
  for (std::int64_t k = 0; k < rules.classes; ++k) classes.labels.push_back(std::to_string(k));
  return {classes};
}

Values levers(double effort, double lock_in) {
  return {{"effort", {effort, {}}}, {"lock_in", {lock_in, {}}}};
}

std::vector<Column> columns() {
  World empty{.rules = Rules(), .kinds_of_firm = {}, .id = {}, .kind = {}, .size = {}, .gain = {}};
  State state;
  empty.list(state);
  return state.columns();
}

}  // namespace

Model toy_model() {
  Model model;
  model.name = "toy";
  model.summary = "firms that grow, are born and die, for the tests";
  model.step_unit = "month";
  model.population = "firms";
  model.kind = "strategy";
  model.parameters = rows_of<Rules>();
  model.levers = rows_of<Levers>();
  model.presets = {{"steady", "the middle way", levers(0.1, 0.2)},
                   {"bold", "much effort", levers(0.9, 0.0)},
                   {"meek", "little effort", levers(0.0, 0.9)}};
  model.standard_population = {{"steady", 4}, {"bold", 3}};
  model.schedule = {{"grow", "firms gain size by chance"}, {"renew", "small firms die, one is born"}};
  model.observables = observables().rows();
  model.state = columns();
  model.questions = {{1, "growth", "how much a firm gains"}};
  model.problems = problems;
  model.remarks = remarks;
  model.counts = counts;
  model.dimensions = dimensions;
  model.start = [](const Setting& setting) -> std::unique_ptr<Running> {
    return std::make_unique<RunningWorld<World>>(start_world(setting), step, change, observables());
  };
  return model;
}

}  // namespace permea
