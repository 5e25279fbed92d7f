// Files are whole or absent, and one output has one writer.
#include "sim/file/safe_file.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/kit/problem.h"
#include "tests/sim/file/example.h"

using namespace permea;

namespace {

std::string host() {
  char name[256] = {};
  ::gethostname(name, sizeof name - 1);
  return name;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

template <class Thrown, class Call>
std::string said_by(Call call) {
  try {
    call();
  } catch (const Thrown& thrown) {
    return thrown.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a text file is replaced whole and leaves no temporary") {
  const Folder folder;
  write(folder / "a", "a much longer text that was there before");
  write_text_file(folder / "a", "short");
  CHECK(content(folder / "a") == "short");
  CHECK(folder.files() == std::vector<std::string>{"a"});
}

TEST_CASE("a file that cannot be made is named with the cause") {
  const Folder folder;
  const std::string path = folder / "missing/a";
  CHECK(said_by<Failure>([&] { write_text_file(path, "x"); }) ==
        "cannot write " + path + ".part: No such file or directory");
}

TEST_CASE("a fresh file takes the place of a link, and what that leads to stays") {
  const Folder folder;
  write(folder / "aim", "precious");
  std::filesystem::create_symlink(folder / "aim", folder / "a.part");
  write_text_file(folder / "a", "new");
  CHECK(content(folder / "aim") == "precious");
  CHECK_FALSE(std::filesystem::is_symlink(folder / "a"));
  CHECK(content(folder / "a") == "new");
}

TEST_CASE("what is no regular file is neither opened for writing nor removed") {
  const Folder folder;
  const std::string pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  for (const auto how : {File::Open::existing, File::Open::fresh})
    CHECK(said_by<Failure>([&] { File(pipe, how); }) == "cannot write " + pipe + ": is no regular file");
  for (const bool overwrite : {true, false})
    CHECK(said_by<BadInput>([&] { refuse_existing(pipe, overwrite); }) ==
          pipe + ": is no regular file; -o must name a file");
  CHECK(std::filesystem::is_fifo(pipe));
}

TEST_CASE("what is no regular file is not waited for by who would read it") {
  const Folder folder;
  const std::string pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0666) == 0);
  for (const std::string& path : {pipe, folder / "", std::string("/dev/zero")})
    CHECK(said_by<Failure>([&] { File(path, File::Open::reading); }) == "cannot read " + path + ": is no regular file");
}

TEST_CASE("a file is moved to a free name, or stays where it is") {
  const Folder folder;
  write(folder / "a", "new");
  write(folder / "taken", "precious");
  CHECK(said_by<Failure>([&] { move_into_place(folder / "a", folder / "taken", false); }) ==
        "cannot write " + (folder / "taken") + ": it was not there when this call began, and now is; move it "
                                               "away, or add --overwrite");
  CHECK(content(folder / "taken") == "precious");
  move_into_place(folder / "a", folder / "free", false);
  CHECK(folder.files() == std::vector<std::string>{"free", "taken"});
}

TEST_CASE("a file knows whether it was removed or moved, or its folder was") {
  const Folder folder;
  make_folder(folder / "in");
  const File kept(folder / "a", File::Open::fresh), gone(folder / "b", File::Open::fresh),
      replaced(folder / "c", File::Open::fresh), moved(folder / "in/d", File::Open::fresh);
  std::filesystem::remove(folder / "b");
  write_text_file(folder / "c", "another");
  std::filesystem::rename(folder / "in", folder / "out");
  CHECK(kept.has_its_name());
  for (const File* file : {&gone, &replaced, &moved}) CHECK_FALSE(file->has_its_name());
}

TEST_CASE("what is written at a place is read there, and reading past the end is a failure") {
  const Folder folder;
  File file(folder / "a", File::Open::fresh);
  file.write_at(3, std::as_bytes(std::span(std::string_view("abc"))));
  std::string got(3, ' ');
  file.read_at(3, std::as_writable_bytes(std::span(got)));
  CHECK(got == "abc");
  CHECK(file.size() == 6);
  CHECK(said_by<Failure>([&] { file.read_at(4, std::as_writable_bytes(std::span(got))); }) ==
        "cannot read " + (folder / "a") + ": it ends too early");
}

TEST_CASE("missing folders are made and named, outermost first") {
  const Folder folder;
  CHECK(make_folder_of(folder / "a/b/c.h5") == std::vector<std::string>{folder / "a", folder / "a/b"});
  CHECK(make_folder_of(folder / "a/b/c.h5").empty());
}

TEST_CASE("a folder below a file cannot be made, and nothing is left of the attempt") {
  const Folder folder;
  write(folder / "file", "");
  CHECK(said_by<Failure>([&] { make_folder_of(folder / "file/b/c.h5"); }) ==
        "cannot make the folder " + (folder / "file") + ": Not a directory");
  CHECK(folder.files() == std::vector<std::string>{"file"});
}

TEST_CASE("a lock names host and process, and is gone with its holder") {
  const Folder folder;
  {
    const Lock lock(folder / "a.h5");
    CHECK(content(folder / "a.h5.lock") ==
          "process " + std::to_string(::getpid()) + " on " + host());
  }
  CHECK(folder.files().empty());
}

TEST_CASE("a second holder of a lock is refused in one line and leaves the first alone") {
  const Folder folder;
  const Lock lock(folder / "a.h5");
  CHECK(said_by<BadInput>([&] { Lock(folder / "a.h5"); }) ==
        (folder / "a.h5") + ": is being written by process " + std::to_string(::getpid()) + " on " +
            host());
  CHECK(folder.files() == std::vector<std::string>{"a.h5.lock"});
}

TEST_CASE("the lock of a process of this host that is gone is taken over") {
  const Folder folder;
  write(folder / "a.h5.lock", "process 999999999 on " + host());
  const Lock lock(folder / "a.h5");
  CHECK(content(folder / "a.h5.lock").starts_with("process " + std::to_string(::getpid()) + " "));
}

TEST_CASE("a lock that was torn when its writer was killed is taken over") {
  const Folder folder;
  write(folder / "a.h5.lock", "process 99");
  const Lock lock(folder / "a.h5");
  CHECK(content(folder / "a.h5.lock").ends_with(" on " + host()));
}

TEST_CASE("a file that has the lock's name and is no lock is refused, and stays") {
  const Folder folder;
  for (const std::string& text : {std::string("my diary"), std::string(10'000, 'p')}) {
    write(folder / "a.h5.lock", text);
    for (const bool takeover : {false, true})
      CHECK(said_by<BadInput>([&] { Lock(folder / "a.h5", takeover); }) ==
            (folder / "a.h5.lock") + ": is no lock of permea; move it away, or name another file by -o");
    CHECK(content(folder / "a.h5.lock") == text);
  }
}

TEST_CASE("the lock of another host is respected and explained") {
  const Folder folder;
  write(folder / "a.h5.lock", "process 12 on another.host");
  CHECK(said_by<BadInput>([&] { Lock(folder / "a.h5"); }) ==
        (folder / "a.h5") + ": is being written by process 12 on another.host; if that is gone, run with --takeover, or remove " +
            (folder / "a.h5.lock"));
  CHECK(content(folder / "a.h5.lock") == "process 12 on another.host");
  const Lock lock(folder / "a.h5", true);
  CHECK(content(folder / "a.h5.lock").ends_with(" on " + host()));
}

TEST_CASE("the lock of a process that lives is never taken over") {
  const Folder folder;
  const Lock lock(folder / "a.h5");
  CHECK_THROWS_AS(Lock(folder / "a.h5", true), BadInput);
  write(folder / "a.h5.lock", "process 12 on another.host");  // it still has the lock of the system
  CHECK_THROWS_AS(Lock(folder / "a.h5", true), BadInput);
}
