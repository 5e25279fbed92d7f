// How a results file is sealed, and how that is looked at.
#include "sim/file/format/seal.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "sim/file/safe_file.h"

namespace permea {
namespace {

using Seal = std::array<std::byte, seal_bytes>;

constexpr std::string_view mark = "permea\r\n";

Seal seal_of(std::uint32_t sum) {
  Seal made;
  std::memcpy(made.data(), mark.data(), mark.size());
  for (std::size_t byte = 0; byte < sizeof sum; ++byte)
    made[mark.size() + byte] = static_cast<std::byte>(sum >> (8 * byte));
  return made;
}

}  // namespace

void seal(const std::string& path) {
  File file(path, File::Open::existing);
  const std::uint64_t size = file.size();
  file.write_at(size, seal_of(checksum(file, 0, size)));
  file.close();
}

std::string broken_seal(const std::string& path) {
  const File file(path, File::Open::reading);
  const std::uint64_t size = file.size() < seal_bytes ? 0 : file.size() - seal_bytes;
  Seal found{};
  if (size > 0) file.read_at(size, found);
  if (std::memcmp(found.data(), mark.data(), mark.size()) != 0)
    return "it does not end in a checksum: it was cut short, changed by another program, made by an "
           "earlier permea, or is none of permea's";
  return found == seal_of(checksum(file, 0, size)) ? "" : "its bytes are not those of its checksum";
}

}  // namespace permea
