// What a model offers to the rest of permea: tables about itself, and a way to start a world.
// sim/ knows models only through this; a model knows sim/ only through sim/kit.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/kit/observable.h"
#include "sim/kit/parameter.h"
#include "sim/kit/random.h"
#include "sim/kit/state.h"

namespace permea {

/// A kind of member (a strategy): its levers as given, and how many members start with it.
struct Kind {
  std::string name;  ///< for labels only: no equation reads it
  Values levers;     ///< preset and scenario together; what is not given keeps its standard value
  std::int64_t count = 0;
};

/// All that one run needs to start. Results never depend on `threads`.
struct Setting {
  std::uint64_t seed = 1;
  int threads = 1;
  Values parameters;
  std::vector<Kind> kinds;
};

/// A further dimension of observables: "domain", with one label for each place along it.
struct Dimension {
  std::string name;
  std::string meaning;
  std::vector<std::string> labels;
};

/// A world that runs, as the engine sees it.
class Running {
 public:
  virtual ~Running() = default;
  /// One step of the model's schedule.
  virtual void step() = 0;
  /// From the next step on, parameters and levers are those of `setting` (same seed and kinds).
  virtual void change(const Setting& setting) = 0;
  /// Fills the values of one observable, numbered as in Model::observables.
  virtual void observe(std::size_t observable, std::span<double> out) const = 0;
  /// The world's columns.
  virtual State state() = 0;
  /// Its columns have been filled with those of this world as it stood after so many steps.
  virtual void stands_after(std::int64_t steps) = 0;
  /// Identity of the member in each place of the population's columns, -1 for an empty place.
  virtual std::vector<std::int32_t> members() const = 0;
};

struct Preset {
  std::string name;
  std::string meaning;
  Values levers;
};

/// One verb of the step, in order.
struct ScheduleRow {
  std::string verb;
  std::string meaning;
};

struct Model {
  std::string name;
  std::string summary;
  std::string step_unit;   ///< what a step is: "month"
  std::string population;  ///< what is counted, the key in an arm: "firms"; empty: a model without kinds
  std::string kind;        ///< what a kind is called: "strategy"
  std::vector<ParameterRow> parameters;
  std::vector<ParameterRow> levers;
  std::vector<Preset> presets;
  std::vector<std::pair<std::string, std::int64_t>> standard_population;  ///< of an arm that says none
  std::vector<ScheduleRow> schedule;
  std::vector<ObservableRow> observables;
  std::vector<Column> state;  ///< of an empty world: names, units and meanings only
  std::vector<QuestionRow> questions;

  /// Everything wrong with a setting: parameters, levers, and what only both together show.
  std::function<std::vector<Problem>(const Setting&)> problems;
  /// Lines that `check` prints about a setting which is allowed and yet worth a thought.
  std::function<std::vector<std::string>(const Setting&)> remarks;
  /// How many of each thing the state's columns are per.
  std::function<Counts(const Setting&)> counts;
  /// The observables' own further dimensions.
  std::function<std::vector<Dimension>(const Setting&)> dimensions;
  std::function<std::unique_ptr<Running>(const Setting&)> start;
};

/// The Running of a model's own World and functions. A World offers
///   void list(State&);  and, if it has a population,  std::vector<std::int32_t> member_ids() const;
template <class World>
class RunningWorld final : public Running {
 public:
  using Step = void (*)(World&);
  using Change = void (*)(World&, const Setting&);

  RunningWorld(World world, Step one_step, Change new_setting, Observables<World> observables)
      : world_(std::move(world)),
        step_(one_step),
        change_(new_setting),
        observables_(std::move(observables)) {}

  void step() override { step_(world_); }
  void change(const Setting& setting) override { change_(world_, setting); }
  void observe(std::size_t observable, std::span<double> out) const override {
    observables_.entries()[observable].look(world_, out);
  }
  State state() override {
    State state;
    world_.list(state);
    return state;
  }
  void stands_after([[maybe_unused]] std::int64_t steps) override {
    if constexpr (requires { world_.steps_done; })
      world_.steps_done = static_cast<std::uint32_t>(steps);
  }
  std::vector<std::int32_t> members() const override {
    if constexpr (requires { world_.member_ids(); }) return world_.member_ids();
    return {};
  }

  World& world() { return world_; }

 private:
  World world_;
  Step step_;
  Change change_;
  Observables<World> observables_;
};

/// Base of the World of a model without kinds, which takes over the constructors and adds its columns and
/// `void list(State&)`.
template <class TheRules>
struct PlainWorld {
  using Rules = TheRules;

  PlainWorld() = default;
  explicit PlainWorld(const Setting& setting)
      : rules(read<Rules>(setting.parameters)), seed(setting.seed), threads(setting.threads) {}

  Rules rules;
  std::uint64_t seed = 1;
  int threads = 1;
  std::uint32_t steps_done = 0;
};

/// A dimension whose places are numbered from 0.
inline Dimension numbered(std::string name, std::string meaning, std::int64_t count) {
  Dimension dimension{std::move(name), std::move(meaning), {}};
  for (std::int64_t i = 0; i < count; ++i) dimension.labels.push_back(std::to_string(i));
  return dimension;
}

/// A model whose columns are as long as `counts` says, which `start` fills before the first step (they
/// come zeroed) and `step` moves on. Names, schedule and questions are the caller's to add.
template <class World>
Model plain_model(Counts (*counts)(const typename World::Rules&),
                  std::vector<Dimension> (*dimensions)(const typename World::Rules&),
                  void (*start)(World&), void (*step)(World&), Observables<World> observables) {
  using Rules = typename World::Rules;
  const auto change = [](World& world, const Setting& setting) {
    std::destroy_at(&world.rules);  // rules are constants: others take their place
    std::construct_at(&world.rules, read<Rules>(setting.parameters));
  };
  Model model;
  World empty;
  State columns;
  empty.list(columns);
  model.state = columns.columns();
  model.parameters = rows_of<Rules>();
  model.observables = observables.rows();
  model.problems = [](const Setting& setting) {
    Notes notes(setting.parameters);
    read<Rules>(notes);
    return notes.problems();
  };
  model.remarks = [](const Setting&) { return std::vector<std::string>{}; };
  model.dimensions = [dimensions](const Setting& setting) {
    return dimensions(read<Rules>(setting.parameters));
  };
  model.counts = [counts](const Setting& setting) { return counts(read<Rules>(setting.parameters)); };
  model.start = [=, observables = std::move(observables)](const Setting& setting) {
    World world(setting);
    State state;
    world.list(state);
    state.allocate(counts(world.rules));
    start(world);
    return std::make_unique<RunningWorld<World>>(std::move(world), step, change, observables);
  };
  return model;
}

}  // namespace permea
