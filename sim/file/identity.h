// What makes results belong together, and what to say when they do not.
#pragma once

#include <string>

#include "sim/run/plan.h"

namespace permea {

/// Results with the same identity are runs of one plan, and may stand in one file.
struct Identity {
  std::string version;     ///< of permea, "0.1.0"
  std::string understood;  ///< the scenario, as as_understood() says it
  Part part;               ///< of its plan
  /// Of the build: "5651980f43a1", with "-dirty" when there were changes. Empty: not told, as by the
  /// results file of a whole plan, which is the same whoever made it.
  std::string commit = {};
};

/// Of results that this program makes of a part of the plan.
Identity identity_of(const Plan& plan, const Part& part);

/// Why `there` is not the same as `here`: `is of another scenario: [parameters] market.mu = 0.3 there,
/// market.mu = 0.4 here`. Empty when it is.
std::string difference(const Identity& there, const Identity& here);

/// Why `there` is of another build of permea than one of this version and commit; empty when it is not.
std::string difference_of_builds(const Identity& there, const std::string& version,
                                 const std::string& commit);

/// `part 2 of 8`, or `the whole plan`.
std::string in_words(const Part& part);

/// The identity as a text, and back. Throws std::invalid_argument for another text.
std::string text(const Identity& identity);
Identity identity_in(const std::string& text);

}  // namespace permea
