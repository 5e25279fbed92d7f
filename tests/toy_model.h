// A tiny model for the tests of sim/: a bit of everything that a model can declare, and firms that are
// born and die, so that panels have gaps. No science.
#pragma once

#include "sim/kit/model.h"

namespace permea {

/// Firms of a kind ("strategy"; presets "steady", "bold", "meek") grow by chance; every
/// `firms.birth_every` steps one is born, and one below `firms.smallest` dies. `toy.fails_at` makes
/// a step, or "all", throw std::runtime_error("the toy was told to fail"); `toy.megabytes` is memory that each step
/// asks for, which a machine may not have.
Model toy_model();

/// The same without kinds and population: one number walks at random.
Model toy_model_without_kinds();

}  // namespace permea
