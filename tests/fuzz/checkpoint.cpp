// Any bytes as the saved state of a run, taken by --resume and by --from. Where the first byte is even, the
// beginning gets the length and the checksum that it should have, or nothing behind them would be met.
#include <cstring>

#include "sim/file/checkpoint.h"
#include "sim/file/format/bytes.h"
#include "sim/file/format/state_file.h"
#include "tests/fuzz/target.h"
#include "tests/sim/file/example.h"

namespace permea::fuzz {
namespace {

constexpr std::size_t run = 1, steps = 10;
constexpr std::size_t checksum_at = 12, length_at = 16, prelude = 24;  // state_file.cpp

struct Place {
  Place() {
    std::filesystem::create_directories(folder / "x.h5.state/at-10");
  }

  Folder folder;
  Example example;
  std::unique_ptr<Running> world =
      example.scenario.model->start(example.plan.setting(example.plan.key(run)));
};

Place& place() {
  static Place only;
  return only;
}

Standing standing() { return {place().example.plan.key(run), steps, place().world->state().columns()}; }

/// With a beginning as long as it says in the second and third byte.
std::string mended(const std::string& bytes) {
  std::string file = bytes.substr(std::min<std::size_t>(bytes.size(), 3));
  if (file.size() < prelude) return file;
  const std::uint64_t asked = static_cast<unsigned char>(bytes[1]) + 256u * static_cast<unsigned char>(bytes[2]);
  const std::uint64_t length = std::min<std::uint64_t>(asked, file.size() - prelude);
  std::memcpy(file.data() + length_at, &length, sizeof length);
  const auto all = std::as_bytes(std::span(file)).first(prelude + static_cast<std::size_t>(length));
  const std::uint32_t sum = checksum(all.subspan(length_at), checksum(all.first(checksum_at)));
  std::memcpy(file.data() + checksum_at, &sum, sizeof sum);
  return file;
}

/// What a run does that goes on from a file.
void restore(Checkpoint& checkpoint) {
  if (const auto kept = checkpoint.kept(place().example.plan.key(run))) kept->restore(standing());
}

}  // namespace

std::vector<std::string> seeds() {
  const std::string path = place().folder / "seed";
  write_state(path, identity_of(place().example.plan, {}), standing());
  const std::string whole = content(path);
  std::uint64_t length = 0;
  std::memcpy(&length, whole.data() + length_at, sizeof length);
  std::string mended = {'\0', static_cast<char>(length % 256), static_cast<char>(length / 256)};
  std::string as_it_is = {'\1', '\0', '\0'};
  return {mended.append(whole), as_it_is.append(whole)};
}

void meet(const std::string& bytes) {
  if (bytes.empty()) return;
  const bool as_it_is = bytes[0] % 2 != 0;
  const std::string file = as_it_is ? bytes.substr(std::min<std::size_t>(bytes.size(), 3)) : mended(bytes);
  const std::string output = place().folder / "x.h5";
  for (const char* name : {"x.h5.state/run-1", "x.h5.state/at-10/run-1"})
    std::ofstream(place().folder / name, std::ios::binary) << file;
  const Plan& plan = place().example.plan;
  Checkpoint resumed(output, plan, {}, {}, Checkpoint::Found::taken);
  restore(resumed);
  Saving branching;
  branching.from = output + ".state/at-10";
  const std::string elsewhere = place().folder / "y.h5";
  Checkpoint branched(elsewhere, plan, {}, branching, Checkpoint::Found::taken);
  restore(branched);
}

}  // namespace permea::fuzz
