// What is observed of a world, a topic a file.
#pragma once

#include "models/ecosystem/world.h"
#include "sim/kit/observable.h"

namespace permea::ecosystem_core {

/// All of them, in the order of their topics.
Observables<World> observables();

void add_market(Observables<World>& all);
void add_money(Observables<World>& all);
void add_knowledge(Observables<World>& all);
void add_products(Observables<World>& all);
void add_community(Observables<World>& all);
void add_relations(Observables<World>& all);
void add_change(Observables<World>& all);
void add_canvas(Observables<World>& all);
void add_design(Observables<World>& all);

}  // namespace permea::ecosystem_core
