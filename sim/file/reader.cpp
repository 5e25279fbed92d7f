// How a results file is opened, asked and checked.
#include "sim/file/reader.h"

#include <cerrno>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <limits>
#include <mutex>
#include <regex>

#include "sim/file/format/reading.h"
#include "sim/file/format/results_file.h"
#include "sim/file/format/seal.h"
#include "sim/file/safe_file.h"

namespace permea {
namespace {

[[noreturn]] void damaged(const std::string& path, const std::string& how) {
  throw Damaged({path}, "is damaged: " + how);
}

/// What `read` reads, in whatever thread; what HDF5 cannot read is damaged, unless it was the operating
/// system that failed: the file may well be whole then.
template <class Read>
auto undamaged(const std::string& path, Read read) try {
  hdf5::prepare();
  return read();
} catch (const hdf5::Error& error) {
  if (error.system_error() != 0) fail("read", path, error.system_error());
  damaged(path, error.what());
}

/// Whether the name is one that `run --part` gives: NAME.part-2-of-8.h5.
bool called_part(const std::string& path) {
  static const std::regex name(R"(.*\.part-[1-9][0-9]*-of-[1-9][0-9]*\.h5)");
  return std::regex_match(std::filesystem::path(path).filename().string(), name);
}

/// Refuses by name what HDF5 would refuse in its own words.
void refuse_other_files(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw BadInput({path}, "no such file");
  if (std::filesystem::is_directory(status)) throw BadInput({path}, "is a folder, not a results file");
  if (!std::filesystem::is_regular_file(status)) throw BadInput({path}, "is no regular file");
  std::string start(8, ' ');
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw BadInput({path}, "cannot be read: " + std::generic_category().message(errno));
  errno = 0;
  stream.read(start.data(), 8);
  if (stream.bad()) fail("read", path, errno);
  if (start == "\x89HDF\r\n\x1a\n") return;
  if (stream.gcount() == 0) damaged(path, "it is empty");
  if (called_part(path)) damaged(path, "it does not begin as HDF5 does");
  throw BadInput({path}, "is not a results file of permea");
}

template <class Number>
std::size_t product(const std::vector<Number>& shape) {
  std::size_t size = 1;
  for (const Number length : shape) size *= length;
  return size;
}

/// "0x0123456789abcdef" as a number.
std::uint64_t number_in(const std::string& hexadecimal, const std::string& path) {
  std::uint64_t number = 0;
  const char* end = hexadecimal.data() + hexadecimal.size();
  if (!hexadecimal.starts_with("0x") ||
      std::from_chars(hexadecimal.data() + 2, end, number, 16).ptr != end)
    damaged(path, "a hash is none");
  return number;
}

}  // namespace

class ResultsFile::Content {
 public:
  explicit Content(const std::string& file)
      : path(file), root(undamaged(file, [&] { return hdf5::open_file(file); })) {
    undamaged(path, [&] { read(); });
  }

  std::vector<RunFacts> facts(const Runs& runs) const;

  std::string path;
  hdf5::Handle root;
  Identity identity;
  std::optional<Enough> enough;
  std::string as_written, sweep_file;

