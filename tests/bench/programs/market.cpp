// permea's market core beside the straightforward program of the same work: some steps of the one, as many
// of the other, in turn, so that both meet the same machine; medians and their ratio.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "models/market/model.h"
#include "sim/kit/parallel.h"
#include "tests/bench/programs/call.h"
#include "tests/bench/programs/timing.h"
#include "tests/bench/straightforward/market.h"
#include "tests/bench/worlds.h"

namespace {

using permea::bench::median;
using permea::bench::seconds;
using permea::bench::StraightforwardMarket;

constexpr std::size_t firms = 50;
constexpr long in_a_row = 10;  ///< steps; a thread of one program still waits while the other begins

double seen(const permea::Running& world, const std::string& name) {
  const auto rows = permea::market().observables;
  double value = 0;
  for (std::size_t o = 0; o < rows.size(); ++o)
    if (rows[o].name == name) world.observe(o, {&value, 1});
  return value;
}

template <class Value>
std::span<const Value> column(const permea::State& state, const std::string& name) {
  for (const permea::Column& one : state.columns())
    if (one.name == name) {
      const std::span<std::byte> bytes = one.bytes();
      return {reinterpret_cast<const Value*>(bytes.data()), bytes.size() / sizeof(Value)};
    }
  throw permea::Failure("the market has no column " + name);
}

/// All begin where permea's market does, so that chance is all that tells them apart.
void begin_alike(permea::Running& world, std::vector<StraightforwardMarket>& markets) {
  using Place = StraightforwardMarket::Place;
  const permea::State state = world.state();
  const auto need = column<Place>(state, "need"), product = column<Place>(state, "product");
  const auto supplier = column<std::uint32_t>(state, "supplier");
  const std::size_t each = need.size() / markets.size();
  for (std::size_t m = 0; m < markets.size(); ++m)
    markets[m].begin_at(need.subspan(m * each, each), supplier.subspan(m * each, each), product);
}

void print(const char* name, double time, double customers, double satisfaction, double hhi) {
  const double each = 1e9 * time / customers;
  std::printf(
      "%-16s %7.1f ns a customer-step %7.1f million a second   satisfaction %.4f   HHI %.5f\n",
      name, each, 1e3 / each, satisfaction, hhi);
}

constexpr const char* usage =
    "bench_market [CUSTOMERS [STEPS [THREADS]]]    100,000 customers, 100 steps, one thread\n";

void compare(permea::bench::Call call) {
  const long customers = call.number("CUSTOMERS", 100'000), steps = call.number("STEPS", 100);
  const int threads = static_cast<int>(call.number("THREADS", 1, 1, std::min(customers, 1024l)));
  call.end();
  std::unique_ptr<permea::Running> world;
  std::vector<StraightforwardMarket> straightforward;
  const auto setting = permea::bench::market_setting(customers, threads);
  const double our_set_up = seconds(1, [&] { world = permea::market().start(setting); });
  const double their_set_up = seconds(1, [&] {
    for (int thread = 0; thread < threads; ++thread)
      straightforward.emplace_back(static_cast<std::size_t>(customers / threads), firms,
                                   static_cast<std::uint32_t>(1 + thread));
  });
  begin_alike(*world, straightforward);

  std::vector<double> ours, theirs;
  for (long step = 0; step < steps; step += in_a_row) {
    const long now = std::min(in_a_row, steps - step);
    for (long n = 0; n < now; ++n) ours.push_back(seconds(threads, [&] { world->step(); }));
    for (long n = 0; n < now; ++n)
      theirs.push_back(seconds(threads, [&] {
        permea::bench::at_once(straightforward, [](StraightforwardMarket& market) { market.step(); });
      }));
  }
  const double count = static_cast<double>(customers);
  print("permea", median(ours), count, seen(*world, "mean_satisfaction"),
        seen(*world, "concentration"));
  print("straightforward", median(theirs), count, straightforward[0].mean_satisfaction(),
        straightforward[0].concentration());
  std::printf("ratio            %7.1f\n", median(theirs) / median(ours));
  std::printf("threads at work  %7d\n",
              permea::batch::worthwhile_threads(static_cast<std::size_t>(customers), threads));
  std::printf("set-up           %7.3f ms; straightforward %.3f ms\n", 1e3 * our_set_up, 1e3 * their_set_up);
}

}  // namespace

int main(int argc, char** argv) { return permea::bench::answer(argc, argv, usage, compare); }
