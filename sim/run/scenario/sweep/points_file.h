// A list of points in a file of comma-separated values, as spreadsheets and scripts write them.
#pragma once

#include <string>
#include <vector>

#include "sim/kit/parameter.h"

namespace permea {

/// A column: what its head says, and the values below it.
struct PointsColumn {
  std::string name;
  Place place;
  std::vector<Given> values;
};

/// The columns of a text: the first line has the names of parameters, every other one a value for
/// each, as it would stand in a scenario (a text also without quotes). Empty lines do not count.
/// Throws BadInput with what is wrong, placed in `file`: a line with more or fewer values than there
/// are names, or what is no value.
std::vector<PointsColumn> read_points(const std::string& text, const std::string& file);

}  // namespace permea
