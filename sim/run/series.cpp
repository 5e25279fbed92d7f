// What follows from a model's tables about the shape of a run's series.
#include "sim/run/series.h"

#include <numeric>

namespace permea {

Remaining everything(const Plan& plan) {
  Remaining all;
  all.runs.resize(plan.runs());
  std::iota(all.runs.begin(), all.runs.end(), std::size_t{0});
  return all;
}

std::vector<std::size_t> panel_columns(const Model& model) {
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < model.state.size(); ++i)
    if (model.state[i].per + "s" == model.population && model.state[i].number)
      positions.push_back(i);
  return positions;
}

double number_in(std::span<const WeightedColumn> columns, const std::vector<double>& rows,
                 std::size_t width, std::size_t row) {
  double number = 0;
  for (const auto& [column, weight] : columns) number += weight * rows[row * width + column];
  return number;
}

std::size_t row_width(const ObservableRow& row, std::size_t kinds,
                      const std::vector<Dimension>& dimensions) {
  std::size_t width = row.grouped ? kinds + (row.overall ? 1 : 0) : 1;
  for (const std::string& name : row.dimensions)
    for (const Dimension& dimension : dimensions)
      if (dimension.name == name) width *= dimension.labels.size();
  return width;
}

}  // namespace permea
