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

int flags_of(File::Open how) {
  // O_NONBLOCK: for what is no regular file, and refused
  if (how == File::Open::reading) return O_RDONLY | O_NONBLOCK | O_CLOEXEC;
  return O_RDWR | O_CREAT | O_NONBLOCK | O_CLOEXEC | (how == File::Open::fresh ? O_EXCL : 0);
}

/// Renames where nothing has the new name; false, with errno, else.
bool rename_to_free_name(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno != EINVAL && errno != ENOSYS) return false;
  if (!exists(to)) return ::rename(from.c_str(), to.c_str()) == 0;  // a file system that knows no more
  errno = EEXIST;
  return false;
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

/// No longer than what a lock says.
std::string text_of(const File& file) {
  constexpr std::uint64_t longest = 512;
  std::string text(static_cast<std::size_t>(std::min(file.size(), longest)), ' ');
  file.read_at(0, std::as_writable_bytes(std::span(text)));
  return text;
}

/// Whether a lock says this; a text may have been torn when its writer was killed.
bool is_of_lock(std::string_view text) {
  constexpr std::string_view start = "process ";
  return text.starts_with(start) || start.starts_with(text);
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
    if (!is_of_lock(owner))
      throw BadInput({file.path()}, "is no lock of permea; move it away, or name another file by -o");
    const bool held = held_by_other(file, owner);
    if (held || (is_elsewhere(owner) && !takeover))
      throw BadInput({output, 0, 0},
                     "is being written by " + (owner.empty() ? "another process" : owner) +
                         (held ? "" : "; if that is gone, run with --takeover, or remove " + file.path()));
    if (file.has_its_name()) return file;  // else its last owner has just removed it
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
  if (how == Open::fresh) make_way(path_);
  descriptor_ = uninterrupted([&] { return ::open(path_.c_str(), flags_of(how), 0666); });
  if (descriptor_ < 0) fail(reading ? "read" : "write", path_, errno);
  struct stat about {};
  if (::fstat(descriptor_, &about) == 0 && S_ISREG(about.st_mode)) return;
  ::close(descriptor_);
  throw Failure("cannot " + std::string(reading ? "read " : "write ") + path_ + ": is no regular file");
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), lost_(other.lost_) {}

std::uint64_t File::size() const {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0) fail("read", path_, errno);
  return static_cast<std::uint64_t>(about.st_size);
}

bool File::has_its_name() const {
  struct stat open {}, named {};
  return ::fstat(descriptor_, &open) == 0 && ::stat(path_.c_str(), &named) == 0 &&
         open.st_dev == named.st_dev && open.st_ino == named.st_ino;
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

void make_way(const std::string& path) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return;
  if (!S_ISREG(about.st_mode) && !S_ISLNK(about.st_mode) && !S_ISDIR(about.st_mode))
    throw Failure("cannot write " + path + ": is no regular file");
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) fail("write", path, errno);
}

void File::truncate(std::uint64_t size) {
  if (uninterrupted([&] { return ::ftruncate(descriptor_, as_offset(size)); }) != 0)
    fail("write", path_, errno);
}

void File::sync() {
  if (lost_ == 0 && uninterrupted([&] { return ::fdatasync(descriptor_); }) != 0) lost_ = errno;
  if (lost_ != 0) fail("write", path_, lost_);
}

void File::close() {
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) fail("write", path_, errno);
}

void move_into_place(const std::string& from, const std::string& to, bool replace) {
  sync_name(from, O_RDWR);
  if (replace ? ::rename(from.c_str(), to.c_str()) != 0 : !rename_to_free_name(from, to)) {
    if (replace || errno != EEXIST) fail("write", to, errno);
    throw Failure("cannot write " + to + ": it was not there when this call began, and now is; move it "
                  "away, or add --overwrite");
  }
  sync_folder_of(to);
}

void sync_folder_of(const std::string& path) { sync_name(folder_of(path), O_RDONLY | O_DIRECTORY); }

GrowingFile::GrowingFile(const std::string& path)
    : path_(path), part_(path + ".part", File::Open::fresh) {}

GrowingFile::~GrowingFile() { remove_quietly(part_.path()); }

void GrowingFile::write(std::string_view text) {
  part_.write_at(size_, std::as_bytes(std::span(text)));
  size_ += text.size();
}

void GrowingFile::finish(bool replace) {
  part_.close();
  move_into_place(part_.path(), path_, replace);
}

void write_text_file(const std::string& path, std::string_view text) {
  GrowingFile file(path);
  file.write(text);
  file.finish();
}

bool make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0) return true;
  const int reason = errno;
  std::error_code error;
  if (!std::filesystem::is_directory(path, error))
    fail("make the folder", path, reason == EEXIST ? ENOTDIR : reason);
  return false;
}

std::vector<std::string> make_folder_of(const std::string& path) {
  std::vector<std::string> made;
  std::filesystem::path folder;
  try {
    for (const auto& name : std::filesystem::path(folder_of(path))) {
      folder /= name;
      if (make_folder(folder.string())) made.push_back(folder.string());
    }
  } catch (...) {
    for (; !made.empty(); made.pop_back()) ::rmdir(made.back().c_str());
    throw;
  }
  return made;
}

bool exists(const std::string& path) {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0;
}

void refuse_existing(const std::string& path, bool overwrite) {
  struct stat about {};
  if (::lstat(path.c_str(), &about) != 0) return;
  if (!S_ISREG(about.st_mode))
    throw BadInput({path}, std::string(S_ISLNK(about.st_mode) ? "is a link" : "is no regular file") +
                               "; -o must name a file");
  if (!overwrite)
    throw BadInput({path, 0, 0}, "exists; use --overwrite to replace it, or -o to name another file");
}

void refuse_input(const std::vector<std::string>& outputs, const std::string& input, std::string_view what) {
  std::error_code not_there_yet;
  for (const std::string& output : outputs)
    if (std::filesystem::equivalent(output, input, not_there_yet))
      throw BadInput({output}, "is " + std::string(what) + "; -o must name another file");
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
