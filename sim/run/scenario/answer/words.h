// Which number of the results is meant, in the words of a command line: those of [[expect]].
#pragma once

#include <string>
#include <vector>

#include "sim/run/scenario.h"

namespace permea {

struct MeasureWords {
  std::string observable;
  std::vector<std::string> where = {};  ///< KEY=VALUE: of a kind, of a place along a dimension of the
                                        ///< observable, of a swept value
  std::string at = "last";              ///< "last", "mean", "12" or "120..240"
};

/// `; did you mean "open"?` with the nearest of the names, or when none is near `; allowed: ...` with all,
/// or the first dozen.
std::string nearest_or_allowed(const std::string& name, const std::vector<std::string>& known);

/// What the words mean in a scenario, of no arm yet: its weights are all 0. Throws BadInput, naming the
/// option, for what the scenario does not know.
Measure measure_of(const Scenario& scenario, const MeasureWords& words);

}  // namespace permea
