// permea's market core beside the straightforward program of the same work: a step of the one, a step
// of the other, in turn, so that both meet the same machine; medians and their ratio.
//
//   bench_market [CUSTOMERS [STEPS [THREADS]]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "models/market/model.h"
#include "tests/bench/straightforward_market.h"
#include "tests/bench/worlds.h"

namespace {

using permea::bench::StraightforwardMarket;

constexpr std::size_t firms = 50;

/// On one thread the processor's time, which others on the machine hardly change.
template <class Work>
double nanoseconds(bool one_thread, Work work) {
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t processor_start = std::clock();
  work();
  if (one_thread) return 1e9 / CLOCKS_PER_SEC * static_cast<double>(std::clock() - processor_start);
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double seen(const permea::Running& world, const std::string& name) {
  const auto rows = permea::market().observables;
  double value = 0;
  for (std::size_t o = 0; o < rows.size(); ++o)
    if (rows[o].name == name) world.observe(o, {&value, 1});
  return value;
}

void print(const char* name, double time, double customers, double satisfaction, double hhi) {
  const double each = time / customers;
  std::printf(
      "%-16s %7.1f ns a customer-step %7.1f million a second   satisfaction %.4f   HHI %.5f\n",
      name, each, 1e3 / each, satisfaction, hhi);
}

}  // namespace

int main(int argc, char** argv) {
  const auto argument = [&](int place, long standard) {
    return argc > place ? std::stol(argv[place]) : standard;
  };
  const long customers = argument(1, 100'000), steps = argument(2, 100);
  const auto setting = permea::bench::market_setting(customers, static_cast<int>(argument(3, 1)));
  const auto world = permea::market().start(setting);
  StraightforwardMarket straightforward(static_cast<std::size_t>(customers), firms, 1);

  std::vector<double> ours, theirs;
  for (long step = 0; step < steps; ++step) {
    ours.push_back(nanoseconds(setting.threads == 1, [&] { world->step(); }));
    theirs.push_back(nanoseconds(true, [&] { straightforward.step(); }));
  }
  const double count = static_cast<double>(customers);
  print("permea", median(ours), count, seen(*world, "mean_satisfaction"),
        seen(*world, "concentration"));
  print("straightforward", median(theirs), count, straightforward.mean_satisfaction(),
        straightforward.concentration());
  std::printf("ratio            %7.1f\n", median(theirs) / median(ours));
}