 private:
  void read();
  void read_part();
  void read_enough();
};

void ResultsFile::Content::read() {
  const std::vector<std::int32_t> format = hdf5::read_whole_attribute(root, "permea_format");
  const std::string source = hdf5::read_text_attribute(root, "source"), made_by = "permea ";
  if (format.size() != 1 || !source.starts_with(made_by))
    throw BadInput({path}, "is not a results file of permea");
  if (format[0] != results_format)
    throw BadInput({path}, "has format " + std::to_string(format[0]) + ", and this permea reads " +
                               std::to_string(results_format));
  identity.version = source.substr(made_by.size());
  read_part();
  read_enough();
  const hdf5::Handle group = hdf5::open_group(root, "scenario");
  as_written = hdf5::read_strings(group, "as_written", {}).at(0);
  identity.understood = hdf5::read_strings(group, "as_understood", {}).at(0);
  if (hdf5::has(group, "sweep_file")) sweep_file = hdf5::read_strings(group, "sweep_file", {}).at(0);
  const std::string sum = hdf5::read_text_attribute(hdf5::open_dataset(group, "as_understood", {}), "checksum");
  if (sum != std::to_string(checksum(std::as_bytes(std::span(identity.understood)))))
    damaged(path, "the scenario is not what was written");
}

void ResultsFile::Content::read_part() {
  const std::vector<std::int32_t> part = hdf5::read_whole_attribute(root, "part");
  if (part.empty()) return;
  if (part.size() != 2 || part[0] < 1 || part[0] > part[1]) damaged(path, "its part is none");
  identity.part = {static_cast<std::size_t>(part[0]), static_cast<std::size_t>(part[1])};
  identity.commit = hdf5::read_text_attribute(root, "commit");
  if (identity.commit.empty()) identity.commit = "unknown";  // of an earlier build
}

void ResultsFile::Content::read_enough() {
  const std::vector<std::int32_t> used = hdf5::read_whole_attribute(root, "seeds_used");
  if (used.empty()) return;
  if (used.size() != 1 || used[0] < 1) damaged(path, "its number of seeds is none");
  enough = Enough{static_cast<std::size_t>(used[0]), hdf5::read_text_attribute(root, "seeds_why")};
}

std::vector<RunFacts> ResultsFile::Content::facts(const Runs& runs) const {
  const hdf5::Shape shape = {runs.size()};
  const auto statuses = hdf5::read_whole(root, "status", shape);
  const auto last_steps = hdf5::read_whole(root, "last_step", shape);
  const auto checksums = hdf5::read_whole(root, "checksum", shape);
  const auto messages = hdf5::read_strings(root, "message", shape);
  const auto hashes = hdf5::read_strings(root, "state_hash", shape);
  std::vector<RunFacts> facts;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (statuses[i] != 0 && statuses[i] != 1) damaged(path, "a run has no known status");
    facts.push_back({static_cast<Status>(statuses[i]), last_steps[i], number_in(hashes[i], path), 0,
                     static_cast<std::uint32_t>(checksums[i]), messages[i]});
  }
  return facts;
}

ResultsFile::ResultsFile(const std::string& path) {
  refuse_other_files(path);
  if (const std::string how = broken_seal(path); !how.empty()) damaged(path, how);
  content_ = std::make_unique<Content>(path);
}

ResultsFile::~ResultsFile() = default;

const std::string& ResultsFile::path() const { return content_->path; }
const Identity& ResultsFile::identity() const { return content_->identity; }
const std::optional<Enough>& ResultsFile::enough() const { return content_->enough; }
const std::string& ResultsFile::as_written() const { return content_->as_written; }
const std::string& ResultsFile::sweep_file() const { return content_->sweep_file; }

std::vector<Value> ResultsFile::along_runs(const std::string& name, std::size_t runs) const {
  return undamaged(path(), [&] { return hdf5::read_values(content_->root, name, runs); });
}

std::vector<RunFacts> ResultsFile::facts(const Runs& runs) const {
  return undamaged(path(), [&] { return content_->facts(runs); });
}

Scenario scenario_of(const ResultsFile& file, std::span<const Model> models) {
  Scenario scenario = parse_understood(file.identity().understood, file.path(), models);
  scenario.text = file.as_written();
  scenario.sweep.file_text = file.sweep_file();
  return scenario;
}

/// Keeps every variable open, so that a chunk with several runs is unpacked once and not for each.
class StoredRuns::Content {
 public:
  Content(const ResultsFile& file, const Layout& layout);

  Series series(std::size_t run) const;
  const std::string& path() const { return path_; }

 private:
  void open_panel();
  void read(std::size_t number, std::size_t place, Series& series) const;

  const Layout& layout_;
  const Runs runs_;
  const std::string path_;
  const hid_t root_;
  std::vector<RunFacts> facts_;
  std::vector<hdf5::Handle> datasets_;  ///< of the layout's variables
  std::vector<hdf5::Shape> shapes_;
  std::size_t most_members_ = 0;
  mutable std::mutex reading_;
};

