// One run between two steps in a file of its own: the columns of its world and of the rows recorded so
// far, each with its checksum, so that nothing is put back into a run but what was taken from it.
//
// All numbers are little-endian. u64 magic, u32 format, u32 CRC-32 of all that follows up to the
// columns, u64 length of the head; the head; the bytes of the columns, one after another. The head, in
// which words are a u64 length and their bytes: the identity's text; u64 run, arm, point, replicate,
// seed and steps done; u64 number of columns; for each its words `per` and name, u64 bytes of one,
// u64 how many, u32 CRC-32 of its bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/file/identity.h"
#include "sim/file/safe_file.h"
#include "sim/run/simulation.h"

namespace permea {

/// Writes the file anew. Throws Failure when the disk does not take it; then a part of it is left.
void write_state(const std::string& path, const Identity& identity, const Standing& standing);

class StateFile {
 public:
  /// Reads the head. Throws Failure when the file cannot be read, Damaged when it is not as it was
  /// written, BadInput when its format is of another permea.
  explicit StateFile(const std::string& path);

  const std::string& path() const { return file_.path(); }
  const Identity& identity() const { return identity_; }
  const RunKey& key() const { return key_; }
  std::int64_t steps_done() const { return steps_done_; }

  /// Throws Damaged, naming the column, when one is not as it was written.
  void check() const;
  /// Fills the columns of a run, which may come in other lengths. Throws Failure when they are others.
  void restore(const Standing& standing) const;

 private:
  struct ColumnHead {
    std::string per, name;
    std::uint64_t bytes_each = 0, count = 0, offset = 0;
    std::uint32_t checksum = 0;
  };

  void take_head(const std::vector<std::byte>& head, std::uint64_t size);

  File file_;
  Identity identity_;
  RunKey key_;
  std::int64_t steps_done_ = 0;
  std::vector<ColumnHead> columns_;
};

}  // namespace permea
