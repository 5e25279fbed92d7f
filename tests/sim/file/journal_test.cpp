// A journal gives back what was appended, or cuts off what is not that.
#include "sim/file/journal.h"

#include <catch2/catch.hpp>

#include <thread>

#include "sim/kit/problem.h"
#include "tests/sim/file/example.h"

using namespace permea;

namespace {

const Identity identity = {"0.1.0", "steps = 1\n[parameters]\na = 2\n", {2, 3}, "0123456789ab"};

Bytes bytes(const std::string& text) {
  const auto raw = std::as_bytes(std::span(text));
  return {raw.begin(), raw.end()};
}

std::vector<Bytes> blocks_of(std::size_t run) {
  return {bytes("run " + std::to_string(run)), {}, bytes(std::string(run * 100, 'x'))};
}

std::vector<Bytes> read(const Journal& journal, std::size_t run) {
  std::vector<Bytes> blocks;
  for (const auto& block : journal.record(run).blocks) blocks.push_back(journal.read(block));
  return blocks;
}

/// A journal of runs 2, 0, 1; returns its content and where each record ends.
std::string three_runs(const std::string& path, std::vector<std::size_t>& ends) {
  Journal journal(path, File::Open::fresh, identity, {0, 3});
  for (const std::size_t run : {2u, 0u, 1u}) {
    journal.append(run, blocks_of(run));
    ends.push_back(std::filesystem::file_size(path));
  }
  return content(path);
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("a journal gives back every block of every run") {
  const Folder folder;
  Journal journal(folder / "j", File::Open::fresh, identity, {0, 3});
  for (const std::size_t run : {2u, 0u}) journal.append(run, blocks_of(run));
  CHECK(journal.size() == 2);
  CHECK_FALSE(journal.has(1));
  for (const std::size_t run : {0u, 2u}) CHECK(read(journal, run) == blocks_of(run));
}

TEST_CASE("runs appended by several threads at a time are all there") {
  const Folder folder;
  Journal journal(folder / "j", File::Open::fresh, identity, {0, 200});
  std::vector<std::thread> threads;
  for (std::size_t first = 0; first < 4; ++first)
    threads.emplace_back([&, first] {
      for (std::size_t run = first; run < 200; run += 4) journal.append(run, blocks_of(run));
    });
  for (std::thread& thread : threads) thread.join();
  for (std::size_t run = 0; run < 200; ++run) REQUIRE(read(journal, run) == blocks_of(run));
}

TEST_CASE("a journal opened again has its runs and takes more") {
  const Folder folder;
  { Journal(folder / "j", File::Open::fresh, identity, {0, 3}).append(1, blocks_of(1)); }
  Journal journal(folder / "j", File::Open::existing, identity, {0, 3});
  journal.append(0, blocks_of(0));
  CHECK(read(journal, 1) == blocks_of(1));
  CHECK(read(journal, 0) == blocks_of(0));
}

TEST_CASE("a fresh journal knows nothing of what was there") {
  const Folder folder;
  { Journal(folder / "j", File::Open::fresh, identity, {0, 3}).append(1, blocks_of(1)); }
  CHECK(Journal(folder / "j", File::Open::fresh, identity, {0, 3}).size() == 0);
}

TEST_CASE("wherever a journal is torn, whole records before are kept and the rest is cut off") {
  const Folder folder;
  std::vector<std::size_t> ends;
  const std::string whole = three_runs(folder / "j", ends);
  const std::size_t title = 12 + text(identity).size();
  for (std::size_t length = 0; length <= whole.size(); ++length) {
    write(folder / "torn", whole.substr(0, length));
    Journal journal(folder / "torn", File::Open::existing, identity, {0, 3});
    const auto kept = std::count_if(ends.begin(), ends.end(), [&](auto end) { return end <= length; });
    REQUIRE(journal.size() == static_cast<std::size_t>(kept));
    REQUIRE(std::filesystem::file_size(folder / "torn") ==
            (kept == 0 ? title : ends[static_cast<std::size_t>(kept) - 1]));
  }
}

TEST_CASE("whichever bit of a journal is flipped, no run comes back other than it was") {
  const Folder folder;
  std::vector<std::size_t> ends;
  const std::string whole = three_runs(folder / "j", ends);
  for (std::size_t bit = 0; bit < 8 * whole.size(); bit += 3) {
    std::string damaged = whole;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << bit % 8));
    write(folder / "damaged", damaged);
    if (bit < 32) {  // what it says it is
      REQUIRE_THROWS_AS(Journal(folder / "damaged", File::Open::existing, identity, {0, 3}), BadInput);
      continue;
    }
    const Journal journal(folder / "damaged", File::Open::existing, identity, {0, 3});
    REQUIRE(journal.size() < 3);
    for (std::size_t run = 0; run < 3; ++run)
      if (journal.has(run)) REQUIRE(read(journal, run) == blocks_of(run));
  }
}

