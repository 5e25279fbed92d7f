// What is in a results file is read back bit for bit, and what was damaged is noticed.
#include "sim/file/reader.h"

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <bit>
#include <thread>

#include "sim/file/archive.h"
#include "sim/file/format/seal.h"
#include "sim/kit/problem.h"
#include "tests/sim/file/example.h"

using namespace permea;

namespace {

std::vector<Series> archived(const std::string& path, const Example& example, const Part& part = {}) {
  Archive archive({path, part}, example.plan);
  std::vector<Series> all;
  for (const std::size_t run : archive.remaining().runs) {
    all.push_back(*simulate(example.plan, run, 1));
    archive.add(all.back());
  }
  archive.finish();
  return all;
}

std::vector<std::uint64_t> bits(const std::vector<double>& numbers) {
  std::vector<std::uint64_t> all;
  for (const double number : numbers) all.push_back(std::bit_cast<std::uint64_t>(number));
  return all;
}

void check_same(const Series& read, const Series& made) {
  CHECK(read.key.run == made.key.run);
  CHECK(read.status == made.status);
  CHECK(read.message == made.message);
  CHECK(read.last_step == made.last_step);
  CHECK(read.state_hash == made.state_hash);
  CHECK(read.panel.members == made.panel.members);
  REQUIRE(read.observables.size() == made.observables.size());
  for (std::size_t i = 0; i < made.observables.size(); ++i)
    CHECK(bits(read.observables[i]) == bits(made.observables[i]));
  REQUIRE(read.panel.columns.size() == made.panel.columns.size());
  for (std::size_t i = 0; i < made.panel.columns.size(); ++i)
    CHECK(bits(read.panel.columns[i]) == bits(made.panel.columns[i]));
}

void check_comes_back(const std::string& text, const Part& part = {}) {
  const Folder folder;
  const Example example(text);
  const std::vector<Series> made = archived(folder / "a.h5", example, part);
  const ResultsFile file(folder / "a.h5");
  CHECK(difference(file.identity(), identity_of(example.plan, part)).empty());
  CHECK(file.as_written() == example.scenario.text);
  const Scenario scenario = scenario_of(file, example.models);
  const Plan plan(scenario);
  const Layout layout(plan, file.identity().part);
  const StoredRuns runs(file, layout);
  for (const Series& series : made) check_same(runs.series(series.key.run), series);
}

/// What comes out on standard error, by whatever library, while `work` is done.
template <class Work>
std::string printed_errors(const std::string& file, Work work) {
  const int before = ::dup(STDERR_FILENO);
  std::FILE* taken = std::fopen(file.c_str(), "w");
  ::dup2(::fileno(taken), STDERR_FILENO);
  work();
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  std::fclose(taken);
  return content(file);
}

/// From here on every read of the file, which somebody has opened, fails.
void let_reads_fail(const std::string& path) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code gone;  // the iterator's own is among them
    if (std::filesystem::read_symlink(entry, gone) != path) continue;
    const int unreadable = ::open("/dev/null", O_WRONLY);
    ::dup2(unreadable, std::stoi(entry.path().filename().string()));
    ::close(unreadable);
  }
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

/// Writes the bytes of a results file, that have changed, with a seal that fits them.
void write_sealed(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes.substr(0, bytes.size() - seal_bytes);
  seal(path);
}

/// Reads all there is of a file; what was wrong, in words.
std::string wrong_with(const std::string& path, const Example& example) try {
  const ResultsFile file(path);
  const Scenario scenario = scenario_of(file, example.models);
  const Plan plan(scenario);
  const Layout layout(plan, file.identity().part);
  const StoredRuns runs(file, layout);
  for (std::size_t run = 0; run < plan.runs(); ++run) runs.series(run);
  return "";
} catch (const BadInput& bad) {
  return bad.what();
}

}  // namespace

TEST_CASE("every run of the example is read back, bit for bit") { check_comes_back(example_text); }

TEST_CASE("every run of a model without kinds is read back") { check_comes_back(plain_text); }

TEST_CASE("the runs of a part are read back") { check_comes_back(example_text, {2, 5}); }

TEST_CASE("a part in which every run failed at once has no panel, and is read back") {
  check_comes_back(with(example_text, "[0, 0, 9]", "[1, 1, 1]"), {1, 2});
}

TEST_CASE("runs of several chunks, and several runs in a chunk, are read back") {
  check_comes_back(with(plain_text, "steps = 10", "steps = 300000"));
  check_comes_back(with(plain_text, "\"1..3\"", "\"1..5000\""));
}

