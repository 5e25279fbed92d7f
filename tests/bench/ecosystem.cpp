// How long a run of the ecosystem takes, set-up and months apart, and the memory it needs:
//   bench_ecosystem [CUSTOMERS [MONTHS [FIRMS [THREADS [TIMES]]]]]
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "models/ecosystem/model.h"

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

permea::Setting setting_of(const permea::Model& model, std::int64_t customers, std::int64_t firms,
                           int threads) {
  permea::Setting setting;
  setting.threads = threads;
  setting.parameters["customers.count"] = {customers, {}};
  const auto presets = static_cast<std::int64_t>(model.presets.size());
  for (const permea::Preset& preset : model.presets)
    setting.kinds.push_back({preset.name, preset.levers, firms / presets});
  return setting;
}

}  // namespace

int main(int argc, char** argv) {
  const auto number = [&](int at, long standard) { return argc > at ? std::atol(argv[at]) : standard; };
  const long customers = number(1, 100'000), months = number(2, 240), firms = number(3, 60);
  const int threads = static_cast<int>(number(4, 1));
  const permea::Model model = permea::ecosystem();
  const permea::Setting setting = setting_of(model, customers, firms, threads);
  std::vector<double> set_up, stepping;
  for (long time = 0; time < number(5, 5); ++time) {
    const auto start = Clock::now();
    const auto world = model.start(setting);
    set_up.push_back(seconds_since(start));
    const auto begin = Clock::now();
    for (long month = 0; month < months; ++month) world->step();
    stepping.push_back(seconds_since(begin));
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("%ld customers x %ld months, %ld firms, %d threads: set-up %.3f s, months %.3f s "
              "(medians of %zu), %.1f million customer-months a second, peak memory %ld MiB\n",
              customers, months, firms, threads, median(set_up), median(stepping), stepping.size(),
              static_cast<double>(customers * months) / median(stepping) / 1e6,
              usage.ru_maxrss / 1024);
  return 0;
}
