// The shape of a run's series, from the model's tables.
#include "sim/run/series.h"

#include <catch2/catch.hpp>

#include "tests/toy_model.h"

using namespace permea;

namespace {

std::size_t width(const std::string& name, std::size_t kinds) {
  const Model model = toy_model();
  const std::vector<Dimension> dimensions = {{"size_class", "", {"a", "b", "c"}}};
  for (const ObservableRow& row : model.observables)
    if (row.name == name) return row_width(row, kinds, dimensions);
  return 0;
}

}  // namespace

TEST_CASE("a sum has one value for each kind") { CHECK(width("size", 4) == 4); }

TEST_CASE("a mean has one value for each kind and one for everybody") {
  CHECK(width("mean_size", 4) == 5);
}

TEST_CASE("own dimensions multiply") {
  CHECK(width("firms_by_class", 4) == 5 * 3);
  CHECK(width("classes", 4) == 3);
}

TEST_CASE("a number of the whole is one") { CHECK(width("steps", 4) == 1); }

TEST_CASE("a panel has the members' columns that are numbers") {
  const Model model = toy_model();
  std::vector<std::string> names;
  for (const std::size_t position : panel_columns(model)) names.push_back(model.state[position].name);
  CHECK(names == std::vector<std::string>{"id", "kind", "size", "gain"});
}

TEST_CASE("a model without members has no panel") {
  CHECK(panel_columns(toy_model_without_kinds()).empty());
}
