// The program: the models, at each instruction set that they were compiled for, and the command line
// over them.
#include "models/models.h"
#include "sim/cli/cli.h"

#ifdef PERMEA_FURTHER_LEVELS
using List = decltype(permea_models);
extern "C" List permea_models_x86_64_v3, permea_models_x86_64_v4;
#endif

int main(int argc, char** argv) {
#ifdef PERMEA_FURTHER_LEVELS
  const std::vector<permea::Level> levels = {{"x86-64", permea_models},
                                             {"x86-64-v3", permea_models_x86_64_v3},
                                             {"x86-64-v4", permea_models_x86_64_v4}};
#else
  const std::vector<permea::Level> levels = {{permea::compiled_for(), permea_models}};
#endif
  return permea::cli(argc, argv, levels);
}
