// The program: the list of models, and the command line over them.
#include <vector>

#include "sim/cli/cli.h"

int main(int argc, char** argv) {
  const std::vector<permea::Model> models = {};
  return permea::cli(argc, argv, models);
}