TEST_CASE("a block that changes on the disk while the journal is open is noticed") {
  const Folder folder;
  Journal journal(folder / "j", File::Open::fresh, identity, {0, 3});
  journal.append(1, blocks_of(1));
  const auto block = journal.record(1).blocks.at(2);
  File(folder / "j", File::Open::existing).write_at(block.offset, bytes("?"));
  CHECK_THROWS_AS(journal.read(block), Failure);
}

TEST_CASE("a journal of another identity is refused, naming what differs, and left as it is") {
  const Folder folder;
  std::vector<std::size_t> ends;
  const std::string whole = three_runs(folder / "j", ends);
  const auto refused = [&](const Identity& other) {
    try {
      Journal(folder / "j", File::Open::existing, other, {0, 3});
    } catch (const BadInput& bad) {
      CHECK(content(folder / "j") == whole);
      return bad.problems().front().message;
    }
    return std::string("taken");
  };
  Identity other = identity;
  other.version = "0.2.0";
  CHECK(refused(other) == "is of permea 0.1.0, not 0.2.0");
  other = identity;
  other.commit = "0123456789ab-dirty";
  CHECK(refused(other) ==
        "is of permea 0.1.0 at commit 0123456789ab, not at commit 0123456789ab-dirty");
  other = identity;
  other.understood = "steps = 1\n[parameters]\na = 3\n";
  CHECK(refused(other) == "is of another scenario: [parameters] a = 2 there, a = 3 here");
  other = identity;
  other.part = {1, 3};
  CHECK(refused(other) == "is of part 2 of 3, not of part 1 of 3");
}

TEST_CASE("a file that is no journal is refused and left as it is") {
  const Folder folder;
  write(folder / "j", "a precious text");
  CHECK_THROWS_WITH(
      Journal(folder / "j", File::Open::existing, identity, {0, 3}),
      (folder / "j") + ": is not a journal of permea; remove it, or name another file by -o");
  CHECK(content(folder / "j") == "a precious text");
}

TEST_CASE("a journal whose title names no plan is refused and left as it is") {
  const Folder folder;
  std::vector<std::size_t> ends;
  const std::string untitled = three_runs(folder / "j", ends).substr(0, 4) + std::string(8, '\0');
  write(folder / "j", untitled);  // no words, of which the checksum is 0
  CHECK_THROWS_WITH(
      Journal(folder / "j", File::Open::existing, identity, {0, 3}),
      (folder / "j") + ": is not a journal of permea; remove it, or name another file by -o");
  CHECK(content(folder / "j") == untitled);
}

TEST_CASE("a journal holds the runs of its part only") {
  const Folder folder;
  { Journal(folder / "j", File::Open::fresh, identity, {5, 8}).append(7, blocks_of(7)); }
  const Journal journal(folder / "j", File::Open::existing, identity, {5, 8});
  CHECK(journal.has(7));
  CHECK_FALSE(journal.has(5));
  CHECK(Journal(folder / "j", File::Open::existing, identity, {5, 7}).size() == 0);
}

TEST_CASE("a journal that has gone, or was moved, takes no more and promises nothing") {
  const Folder folder;
  Journal journal(folder / "j", File::Open::fresh, identity, {0, 3});
  journal.append(1, blocks_of(1));
  CHECK(journal.secure() == 1);
  const std::string said = "cannot write " + (folder / "j") + ": No such file or directory";
  std::filesystem::rename(folder / "j", folder / "moved");
  CHECK_THROWS_WITH(journal.append(2, blocks_of(2)), said);
  CHECK_THROWS_WITH(journal.secure(), said);
  std::filesystem::remove(folder / "moved");
  CHECK_THROWS_WITH(journal.append(0, blocks_of(0)), said);
  CHECK(journal.size() == 1);
}

TEST_CASE("a run is taken once") {
  const Folder folder;
  Journal journal(folder / "j", File::Open::fresh, identity, {0, 3});
  journal.append(1, blocks_of(1));
  CHECK_THROWS_AS(journal.append(1, blocks_of(1)), Failure);
}
