// How long a run of the ecosystem takes, set-up and months apart, and the memory it needs; whether its cost is
// linear in customers and in firms' links; and what each verb of a month takes.
#include <sys/resource.h>

#include <array>
#include <cstdio>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "models/ecosystem/model.h"
#include "tests/bench/programs/call.h"
#include "tests/bench/programs/timing.h"
#include "tests/bench/worlds.h"

namespace {

using permea::bench::Call;
using permea::bench::ecosystem_setting;
using permea::bench::median;
using permea::bench::seconds;
using permea::bench::verbs;

struct Seconds {
  double set_up = 0, months = 0;
};

Seconds run(const permea::Model& model, const permea::Setting& setting, long months) {
  std::unique_ptr<permea::Running> world;
  Seconds taken;
  taken.set_up = seconds(setting.threads, [&] { world = model.start(setting); });
  taken.months = seconds(setting.threads, [&] {
    for (long month = 0; month < months; ++month) world->step();
  });
  return taken;
}

long peak_memory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

constexpr const char* usage =
    "bench_ecosystem [CUSTOMERS [MONTHS [FIRMS [THREADS [TIMES]]]]] [everything]    so many runs\n"
    "bench_ecosystem linear [TIMES [MOST]] [everything]    10^5, 10^6, ... up to MOST customers, in turn\n"
    "bench_ecosystem degrees [FIRMS [MONTHS]]    firms with 8, 32 and 128 links, in turn, 10 customers each\n"
    "bench_ecosystem steps [CUSTOMERS [MONTHS [FIRMS [THREADS]]]] [everything]    each verb of the month\n"
    "everything: with every mechanism on\n";

/// Runs of one size.
void time_runs(const permea::Model& model, Call call) {
  const bool everything = call.ends_with("everything");
  const long customers = call.number("CUSTOMERS", 100'000), months = call.number("MONTHS", 240, 0);
  const long firms = call.number("FIRMS", 60);
  const int threads = static_cast<int>(call.number("THREADS", 1, 1, 1024));
  const long times = call.number("TIMES", 5);
  call.end();
  const auto setting = ecosystem_setting(customers, firms, threads, everything);
  std::vector<double> set_up, stepping;
  for (long time = 0; time < times; ++time) {
    const Seconds taken = run(model, setting, months);
    set_up.push_back(taken.set_up);
    stepping.push_back(taken.months);
  }
  const double all = static_cast<double>(customers * months);
  const double rate = permea::read<permea::ecosystem_core::Rules>(setting.parameters).review_rate;
  std::printf("%ld customers x %ld months, %ld firms, %d threads: set-up %.3f s, months %.3f s "
              "(medians of %zu), %.1f million customer-months a second, %.1f ns a review and core, "
              "peak memory %ld MiB\n",
              customers, months, firms, threads, median(set_up), median(stepping), stepping.size(),
              all / median(stepping) / 1e6, median(stepping) * 1e9 * threads / (all * rate),
              peak_memory());
}

/// Sizes in turn, so that all meet the same machine. Cost is (fixed + each x customers) a month: what is fixed
/// follows from the two smallest sizes.
void compare_sizes(const permea::Model& model, Call call) {
  constexpr long months = 36, firms = 60;
  const bool everything = call.ends_with("everything");
  const long times = call.number("TIMES", 5), most = call.number("MOST", 10'000'000, 1'000'000);
  call.end();
  std::vector<long> sizes;
  for (long size = 100'000; size <= most; size *= 10) sizes.push_back(size);
  std::vector<std::vector<double>> taken(sizes.size());
  for (long time = 0; time < times; ++time)
    for (std::size_t s = 0; s < sizes.size(); ++s) {
      const auto setting = ecosystem_setting(sizes[s], firms, 1, everything);
      taken[s].push_back(run(model, setting, months).months / months);
    }
  std::printf("%d months, %ld firms, 1 thread, medians of %ld\n", int{months}, firms, times);
  for (std::size_t s = 0; s < sizes.size(); ++s)
    std::printf("%9ld customers: %7.2f ms a month, %6.2f ns a customer-month\n", sizes[s],
                median(taken[s]) * 1e3, median(taken[s]) * 1e9 / static_cast<double>(sizes[s]));
  const double small = median(taken[0]), large = median(taken[1]);
  std::printf("fixed: %.2f ms a month; each customer-month at %ld without it: %.2f ns\n",
              (10 * small - large) / 9 * 1e3, sizes[0],
              (large - small) * 1e9 / static_cast<double>(sizes[1] - sizes[0]));
}

/// What firms' links cost: worlds that differ in them, a month of each in turn.
void compare_degrees(Call call) {
  using namespace permea::ecosystem_core;
  const long firms = call.number("FIRMS", 10'000), months = call.number("MONTHS", 12);
  call.end();
  struct Case {
    std::int64_t degree;
    World world;
    double all = 0, leaking = 0, renewing = 0, firm_months = 0;
  };
  std::vector<Case> cases;
  for (const std::int64_t degree : {8, 32, 128}) {
    auto setting = ecosystem_setting(10 * firms, firms, 1, false);
    say(setting.parameters, {{"firms.degree", degree}});
    cases.push_back({degree, start(setting)});
  }
  for (long month = 0; month < months; ++month)
    for (Case& one : cases) {
      one.firm_months += static_cast<double>(one.world.live_firms());
      ++one.world.month;
      for (const auto verb : verbs) {
        const double taken = seconds(1, [&] { verb(one.world); });
        one.all += taken;
        if (verb == &leak) one.leaking += taken;
        if (verb == &renew) one.renewing += taken;
      }
    }
  for (const Case& one : cases)
    std::printf("degree %4ld: %.0f ns a firm-month, %.0f of them to leak, %.0f to renew\n",
                static_cast<long>(one.degree), one.all * 1e9 / one.firm_months,
                one.leaking * 1e9 / one.firm_months, one.renewing * 1e9 / one.firm_months);
}

/// Where the time of a month goes.
void time_steps(Call call) {
  using namespace permea::ecosystem_core;
  const bool everything = call.ends_with("everything");
  const long customers = call.number("CUSTOMERS", 100'000), months = call.number("MONTHS", 240);
  const long firms = call.number("FIRMS", 60);
  const int threads = static_cast<int>(call.number("THREADS", 1, 1, 1024));
  call.end();
  World world = start(ecosystem_setting(customers, firms, threads, everything));
  std::array<double, verbs.size()> taken{};
  for (long month = 0; month < months; ++month) {
    ++world.month;
    for (std::size_t v = 0; v < verbs.size(); ++v)
      taken[v] += seconds(threads, [&] { verbs[v](world); });
  }
  const double customer_months = static_cast<double>(customers * months);
  const double all = std::accumulate(taken.begin(), taken.end(), 0.0);
  const auto rows = schedule();
  for (std::size_t v = 0; v < verbs.size(); ++v)
    std::printf("%-10s %9.3f ms a month %5.1f %% %7.2f ns a customer-month\n", rows[v].verb.c_str(),
                taken[v] * 1e3 / static_cast<double>(months), 100 * taken[v] / all,
                taken[v] * 1e9 / customer_months);
  const double reviews = customer_months * world.rules->review_rate;
  std::printf("%-10s %9.3f ms a month, %.1f million customer-months a second, %.0f ns a review and core\n",
              "all", all * 1e3 / static_cast<double>(months), customer_months / all / 1e6,
              all * 1e9 * threads / reviews);
}

}  // namespace

int main(int argc, char** argv) {
  return permea::bench::answer(argc, argv, usage, [](Call call) {
    const permea::Model model = permea::ecosystem();
    if (call.begins_with("linear")) compare_sizes(model, std::move(call));
    else if (call.begins_with("degrees")) compare_degrees(std::move(call));
    else if (call.begins_with("steps")) time_steps(std::move(call));
    else time_runs(model, std::move(call));
  });
}
