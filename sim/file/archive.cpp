// What stands beside NAME.h5 while it is being made, and what becomes of it.
#include "sim/file/archive.h"

#include <sys/stat.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "sim/file/journal.h"
#include "sim/file/layout.h"
#include "sim/file/results_file.h"
#include "sim/file/run_card.h"
#include "sim/file/safe_file.h"
#include "sim/file/understood.h"
#include "sim/kit/problem.h"

namespace permea {
namespace {

/// What a journal's runs are runs of.
std::uint64_t identity(const Plan& plan) {
  const std::string all = "permea " + build().version + "\n" + as_understood(plan.scenario());
  return hash_bytes(std::as_bytes(std::span(all)));
}

void refuse_existing(const std::string& path, bool overwrite) {
  const auto wrong = [&](const std::string& why) { throw BadInput({path, 0, 0}, why); };
  if (path.empty()) wrong("the results file needs a name");
  struct stat about {};
  if (path.back() == '/' || (::stat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode)))
    wrong("is a folder; the results file needs a name in it");
  if (::lstat(path.c_str(), &about) == 0 && !overwrite)
    wrong("exists; use --overwrite to replace it, or -o to name another file");
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

}  // namespace

/// The members are made in this order and go in the reverse one: the lock is the last to be removed.
class Archive::Work {
 public:
  Work(std::string path, const Plan& plan)
      : path_(std::move(path)),
        layout_(plan),
        folders_(path_),
        lock_(path_),
        part_(path_ + ".part"),
        journal_file_(path_ + ".journal"),
        journal_(journal_file_.path(), File::Open::fresh, identity(plan), plan.runs()) {}

  void add(const Series& series) { journal_.append(series.key.run, layout_.blocks(series)); }

  void finish(int threads) {
    const std::size_t runs = layout_.plan().runs();
    if (journal_.size() != runs)
      throw Failure("cannot write " + path_ + ": only " + std::to_string(journal_.size()) + " of " +
                    std::to_string(runs) + " runs are done");
    write_results_file(part_.path(), layout_, journal_, threads);
    move_into_place(part_.path(), path_);
  }

 private:
  std::string path_;
  Layout layout_;
  Folders folders_;
  Lock lock_;
  Passing part_, journal_file_;
  Journal journal_;
};

Archive::Archive(std::string path, const Plan& plan, bool overwrite) {
  refuse_existing(path, overwrite);
  work_ = std::make_unique<Work>(std::move(path), plan);
}

Archive::~Archive() = default;

void Archive::add(const Series& series) { work_->add(series); }

void Archive::finish(int threads) {
  work_->finish(threads);
  work_.reset();
}

}  // namespace permea
