// What stands beside NAME.h5 while it is being made, and what becomes of it.
#include "sim/file/archive.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "sim/file/format/layout.h"
#include "sim/file/format/results_file.h"
#include "sim/file/identity.h"
#include "sim/file/journal.h"
#include "sim/file/reader.h"
#include "sim/file/run_card.h"
#include "sim/file/safe_file.h"
#include "sim/kit/problem.h"

namespace permea {
namespace {

void refuse_output(const std::string& path, bool overwrite) {
  const auto wrong = [&](const std::string& why) { throw BadInput({path, 0, 0}, why); };
  if (path.empty()) wrong("the results file needs a name");
  struct stat about {};
  if (path.back() == '/' || (::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode)))
    wrong("is a folder; the results file needs a name in it");
  refuse_existing(path, overwrite);
}

/// The folders made for an output, gone again unless something is kept in them.
class Folders {
 public:
  explicit Folders(const std::string& path) : made_(make_folder_of(path)) {}
  ~Folders() {
    for (; !made_.empty(); made_.pop_back()) ::rmdir(made_.back().c_str());  // only if empty
  }
  Folders(const Folders&) = delete;

 private:
  std::vector<std::string> made_;
};

/// The right to make a results file, and the folder in which to.
class Claim {
 public:
  explicit Claim(const Output& output) : folders_(output.path), lock_(output.path, output.takeover) {
    refuse_output(output.path, output.overwrite);  // another call may have ended in between
  }

 private:
  Folders folders_;
  Lock lock_;  // goes first
};

/// A file that is gone when this is.
class Passing {
 public:
  explicit Passing(std::string path) : path_(std::move(path)) {}
  ~Passing() { remove_quietly(path_); }
  Passing(const Passing&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string journal_of(const std::string& path) { return path + ".journal"; }

/// Whether what an interrupted call left is to be forgotten.
bool is_fresh(const Output& output) { return output.overwrite && !output.resume; }

Checkpoint::Found saved_runs_of(const Output& output) {
  if (output.resume) return Checkpoint::Found::taken;
  return output.overwrite ? Checkpoint::Found::forgotten : Checkpoint::Found::refused;
}

/// The journal for `output`, opened; the right to write it must be held.
Journal journal_for(const Output& output, const Plan& plan) {
  const Identity identity = identity_of(plan, output.part);
  try {
    return {journal_of(output.path), is_fresh(output) ? File::Open::fresh : File::Open::existing, identity,
            plan.runs(output.part)};
  } catch (const BadInput& other) {
    Problem problem = other.problems().front();
    problem.message += output.resume ? "; --overwrite alone starts again"
                                     : "; --overwrite starts again";
    throw BadInput({problem});
  }
}

/// Counts a run that is there already among those that need not be made.
void add_made(Remaining& remaining, const Plan& plan, std::size_t run, const RunFacts& facts) {
  remaining.made.push_back(run);
  if (facts.status == Status::failed)
    remaining.failed.push_back({plan.key(run), facts.last_step, facts.message});
}

/// Whether a run of the layout's plan can leave these facts, and so many blocks with them.
bool fits(const Layout& layout, const RunFacts& facts, std::size_t blocks) {
  constexpr std::size_t most_members = std::numeric_limits<std::int32_t>::max();
  const bool ended = facts.status == Status::done || facts.status == Status::failed;
  const bool within = facts.last_step >= 0 && facts.last_step <= layout.scenario().steps;
  if (!ended || !within || facts.members > most_members) return false;
  std::size_t all = 1;  // the facts
  for (const Variable& variable : layout.variables())
    all += layout.steps_of_blocks(variable) * layout.members_of_blocks(variable, facts.members);
  return blocks == all;
}

}  // namespace

/// The members are made in this order and go in the reverse one: the lock is the last to be removed.
class Archive::Work {
 public:
  Work(const Output& output, const Plan& plan)
      : path_(output.path),
        layout_(plan, output.part),
        replace_(output.overwrite),
        claim_(output),
        part_(path_ + ".part"),
        checkpoint_(path_, plan, output.part, output.saving, saved_runs_of(output)),
        journal_(journal_for(output, plan)) {
    if (!output.resume && journal_.size() > 0)
      throw BadInput({journal_.path()}, "holds " + std::to_string(journal_.size()) + " of " +
                                            std::to_string(layout_.runs().size()) +
                                            " runs; --resume goes on, --overwrite starts again");
  }
  ~Work() {
    if (journal_.size() == 0) remove_quietly(journal_.path());
  }

  std::size_t size() const { return journal_.size(); }
  Remaining remaining() const;
  std::vector<double> until(std::size_t run) const;
  void add(const Series& series);
  std::size_t secure() { return journal_.secure(); }
  bool finish(const Finishing& how);
  void discard() {
    checkpoint_.clear();
    remove_quietly(journal_.path());
  }
  Checkpoint& checkpoint() { return checkpoint_; }

 private:
  RunFacts facts(std::size_t run) const;
  /// What [[until]] looks at is the last block of a record; the results file does without it.
  std::size_t numbers_of_until() const { return layout_.scenario().untils.size(); }

