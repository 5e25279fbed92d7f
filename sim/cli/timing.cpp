// Which runs are begun, for how long, and what is made of that.
#include "sim/cli/timing.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "sim/cli/words.h"
#include "sim/run/progress.h"
#include "sim/run/simulation.h"

namespace permea {
namespace {

constexpr double enough_seconds = 0.05, too_many_seconds = 2;
constexpr std::int64_t least_steps = 4;

/// Seconds of the processor that this thread has used: what other programs do does not count.
double processor_seconds() {
  std::timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Points of an arm with the smallest, the middle and the largest world; one when all are alike.
std::vector<std::size_t> points_to_time(const Job& job, std::size_t arm) {
  std::vector<std::size_t> points;
  for (std::size_t point = 0; point < job.plan.points(); ++point) points.push_back(point);
  const auto size = [&](std::size_t point) { return job.forecast.of({0, arm, point, 0, 0}).world; };
  std::stable_sort(points.begin(), points.end(),
                   [&](std::size_t a, std::size_t b) { return size(a) < size(b); });
  std::vector<std::size_t> chosen;
  for (const std::size_t place : {std::size_t{0}, points.size() / 2, points.size() - 1})
    if (chosen.empty() || size(points[place]) > size(chosen.back())) chosen.push_back(points[place]);
  return chosen;
}

/// Seconds of a run with a world of this size, between those that were timed.
double seconds_of_size(const std::vector<Timing>& timings, std::size_t size, std::int64_t steps) {
  std::size_t above = 1;
  while (above + 1 < timings.size() && timings[above].size < size) ++above;
  if (timings.size() == 1) return timings.front().run(steps);
  const Timing &low = timings[above - 1], &high = timings[above];
  const double share = static_cast<double>(size - low.size) / static_cast<double>(high.size - low.size);
  return low.run(steps) + share * (high.run(steps) - low.run(steps));
}

std::string seconds_in_words(double seconds) {
  std::array<char, 32> words;
  std::snprintf(words.data(), words.size(), "%.3g", seconds);
  return words.data();
}

}  // namespace

Timing timed(const Plan& plan, const RunKey& key) {
  const std::int64_t every = plan.scenario().record.every;
  Timing timing;
  double stepping = 0, begun = processor_seconds();
  const auto go_on = [&](std::int64_t steps_done) {
    const double now = processor_seconds();
    if (steps_done == 0) {
      timing.start = now - begun;
      begun = now;
    }
    timing.steps = steps_done;
    stepping = now - begun;
    const bool rows_count = steps_done % every == 0 || stepping >= too_many_seconds;
    return steps_done < least_steps ? stepping < too_many_seconds : stepping < enough_seconds || !rows_count;
  };
  simulate(plan, key.run, 1, go_on);
  timing.step = timing.steps > 0 ? stepping / static_cast<double>(timing.steps) : 0;
  return timing;
}

Times times_of(const Job& job, const Resources& resources) {
  Times times;
  times.at_once = job.forecast.at_once(resources.memory, resources.threads);
  const std::int64_t steps = job.scenario.steps;
  for (std::size_t arm = 0; arm < job.scenario.arms.size(); ++arm) {
    std::vector<Timing>& timings = times.arms.emplace_back();
    double longest = 0;
    for (const std::size_t point : points_to_time(job, arm)) {
      const RunKey key = job.plan.key(job.plan.number(arm, point, 0));
      timings.push_back(timed(job.plan, key));
      timings.back().size = job.forecast.of(key).world;
      longest = std::max(longest, timings.back().run(steps));
      times.steps += timings.back().steps;
      ++times.runs;
    }
    times.longest.push_back(longest);
    for (std::size_t point = 0; point < job.plan.points(); ++point)
      times.processor += seconds_of_size(timings, job.forecast.of({0, arm, point, 0, 0}).world, steps) *
                         static_cast<double>(job.plan.replicates());
  }
  times.all = times.processor / static_cast<double>(times.at_once);
  return times;
}

std::string in_words(const Times& times, const Job& job) {
  const std::int64_t steps = job.scenario.steps;
  std::string lines;
  for (std::size_t arm = 0; arm < times.arms.size(); ++arm)
    for (const Timing& timing : times.arms[arm]) {
      lines += "  arm " + job.scenario.arms[arm].name;
      if (times.arms[arm].size() > 1) lines += ", a world of " + spoken_bytes(timing.size);
      lines += ": " + seconds_in_words(timing.start) + " s to start, " + seconds_in_words(timing.step) +
               " s a step, " + seconds_in_words(timing.run(steps)) + " s a run\n";
    }
  const bool at_most = !job.scenario.untils.empty() || !job.scenario.stops.empty();
  return lines + "  " + (at_most ? "at most about " : "about ") + spoken(times.all) + " for all runs, " +
         std::to_string(times.at_once) + " at once (" + spoken(times.processor) +
         " of one processor)\n  told from " + grouped(static_cast<std::size_t>(times.steps)) + " steps of " +
         std::to_string(times.runs) + (times.runs == 1 ? " run" : " runs") +
         "; later steps and other points may take longer\n";
}

}  // namespace permea
