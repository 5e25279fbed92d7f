// What is in a results file is what was in the series, number for number.
#include "sim/file/format/results_file.h"

#include <catch2/catch.hpp>
#include <hdf5.h>

#include <bit>
#include <cstring>

#include "sim/file/archive.h"
#include "tests/sim/file/example.h"

using namespace permea;

namespace {

/// A dataset of doubles as the library's own filters read it.
struct Stored {
  std::vector<hsize_t> shape;
  std::vector<double> numbers;

  Stored(const std::string& path, const std::string& name) {
    const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    const hid_t dataset = H5Dopen2(file, name.c_str(), H5P_DEFAULT);
    REQUIRE(dataset >= 0);
    const hid_t space = H5Dget_space(dataset);
    shape.resize(static_cast<std::size_t>(H5Sget_simple_extent_ndims(space)));
    H5Sget_simple_extent_dims(space, shape.data(), nullptr);
    numbers.resize(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    REQUIRE(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()) >= 0);
    H5Sclose(space);
    H5Dclose(dataset);
    H5Fclose(file);
  }
};

bool same(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) || (a != a && b != b);
}

void archive_all(const std::string& path, const Plan& plan, const std::vector<Series>& runs) {
  Archive archive({.path = path, .overwrite = true}, plan);
  for (const Series& series : runs) archive.add(series);
  archive.finish(2);
}

/// Every observable of every run against the file, with everybody's value beside the kinds'.
void check_observables(const std::string& path, const Example& example, const std::vector<Series>& runs) {
  const std::size_t kinds = example.scenario.kinds.size();
  const std::size_t rows = example.plan.recorded_steps().size();
  for (std::size_t i = 0; i < example.scenario.record.observables.size(); ++i) {
    const ObservableRow& row = example.scenario.model->observables[example.scenario.record.observables[i]];
    const Stored stored(path, row.name);
    const std::size_t groups = row.grouped ? kinds : 1, all_groups = groups + (row.overall ? 1 : 0);
    const std::size_t own = runs[0].observables[i].size() / rows / all_groups;
    REQUIRE(stored.numbers.size() == runs.size() * rows * groups * own);
    std::size_t wrong = 0;
    for (std::size_t at = 0; at < stored.numbers.size(); ++at) {
      const std::size_t run = at / (rows * groups * own), inside = at % (rows * groups * own);
      const std::size_t step = inside / (groups * own), rest = inside % (groups * own);
      wrong += !same(stored.numbers[at], runs[run].observables[i][step * all_groups * own + rest]);
    }
    INFO(row.name);
    CHECK(wrong == 0);
    if (!row.overall) continue;
    const Stored overall(path, row.name + "_overall");
    REQUIRE(overall.numbers.size() == runs.size() * rows * own);
    for (std::size_t at = 0; at < overall.numbers.size(); ++at) {
      const std::size_t run = at / (rows * own), step = at / own % rows;
      wrong += !same(overall.numbers[at],
                     runs[run].observables[i][(step * all_groups + groups) * own + at % own]);
    }
    CHECK(wrong == 0);
  }
}

void check_panel(const std::string& path, const Example& example, const std::vector<Series>& runs) {
  const std::size_t rows = example.plan.recorded_steps().size();
  std::size_t most = 0;
  for (const Series& run : runs) most = std::max(most, static_cast<std::size_t>(run.panel.members));
  const std::vector<std::size_t> columns = panel_columns(*example.scenario.model);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const Stored stored(path, "panel/" + example.scenario.model->state[columns[c]].name);
    REQUIRE(stored.shape == std::vector<hsize_t>{runs.size(), rows, most});
    std::size_t wrong = 0;
    for (std::size_t at = 0; at < stored.numbers.size(); ++at) {
      const std::size_t run = at / (rows * most), step = at / most % rows, member = at % most;
      const auto width = static_cast<std::size_t>(runs[run].panel.members);
      const double expected = member < width ? runs[run].panel.columns[c][step * width + member] : missing;
      wrong += !same(stored.numbers[at], expected);
    }
    CHECK(wrong == 0);
  }
}

void check_round_trip(const std::string& text) {
  const Example example(text);
  std::vector<Series> runs;
  for (std::size_t run = 0; run < example.plan.runs(); ++run)
    runs.push_back(*simulate(example.plan, run, 1));
  const Folder folder;
  archive_all(folder / "a.h5", example.plan, runs);
  check_observables(folder / "a.h5", example, runs);
  if (example.scenario.record.panel) check_panel(folder / "a.h5", example, runs);
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("every number of the example comes back") { check_round_trip(example_text); }

TEST_CASE("every number of a model without kinds comes back") { check_round_trip(plain_text); }

TEST_CASE("a panel of several chunks along steps and members comes back") {
  std::string text = with(example_text, "every = 3", "every = 1");
  text = with(text, "steps = 40", "steps = 70");
  check_round_trip(with(text, "steady = 4, bolder = 3, meek = 2", "steady = 60, bolder = 50, meek = 40"));
}

TEST_CASE("runs that do not fill the last chunk come back") {
  const std::string text = with(plain_text, "seeds = \"1..3\"", "seeds = \"1..5000\"");
  const Example example(text);
  const Layout layout(example.plan);
  REQUIRE(layout.variables()[0].runs_per_chunk > 1);
  REQUIRE(example.plan.runs() % layout.variables()[0].runs_per_chunk != 0);
  check_round_trip(text);
}

TEST_CASE("a run longer than a chunk comes back") {
  const std::string text = with(plain_text, "steps = 10", "steps = 300000");
  const Example example(text);
  const Layout layout(example.plan);
  REQUIRE(layout.steps_of_blocks(layout.variables()[0]) == 3);
  check_round_trip(text);
}

TEST_CASE("a run that failed before its first row is all missing, with its message") {
  const Example example(plain_text);
  std::vector<Series> runs;
  for (std::size_t run = 0; run < 3; ++run) runs.push_back(*simulate(example.plan, run, 1));
  runs[1].observables.clear();
  runs[1].status = Status::failed;
  const Folder folder;
  archive_all(folder / "a.h5", example.plan, runs);
  const Stored stored(folder / "a.h5", "position");
  for (std::size_t step = 0; step < 11; ++step) {
    CHECK(stored.numbers[step] == runs[0].observables[0][step]);
    CHECK(std::isnan(stored.numbers[11 + step]));
  }
}
