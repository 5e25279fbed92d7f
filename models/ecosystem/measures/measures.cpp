// Every observable, declared once.
#include "models/ecosystem/measures/measures.h"

namespace permea::ecosystem_core {

Observables<World> observables() {
  Observables<World> all;
  add_market(all);
  add_money(all);
  add_knowledge(all);
  add_products(all);
  add_design(all);
  add_community(all);
  add_relations(all);
  add_change(all);
  add_canvas(all);
  return all;
}

}  // namespace permea::ecosystem_core