  std::string path_;
  Layout layout_;
  bool replace_;
  Claim claim_;
  Passing part_;
  Checkpoint checkpoint_;
  Journal journal_;
};

Remaining Archive::Work::remaining() const {
  Remaining remaining;
  const Runs runs = layout_.runs();
  for (std::size_t run = runs.first; run < runs.end; ++run) {
    if (journal_.has(run)) add_made(remaining, layout_.plan(), run, facts(run));
    else remaining.runs.push_back(run);
  }
  return remaining;
}

/// Of a run that the journal has; throws BadInput when its record cannot be that of a run.
RunFacts Archive::Work::facts(std::size_t run) const {
  const Journal::Record record = journal_.record(run);
  const std::size_t blocks = record.blocks.size();
  if (blocks > 0) {
    const RunFacts facts = facts_in(journal_.read(record.blocks.front()));
    const bool looked_at = record.blocks.back().length == numbers_of_until() * sizeof(double);
    const bool merged = fits(layout_, facts, blocks);  // or nothing is to be looked at
    if (merged || (looked_at && fits(layout_, facts, blocks - 1))) return facts;
  }
  throw BadInput({journal_.path()}, "run " + std::to_string(run) + " is none of the plan; --overwrite starts again");
}

void Archive::Work::add(const Series& series) {
  std::vector<Bytes> blocks = layout_.blocks(series);
  const auto until = std::as_bytes(std::span(series.until));
  if (!until.empty()) blocks.emplace_back(until.begin(), until.end());
  journal_.append(series.key.run, blocks);
}

std::vector<double> Archive::Work::until(std::size_t run) const {
  const Bytes bytes = journal_.read(journal_.record(run).blocks.back());
  std::vector<double> numbers(bytes.size() / sizeof(double));
  std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(double));
  return numbers;
}

bool Archive::Work::finish(const Finishing& how) {
  const Plan plan(layout_.scenario(), how.enough ? how.enough : layout_.plan().enough());
  const Layout layout(plan, layout_.part());
  const std::size_t runs = layout.runs().size();
  if (journal_.size() < runs)
    throw Failure("cannot write " + path_ + ": only " + std::to_string(journal_.size()) + " of " +
                  std::to_string(runs) + " runs are done");
  if (!write_results_file(part_.path(), layout, {journal_, layout_.plan()}, how.threads, how.go_on)) return false;
  move_into_place(part_.path(), path_, replace_);
  discard();
  if (how.beside) how.beside();
  return true;
}

std::vector<std::string> names_of(const std::string& path) {
  const std::string card = run_card_path(path);
  return {path, journal_of(path), Lock::path_of(path), path + ".part", card, card + ".part"};
}

Archive::Archive(Output output, const Plan& plan) {
  refuse_output(output.path, output.overwrite);
  work_ = std::make_unique<Work>(output, plan);
}

Archive::~Archive() = default;

std::size_t Archive::size() const { return work_->size(); }

std::vector<double> Archive::until(std::size_t run) const { return work_->until(run); }

Checkpoint& Archive::checkpoint() { return work_->checkpoint(); }
const Checkpoint& Archive::checkpoint() const { return work_->checkpoint(); }

Remaining Archive::remaining() const { return work_->remaining(); }

void Archive::add(const Series& series) { work_->add(series); }

std::size_t Archive::secure() { return work_->secure(); }

bool Archive::finish(const Finishing& how) {
  const bool done = work_->finish(how);
  if (done) work_.reset();
  return done;
}

void Archive::discard() {
  work_->discard();
  work_.reset();
}

namespace {

/// Removes what stands beside a complete file when a call was killed at its very end, or in replacing it.
/// What a call is about that lives stays, and so do a journal, and what was saved, of another plan.
void tidy(const Output& output, const Identity& identity, const Runs& runs) try {
  const std::string journal = journal_of(output.path);
  const std::vector<std::string> left = {journal, output.path + ".part", run_card_path(output.path) + ".part"};
  if (!exists(Lock::path_of(output.path)) && std::ranges::none_of(left, exists)) return;
  const Lock lock(output.path, output.takeover);  // gone itself when this is done
  if (exists(journal)) {
    const Journal ours(journal, File::Open::existing, identity, runs);
    forget_runs_under_way(output.path);
  }
  for (const std::string& path : left) remove_quietly(path);
} catch (const BadInput&) {  // it is being written anew, or something there is not ours
}

}  // namespace

std::optional<Finished> finished(const Output& output, const Plan& plan) try {
  if (!exists(output.path)) return {};
  const ResultsFile file(output.path);
  const Identity identity = identity_of(plan, output.part);
  const std::string differs = difference(file.identity(), identity);
  if (!differs.empty()) throw BadInput({output.path}, differs);
  const Plan made(plan.scenario(), file.enough());
  const Runs runs = made.runs(output.part);
  const std::vector<RunFacts> facts = file.facts(runs);
  Finished there{{}, file.enough()};
  tidy(output, identity, plan.runs(output.part));
  for (std::size_t run = runs.first; run < runs.end; ++run)
    add_made(there.runs, made, run, facts[run - runs.first]);
  return there;
} catch (const Damaged& damage) {
  Problem problem = damage.problems().front();
  problem.message += "; remove it, or --overwrite makes it again";
  throw BadInput({problem});
}

}  // namespace permea
