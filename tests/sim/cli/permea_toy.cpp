// The program over the toy models, which fail when they are told to: what no real model should do.
#include <vector>

#include "sim/cli/cli.h"
#include "tests/toy_model.h"

int main(int argc, char** argv) {
  const std::vector<permea::Model> models = {permea::toy_model(), permea::toy_model_without_kinds()};
  return permea::cli(argc, argv, models);
}
