// What one run leaves behind: its recorded numbers, in memory, before anybody makes a file of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/run/plan.h"

namespace permea {

enum class Status : std::int8_t { done = 0, failed = 1 };

/// Per-member columns of one run: the panel.
struct PanelSeries {
  std::int32_t members =
      0;  ///< as many as any row saw, or came before it; a member's place is its id
  std::vector<std::vector<double>> columns;  ///< as in panel_columns(), each rows x members; NaN
                                             ///< before birth and after exit
};

/// rows = Plan::recorded_steps().size().
struct Series {
  RunKey key;
  Status status = Status::done;
  std::string message;  ///< why it failed
  std::int64_t last_step = 0;  ///< before the plan's last when it failed or an end came (stop.h)
  std::vector<std::vector<double>> observables;  ///< each rows x width, as in Record::observables
  PanelSeries panel;                             ///< empty unless recorded
  std::vector<double> until;                     ///< its number for each [[until]]; none when read
                                                 ///< from a results file
  std::uint64_t state_hash = 0;                  ///< of the world at the end
  double seconds = 0;                            ///< spent stepping; never part of the results
};

/// A run that the model gave up.
struct FailedRun {
  RunKey key;
  std::int64_t last_step = 0;
  std::string message;
};

/// What is to be made of a plan, and what was made of it by calls before.
struct Remaining {
  std::vector<std::size_t> runs;  ///< to make, by number, rising
  std::vector<std::size_t> made;  ///< the failed ones among them
  std::vector<FailedRun> failed;  ///< in the order of the plan
};

/// All runs of `plan`, none of them made.
Remaining everything(const Plan& plan);

/// Positions in Model::state of the columns that a panel has: numbers, one for each member. A column
/// is per member when `population` is the plural of its `per`: "firms" of "firm".
std::vector<std::size_t> panel_columns(const Model& model);

/// The weighted sum of columns in a row of an observable; NaN when one of them is missing.
double number_in(std::span<const WeightedColumn> columns, const std::vector<double>& rows,
                 std::size_t width, std::size_t row);

/// How wide the row of an observable is: kinds (and everybody) times its own dimensions.
std::size_t row_width(const ObservableRow& row, std::size_t kinds,
                      const std::vector<Dimension>& dimensions);

}  // namespace permea
