// Files that are written whole or not at all: every call of the operating system is checked, a new
// file takes its final name only when it is complete and on the disk, and a lock keeps two processes
// from one output.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace permea {

/// Throws Failure: "cannot write results/a.h5: No space left on device". `doing` is "write", "read";
/// `error` an errno.
[[noreturn]] void fail(std::string_view doing, const std::string& path, int error);

/// CRC-32 of these bytes, behind others whose checksum was `before`.
std::uint32_t checksum(std::span<const std::byte> bytes, std::uint32_t before = 0);

/// An open file. Every member throws Failure, naming file and cause, when it cannot do its work.
class File {
 public:
  enum class Open { fresh, existing, reading };

  /// Opens for reading and writing, and makes what is not there; `fresh` makes a file in the place of
  /// one, or of a link, that is there; `reading` only reads what must be there. Throws Failure rather
  /// than write to what is no regular file, or wait for it.
  File(std::string path, Open how);
  ~File();
  File(File&& other) noexcept;
  File(const File&) = delete;

  const std::string& path() const { return path_; }
  int descriptor() const { return descriptor_; }
  std::uint64_t size() const;
  /// Whether it is still what its name means: neither removed nor moved, and its folder neither.
  bool has_its_name() const;
  void write_at(std::uint64_t offset, std::span<const std::byte> bytes);
  /// Fills `bytes`; fewer bytes in the file are a Failure.
  void read_at(std::uint64_t offset, std::span<std::byte> bytes) const;
  void truncate(std::uint64_t size);
  /// Returns when the bytes are on the disk. Once it has failed it always will: the system tells only
  /// once of bytes that were lost.
  void sync();
  /// Some file systems tell of a full disk only now.
  void close();

 private:
  std::string path_;
  int descriptor_ = -1;
  int lost_ = 0;  ///< the errno of a sync that failed
};

/// CRC-32 of `length` bytes of a file, of which no more than a piece is held at once.
std::uint32_t checksum(const File& file, std::uint64_t offset, std::uint64_t length);

/// Removes a file, or a link but not what it leads to, where a new file is to be made. Throws Failure for
/// what is neither, and when it cannot.
void make_way(const std::string& path);

/// Gives the complete file `from` the name `to`, and returns when file and name are on the disk. What
/// has the name is replaced, or, without `replace`, stays and is a Failure.
void move_into_place(const std::string& from, const std::string& to, bool replace = true);

/// Returns when the names in the folder of `path` are on the disk.
void sync_folder_of(const std::string& path);

/// Replaces `path` by a file of this text, by way of `path`.part.
void write_text_file(const std::string& path, std::string_view text);

/// A file that is written piece after piece and has its name when it is complete.
class GrowingFile {
 public:
  explicit GrowingFile(const std::string& path);
  /// Of a file that is not complete nothing is left.
  ~GrowingFile();
  GrowingFile(const GrowingFile&) = delete;

  void write(std::string_view text);
  /// As move_into_place.
  void finish(bool replace = true);

 private:
  std::string path_;
  File part_;
  std::uint64_t size_ = 0;
};

/// Makes a folder in one that is there; false when it was there already.
bool make_folder(const std::string& path);

/// Makes the folder that `path` is to lie in. Returns the folders that were not there, outermost
/// first.
std::vector<std::string> make_folder_of(const std::string& path);

/// Whether anything has this name, be it a link to nowhere.
bool exists(const std::string& path);

/// Throws BadInput when there is something at `path` that may not be replaced: anything but a file,
/// and without `overwrite` that too.
void refuse_existing(const std::string& path, bool overwrite);

/// Throws BadInput when one of `outputs` is the file `input`, by whatever name: "is `what`; ...".
void refuse_input(const std::vector<std::string>& outputs, const std::string& input, std::string_view what);

/// Removes a file if it is there; errors are of no account.
void remove_quietly(const std::string& path);

/// The right to write `output`, held as `output`.lock: a file naming host and process, locked for as
/// long as the process lives, so that the lock of a process that was killed is taken over. Whether one
/// on another host lives cannot be known where a file system does not pass on locks: so what names
/// another host is respected, unless the caller says by `takeover` that it is gone.
class Lock {
 public:
  /// Throws BadInput when another process writes `output`, on this host or another, and when what has
  /// the lock's name is no lock.
  explicit Lock(const std::string& output, bool takeover = false);
  static std::string path_of(const std::string& output) { return output + ".lock"; }
  ~Lock();
  Lock(const Lock&) = delete;

 private:
  File file_;
};

}  // namespace permea
