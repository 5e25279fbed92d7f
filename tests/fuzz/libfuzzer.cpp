// A target as libFuzzer calls it. PERMEA_FUZZ_SEEDS=FOLDER lays the target's own seeds down there first.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  const char* folder = std::getenv("PERMEA_FUZZ_SEEDS");
  if (!folder) return 0;
  int number = 0;
  for (const std::string& seed : permea::fuzz::seeds())
    std::ofstream(std::string(folder) + "/seed-" + std::to_string(++number), std::ios::binary) << seed;
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  permea::fuzz::meet_and_listen({reinterpret_cast<const char*>(data), size});
  return 0;
}
