// The list of models of a small program for tests.
#include "models/market/model.h"
#include "models/models.h"

void permea_models(std::vector<permea::Model>& models) { models.push_back(permea::market()); }
