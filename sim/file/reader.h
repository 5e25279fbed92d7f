// A results file read back: whose runs it holds, and each run as it was when it was written. What was
// damaged since is noticed by the checksum at the file's end, and by those of its runs.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/file/format/layout.h"
#include "sim/file/identity.h"
#include "sim/kit/parameter.h"
#include "sim/kit/problem.h"

namespace permea {

/// A results file is not what was written.
class Damaged : public BadInput {
 public:
  using BadInput::BadInput;
};

/// What a results file says of itself. All that is read here and below throws BadInput, with the file's
/// name, for a file that is missing, not permea's, or of another format; Damaged for one that is.
class ResultsFile {
 public:
  explicit ResultsFile(const std::string& path);
  ~ResultsFile();
  ResultsFile(const ResultsFile&) = delete;

  const std::string& path() const;
  const Identity& identity() const;
  /// The scenario's file as it was, and the file from which its sweep was read.
  const std::string& as_written() const;
  const std::string& sweep_file() const;

  /// How many replicates of a scenario with [[until]] were enough; nothing of another scenario.
  const std::optional<Enough>& enough() const;

  /// A variable along run ("seed", "market.mu"), of so many runs.
  std::vector<Value> along_runs(const std::string& name, std::size_t runs) const;
  /// What the file says of each of its runs, in their order; without the number of members.
  std::vector<RunFacts> facts(const Runs& runs) const;

 private:
  friend class StoredRuns;
  class Content;
  std::unique_ptr<Content> content_;
};

/// The scenario that a results file is about, as understood: whoever runs it gets the same.
Scenario scenario_of(const ResultsFile& file, std::span<const Model> models);

/// The runs of a results file. Several threads may read at a time; the file lets one in after another.
class StoredRuns {
 public:
  /// `layout` must be that of the file's scenario and part, and outlive this.
  StoredRuns(const ResultsFile& file, const Layout& layout);
  ~StoredRuns();
  StoredRuns(const StoredRuns&) = delete;

  /// What the run with this number in the plan left behind, bit for bit (but for `seconds`).
  Series series(std::size_t run) const;

 private:
  class Content;
  std::unique_ptr<Content> content_;
};

/// A results file with the plan that it is about.
struct StoredResults {
  StoredResults(const std::string& path, std::span<const Model> models)
      : file(path), scenario(scenario_of(file, models)), plan(scenario, file.enough()),
        layout(plan, file.identity().part), runs(file, layout) {}
  StoredResults(const StoredResults&) = delete;

  const ResultsFile file;
  const Scenario scenario;
  const Plan plan;
  const Layout layout;
  const StoredRuns runs;
};

}  // namespace permea
