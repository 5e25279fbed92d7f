// The program over the toy models, which do when they are told to what no real model should: fail, be
// another model under the same name and version, and send the program signals.
#include <atomic>
#include <csignal>
#include <cstdlib>
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
/// put back: PERMEA_TOY_SIGNAL="SIGNAL STEPS RUNS".
struct Signal {
  int number = 0;
  std::int64_t steps = 0, runs = 0;
  std::atomic<std::int64_t> runs_there = 0;

  void after(std::int64_t made) {
    if (made == steps && ++runs_there == runs) std::raise(number);
  }
};

/// A world that counts its steps for the signal.
class Signalling final : public permea::Running {
 public:
  Signalling(std::unique_ptr<Running> world, std::shared_ptr<Signal> signal)
      : world_(std::move(world)), signal_(std::move(signal)) {}

  void step() override {
    world_->step();
    signal_->after(++made_);
  }
  void change(const permea::Setting& setting) override { world_->change(setting); }
  void observe(std::size_t observable, std::span<double> out) const override { world_->observe(observable, out); }
  permea::State state() override { return world_->state(); }
  void stands_after(std::int64_t steps) override { world_->stands_after(steps); }
  std::vector<std::int32_t> members() const override { return world_->members(); }

 private:
  std::unique_ptr<Running> world_;
  std::shared_ptr<Signal> signal_;
  std::int64_t made_ = 0;
};

permea::Model with_signal(permea::Model model) {
  const char* told = std::getenv("PERMEA_TOY_SIGNAL");
  if (!told) return model;
  const auto signal = std::make_shared<Signal>();
  std::istringstream(told) >> signal->number >> signal->steps >> signal->runs;
  model.start = [start = model.start, signal](const permea::Setting& setting) {
    return std::make_unique<Signalling>(start(setting), signal);
  };
  return model;
}

}  // namespace

int main(int argc, char** argv) {
  const auto models = [](std::vector<permea::Model>& all) {
    all.push_back(with_signal(with_other_luck(permea::toy_model())));
    all.push_back(permea::toy_model_without_kinds());
  };
  const std::vector<permea::Level> levels = {{permea::compiled_for(), models}};
  return permea::cli(argc, argv, levels);
}