StoredRuns::Content::Content(const ResultsFile& file, const Layout& layout)
    : layout_(layout),
      runs_(layout.runs()),
      path_(file.path()),
      root_(file.content_->root),
      facts_(file.content_->facts(runs_)) {
  if (!layout.member().empty() && hdf5::has(root_, "panel")) open_panel();
  for (const Variable& variable : layout.variables()) {
    hdf5::Shape& shape = shapes_.emplace_back(hdf5::Shape{runs_.size(), layout.rows()});
    for (std::size_t axis = variable.one_group ? 2 : 1; axis < variable.block.size(); ++axis)
      shape.push_back(variable.block[axis]);
    if (variable.panel) shape = {runs_.size(), layout.rows(), most_members_};
    const bool there = !variable.panel || most_members_ > 0;
    const std::string name = (variable.panel ? "panel/" : "") + variable.name;
    if (there && !hdf5::has(root_, name))
      throw BadInput({path_}, "has no " + name + ": it is of another build of permea, or damaged");
    datasets_.push_back(there ? hdf5::open_dataset(root_, name, shape) : hdf5::Handle());
  }
}

void StoredRuns::Content::open_panel() {
  const auto members = hdf5::read_whole(root_, "panel/members", {runs_.size()});
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i] < 0 || members[i] > std::numeric_limits<std::int32_t>::max())
      damaged(path_, "a number of members is none");
    facts_[i].members = static_cast<std::size_t>(members[i]);
    most_members_ = std::max(most_members_, facts_[i].members);
  }
}

/// Puts what the file has of a variable in a run where Series has it.
void StoredRuns::Content::read(std::size_t number, std::size_t place, Series& series) const {
  const Variable& variable = layout_.variables()[number];
  const std::vector<std::size_t> row = layout_.source_row(variable, facts_[place].members);
  const std::size_t whole = product(row), own = whole / std::max<std::size_t>(row[0], 1);
  auto& all = variable.panel ? series.panel.columns : series.observables;
  all.resize(std::max(all.size(), variable.source + 1));
  std::vector<double>& numbers = all[variable.source];
  numbers.resize(layout_.rows() * whole, missing);
  if (whole == 0) return;
  hdf5::Shape start(shapes_[number].size(), 0), box = shapes_[number];
  start[0] = place;
  box[0] = 1;
  if (variable.panel) box[2] = row[0];
  const std::size_t width = product(box) / layout_.rows();
  std::vector<double> part(layout_.rows() * width);
  hdf5::read_box(datasets_[number], start, box, part);
  for (std::size_t step = 0; step < layout_.rows(); ++step)
    std::copy_n(part.data() + step * width, width,
                numbers.data() + step * whole + variable.first_group * own);
}

Series StoredRuns::Content::series(std::size_t run) const {
  const std::size_t place = run - runs_.first;
  const RunFacts& facts = facts_.at(place);
  Series series;
  series.key = layout_.plan().key(run);
  series.status = facts.status;
  series.message = facts.message;
  series.last_step = facts.last_step;
  series.state_hash = facts.state_hash;
  series.panel.members = static_cast<std::int32_t>(facts.members);
  {
    const std::lock_guard lock(reading_);  // not every HDF5 is built for several threads
    for (std::size_t number = 0; number < datasets_.size(); ++number) read(number, place, series);
  }
  if (layout_.checksum(series) != facts.checksum)
    damaged(path_, "run " + std::to_string(run) + " is not what was written");
  return series;
}

StoredRuns::StoredRuns(const ResultsFile& file, const Layout& layout)
    : content_(undamaged(file.path(), [&] { return std::make_unique<Content>(file, layout); })) {}

StoredRuns::~StoredRuns() = default;

Series StoredRuns::series(std::size_t run) const {
  return undamaged(content_->path(), [&] { return content_->series(run); });
}

}  // namespace permea
