// The calls of POSIX behind safe_file.h. Reads and writes are repeated until all bytes are through, as
// a signal or a nearly full disk may cut them short.
#include "sim/file/safe_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include "sim/kit/problem.h"

namespace permea {
namespace {

/// Calls again for as long as a signal comes between.
template <class Call>
auto uninterrupted(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

off_t as_offset(std::uint64_t offset) { return static_cast<off_t>(offset); }

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

/// fsync by name, for what is not open: a file another library closed, a folder.
void sync_name(const std::string& path, int flags) {
  const int descriptor = uninterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC); });
  if (descriptor < 0) fail("write", path, errno);
  const bool synced = uninterrupted([&] { return ::fsync(descriptor); }) == 0;
  const int error = errno;
  ::close(descriptor);
  // EINVAL: a file system that has no fsync for folders
  if (!synced && error != EINVAL) fail("write", path, error);
}

std::string host() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

/// Whether the process that wrote "process 123 on host" lives, as far as this host can tell.
bool lives(const std::string& owner) {
  const int process = std::atoi(owner.substr(owner.find(' ') + 1).c_str());
  return process > 0 && (::kill(process, 0) == 0 || errno == EPERM);
}

std::string text_of(const File& file) {
  std::string text(static_cast<std::size_t>(file.size()), ' ');
  file.read_at(0, std::as_writable_bytes(std::span(text)));
  return text;
}

/// Whether a lock names another host; a text without host was torn when its writer was killed.
bool is_elsewhere(const std::string& owner) {
  return owner.find(" on ") != std::string::npos && !owner.ends_with(" on " + host());
}

/// Whether somebody else holds the lock; if not, this process does from now on.
bool held_by_other(const File& file, const std::string& owner) {
  if (uninterrupted([&] { return ::flock(file.descriptor(), LOCK_EX | LOCK_NB); }) == 0) return false;
  // Not every file system of a cluster has locks; a number of another host's process says nothing here.
  return errno == EWOULDBLOCK || (!is_elsewhere(owner) && lives(owner));
}

/// The lock's file, locked; waits for nobody.
File locked(const std::string& output, bool takeover) {
  for (;;) {
    File file(Lock::path_of(output), File::Open::existing);
    const std::string owner = text_of(file);
    const bool held = held_by_other(file, owner);
    if (held || (is_elsewhere(owner) && !takeover))
      throw BadInput({output, 0, 0},
                     "is being written by " + (owner.empty() ? "another process" : owner) +
                         (held ? "" : "; if that is gone, run with --takeover, or remove " + file.path()));
    if (file.linked()) return file;  // else its last owner has just removed it
  }
}

}  // namespace

void fail(std::string_view doing, const std::string& path, int error) {
  throw Failure("cannot " + std::string(doing) + " " + path + ": " +
                std::generic_category().message(error));
}

std::uint32_t checksum(std::span<const std::byte> bytes, std::uint32_t before) {
  return static_cast<std::uint32_t>(
      ::crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

File::File(std::string path, Open how) : path_(std::move(path)) {
  const bool reading = how == Open::reading;
  const int access = reading ? O_RDONLY : O_RDWR | O_CREAT | (how == Open::fresh ? O_TRUNC : 0);
  descriptor_ = uninterrupted([&] { return ::open(path_.c_str(), access | O_CLOEXEC, 0666); });
  if (descriptor_ < 0) fail(reading ? "read" : "write", path_, errno);
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

std::uint64_t File::size() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0) fail("read", path_, errno);
  return static_cast<std::uint64_t>(about.st_size);
}

bool File::linked() const {
  struct stat about {};
  return ::fstat(descriptor_, &about) == 0 && about.st_nlink > 0;
}

void File::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = uninterrupted(
        [&] { return ::pwrite(descriptor_, bytes.data(), bytes.size(), as_offset(offset)); });
    if (written <= 0) fail("write", path_, written < 0 ? errno : ENOSPC);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
}

