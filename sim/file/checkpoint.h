// Runs under way, and runs put aside for others to branch off: the folder NAME.h5.state. A folder, so
// that each worker saves its own run without waiting for others, and one run's file can be replaced
// whole while the rest stays as it is.
//
//   NAME.h5.state/run-12           run 12 as it was saved last
//   NAME.h5.state/run-12.before    and the time before, should that be damaged
//   NAME.h5.state/at-120/run-12    run 12 after step 120: --checkpoint-at 120
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "sim/file/identity.h"
#include "sim/run/simulation.h"

namespace permea {

/// What is saved of runs while they go on, and where they begin.
struct Saving {
  std::chrono::duration<double> every{std::numeric_limits<double>::infinity()};
  std::int64_t branching_step = 0;  ///< each run is put aside after this step; 0: none is
  std::string from = {};            ///< a folder of runs put aside, in which those of the plan begin
};

/// Removes what was saved of runs under way of the results file at `output`.
void forget_runs_under_way(const std::string& output);

class Checkpoint final : public Keeper {
 public:
  /// What becomes of runs that were saved by a call before.
  enum class Found { taken, refused, forgotten };

  /// Of the results file at `output`, for runs of a part of `plan`, which must outlive it. Throws
  /// BadInput when there are runs under way that are to be refused, or are of another scenario, version
  /// or part, whatever their numbers; when there is no checkpoint at saving.from, and when the runs in
  /// it are not the plan's up to its step. What is damaged is not used, nor what cannot be read where
  /// there is the time before: `remarks`. Failure where there is none.
  Checkpoint(const std::string& output, const Plan& plan, const Part& part, const Saving& saving,
             Found found);
  ~Checkpoint() override;
  Checkpoint(const Checkpoint&) = delete;

  /// Runs that were saved when this was made, and after how many steps: the fewest and the most.
  std::size_t size() const { return saved_.size(); }
  std::int64_t fewest_steps() const;
  std::int64_t most_steps() const;
  /// How many runs are saved now.
  std::size_t under_way() const;
  /// What there was to say of damaged files and of missing ones.
  const std::vector<std::string>& remarks() const { return remarks_; }

  std::chrono::duration<double> every() const override { return saving_.every; }
  std::int64_t branching_step() const override { return saving_.branching_step; }
  void keep(const Standing& standing) override;
  void put_aside(const Standing& standing) override;
  std::optional<Kept> kept(const RunKey& key) override;
  void forget(const RunKey& key) override;

  /// Forgets all runs that are under way; those put aside stay.
  void clear() { forget_runs_under_way(output_); }

 private:
  using Which = std::tuple<std::size_t, std::size_t, std::uint64_t>;  ///< arm, point, seed

  /// A whole file of a run, and how many steps that had done.
  struct Saved {
    std::string path;
    std::int64_t steps_done = 0;
  };

  std::string path_of(const RunKey& key) const;
  void make_state_folder(const std::string& folder) const;
  void look_at_saved();
  void look_at(const std::string& path, std::size_t run);
  void look_at_origin();
  void remark_on_missing();

  std::string output_, folder_;
  const Plan& plan_;
  Identity identity_;
  Saving saving_;
  std::map<std::size_t, Saved> saved_;
  std::map<Which, std::string> origins_;  ///< in saving_.from
  std::vector<std::string> remarks_;
};

/// Where the runs of the results file at `output` are put aside after a step, and how many are there.
std::string branching_folder(const std::string& output, std::int64_t step);
std::size_t runs_in(const std::string& folder);

/// After which step the runs in a folder like NAME.h5.state/at-120 were put aside. Throws BadInput when
/// there is no such folder, or no run in it.
std::int64_t step_of_checkpoint(const std::string& folder);

}  // namespace permea
