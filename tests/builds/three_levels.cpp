// The program over the market alone, compiled for three levels of x86-64, whatever the rest is compiled
// for: what permea is when it is built for any machine, at a tenth of its compile time.
#include "models/models.h"
#include "sim/cli/cli.h"

using List = decltype(permea_models);
extern "C" List permea_models_x86_64, permea_models_x86_64_v3, permea_models_x86_64_v4;

int main(int argc, char** argv) {
  const std::vector<permea::Level> levels = {{"x86-64", permea_models_x86_64},
                                             {"x86-64-v3", permea_models_x86_64_v3},
                                             {"x86-64-v4", permea_models_x86_64_v4}};
  return permea::cli(argc, argv, levels);
}