TEST_CASE("a file that is missing, a folder, or not permea's is refused by name") {
  const Folder folder;
  std::ofstream(folder / "text") << "no results";
  std::ofstream(folder / "empty");
  CHECK_THROWS_WITH(ResultsFile(folder / "none.h5"), (folder / "none.h5") + ": no such file");
  CHECK_THROWS_WITH(ResultsFile(folder / ""), (folder / "") + ": is a folder, not a results file");
  CHECK_THROWS_WITH(ResultsFile("/dev/zero"), "/dev/zero: is no regular file");
  CHECK_THROWS_WITH(ResultsFile(folder / "text"), (folder / "text") + ": is not a results file of permea");
  CHECK_THROWS_WITH(ResultsFile(folder / "empty"), (folder / "empty") + ": is damaged: it is empty");
}

TEST_CASE("wherever a file is cut short, that is noticed") {
  const Folder folder;
  const Example example(plain_text);
  archived(folder / "a.h5", example);
  const std::string whole = content(folder / "a.h5");
  REQUIRE(wrong_with(folder / "a.h5", example).empty());
  for (std::size_t length = 0; length < whole.size(); length += whole.size() / 50) {
    std::ofstream(folder / "cut", std::ios::binary) << whole.substr(0, length);
    CHECK(wrong_with(folder / "cut", example).starts_with((folder / "cut") + ": is "));
  }
}

TEST_CASE("whichever byte of a file is changed, that is noticed before HDF5 opens it") {
  const Folder folder;
  const Example example(plain_text);
  archived(folder / "a.h5", example);
  const std::string whole = content(folder / "a.h5");
  std::size_t noticed = 0, tried = 0;
  for (std::size_t at = 8; at < whole.size(); at += 1 + whole.size() / 500, ++tried) {
    std::string bytes = whole;
    bytes[at] ^= 1 << (at % 8);
    std::ofstream(folder / "b.h5", std::ios::binary) << bytes;
    noticed += !broken_seal(folder / "b.h5").empty();
  }
  CHECK(broken_seal(folder / "a.h5").empty());
  CHECK(tried > 450);
  CHECK(noticed == tried);
}

TEST_CASE("a file that another program added to is refused") {
  const Folder folder;
  const Example example(plain_text);
  archived(folder / "a.h5", example);
  std::ofstream(folder / "a.h5", std::ios::binary | std::ios::app) << "more";
  CHECK(wrong_with(folder / "a.h5", example).starts_with(
      (folder / "a.h5") + ": is damaged: it does not end in a checksum: "));
}

TEST_CASE("a number that was changed in a file is noticed, whatever the checksum at its end") {
  const Folder folder;
  const Example example(plain_text);
  const std::vector<Series> made = archived(folder / "a.h5", example);
  std::string bytes = content(folder / "a.h5");
  const std::string hash = "0x" + [&] {
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(made[1].state_hash));
    return std::string(digits);
  }();
  REQUIRE(bytes.find(hash) != std::string::npos);
  char& digit = bytes[bytes.find(hash) + 9];
  digit = digit == '0' ? '1' : '0';
  write_sealed(folder / "b.h5", bytes);
  CHECK(wrong_with(folder / "b.h5", example) ==
        (folder / "b.h5") + ": is damaged: run 1 is not what was written");
}

TEST_CASE("of a chunk that cannot be unpacked any thread is told once, and HDF5 prints nothing") {
  const Folder folder;
  const Example example(plain_text);
  archived(folder / "a.h5", example);
  std::string bytes = content(folder / "a.h5");
  const std::size_t chunk = bytes.find("\x78\x5e");  // how zlib begins
  REQUIRE(chunk != std::string::npos);
  bytes[chunk + 9] ^= 1;
  write_sealed(folder / "a.h5", bytes);
  const ResultsFile file(folder / "a.h5");
  const Layout layout(example.plan, {});
  const StoredRuns runs(file, layout);
  std::string told;
  const std::string printed = printed_errors(folder / "errors", [&] {
    std::thread([&] {
      try {
        runs.series(0);
      } catch (const BadInput& bad) {
        told = bad.what();
      }
    }).join();
  });
  CHECK(told.starts_with((folder / "a.h5") + ": is damaged: cannot read numbers: "));
  CHECK(printed.empty());
}

TEST_CASE("of a file that the system cannot read any more the system's error is told, not that it is damaged") {
  const Folder folder;
  const Example example(plain_text);
  archived(folder / "a.h5", example);
  const ResultsFile file(folder / "a.h5");
  const Layout layout(example.plan, {});
  const StoredRuns runs(file, layout);
  let_reads_fail(folder / "a.h5");
  CHECK_THROWS_WITH(runs.series(0), "cannot read " + (folder / "a.h5") + ": Bad file descriptor");
}
