// Finished runs on the disk, before there is a results file: NAME.h5.journal. It says first whose runs
// they are; then a record is appended for each finished run, in any order. What a killed process or a
// full disk left half-written is cut off when the journal is opened again.
//
// All numbers are little-endian. The title: u32 magic, u32 length and u32 CRC-32 of the identity's
// text; the text. A record: a head of
//   u32 magic, u32 number of blocks, u64 run,
// for each block u32 length and u32 CRC-32, then u32 CRC-32 of all these; then the blocks' bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "sim/file/format/bytes.h"
#include "sim/file/identity.h"
#include "sim/file/safe_file.h"

namespace permea {

class Journal {
 public:
  /// `fresh`: an empty journal, what was at `path` is gone. `existing`: the journal that is there, or
  /// an empty one; a torn or damaged record and all behind it are cut off. Throws BadInput, and
  /// changes nothing, when what is there is not a journal or has another identity; Failure when
  /// the disk does not take an empty journal: then there is none. `runs`: which it may hold.
  Journal(const std::string& path, File::Open how, const Identity& identity, const Runs& runs);

  const std::string& path() const { return file_.path(); }
  bool has(std::size_t run) const { return places_[run - runs_.first] != nowhere; }
  std::size_t size() const { return count_; }

  /// Appends the blocks of a run; may be called by several threads at a time. They are on the disk when
  /// this returns, but for those of the second behind such an append: these are with a later one, or
  /// with secure(). Throws Failure, and is as before, when the disk is full or the journal has gone.
  void append(std::size_t run, const std::vector<Bytes>& blocks);

  /// Returns when all runs are on the disk, and how many they are. Throws Failure when that cannot be
  /// said, as when the journal has been removed.
  std::size_t secure();

  /// The lengths and checksums of a run's blocks, and where they lie.
  struct Record {
    struct Block {
      std::uint64_t offset = 0;
      std::uint32_t length = 0, checksum = 0;
    };
    std::vector<Block> blocks;
  };
  /// May be called by several threads at a time, as long as nobody appends.
  Record record(std::size_t run) const;
  /// The bytes of one block. Throws Failure when they are not what was appended.
  Bytes read(const Record::Block& block) const;

 private:
  static constexpr std::uint64_t nowhere = ~std::uint64_t{0};

  /// Moves the end behind the title, if it is whole; throws BadInput when it is not `identity`.
  void take_title(const Identity& identity, std::uint64_t size);
  void write_title(const Identity& identity);
  /// Takes down the record that starts at the end so far; false if there is no whole one.
  bool take_next(std::uint64_t size);
  /// Throws Failure when nobody could find it again.
  void refuse_nameless() const;
  void sync();

  File file_;
  Runs runs_;
  std::uint64_t end_ = 0;              ///< of the last whole record
  std::vector<std::uint64_t> places_;  ///< where the record of each of the runs starts
  std::size_t count_ = 0;
  std::mutex appending_;
  std::chrono::steady_clock::time_point synced_;
};

}  // namespace permea
