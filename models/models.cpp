// The list of models: a new model is one line here.
#include "models/models.h"

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

void permea_models(std::vector<permea::Model>& models) {
  using namespace permea;
  for (const auto model : {diffusion, ecosystem, ladder, landscape, lock_in, market, opportunity,
                           pricing, reciprocity, spillover})
    models.push_back(model());
}
