// How a run's state is written, and how it is told whether it is still what was written.
#include "sim/file/format/state_file.h"

#include <algorithm>
#include <stdexcept>

#include "sim/file/format/bytes.h"
#include "sim/file/reader.h"

namespace permea {
namespace {

constexpr std::uint64_t magic = 0x0a0d74736d726570;  // "permst\r\n"
constexpr std::uint32_t format = 1;
constexpr std::size_t prelude_length = 24, checksum_at = 12, behind_checksum = 16;

[[noreturn]] void damaged(const std::string& path, const std::string& why) {
  throw Damaged({path}, "is damaged: " + why);
}

/// Columns with bytes of their own; views have none.
std::vector<Column> with_bytes(const Standing& standing) {
  std::vector<Column> columns = standing.columns;
  std::erase_if(columns, [](const Column& column) { return column.bytes_each == 0; });
  return columns;
}

Bytes head_of(const Identity& identity, const Standing& standing, const std::vector<Column>& columns) {
  Bytes head;
  put_words(head, text(identity));
  const RunKey& key = standing.key;
  for (const std::uint64_t number : {static_cast<std::uint64_t>(key.run), static_cast<std::uint64_t>(key.arm),
                                     static_cast<std::uint64_t>(key.point),
                                     static_cast<std::uint64_t>(key.replicate), key.seed,
                                     static_cast<std::uint64_t>(standing.steps_done),
                                     static_cast<std::uint64_t>(columns.size())})
    put(head, number);
  for (const Column& column : columns) {
    const auto bytes = column.bytes();
    put_words(head, column.per);
    put_words(head, column.name);
    put(head, static_cast<std::uint64_t>(column.bytes_each));
    put(head, static_cast<std::uint64_t>(bytes.size() / column.bytes_each));
    put(head, checksum(bytes));
  }
  return head;
}

/// Of all up to the columns, but for the checksum itself.
std::uint32_t checksum_of_beginning(std::span<const std::byte> bytes) {
  return checksum(bytes.subspan(behind_checksum), checksum(bytes.first(checksum_at)));
}

/// The prelude and the head.
Bytes beginning(const Bytes& head) {
  Bytes bytes;
  put(bytes, magic);
  put(bytes, format);
  put(bytes, std::uint32_t{0});
  put(bytes, static_cast<std::uint64_t>(head.size()));
  bytes.insert(bytes.end(), head.begin(), head.end());
  const std::uint32_t sum = checksum_of_beginning(bytes);
  std::memcpy(bytes.data() + checksum_at, &sum, sizeof sum);
  return bytes;
}

}  // namespace

void write_state(const std::string& path, const Identity& identity, const Standing& standing) {
  const std::vector<Column> columns = with_bytes(standing);
  File file(path, File::Open::fresh);
  const Bytes start = beginning(head_of(identity, standing, columns));
  file.write_at(0, start);
  std::uint64_t end = start.size();
  for (const Column& column : columns) {
    file.write_at(end, column.bytes());
    end += column.bytes().size();
  }
  file.close();
}

StateFile::StateFile(const std::string& path) : file_(path, File::Open::reading) {
  const std::uint64_t size = file_.size();
  Bytes bytes(prelude_length);
  if (size < prelude_length) damaged(path, "it is too short");
  file_.read_at(0, bytes);
  if (get<std::uint64_t>(bytes, 0) != magic) damaged(path, "it does not begin as a state of permea");
  const auto length = get<std::uint64_t>(bytes, behind_checksum);
  if (length > size - prelude_length) damaged(path, "it is too short");
  bytes.resize(prelude_length + static_cast<std::size_t>(length));
  file_.read_at(0, bytes);
  if (get<std::uint32_t>(bytes, checksum_at) != checksum_of_beginning(bytes))
    damaged(path, "its head is not as it was written");
  if (const auto there = get<std::uint32_t>(bytes, 8); there != format)
    throw BadInput({path}, "is of format " + std::to_string(there) + ", and this permea knows format " +
                               std::to_string(format));
  take_head({bytes.begin() + prelude_length, bytes.end()}, size);
}

void StateFile::take_head(const Bytes& head, std::uint64_t size) try {
  BytesReader reader(head);
  identity_ = identity_in(reader.words());
  for (std::size_t* number : {&key_.run, &key_.arm, &key_.point, &key_.replicate})
    *number = static_cast<std::size_t>(reader.number<std::uint64_t>());
  key_.seed = reader.number<std::uint64_t>();
  steps_done_ = static_cast<std::int64_t>(reader.number<std::uint64_t>());
  const auto columns = reader.number<std::uint64_t>();
  std::uint64_t end = prelude_length + head.size();
  for (std::uint64_t i = 0; i < columns && !reader.is_short(); ++i) {
    ColumnHead& column = columns_.emplace_back();
    column.per = reader.words();
    column.name = reader.words();
    column.bytes_each = reader.number<std::uint64_t>();
    column.count = reader.number<std::uint64_t>();
    column.checksum = reader.number<std::uint32_t>();
    column.offset = end;
    if (column.bytes_each == 0 || column.count > (size - end) / column.bytes_each)
      damaged(path(), "it is too short");
    end += column.bytes_each * column.count;
  }
  if (!reader.came_out_even()) damaged(path(), "its head is not as it was written");
  if (end != size) damaged(path(), "it is longer than it was written");
} catch (const std::invalid_argument&) {
  damaged(path(), "its head is not as it was written");
}

void StateFile::check() const {
  for (const ColumnHead& column : columns_)
    if (checksum(file_, column.offset, column.bytes_each * column.count) != column.checksum)
      damaged(path(), "column \"" + column.name + "\" is not as it was written");
}

void StateFile::restore(const Standing& standing) const {
  const std::vector<Column> columns = with_bytes(standing);
  const auto fits = [](const Column& own, const ColumnHead& there) {
    return own.per == there.per && own.name == there.name && own.bytes_each == there.bytes_each;
  };
  if (!std::equal(columns.begin(), columns.end(), columns_.begin(), columns_.end(), fits))
    throw Failure("cannot go on from " + path() + ": it has other columns than the run");
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i].resize(static_cast<std::size_t>(columns_[i].count));
    const auto bytes = columns[i].bytes();
    if (bytes.size() != columns_[i].bytes_each * columns_[i].count)
      throw Failure("cannot go on from " + path() + ": column \"" + columns_[i].name +
                    "\" has another length than in the run");
    file_.read_at(columns_[i].offset, bytes);
    if (checksum(bytes) != columns_[i].checksum)
      throw Failure("cannot read " + path() + ": it was changed while permea ran");
  }
}

}  // namespace permea
