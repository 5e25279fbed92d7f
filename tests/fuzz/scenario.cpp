// Any bytes as a scenario: read or refused; and what is read is understood the same when it is read again
// from what permea writes down of it.
#include <stdexcept>

#include "models/models.h"
#include "sim/file/understood.h"
#include "sim/run/forecast.h"
#include "tests/fuzz/target.h"
#include "tests/sim/file/example.h"
#include "tests/sim/run/scenario_text.h"

namespace permea::fuzz {

std::vector<std::string> seeds() { return {rich_scenario, example_text, plain_text}; }

void meet(const std::string& bytes) {
  static const std::vector<Model> models = [] {
    std::vector<Model> all = {toy_model(), toy_model_without_kinds()};
    permea_models(all);
    return all;
  }();
  const Scenario scenario = parse_scenario(bytes, "s.toml", models);
  const Plan plan(scenario);
  if (plan.runs() > 1000) return;  // they are refused by a look at their number
  const Forecast forecast(plan);
  const std::string understood = as_understood(scenario);
  const Scenario again = parse_understood(understood, "s.toml", models);
  if (as_understood(again) != understood) throw std::logic_error("understood in another way: " + understood);
  for (std::size_t run = 0; run < plan.runs(); run += 1 + plan.runs() / 10) {
    plan.setting(plan.key(run));
    plan.changes(plan.key(run));
  }
}

}  // namespace permea::fuzz
