// How the rows so far are held against the ends.
#include "sim/run/stop.h"

#include <algorithm>
#include <cmath>

#include "sim/run/series.h"

namespace permea {
namespace {

/// Whether the rows of the last `over` steps, all of which there must be, lie within the threshold of
/// one another.
bool is_steady(const Stop& stop, std::span<const std::int64_t> steps, const std::vector<double>& rows,
               std::size_t width, std::size_t row) {
  if (steps[row] - steps[0] < stop.over) return false;
  double low = number_in(stop.measure.columns, rows, width, row), high = low;
  for (std::size_t before = row; before > 0 && steps[before] > steps[row] - stop.over; --before) {
    const double number = number_in(stop.measure.columns, rows, width, before - 1);
    if (std::isnan(number)) return false;
    low = std::min(low, number);
    high = std::max(high, number);
  }
  return high - low <= stop.threshold;  // false when the first is missing
}

}  // namespace

bool is_over(const Scenario& scenario, std::span<const std::int64_t> steps,
             const std::vector<std::vector<double>>& observables, std::size_t row) {
  return std::any_of(scenario.stops.begin(), scenario.stops.end(), [&](const Stop& stop) {
    const std::vector<double>& rows = observables[scenario.record.place_of(stop.measure.observable)];
    const std::size_t width = rows.size() / steps.size();
    const double number = number_in(stop.measure.columns, rows, width, row);
    switch (stop.form) {
      case Stop::Form::below: return number < stop.threshold;
      case Stop::Form::above: return number > stop.threshold;
      default: return is_steady(stop, steps, rows, width, row);
    }
  });
}

}  // namespace permea