void File::read_at(std::uint64_t offset, std::span<std::byte> bytes) const {
  while (!bytes.empty()) {
    const ssize_t got = uninterrupted(
        [&] { return ::pread(descriptor_, bytes.data(), bytes.size(), as_offset(offset)); });
    if (got < 0) fail("read", path_, errno);
    if (got == 0) throw Failure("cannot read " + path_ + ": it ends too early");
    bytes = bytes.subspan(static_cast<std::size_t>(got));
    offset += static_cast<std::uint64_t>(got);
  }
}

std::uint32_t checksum(const File& file, std::uint64_t offset, std::uint64_t length) {
  constexpr std::uint64_t at_once = std::uint64_t{1} << 20;
  std::vector<std::byte> piece;
  std::uint32_t sum = 0;
  for (std::uint64_t done = 0; done < length; done += piece.size()) {
    piece.resize(static_cast<std::size_t>(std::min(at_once, length - done)));
    file.read_at(offset + done, piece);
    sum = checksum(piece, sum);
  }
  return sum;
}

void File::truncate(std::uint64_t size) {
  if (uninterrupted([&] { return ::ftruncate(descriptor_, as_offset(size)); }) != 0)
    fail("write", path_, errno);
}

void File::sync() {
  if (uninterrupted([&] { return ::fdatasync(descriptor_); }) != 0) fail("write", path_, errno);
}

void File::close() {
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) fail("write", path_, errno);
}

void move_into_place(const std::string& from, const std::string& to) {
  sync_name(from, O_RDWR);
  if (::rename(from.c_str(), to.c_str()) != 0) fail("write", to, errno);
  sync_name(folder_of(to), O_RDONLY | O_DIRECTORY);
}

GrowingFile::GrowingFile(const std::string& path)
    : path_(path), part_(path + ".part", File::Open::fresh) {}

GrowingFile::~GrowingFile() { remove_quietly(part_.path()); }

void GrowingFile::write(std::string_view text) {
  part_.write_at(size_, std::as_bytes(std::span(text)));
  size_ += text.size();
}

void GrowingFile::finish() {
  part_.close();
  move_into_place(part_.path(), path_);
}

void write_text_file(const std::string& path, std::string_view text) {
  GrowingFile file(path);
  file.write(text);
  file.finish();
}

std::vector<std::string> make_folder_of(const std::string& path) {
  std::vector<std::string> made;
  std::filesystem::path folder;
  for (const auto& name : std::filesystem::path(folder_of(path))) {
    folder /= name;
    const int reason = ::mkdir(folder.c_str(), 0777) == 0 ? 0 : errno;
    std::error_code error;
    if (reason == 0) {
      made.push_back(folder.string());
    } else if (!std::filesystem::is_directory(folder, error)) {
      for (; !made.empty(); made.pop_back()) ::rmdir(made.back().c_str());
      fail("make the folder", folder.string(), reason == EEXIST ? ENOTDIR : reason);
    }
  }
  return made;
}

bool exists(const std::string& path) {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0;
}

void refuse_existing(const std::string& path, bool overwrite) {
  if (exists(path) && !overwrite)
    throw BadInput({path, 0, 0}, "exists; use --overwrite to replace it, or -o to name another file");
}

void refuse_input(const std::string& output, const std::string& input, std::string_view what) {
  std::error_code not_there_yet;
  if (std::filesystem::equivalent(output, input, not_there_yet))
    throw BadInput({output, 0, 0}, "is " + std::string(what) + "; -o must name another file");
}

void remove_quietly(const std::string& path) { ::unlink(path.c_str()); }

Lock::Lock(const std::string& output, bool takeover) : file_(locked(output, takeover)) {
  const std::string owner = "process " + std::to_string(::getpid()) + " on " + host();
  try {
    file_.truncate(0);
    file_.write_at(0, std::as_bytes(std::span(owner)));
  } catch (...) {
    remove_quietly(file_.path());
    throw;
  }
}

Lock::~Lock() { remove_quietly(file_.path()); }

}  // namespace permea
