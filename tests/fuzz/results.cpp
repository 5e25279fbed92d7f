// A results file as a hostile hand may have left it: any bytes, or a file of permea's in which attributes,
// tables and the scenario were replaced by others, sealed again so that the checksum lets it pass.
#include <array>

#include "sim/file/archive.h"
#include "sim/file/format/hdf5.h"
#include "sim/file/format/reading.h"
#include "sim/file/format/seal.h"
#include "sim/file/reader.h"
#include "sim/file/safe_file.h"
#include "sim/file/understood.h"
#include "tests/fuzz/target.h"
#include "tests/sim/file/example.h"

namespace permea::fuzz {
namespace {

struct Place {
  Place() {
    Archive archive({path}, example.plan);
    for (const std::size_t run : archive.remaining().runs) archive.add(*simulate(example.plan, run, 1));
    archive.finish();
    whole = content(path);
    whole.resize(whole.size() - seal_bytes);
  }

  Folder folder;
  Example example{small_text};
  std::string path = folder / "x.h5", whole;
};

Place& place() {
  static Place only;
  return only;
}

/// What a hostile hand has to say, piece by piece; zeros and empty texts when it has no more.
class Hand {
 public:
  explicit Hand(const std::string& bytes) : rest_(bytes) {}
  bool has_more() const { return !rest_.empty(); }
  std::size_t number() {
    if (rest_.empty()) return 0;
    const auto number = static_cast<unsigned char>(rest_[0]);
    rest_.remove_prefix(1);
    return number;
  }
  std::string words(std::size_t length) {
    const std::string head(rest_.substr(0, length));
    rest_.remove_prefix(head.size());
    return head;
  }
  /// All up to a zero.
  std::string line() {
    const std::string line = words(std::min(rest_.find('\0'), rest_.size()));
    words(1);
    return line;
  }

 private:
  std::string_view rest_;
};

/// Attributes and tables that permea reads.
constexpr std::array attributes = {"permea_format", "source", "part", "commit", "seeds_used", "seeds_why"};
constexpr std::array tables = {"status", "last_step", "message", "state_hash", "checksum", "seed", "size", "firms",
                               "panel", "panel/members", "panel/size", "panel/kind", "scenario",
                               "scenario/as_written", "scenario/as_understood", "scenario/sweep_file"};

void replace_attribute(hid_t file, Hand& hand) {
  const char* name = attributes[hand.number() % attributes.size()];
  if (H5Aexists(file, name) > 0) H5Adelete(file, name);
  const std::size_t sort = hand.number() % 4;
  if (sort == 1) hdf5::attribute(file, name, hand.line());
  std::vector<std::int32_t> whole(hand.number() % 5);
  for (std::int32_t& number : whole) number = static_cast<std::int32_t>(hand.number()) - 3;
  const std::vector<double> real(whole.begin(), whole.end());
  if (sort == 2) hdf5::attribute(file, name, std::span<const std::int32_t>(whole));
  if (sort == 3) hdf5::attribute(file, name, std::span<const double>(real));
}

/// By one of another type and shape.
void replace_table(hid_t file, Hand& hand) {
  const char* name = tables[hand.number() % tables.size()];
  if (hdf5::has(file, std::string(name).substr(0, std::string(name).find('/'))) && hdf5::has(file, name))
    H5Ldelete(file, name, H5P_DEFAULT);
  const std::size_t sort = hand.number() % 5;
  hdf5::Shape shape(hand.number() % 4);
  std::size_t size = 1;
  for (hsize_t& length : shape) size *= (length = hand.number() % 7);
  std::vector<std::string> texts(size);
  std::vector<double> numbers(size);
  for (std::string& text : texts)
    if (sort == 1) text = hand.line();
  for (double& number : numbers)
    if (sort > 1) number = static_cast<double>(hand.number()) - 100;
  const hdf5::Handle text = hdf5::string_type();
  const std::array<hid_t, 4> types = {text, H5T_NATIVE_DOUBLE, H5T_NATIVE_INT32, H5T_NATIVE_INT64};
  if (sort == 0) return;
  hdf5::Handle made = hdf5::create_dataset(file, {name, types[sort - 1], shape, {}, false});
  if (sort == 1) hdf5::write_strings(made, texts);
  else hdf5::checked(H5Dwrite(made, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()), "write");
}

/// By another text, with the checksum that it should have.
void replace_scenario(hid_t file, Hand& hand) {
  const std::string words = hand.line();
  const char* name = "scenario/as_understood";
  if (hdf5::has(file, "scenario") && hdf5::has(file, name)) H5Ldelete(file, name, H5P_DEFAULT);
  const hdf5::Handle made = hdf5::create_dataset(file, {name, hdf5::string_type(), {}, {}, false});
  hdf5::write_strings(made, std::vector<std::string>{words});
  hdf5::attribute(made, "checksum", std::to_string(checksum(std::as_bytes(std::span(words)))));
}

/// A chunk of numbers by one that may not be unpacked.
void replace_chunk(hid_t file, Hand& hand) {
  const hdf5::Handle table(H5Dopen2(file, hand.number() % 2 ? "size" : "panel/size", H5P_DEFAULT), H5Dclose, "open");
  const std::string packed = hand.words(hand.number());
  const hdf5::Shape start(3, 0);
  hdf5::write_chunk(table, start, std::as_bytes(std::span(packed)));
}

/// Does what it is told, as far as HDF5 lets it.
void edit(const std::string& path, Hand hand) {
  hdf5::prepare();
  hdf5::Handle file(H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT), H5Fclose, "open");
  while (hand.has_more()) try {
      switch (hand.number() % 4) {
        case 0: replace_attribute(file, hand); break;
        case 1: replace_table(file, hand); break;
        case 2: replace_scenario(file, hand); break;
        case 3: replace_chunk(file, hand); break;
      }
    } catch (const hdf5::Error&) {
    }
}

void read(const std::string& path) {
  const ResultsFile file(path);
  const Output output{.path = path};
  finished(output, place().example.plan);
  const StoredResults stored(path, place().example.models);
  const Runs runs = stored.layout.runs();
  for (std::size_t run = runs.first; run < runs.end; ++run) stored.runs.series(run);
  stored.file.along_runs("seed", runs.size());
}

}  // namespace

std::vector<std::string> seeds() {
  const std::string understood = as_understood(place().example.scenario);
  return {std::string("\1").append(place().whole), std::string("\0\2", 2).append(understood),
          std::string("\0\0\2\2\2\4\5\1\1\3\1\3", 12), std::string("\0\3\0\10abcdefgh", 12)};
}

void meet(const std::string& bytes) {
  if (bytes.empty()) return;
  const std::string& path = place().path;
  const bool as_it_is = bytes[0] % 2 != 0;
  std::ofstream(path, std::ios::binary) << (as_it_is ? bytes.substr(1) : place().whole);
  if (!as_it_is) {
    edit(path, Hand(bytes.substr(1)));
    seal(path);
  }
  read(path);
}

}  // namespace permea::fuzz
