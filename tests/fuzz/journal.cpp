// Any bytes as a journal that --resume finds. Where the first byte is even they are only the contents of its
// records, which get their lengths and checksums, or nothing behind these would be met.
#include "sim/file/archive.h"
#include "sim/file/format/layout.h"
#include "tests/fuzz/target.h"
#include "tests/sim/file/example.h"

namespace permea::fuzz {
namespace {

const std::string two_runs = small_text + R"([[stop]]
observable = "size"
above = 1000
[[until]]
observable = "size"
half_width = 0.5
)";

struct Place {
  Folder folder;
  Example example{two_runs};
  std::string output = folder / "x.h5", journal = output + ".journal";
};

Place& place() {
  static Place only;
  return only;
}

/// The next so many bytes of a text, or what is left of it.
std::string_view taken(std::string_view& text, std::size_t length) {
  const std::string_view head = text.substr(0, length);
  text.remove_prefix(head.size());
  return head;
}

std::size_t taken_number(std::string_view& text, std::size_t bytes) {
  std::size_t number = 0;
  for (const char byte : taken(text, bytes)) number = 256 * number + static_cast<unsigned char>(byte);
  return number;
}

/// For each run: how many blocks; for each of these its length in two bytes, and its bytes.
void append(std::string_view contents) {
  const Runs runs = place().example.plan.runs(Part{});
  Journal journal(place().journal, File::Open::fresh, identity_of(place().example.plan, {}), runs);
  for (std::size_t run = runs.first; run < runs.end && !contents.empty(); ++run) {
    std::vector<Bytes> blocks(taken_number(contents, 1));
    for (Bytes& block : blocks) {
      const auto bytes = std::as_bytes(std::span(taken(contents, taken_number(contents, 2))));
      block.assign(bytes.begin(), bytes.end());
    }
    journal.append(run, blocks);
  }
}

std::string contents_of(const std::vector<Bytes>& blocks) {
  std::string all(1, static_cast<char>(blocks.size()));
  for (const Bytes& block : blocks) {
    all.push_back(static_cast<char>(block.size() / 256));
    all.push_back(static_cast<char>(block.size() % 256));
    all.append(reinterpret_cast<const char*>(block.data()), block.size());
  }
  return all;
}

}  // namespace

std::vector<std::string> seeds() {
  const Plan& plan = place().example.plan;
  const Layout layout(plan);
  std::string all(1, '\0');
  for (std::size_t run = 0; run < plan.runs(); ++run) {
    const Series series = *simulate(plan, run, 1);
    std::vector<Bytes> blocks = layout.blocks(series);
    const auto until = std::as_bytes(std::span(series.until));
    blocks.emplace_back(until.begin(), until.end());
    all += contents_of(blocks);
  }
  append(std::string_view(all).substr(1));
  return {all, std::string("\1").append(content(place().journal))};
}

void meet(const std::string& bytes) {
  if (bytes.empty()) return;
  const Plan& plan = place().example.plan;
  std::filesystem::remove(place().output);
  if (bytes[0] % 2 == 0) append(std::string_view(bytes).substr(1));
  else std::ofstream(place().journal, std::ios::binary) << bytes.substr(1);
  Archive archive({.path = place().output, .resume = true}, plan);
  const Remaining remaining = archive.remaining();
  for (const std::size_t run : remaining.made) archive.until(run);
  if (remaining.runs.empty()) archive.finish();
}

}  // namespace permea::fuzz
