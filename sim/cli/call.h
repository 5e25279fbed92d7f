// What a call of `permea run` asks for: its options, read and held against the scenario.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/cli/job.h"
#include "sim/file/archive.h"

namespace permea {

std::vector<Option> run_options();

/// Everything that the command line asks for, held against the scenario.
struct Call {
  std::unique_ptr<Job> job;
  Output output;
  Resources resources;
  std::string progress;
  bool quiet = false;
};

/// Throws BadInput with everything that is wrong with the options and the scenario together.
Call call_of(Arguments& arguments, Models models);

}  // namespace permea
