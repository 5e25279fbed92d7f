// The smallest thing that is a model, for what sim/ does when there are no kinds: see toy_model.h.
#include <memory>

#include "tests/toy_model.h"

namespace permea {
namespace {

enum class Question : std::uint16_t { stride = 1 };

struct Rules : Parameters {
  using Parameters::Parameters;
  const double stride = real("walk.stride", "1", 1, 0, 10, "longest stride", "assumed");
};

struct World {
  Rules rules;
  std::uint64_t seed = 1;
  std::uint32_t now = 0;
  std::vector<double> position{0.0};

  void list(State& state) {
    state.column("walker", "position", "1", "where it stands", position);
    state.single("now", "1", "steps since the start", now);
  }
};

void step(World& world) {
  const auto words = Chance(world.seed, ++world.now).draw(Question::stride, 0);
  world.position[0] += world.rules.stride * (2 * uniform(words[0]) - 1);
}

void change(World& world, const Setting& setting) {
  World changed{read<Rules>(setting.parameters), world.seed, world.now, world.position};
  std::destroy_at(&world);
  std::construct_at(&world, std::move(changed));
}

Observables<World> observables() {
  Observables<World> all;
  all.whole("position", "1", Over::stock, "where it stands",
            [](const World& world) { return world.position[0]; });
  return all;
}

}  // namespace

Model toy_model_without_kinds() {
  Model model;
  model.name = "walk";
  model.summary = "one number that walks at random, for the tests";
  model.step_unit = "step";
  model.parameters = rows_of<Rules>();
  model.schedule = {{"walk", "makes one stride"}};
  model.observables = observables().rows();
  model.questions = {{1, "stride", "how far and which way"}};
  model.problems = [](const Setting& setting) {
    Notes notes(setting.parameters);
    read<Rules>(notes);
    return notes.problems();
  };
  model.remarks = [](const Setting&) { return std::vector<std::string>{}; };
  model.counts = [](const Setting&) { return Counts{{"walker", 1}}; };
  model.dimensions = [](const Setting&) { return std::vector<Dimension>{}; };
  model.start = [](const Setting& setting) -> std::unique_ptr<Running> {
    World world{read<Rules>(setting.parameters), setting.seed};
    return std::make_unique<RunningWorld<World>>(std::move(world), step, change, observables());
  };
  World empty{Rules(), 1};
  State state;
  empty.list(state);
  model.state = state.columns();
  return model;
}

}  // namespace permea
