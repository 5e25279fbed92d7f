// Which numeric variables a results file has, how they are cut into chunks, and what one run gives to
// each chunk. A chunk holds several whole runs, or one run, or a part of one, so that it has between
// 64 KiB and 1 MiB where the plan is large enough; a panel's chunks are 1 run x 32 steps x 64 members.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/file/journal.h"
#include "sim/run/plan.h"
#include "sim/run/series.h"

namespace permea {

/// An observable, what it is for everybody together (NAME_overall), or a column of the panel.
struct Variable {
  std::string name, unit, long_name, cell_methods;
  std::string together;                 ///< how members were put together; empty in the panel
  std::vector<std::string> dimensions;  ///< behind run and step
  bool panel = false;
  std::size_t source = 0;       ///< position in Series::observables or PanelSeries::columns
  std::size_t first_group = 0;  ///< of the groups in a row of the series, the first one meant
  /// What a run gives to one chunk, as (step, group, own dimensions) or (step, member).
  std::vector<std::size_t> block;
  std::size_t runs_per_chunk = 1;
  bool one_group = false;  ///< the group has no dimension in the file

  std::size_t block_size() const;
};

/// What there is to say of a run beside its numbers.
struct RunFacts {
  Status status = Status::done;
  std::int64_t last_step = 0;
  std::uint64_t state_hash = 0;
  std::size_t members = 0;  ///< of its panel
  std::uint32_t checksum = 0;  ///< of its numbers and of all above
  std::string message;
};

class Layout {
 public:
  /// Of a file that holds a part of the plan, which must outlive the layout. Throws std::logic_error
  /// when two things of the model would have the same name in the file.
  explicit Layout(const Plan& plan, const Part& part = {});

  const Plan& plan() const { return *plan_; }
  const Part& part() const { return part_; }
  /// Which runs of the plan the file holds, in this order.
  Runs runs() const { return plan_->runs(part_); }
  const Scenario& scenario() const { return plan_->scenario(); }
  std::size_t rows() const { return rows_; }
  const std::vector<Variable>& variables() const { return variables_; }
  /// The recorded observables' own dimensions, the same in all runs.
  const std::vector<Dimension>& dimensions() const { return dimensions_; }
  /// What one of the population is called ("firm"); empty without a panel.
  const std::string& member() const { return member_; }

  /// A run for the journal: its facts, then for each variable its blocks, by step, then member;
  /// packed as a chunk of the file if it is one. Throws std::invalid_argument when the series is not
  /// one of the runs.
  std::vector<Bytes> blocks(const Series& series) const;
  /// RunFacts::checksum of a run that had so many members.
  std::uint32_t checksum(const Series& series) const;
  /// The shape of a row of the series from which the variable comes: groups, then own dimensions; or
  /// members of a panel.
  std::vector<std::size_t> source_row(const Variable& variable, std::size_t members) const;
  /// How many blocks a run with so many members has of a variable; (step, member) order.
  std::size_t steps_of_blocks(const Variable& variable) const;
  std::size_t members_of_blocks(const Variable& variable, std::size_t members) const;

 private:
  void add_observable(std::size_t source, const ObservableRow& row);
  void add(Variable variable, const std::vector<std::size_t>& behind_step);
  void add_panel();
  void refuse_equal_names() const;
  std::vector<std::size_t> source_shape(const Variable& variable, const Series& series) const;
  using EachBlock = std::function<void(const Variable& variable, std::span<const double> block)>;
  void cut_blocks(const Series& series, const EachBlock& each) const;

  const Plan* plan_;
  Part part_;
  std::size_t rows_, kinds_;
  std::vector<Dimension> dimensions_;
  std::vector<Variable> variables_;
  std::string member_;
};

/// A seed or a hash as results files have it, because R rounds integers of 64 bits:
/// "0x0123456789abcdef".
std::string hexadecimal(std::uint64_t number);

RunFacts facts_in(std::span<const std::byte> block);

/// What a series says of its run, without a checksum.
RunFacts facts_of(const Series& series);

}  // namespace permea
