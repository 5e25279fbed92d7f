// Times are those of the processor, of enough steps, with looking as often as the plan records.
#include "sim/cli/timing.h"

#include <catch2/catch.hpp>

#include <chrono>
#include <thread>

#include "tests/sim/run/scenario_text.h"

namespace permea {
namespace {

const std::string text = "model = \"toy\"\nsteps = 1000000\nseeds = \"1..3\"\n";

Timing timed_run(const std::string& more, const std::function<void(Model&)>& change = {}) {
  std::vector<Model> models = {toy_model()};
  if (change) change(models.front());
  const Scenario scenario = parse_scenario(text + more, "s.toml", models);
  const Plan plan(scenario);
  return timed(plan, plan.key(0));
}

}  // namespace

TEST_CASE("as many steps are made as take fifty milliseconds, to the end of an interval of the recording") {
  const Timing timing = timed_run("[record]\nevery = 1000\n");
  CHECK(timing.steps % 1000 == 0);
  CHECK(timing.steps > 0);
  CHECK(static_cast<double>(timing.steps) * timing.step >= 0.05);
  CHECK(timing.steps < 1000000);
}

TEST_CASE("what waits takes no time of the processor") {
  const Timing timing = timed_run("[record]\nevery = 1000\n", [](Model& model) {
    model.start = [start = model.start](const Setting& setting) {
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
      return start(setting);
    };
  });
  CHECK(timing.start < 0.15);
}

TEST_CASE("looking at every step takes longer than looking at few") {
  const std::string classes = "[parameters]\ntoy.classes = 9\nfirms.birth_every = 1\nfirms.spare = 200\n";
  const double rare = timed_run(classes + "[record]\nevery = 10000\n").step;
  CHECK(timed_run(classes + "[record]\nevery = 1\n").step > 1.2 * rare);
}

TEST_CASE("a run that ends sooner is timed to its end") {
  CHECK(timed_run("[record]\nevery = 1000\n[[stop]]\nobservable = \"steps\"\nabove = 0\n").steps == 1000);
}

}  // namespace permea
