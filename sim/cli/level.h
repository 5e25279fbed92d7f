// Models may be compiled for several instruction sets, the rest of the program for the first of them
// alone: which is used is decided when the program starts.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "sim/kit/model.h"

namespace permea {

/// The models as compiled for one instruction set.
struct Level {
  std::string name;  ///< "x86-64-v3"; the levels of x86-64 are those of its ABI's supplement
  void (*models)(std::vector<Model>& models);  ///< puts them at the end
};

/// The level that this text was compiled for, of x86-64; elsewhere the name of the processor's kind.
std::string compiled_for();

/// Whether this machine (its processor and its system) has every instruction of a level of x86-64.
/// Nothing is known of any other name: true.
bool machine_has(const std::string& level);

/// Of `levels`, which rise, the one with the name `asked`; the highest that this machine has when
/// nothing is asked for. Throws BadInput when the program or the machine lacks the level asked for,
/// Failure when the machine has none of them.
const Level& level_to_use(std::span<const Level> levels, const std::string& asked);

}  // namespace permea
