// What the machine has, as the compiler's own library asks it.
#include "sim/cli/level.h"

#include <algorithm>

#include "sim/cli/words.h"
#include "sim/kit/problem.h"

namespace permea {
namespace {

constexpr const char* variable = "PERMEA_LEVEL";

}  // namespace

std::string compiled_for() {
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && \
    defined(__AVX512DQ__) && defined(__AVX512VL__)
  return "x86-64-v4";
#elif defined(__AVX2__) && defined(__FMA__) && defined(__BMI2__)
  return "x86-64-v3";
#elif defined(__SSE4_2__)
  return "x86-64-v2";
#elif defined(__x86_64__)
  return "x86-64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "unknown";
#endif
}

bool machine_has([[maybe_unused]] const std::string& level) {
#if defined(__x86_64__) && !defined(__clang__)  // which does not know levels by name
  __builtin_cpu_init();
  if (level == "x86-64-v4") return __builtin_cpu_supports("x86-64-v4");
  if (level == "x86-64-v3") return __builtin_cpu_supports("x86-64-v3");
  if (level == "x86-64-v2") return __builtin_cpu_supports("x86-64-v2");
#endif
  return true;
}

const Level& level_to_use(std::span<const Level> levels, const std::string& asked) {
  const auto has = [](const Level& level) { return machine_has(level.name); };
  const auto best = std::find_if(levels.rbegin(), levels.rend(), has);
  if (best == levels.rend())
    throw Failure("this program is for " + levels.front().name + ", which this machine lacks; the " +
                  "preset \"portable\" builds one that runs anywhere");
  if (asked.empty()) return *best;
  std::vector<std::string> known;
  for (const Level& level : levels) known.push_back(level.name);
  const auto found = std::find(known.begin(), known.end(), asked);
  if (found == known.end())
    throw BadInput({variable}, asked + ": this program has no such level; allowed: " + listed(known) +
                                   suggestion(asked, known));
  const Level& level = levels[static_cast<std::size_t>(found - known.begin())];
  if (!has(level))
    throw BadInput({variable}, asked + ": this machine lacks it; the highest it has is " + best->name);
  return level;
}

}  // namespace permea
