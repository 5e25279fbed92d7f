// What a model declares, as a results file tells it: the parameters and levers in force, with unit, range,
// meaning and source, and along run what is not the same in all runs.
#pragma once

#include "sim/file/format/netcdf.h"
#include "sim/run/plan.h"

namespace permea {

/// The groups "parameters" and "levers" below `root`: what is the same in all runs.
void write_parameters(Group& root, const Plan& plan);
void write_levers(Group& root, const Scenario& scenario);

/// A parameter, or the lever of a kind, that is not the same in all runs, along the dimension "run".
void write_varying(Group& root, const Plan& plan, const Runs& runs, const std::string& name);

}  // namespace permea
