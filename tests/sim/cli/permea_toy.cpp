// The program over the toy models, which do when they are told to what no real model should: fail, be
// another model under the same name and version, take long over a step, and send the program signals.
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <sstream>
#include <utility>
#include <vector>

#include "sim/cli/cli.h"
#include "tests/toy_model.h"

namespace {

/// The seed that has other luck than it had: PERMEA_TOY_OTHER_LUCK, if that is set.
permea::Model with_other_luck(permea::Model model) {
  const char* seed = std::getenv("PERMEA_TOY_OTHER_LUCK");
  if (!seed) return model;
  model.start = [start = model.start, other = std::strtoull(seed, nullptr, 10)](permea::Setting setting) {
    if (setting.seed == other) setting.seed += 1000;
    return start(setting);
  };
  return model;
}

/// A signal to come in the step by which so many runs have made so many steps since they were started or
/// put back, once or several times: PERMEA_TOY_SIGNAL="SIGNAL STEPS RUNS [TIMES]".
struct Signal {
  int number = 0;
  std::int64_t steps = 0, runs = 0, times = 1;
  std::atomic<std::int64_t> runs_there = 0;

  explicit Signal(const char* told) {
    std::istringstream words(told);
    words >> number >> steps >> runs;
    if (std::int64_t more = 0; words >> more) times = more;
  }
  void after(std::int64_t made) {
    if (made != steps || ++runs_there != runs) return;
    for (std::int64_t time = 0; time < times; ++time) std::raise(number);
  }
};

/// A step, counted since the run was started or put back, that takes the processor so many seconds:
/// PERMEA_TOY_LONG_STEP="STEP SECONDS".
struct LongStep {
  std::int64_t step = 0;
  double seconds = 0;

  explicit LongStep(const char* told) { std::istringstream(told) >> step >> seconds; }
  void after(std::int64_t made) const {
    if (made != step) return;
    const std::clock_t end = std::clock() + static_cast<std::clock_t>(seconds * CLOCKS_PER_SEC);
    while (std::clock() < end) continue;
  }
};

/// A world that tells after every step how many it has made.
template <class Event>
class Eventful final : public permea::Running {
 public:
  Eventful(std::unique_ptr<Running> world, std::shared_ptr<Event> event)
      : world_(std::move(world)), event_(std::move(event)) {}

  void step() override {
    world_->step();
    event_->after(++made_);
  }
  void change(const permea::Setting& setting) override { world_->change(setting); }
  void observe(std::size_t observable, std::span<double> out) const override { world_->observe(observable, out); }
  permea::State state() override { return world_->state(); }
  void stands_after(std::int64_t steps) override { world_->stands_after(steps); }
  std::vector<std::int32_t> members() const override { return world_->members(); }

 private:
  std::unique_ptr<Running> world_;
  std::shared_ptr<Event> event_;
  std::int64_t made_ = 0;
};

/// The model with an event in its steps, if the environment tells of one.
template <class Event>
permea::Model with(permea::Model model, const char* variable) {
  const char* told = std::getenv(variable);
  if (!told) return model;
  model.start = [start = model.start, event = std::make_shared<Event>(told)](const permea::Setting& setting) {
    return std::make_unique<Eventful<Event>>(start(setting), event);
  };
  return model;
}

/// The toy, ready for all that the environment may tell.
permea::Model toy_as_told() {
  const permea::Model toy = with_other_luck(permea::toy_model());
  return with<LongStep>(with<Signal>(toy, "PERMEA_TOY_SIGNAL"), "PERMEA_TOY_LONG_STEP");
}

}  // namespace

int main(int argc, char** argv) {
  const auto models = [](std::vector<permea::Model>& all) {
    all.push_back(toy_as_told());
    all.push_back(permea::toy_model_without_kinds());
  };
  const std::vector<permea::Level> levels = {{permea::compiled_for(), models}};
  return permea::cli(argc, argv, levels);
}
