// From the first finished run to the renamed file: the same bytes in any order, and never half a file.
#include "sim/file/archive.h"

#include <catch2/catch.hpp>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <numeric>
#include <thread>

#include "sim/file/format/layout.h"
#include "sim/file/journal.h"
#include "sim/file/safe_file.h"
#include "sim/kit/problem.h"
#include "tests/sim/file/example.h"

using namespace permea;

namespace {

std::vector<Series> all_runs(const Plan& plan) {
  std::vector<Series> all;
  for (std::size_t run = 0; run < plan.runs(); ++run) all.push_back(*simulate(plan, run, 1));
  return all;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// What the archive of these runs, added in this order, is byte for byte.
std::string archived(const Plan& plan, const std::vector<Series>& runs, int threads) {
  const Folder folder;
  Archive archive({folder / "a.h5"}, plan);
  for (const Series& series : runs) archive.add(series);
  archive.finish(threads);
  REQUIRE(folder.files() == std::vector<std::string>{"a.h5"});
  return content(folder / "a.h5");
}

/// How a child process ends that may write files of so many bytes: 0 done, 1 Failure, 2 other; a
/// signal is 100 and more.
int child_with_file_limit(std::size_t bytes, const std::string& path) {
  const Example example;
  const pid_t child = ::fork();
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit = {bytes, bytes};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    int code = 2;
    try {
      Archive archive({.path = path, .overwrite = true}, example.plan);
      for (const Series& series : all_runs(example.plan)) archive.add(series);
      archive.finish(1);
      code = 0;
    } catch (const Failure& failure) {
      const std::string said = failure.what();
      code = said.starts_with("cannot write " + path) && said.ends_with(": File too large") ? 1 : 2;
    } catch (...) {
    }
    std::exit(code);  // with all that a program does at its end: HDF5 must not crash then
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("runs added in any order give the same bytes") {
  const Example example;
  std::vector<Series> runs = all_runs(example.plan);
  const std::string in_order = archived(example.plan, runs, 1);
  std::reverse(runs.begin(), runs.end());
  CHECK(archived(example.plan, runs, 1) == in_order);
  std::rotate(runs.begin(), runs.begin() + 5, runs.end());
  CHECK(archived(example.plan, runs, 1) == in_order);
}

TEST_CASE("any number of threads gives the same bytes") {
  const Example example;
  const std::vector<Series> runs = all_runs(example.plan);
  const std::string alone = archived(example.plan, runs, 1);
  for (const int threads : {2, 3, 8}) CHECK(archived(example.plan, runs, threads) == alone);
}

TEST_CASE("runs added by several threads at a time give the same bytes") {
  const Example example;
  const std::vector<Series> runs = all_runs(example.plan);
  const Folder folder;
  Archive archive({folder / "a.h5"}, example.plan);
  std::vector<std::thread> threads;
  for (std::size_t first = 0; first < 4; ++first)
    threads.emplace_back([&, first] {
      for (std::size_t run = first; run < runs.size(); run += 4) archive.add(runs[run]);
    });
  for (std::thread& thread : threads) thread.join();
  archive.finish(2);
  CHECK(content(folder / "a.h5") == archived(example.plan, runs, 1));
}

TEST_CASE("another number in one run is another file") {
  const Example example;
  std::vector<Series> runs = all_runs(example.plan);
  const std::string before = archived(example.plan, runs, 1);
  runs[3].observables[1][7] += 1e-9;
  CHECK(archived(example.plan, runs, 1) != before);
}

TEST_CASE("an archive without runs leaves nothing behind, not even the folders it made") {
  const Example example;
  const Folder folder;
  {
    const Archive archive({folder / "new/deep/a.h5"}, example.plan);
    CHECK(folder.files().size() == 4);  // two folders, journal and lock
  }
  CHECK(folder.files().empty());
}

TEST_CASE("an archive that is discarded leaves nothing behind") {
  const Example example;
  const Folder folder;
  Archive archive({folder / "a.h5"}, example.plan);
  archive.add(*simulate(example.plan, 0, 1));
  archive.discard();
  CHECK(folder.files().empty());
}

TEST_CASE("an archive that is not finished leaves its journal, and goes on from it to the same bytes") {
  const Example example;
  const std::vector<Series> runs = all_runs(example.plan);
  for (std::size_t kept = 1; kept <= runs.size(); kept += 3) {
    const Folder folder;
    {
      Archive archive({folder / "a.h5"}, example.plan);
      for (std::size_t run = runs.size() - kept; run < runs.size(); ++run) archive.add(runs[run]);
    }
    CHECK(folder.files() == std::vector<std::string>{"a.h5.journal"});
    Archive archive({.path = folder / "a.h5", .resume = true}, example.plan);
    const Remaining remaining = archive.remaining();
    CHECK(remaining.made.size() == kept);
    for (const std::size_t run : remaining.runs) archive.add(runs[run]);
    archive.finish();
    CHECK(folder.files() == std::vector<std::string>{"a.h5"});
    CHECK(content(folder / "a.h5") == archived(example.plan, runs, 1));
  }
}

TEST_CASE("a file that is ended while it is written leaves the journal, and is written later") {
  const Example example;
  const std::vector<Series> runs = all_runs(example.plan);
  for (const int chunks : {0, 1, 5}) {
    const Folder folder;
    Archive archive({folder / "a.h5"}, example.plan);
    for (const Series& series : runs) archive.add(series);
    int asked = 0;
    CHECK_FALSE(archive.finish(Finishing{.go_on = [&] { return asked++ < chunks; }}));
    CHECK_FALSE(exists(folder / "a.h5"));
    bool beside = false;
    CHECK(archive.finish(Finishing{.beside = [&] { beside = exists(folder / "a.h5") && exists(folder / "a.h5.lock"); }}));
    CHECK(beside);
    CHECK(folder.files() == std::vector<std::string>{"a.h5"});
    CHECK(content(folder / "a.h5") == archived(example.plan, runs, 1));
  }
}

TEST_CASE("a journal tells which of its runs failed, where and why") {
  const Example example;
  const std::vector<Series> runs = all_runs(example.plan);
  const Folder folder;
  Archive archive({folder / "a.h5"}, example.plan);
  for (const Series& series : runs) archive.add(series);
  const Remaining remaining = archive.remaining();
  REQUIRE(remaining.failed.size() == 4);  // the third point of two arms, two replicates
  CHECK(remaining.failed[0].key.run == 4);
  CHECK(remaining.failed[0].last_step == 8);
  CHECK(remaining.failed[0].message == "the toy was told to fail");
  CHECK(remaining.runs.empty());
}

TEST_CASE("a journal with runs is refused unless it is said what becomes of it") {
  const Example example;
  const Folder folder;
  { Archive({folder / "a.h5"}, example.plan).add(*simulate(example.plan, 0, 1)); }
  const std::string before = content(folder / "a.h5.journal");
  CHECK_THROWS_WITH(Archive({folder / "a.h5"}, example.plan),
                    (folder / "a.h5.journal") +
                        ": holds 1 of 12 runs; --resume goes on, --overwrite starts again");
  CHECK(content(folder / "a.h5.journal") == before);
  const Archive again({.path = folder / "a.h5", .overwrite = true}, example.plan);
  CHECK(again.size() == 0);
}

TEST_CASE("a journal whose runs cannot be of the plan is refused, and left as it is") {
  const Example example;
  const std::vector<Bytes> whole = Layout(example.plan).blocks(all_runs(example.plan).front());
  std::vector<Bytes> short_of_one = whole, failed_oddly = whole, many_members = whole;
  short_of_one.pop_back();
  failed_oddly.front()[0] = std::byte{7};
  many_members.front()[28] = std::byte{1};  // by 2^32
  for (const auto& blocks : {std::vector<Bytes>{}, {Bytes(3)}, short_of_one, failed_oddly, many_members}) {
    const Folder folder;
    const std::string journal = folder / "a.h5.journal";
    Journal(journal, File::Open::fresh, identity_of(example.plan, {}), example.plan.runs(Part{})).append(0, blocks);
    const std::string before = content(journal);
    Archive archive({.path = folder / "a.h5", .resume = true}, example.plan);
    CHECK_THROWS_AS(archive.remaining(), std::exception);
    CHECK(content(journal) == before);
  }
}

TEST_CASE("a journal of another scenario is refused, naming what differs, and left as it is") {
  const Example example, other(plain_text);
  const Folder folder;
  { Archive({folder / "a.h5"}, example.plan).add(*simulate(example.plan, 0, 1)); }
  const std::string before = content(folder / "a.h5.journal"), name = folder / "a.h5.journal";
  const std::string differs = name + ": is of another scenario: title = \"An example\" there, "
                                     "title = \"One number walks\" here";
  CHECK_THROWS_WITH(Archive({folder / "a.h5"}, other.plan), differs + "; --overwrite starts again");
  const std::string how = "; --overwrite alone starts again";
  CHECK_THROWS_WITH(Archive({.path = folder / "a.h5", .resume = true}, other.plan), differs + how);
  CHECK_THROWS_WITH(Archive({.path = folder / "a.h5", .part = {1, 2}, .resume = true}, example.plan),
                    name + ": is of the whole plan, not of part 1 of 2" + how);
  CHECK(content(name) == before);
  CHECK(folder.files() == std::vector<std::string>{"a.h5.journal"});
}

TEST_CASE("a finished file of the same plan is known, one of another is refused") {
  const Example example, other(plain_text);
  const Folder folder;
  const Output output{.path = folder / "a.h5", .resume = true};
  CHECK_FALSE(finished(output, example.plan));
  Archive archive(output, example.plan);
  for (const Series& series : all_runs(example.plan)) archive.add(series);
  archive.finish();
  write(folder / "a.h5.journal", "");  // left by a process that was killed at the very end
  const auto there = finished(output, example.plan);
  REQUIRE(there);
  CHECK(there->runs.made.size() == 12);
  CHECK(there->runs.failed.size() == 4);
  CHECK(folder.files() == std::vector<std::string>{"a.h5"});
  CHECK_THROWS_AS(finished(output, other.plan), BadInput);
}

TEST_CASE("beside a finished file the journal and the saved runs of another plan stay") {
  const Example example, other(plain_text);
  const Folder folder;
  Archive archive({folder / "a.h5"}, example.plan);
  for (const Series& series : all_runs(example.plan)) archive.add(series);
  archive.finish();
  { Archive({.path = folder / "a.h5", .overwrite = true}, other.plan).add(*simulate(other.plan, 0, 1)); }
  make_folder(folder / "a.h5.state");
  write(folder / "a.h5.state/run-1", "saved");
  const std::string journal = content(folder / "a.h5.journal");
  CHECK(finished({.path = folder / "a.h5", .resume = true}, example.plan));
  CHECK(content(folder / "a.h5.journal") == journal);
  CHECK(content(folder / "a.h5.state/run-1") == "saved");
}

TEST_CASE("an existing file is refused at once and in one line") {
  const Example example;
  const Folder folder;
  write(folder / "a.h5", "old");
  CHECK_THROWS_WITH(Archive({folder / "a.h5"}, example.plan),
                    (folder / "a.h5") +
                        ": exists; use --overwrite to replace it, or -o to name another file");
  CHECK_THROWS_AS(Archive({folder / "a.h5"}, example.plan), BadInput);
  CHECK(folder.files() == std::vector<std::string>{"a.h5"});
}

TEST_CASE("a file to be overwritten stays whole until its successor is ready") {
  const Example example;
  const Folder folder;
  write(folder / "a.h5", "old");
  { Archive({.path = folder / "a.h5", .overwrite = true}, example.plan).add(*simulate(example.plan, 0, 1)); }
  CHECK(content(folder / "a.h5") == "old");
  Archive archive({.path = folder / "a.h5", .overwrite = true}, example.plan);
  for (const Series& series : all_runs(example.plan)) archive.add(series);
  CHECK(content(folder / "a.h5") == "old");
  archive.finish();
  CHECK(content(folder / "a.h5").substr(1, 3) == "HDF");
}

TEST_CASE("a second archive of the same name is refused and disturbs nothing") {
  const Example example;
  const std::vector<Series> runs = all_runs(example.plan);
  const Folder folder;
  Archive archive({folder / "a.h5"}, example.plan);
  archive.add(runs[0]);
  CHECK_THROWS_AS(Archive({.path = folder / "a.h5", .overwrite = true}, example.plan), BadInput);
  for (std::size_t run = 1; run < runs.size(); ++run) archive.add(runs[run]);
  archive.finish();
  CHECK(content(folder / "a.h5") == archived(example.plan, runs, 1));
}

TEST_CASE("a name that is a folder, or none, is refused") {
  const Example example;
  const Folder folder;
  CHECK_THROWS_AS(Archive({.path = folder / "", .overwrite = true}, example.plan), BadInput);
  std::filesystem::create_directory(folder / "a.h5");
  CHECK_THROWS_AS(Archive({.path = folder / "a.h5", .overwrite = true}, example.plan), BadInput);
  CHECK_THROWS_AS(Archive({.path = "", .overwrite = true}, example.plan), BadInput);
}

TEST_CASE("a folder that cannot be made is a failure before anything is computed") {
  const Example example;
  const Folder folder;
  write(folder / "file", "");
  CHECK_THROWS_WITH(Archive({folder / "file/a.h5"}, example.plan),
                    "cannot make the folder " + (folder / "file") + ": Not a directory");
  CHECK_THROWS_AS(Archive({"/proc/permea/a.h5"}, example.plan), Failure);
}

TEST_CASE("a plan with a run missing is not written") {
  const Example example;
  const Folder folder;
  {
    Archive archive({folder / "a.h5"}, example.plan);
    archive.add(*simulate(example.plan, 0, 1));
    CHECK_THROWS_WITH(archive.finish(), "cannot write " + (folder / "a.h5") +
                                            ": only 1 of 12 runs are done");
  }
  CHECK(folder.files() == std::vector<std::string>{"a.h5.journal"});
}

TEST_CASE("what a killed process left behind is taken over") {
  const Example example;
  const std::vector<Series> runs = all_runs(example.plan);
  const Folder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    Archive archive({folder / "a.h5"}, example.plan);
    archive.add(runs[0]);
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  REQUIRE(folder.files() == std::vector<std::string>{"a.h5.journal", "a.h5.lock"});
  write(folder / "a.h5.part", "half a file");
  Archive archive({.path = folder / "a.h5", .resume = true}, example.plan);
  for (std::size_t run = 1; run < runs.size(); ++run) archive.add(runs[run]);
  archive.finish();
  CHECK(folder.files() == std::vector<std::string>{"a.h5"});
  CHECK(content(folder / "a.h5") == archived(example.plan, runs, 1));
}

TEST_CASE("whenever the disk is full, the end is a failure that says so, and finished runs are kept") {
  const Example example;
  const Folder folder;
  write(folder / "old.h5", "old");
  REQUIRE(child_with_file_limit(std::size_t{1} << 30, folder / "whole.h5") == 0);
  const std::size_t size = std::filesystem::file_size(folder / "whole.h5");
  std::filesystem::remove(folder / "whole.h5");
  std::size_t most_kept = 0;
  for (std::size_t part = 0; part < 24; ++part) {  // in the lock, the journal, the file; its last byte
    const std::size_t limit = part == 23 ? size - 1 : 10 + part * size / 24;
    INFO(limit << " of " << size);
    for (const std::string name : {"a.h5", "old.h5"}) {
      CHECK(child_with_file_limit(limit, folder / name) == 1);
      CHECK(content(folder / "old.h5") == "old");
      CHECK_FALSE(std::filesystem::exists(folder / "a.h5"));
      Archive archive({.path = folder / name, .overwrite = true, .resume = true}, example.plan);
      most_kept = std::max(most_kept, archive.size());
      archive.discard();
      CHECK(folder.files() == std::vector<std::string>{"old.h5"});
    }
  }
  CHECK(most_kept > 0);
}
