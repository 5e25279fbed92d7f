// The program: the list of models, and the command line over them.
#include <vector>

#include "models/diffusion/model.h"
#include "models/ecosystem/model.h"
#include "models/ladder/model.h"
#include "models/landscape/model.h"
#include "models/lock_in/model.h"
#include "models/market/model.h"
#include "models/opportunity/model.h"
#include "models/pricing/model.h"
#include "models/reciprocity/model.h"
#include "models/spillover/model.h"
#include "sim/cli/cli.h"

int main(int argc, char** argv) {
  const std::vector<permea::Model> models = {
      permea::diffusion(),   permea::ecosystem(), permea::ladder(),      permea::landscape(),
      permea::lock_in(),     permea::market(),    permea::opportunity(), permea::pricing(),
      permea::reciprocity(), permea::spillover()};
  return permea::cli(argc, argv, models);
}
