// permea's reviews beside the straightforward program of the same work: each month of a run the plain program begins
// where permea is, and both let the same customers' market choose; medians, their ratio, and what came of it.
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <string>
#include <vector>

#include "models/ecosystem/start.h"
#include "tests/bench/programs/call.h"
#include "tests/bench/programs/timing.h"
#include "tests/bench/straightforward/reviews.h"
#include "tests/bench/worlds.h"

namespace {

using namespace permea::ecosystem_core;
using permea::bench::median;
using permea::bench::seconds;
using permea::bench::StraightforwardReviews;
using Seen = StraightforwardReviews::Seen;

/// What firms' columns say of reviews: of all so far, or but for members of the latest and, less and less, of those
/// before.
Seen remembered(const World& world) {
  const auto all = [](const auto& of_firms) {
    return std::accumulate(of_firms.begin(), of_firms.end(), 0.0);
  };
  Seen seen{world.reviewers_smoothed, all(world.firms.joined), all(world.firms.left),
            all(world.firms.stay_count), all(world.firms.stay_sum), all(world.firms.captive_count),
            all(world.firms.considered_sum)};
  for (std::size_t f = 0; f < world.places(); ++f)
    seen.became_members += static_cast<double>(members_of(world, f));
  return seen;
}

/// What came of the reviews since `before`, which were all of one month.
Seen seen_since(const Seen& before, const World& world) {
  constexpr double keep = 0.85;  // of what is remembered (process/choose.cpp)
  Seen seen = remembered(world);
  seen.reviews -= keep * before.reviews;
  seen.own -= keep * before.own;
  seen.stay -= keep * before.stay;
  seen.captive -= keep * before.captive;
  seen.considered -= keep * before.considered;
  seen.became_members -= before.became_members;
  return seen;
}

/// Months of one program.
struct Taken {
  std::vector<double> each;  ///< seconds a review and thread
  Seen seen;

  void add(double time, int threads, const Seen& month) {
    each.push_back(time * threads / month.reviews);
    seen.merge(month);
  }

  void print(const char* name) const {
    std::printf("%-16s %7.1f ns a review and core   of all joined %.4f, left %.4f, became members %.4f, were to have "
                "a firm %.4f; of those with one were captive %.4f, were to stay %.4f\n",
                name, 1e9 * median(each), seen.joined / seen.reviews, seen.left / seen.reviews,
                seen.became_members / seen.reviews, seen.considered / seen.reviews, seen.captive / seen.own,
                seen.stay / seen.own);
  }
};

constexpr const char* usage =
    "bench_reviews [CUSTOMERS [MONTHS [THREADS]]]    100,000 customers, 24 months, one thread; 60 firms, every "
    "mechanism on\n";

void compare(permea::bench::Call call) {
  const long customers = call.number("CUSTOMERS", 100'000), months = call.number("MONTHS", 24);
  const int threads = static_cast<int>(call.number("THREADS", 1, 1, std::min(customers, 1024l)));
  call.end();
  constexpr long firms = 60;
  World world = start(permea::bench::ecosystem_setting(customers, firms, threads, true));
  std::vector<StraightforwardReviews> straightforward;
  for (int thread = 0; thread < threads; ++thread)
    straightforward.emplace_back(static_cast<std::uint32_t>(1 + thread));
  const auto begin_where_permea_is = [&] {
    const Market market = open_market(world);
    const auto share = [&](std::size_t s) { return world.customers_there() * s / straightforward.size(); };
    for (std::size_t s = 0; s < straightforward.size(); ++s)
      straightforward[s].begin_at(world, market, share(s), share(s + 1));
  };

  Taken ours, theirs;
  const auto compare_choices = [&] {
    begin_where_permea_is();
    const Seen before = remembered(world);
    const double our_time = seconds(threads, [&] { choose(world); });
    ours.add(our_time, threads, seen_since(before, world));
    const double their_time = seconds(threads, [&] {
      permea::bench::at_once(straightforward, [](StraightforwardReviews& one) { one.review(); });
    });
    Seen seen;
    for (const StraightforwardReviews& one : straightforward) seen.merge(one.seen());
    theirs.add(their_time, threads, seen);
  };
  for (world.month = 1; world.month <= months; ++world.month)
    for (const auto verb : permea::bench::verbs)
      verb == &choose ? compare_choices() : verb(world);
  ours.print("permea");
  theirs.print("straightforward");
  std::printf("ratio            %7.1f\n", median(theirs.each) / median(ours.each));
}

}  // namespace

int main(int argc, char** argv) { return permea::bench::answer(argc, argv, usage, compare); }
