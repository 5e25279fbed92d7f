// Where the limits of the machine are written down.
#include "sim/cli/machine.h"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>

namespace permea {
namespace {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

/// The whole number at the start of an environment variable ("4,2" is 4); 0 when there is none.
int number_in_environment(const char* name) {
  const char* text = std::getenv(name);
  const std::string_view digits = text ? text : "";
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return std::max(number, 0);
}

/// The number in a file of the control group; `unlimited` for "max" or when there is no such file.
std::size_t number_in_file(const std::string& path) {
  std::ifstream file(path);
  std::size_t number = 0;
  return file >> number ? number : unlimited;
}

std::size_t memory_of_system() {
  std::ifstream file("/proc/meminfo");
  std::string name, unit;
  for (std::size_t kib = 0; file >> name >> kib; std::getline(file, unit))
    if (name == "MemAvailable:") return kib * 1024;
  return unlimited;
}

/// The folder of this process in a hierarchy of control groups: lines are "ID:CONTROLLERS:/PATH".
std::string control_group(std::string_view controllers) {
  std::ifstream file("/proc/self/cgroup");
  for (std::string line; std::getline(file, line);) {
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    if (std::string_view(line).substr(first + 1, second - first - 1) == controllers)
      return line.substr(second + 1);
  }
  return "";
}

/// What the control group and every one above it leave of their limits.
std::size_t memory_of_group(std::string root, std::string group, const std::string& limit_file,
                            const std::string& usage_file) {
  std::size_t least = unlimited;
  for (;;) {
    const std::string folder = root + (group == "/" ? "" : group) + "/";
    const std::size_t limit = number_in_file(folder + limit_file);
    const std::size_t used = number_in_file(folder + usage_file);
    if (limit != unlimited && used != unlimited) least = std::min(least, limit - std::min(limit, used));
    if (group.empty() || group == "/") return least;
    group.erase(group.find_last_of('/'));
  }
}

std::size_t memory_of_user() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return unlimited;
  return limit.rlim_cur;
}

}  // namespace

int threads_of_machine() {
  for (const char* name : {"SLURM_CPUS_PER_TASK", "OMP_NUM_THREADS"})
    if (const int number = number_in_environment(name); number > 0) return number;
  cpu_set_t processors;
  CPU_ZERO(&processors);
  if (sched_getaffinity(0, sizeof processors, &processors) != 0) return 1;
  return std::max(1, CPU_COUNT(&processors));
}

std::size_t available_memory() {
  const std::size_t version_2 =
      memory_of_group("/sys/fs/cgroup", control_group(""), "memory.max", "memory.current");
  const std::size_t version_1 =
      memory_of_group("/sys/fs/cgroup/memory", control_group("memory"), "memory.limit_in_bytes",
                      "memory.usage_in_bytes");
  return std::min({memory_of_system(), version_2, version_1, memory_of_user()});
}

ProgressStyle progress_style(const std::string& asked) {
  if (asked == "never") return ProgressStyle::none;
  if (asked == "json") return ProgressStyle::json;
  if (asked == "always") return ProgressStyle::bar;
  const char* terminal = std::getenv("TERM");
  const bool dumb = !terminal || std::string_view(terminal) == "dumb";
  return isatty(STDERR_FILENO) && !dumb ? ProgressStyle::bar : ProgressStyle::lines;
}

std::size_t terminal_width() {
  winsize size = {};
  const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col - 1u : 79;  // a line as wide as the terminal would wrap
}

bool colour_wanted() {
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDERR_FILENO) && !(no_colour && *no_colour);
}

}  // namespace permea
