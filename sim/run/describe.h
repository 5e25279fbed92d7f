// What a model says of itself: parameters, levers, presets, schedule, observables, state, chance.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/kit/model.h"
#include "sim/run/table.h"

namespace permea {

/// The tables about a model, in the order in which they are shown; those without rows are left out.
std::vector<Table> tables_of(const Model& model);

/// All that is to be said of a model. In markdown each table stands between the marks
/// `<!-- permea describe MODEL: TABLE -->` and `<!-- end -->`, as in the models' README files, so
/// that one can be held against the other.
std::string described(const Model& model, Format format);

/// The models by name, with one sentence each.
std::string listed(std::span<const Model> models, Format format);

}  // namespace permea
