// How a journal's records are put down and found again.
#include "sim/file/journal.h"

#include <algorithm>
#include <cerrno>
#include <stdexcept>

#include "sim/kit/problem.h"

namespace permea {
namespace {

constexpr std::uint32_t title_magic = 0x74706d31;  // "1mpt"
constexpr std::uint32_t magic = 0x6a706d31;        // "1mpj"
constexpr std::size_t title_head = 12, fixed_part = 16, table_row = 8, checksum_length = 4;

std::size_t head_length(std::size_t blocks) {
  return fixed_part + table_row * blocks + checksum_length;
}

Bytes whole_record(std::size_t run, const std::vector<Bytes>& blocks) {
  Bytes bytes;
  put(bytes, magic);
  put(bytes, static_cast<std::uint32_t>(blocks.size()));
  put(bytes, static_cast<std::uint64_t>(run));
  for (const Bytes& block : blocks) {
    put(bytes, static_cast<std::uint32_t>(block.size()));
    put(bytes, checksum(block));
  }
  put(bytes, checksum(bytes));
  for (const Bytes& block : blocks) bytes.insert(bytes.end(), block.begin(), block.end());
  return bytes;
}

/// The head at `offset` of a file of `size` bytes; empty if there is none, or a damaged one.
Bytes head_at(const File& file, std::uint64_t offset, std::uint64_t size) {
  if (size - offset < head_length(0)) return {};
  Bytes head(fixed_part);
  file.read_at(offset, head);
  if (get<std::uint32_t>(head, 0) != magic) return {};
  const std::size_t blocks = get<std::uint32_t>(head, 4);
  if (size - offset < head_length(blocks)) return {};
  head.resize(head_length(blocks));
  file.read_at(offset, head);
  const std::size_t before = head.size() - checksum_length;
  if (checksum(std::span(head).first(before)) != get<std::uint32_t>(head, before)) return {};
  return head;
}

Journal::Record record_of(const Bytes& head, std::uint64_t offset) {
  Journal::Record record;
  offset += head.size();
  for (std::size_t row = fixed_part; row + checksum_length < head.size(); row += table_row) {
    record.blocks.push_back(
        {offset, get<std::uint32_t>(head, row), get<std::uint32_t>(head, row + 4)});
    offset += record.blocks.back().length;
  }
  return record;
}

bool intact(const File& file, const Journal::Record::Block& block, std::uint64_t size, Bytes& bytes) {
  if (block.offset + block.length > size) return false;
  bytes.resize(block.length);
  file.read_at(block.offset, bytes);
  return checksum(bytes) == block.checksum;
}

}  // namespace

Journal::Journal(const std::string& path, File::Open how, const Identity& identity, const Runs& runs)
    : file_(path, how),
      runs_(runs),
      places_(runs.size(), nowhere),
      synced_(std::chrono::steady_clock::now()) {
  const std::uint64_t size = file_.size();
  take_title(identity, size);
  while (end_ > 0 && take_next(size)) {
  }
  if (end_ != size) file_.truncate(end_);
  if (end_ == 0) write_title(identity);
}

void Journal::take_title(const Identity& identity, std::uint64_t size) try {
  Bytes head(static_cast<std::size_t>(std::min<std::uint64_t>(size, title_head)));
  file_.read_at(0, head);
  if (head.size() >= sizeof title_magic && get<std::uint32_t>(head, 0) != title_magic)
    throw std::invalid_argument("not a journal");
  if (head.size() < title_head || size - title_head < get<std::uint32_t>(head, 4)) return;
  std::string title(get<std::uint32_t>(head, 4), ' ');
  file_.read_at(title_head, std::as_writable_bytes(std::span(title)));
  if (checksum(std::as_bytes(std::span(title))) != get<std::uint32_t>(head, 8)) return;
  const std::string differs = difference(identity_in(title), identity);
  if (!differs.empty()) throw BadInput({path()}, differs);
  end_ = title_head + title.size();
} catch (const std::invalid_argument&) {
  throw BadInput({path()}, "is not a journal of permea; remove it, or name another file by -o");
}

void Journal::write_title(const Identity& identity) try {
  const std::string words = text(identity);
  const auto bytes = std::as_bytes(std::span(words));
  Bytes title;
  put(title, title_magic);
  put(title, static_cast<std::uint32_t>(words.size()));
  put(title, checksum(bytes));
  title.insert(title.end(), bytes.begin(), bytes.end());
  file_.write_at(0, title);
  sync_folder_of(path());
  end_ = title.size();
} catch (...) {
  remove_quietly(path());
  throw;
}

bool Journal::take_next(std::uint64_t size) {
  const Bytes head = head_at(file_, end_, size);
  if (head.empty()) return false;
  const auto run = static_cast<std::size_t>(get<std::uint64_t>(head, 8));
  const Record record = record_of(head, end_);
  Bytes bytes;
  for (const Record::Block& block : record.blocks)
    if (!intact(file_, block, size, bytes)) return false;
  if (run < runs_.first || run >= runs_.end || has(run)) return false;
  places_[run - runs_.first] = end_;
  ++count_;
  end_ = record.blocks.empty() ? end_ + head.size()
                               : record.blocks.back().offset + record.blocks.back().length;
  return true;
}

void Journal::append(std::size_t run, const std::vector<Bytes>& blocks) {
  const Bytes record = whole_record(run, blocks);
  const std::lock_guard appending(appending_);
  if (has(run)) throw Failure("run " + std::to_string(run) + " is in " + path() + " already");
  try {
    file_.write_at(end_, record);
    refuse_nameless();
  } catch (...) {
    file_.truncate(end_);
    throw;
  }
  places_[run - runs_.first] = end_;
  end_ += record.size();
  ++count_;
  if (std::chrono::steady_clock::now() - synced_ >= std::chrono::seconds(1)) sync();
}

std::size_t Journal::secure() {
  const std::lock_guard appending(appending_);
  refuse_nameless();
  sync();
  return count_;
}

void Journal::refuse_nameless() const {
  if (!file_.has_its_name()) fail("write", path(), ENOENT);
}

void Journal::sync() {
  file_.sync();
  synced_ = std::chrono::steady_clock::now();
}

Journal::Record Journal::record(std::size_t run) const {
  const Bytes head = head_at(file_, places_[run - runs_.first], end_);
  if (head.empty()) throw Failure("cannot read " + path() + ": it was changed while permea ran");
  return record_of(head, places_[run - runs_.first]);
}

Bytes Journal::read(const Record::Block& block) const {
  Bytes bytes;
  if (!intact(file_, block, end_, bytes))
    throw Failure("cannot read " + path() + ": it was changed while permea ran");
  return bytes;
}

}  // namespace permea
