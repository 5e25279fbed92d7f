// How states of runs are laid down in a folder, found again, and held against the plan.
#include "sim/file/checkpoint.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>
#include <set>

#include "sim/file/format/state_file.h"
#include "sim/file/reader.h"
#include "sim/file/understood.h"

namespace permea {
namespace {

const std::string before = ".before", part = ".part", prefix = "run-";

/// The file of a run in a folder, by its name: "run-12", "run-12.before".
struct Entry {
  std::size_t run = 0;
  std::string ending;
  std::string path;
};

/// The path of everything in `folder`; nothing when there is none.
std::vector<std::filesystem::path> paths_in(const std::string& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (std::filesystem::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    paths.push_back(at->path());
  const bool none = error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory;
  if (error && !none) fail("read", folder, error.value());
  return paths;
}

/// The files in `folder` that are named as states.
std::vector<Entry> entries(const std::string& folder) {
  std::vector<Entry> all;
  for (const std::filesystem::path& path : paths_in(folder)) {
    const std::string name = path.filename().string();
    Entry entry{0, "", path.string()};
    if (!name.starts_with(prefix)) continue;
    const char* end = name.data() + name.size();
    const auto [rest, error] = std::from_chars(name.data() + prefix.size(), end, entry.run);
    entry.ending.assign(rest, end);
    const bool ours = entry.ending.empty() || entry.ending == before || entry.ending == part;
    if (error == std::errc() && ours) all.push_back(std::move(entry));
  }
  std::ranges::sort(all, {}, &Entry::path);
  return all;
}

/// And the folder, if nothing else is in it.
void remove_runs(const std::string& folder) {
  for (const Entry& entry : entries(folder)) remove_quietly(entry.path);
  ::rmdir(folder.c_str());
}

void refuse(const std::string& folder, const std::string& why) {
  const std::size_t runs = runs_in(folder);
  if (runs > 0)
    throw BadInput({folder}, "holds " + std::to_string(runs) + (runs == 1 ? " run " : " runs ") + why);
}

/// Replaces `path` when its successor is complete; `keep_last`: what was there becomes `path`.before.
void save(const std::string& path, bool keep_last, const Identity& identity, const Standing& standing) {
  try {
    write_state(path + part, identity, standing);
    if (keep_last && exists(path)) move_into_place(path, path + before);
    move_into_place(path + part, path);
  } catch (...) {
    remove_quietly(path + part);
    throw;
  }
}

/// What a scenario asks of its runs up to `step`, whichever seeds they have.
std::string understood_up_to(Scenario scenario, std::int64_t step) {
  scenario.title.clear();
  scenario.question.clear();
  scenario.steps = step;
  scenario.first_seed = scenario.last_seed = 1;
  std::erase_if(scenario.changes, [&](const Change& change) { return change.at > step; });
  scenario.untils.clear();
  return as_understood(scenario);
}

/// The identity of what there is up to a step, in any part of the plan.
Identity up_to(const Identity& identity, const Scenario& scenario, std::int64_t step) {
  return {identity.version, understood_up_to(scenario, step), {}, identity.commit};
}

std::string folder_of(const std::string& output) { return output + ".state"; }

}  // namespace

void forget_runs_under_way(const std::string& output) { remove_runs(folder_of(output)); }

Checkpoint::Checkpoint(const std::string& output, const Plan& plan, const Part& the_part,
                       const Saving& saving, Found found)
    : output_(output),
      folder_(folder_of(output)),
      plan_(plan),
      identity_(identity_of(plan, the_part)),
      saving_(saving) {
  if (!saving_.from.empty()) {
    look_at_origin();
    remark_on_missing();
  }
  const std::string aside = branching_folder(output_, saving_.branching_step);
  if (found == Found::forgotten) {
    clear();
    remove_runs(aside);
  } else if (found == Found::refused) {
    refuse(folder_, "under way; --resume goes on, --overwrite starts again");
    refuse(aside, "put aside; --overwrite replaces them");
  }
  look_at_saved();
}

Checkpoint::~Checkpoint() {  // only what is empty
  ::rmdir(branching_folder(output_, saving_.branching_step).c_str());
  ::rmdir(folder_.c_str());
}

/// Files come sorted, each run's last one first. What cannot be read now may be read another day: so it is
/// done without only where there is the time before.
void Checkpoint::look_at_saved() {
  std::map<std::size_t, std::string> unread;
  for (const Entry& entry : entries(folder_)) {
    if (entry.ending == part || saved_.contains(entry.run)) continue;
    try {
      look_at(entry.path, entry.run);
    } catch (const Failure& failure) {
      unread.try_emplace(entry.run, failure.what());
    }
  }
  for (const auto& [run, why] : unread) {
    if (!saved_.contains(run)) throw Failure(why);
    remarks_.push_back(why + "; not used");
  }
}

/// A run that the plan has not is another's, even where the file does not say so any more.
void Checkpoint::look_at(const std::string& path, std::size_t run) try {
  const StateFile file(path);
  const std::string differs = difference(file.identity(), identity_);
  if (!differs.empty())
    throw BadInput({path}, differs + "; --overwrite in place of --resume starts again");
  if (file.key().run != run) throw Damaged({path}, "is of run " + std::to_string(file.key().run));
  file.check();
  saved_[run] = {path, file.steps_done()};
} catch (const Damaged& damage) {
  const Runs runs = plan_.runs(identity_.part);
  if (run < runs.first || run >= runs.end) throw BadInput({path}, "is none of these runs; --overwrite in place of "
                                                                  "--resume starts again");
  remarks_.push_back(damage.what() + std::string("; not used"));
}

void Checkpoint::look_at_origin() {
  const std::int64_t step = step_of_checkpoint(saving_.from);
  std::string known;  // most files have the same text
  for (const Entry& entry : entries(saving_.from)) {
    if (!entry.ending.empty()) continue;
    const StateFile file(entry.path);
    const Identity& there = file.identity();
    if (file.steps_done() != step)
      throw BadInput({entry.path}, "is after step " + std::to_string(file.steps_done()) +
                                       ", others there are after step " + std::to_string(step));
    const std::string builds = difference_of_builds(there, identity_.version, identity_.commit);
    if (!builds.empty()) throw BadInput({entry.path}, builds);
    if (there.understood != known) {
      const Scenario scenario =
          parse_understood(there.understood, entry.path, std::span(plan_.scenario().model, 1));
      const std::string differs = difference(up_to(there, scenario, step),
                                             up_to(identity_, plan_.scenario(), step));
      if (!differs.empty()) throw BadInput({entry.path}, differs);
      known = there.understood;
    }
    origins_[{file.key().arm, file.key().point, file.key().seed}] = entry.path;
  }
}

/// What is not there is no fault: such a run ended before, or its seed was not made.
void Checkpoint::remark_on_missing() {
  std::size_t absent = 0;
  const Runs runs = plan_.runs(identity_.part);
  for (std::size_t run = runs.first; run < runs.end; ++run) {
    const RunKey key = plan_.key(run);
    absent += !origins_.contains({key.arm, key.point, key.seed});
  }
  if (absent > 0)
    remarks_.push_back(saving_.from + ": " + std::to_string(absent) + " of " +
                       std::to_string(runs.size()) + " runs are not there; made from their start");
}

std::int64_t Checkpoint::fewest_steps() const {
  std::int64_t fewest = saved_.empty() ? 0 : saved_.begin()->second.steps_done;
  for (const auto& [run, saved] : saved_) fewest = std::min(fewest, saved.steps_done);
  return fewest;
}

std::int64_t Checkpoint::most_steps() const {
  std::int64_t most = 0;
  for (const auto& [run, saved] : saved_) most = std::max(most, saved.steps_done);
  return most;
}

std::size_t Checkpoint::under_way() const { return runs_in(folder_); }

std::string Checkpoint::path_of(const RunKey& key) const {
  return folder_ + "/" + prefix + std::to_string(key.run);
}

/// Makes the folder of states, and nothing above it: where that was removed no other is put in its place,
/// which another call may have begun to write to.
void Checkpoint::make_state_folder(const std::string& folder) const {
  if (make_folder(folder_)) sync_folder_of(folder_);
  if (folder != folder_) make_folder(folder);
}

void Checkpoint::keep(const Standing& standing) {
  make_state_folder(folder_);
  const std::string path = path_of(standing.key);
  const auto own = saved_.find(standing.key.run);
  const bool last_is_good = own == saved_.end() || own->second.path == path;  // else the one before is
  save(path, last_is_good, identity_, standing);
  if (own != saved_.end()) own->second.path = path;
}

void Checkpoint::put_aside(const Standing& standing) {
  const std::string folder = branching_folder(output_, saving_.branching_step);
  make_state_folder(folder);
  save(folder + "/" + prefix + std::to_string(standing.key.run), false, identity_, standing);
}

std::optional<Keeper::Kept> Checkpoint::kept(const RunKey& key) {
  const auto own = saved_.find(key.run);
  const auto origin = origins_.find({key.arm, key.point, key.seed});
  const bool is_own = own != saved_.end();
  if (!is_own && origin == origins_.end()) return {};
  const auto file = std::make_shared<StateFile>(is_own ? own->second.path : origin->second);
  if (!is_own) file->check();  // own ones were looked at
  return Kept{file->steps_done(), [file](const Standing& standing) { file->restore(standing); }};
}

void Checkpoint::forget(const RunKey& key) {
  for (const std::string& ending : {std::string(), before, part}) remove_quietly(path_of(key) + ending);
}

std::string branching_folder(const std::string& output, std::int64_t step) {
  return folder_of(output) + "/at-" + std::to_string(step);
}

std::size_t runs_in(const std::string& folder) {
  std::set<std::size_t> runs;
  for (const Entry& entry : entries(folder))
    if (entry.ending != part) runs.insert(entry.run);  // a kill may leave only the one before
  return runs.size();
}

std::int64_t step_of_checkpoint(const std::string& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error))
    throw BadInput({folder}, "is no folder of a checkpoint, as NAME.h5.state/at-120 that `permea run "
                             "--checkpoint-at 120` makes");
  for (const Entry& entry : entries(folder))
    if (entry.ending.empty()) return StateFile(entry.path).steps_done();
  std::set<std::string> inside;
  for (const std::filesystem::path& path : paths_in(folder))
    if (runs_in(path.string()) > 0) inside.insert(path.string());
  std::string why = "holds no runs";
  for (const std::string& checkpoint : inside)
    why += (why.ends_with("runs") ? "; checkpoints in it: " : ", ") + checkpoint;
  throw BadInput({folder}, why);
}

}  // namespace permea
