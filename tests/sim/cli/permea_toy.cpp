// The program over the toy models, which do when they are told to what no real model should: fail, and
// be another model under the same name and version.
#include <cstdlib>
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

}  // namespace

int main(int argc, char** argv) {
  const auto models = [](std::vector<permea::Model>& all) {
    all.push_back(with_other_luck(permea::toy_model()));
    all.push_back(permea::toy_model_without_kinds());
  };
  const std::vector<permea::Level> levels = {{permea::compiled_for(), models}};
  return permea::cli(argc, argv, levels);
}
