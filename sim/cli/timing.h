// What a plan will take, in processor time, told from the first steps of a few of its runs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/cli/job.h"

namespace permea {

/// Seconds of one processor, of one run that was begun.
struct Timing {
  std::size_t size = 0;     ///< bytes of its world
  std::int64_t steps = 0;   ///< how many were made
  double start = 0;         ///< to build the world and look at it
  double step = 0;          ///< a step, with looking as often as the plan records

  double run(std::int64_t all_steps) const { return start + static_cast<double>(all_steps) * step; }
};

/// The first steps of a run: as many as take 50 ms of processor time, and at least four, up to a whole
/// interval of the recording; fewer of those that take seconds, or where the run ends.
Timing timed(const Plan& plan, const RunKey& key);

/// What a plan takes.
struct Times {
  std::vector<std::vector<Timing>> arms;  ///< of each arm one, or where its points differ in the size of
                                          ///< the world the smallest, the middle and the largest
  std::vector<double> longest;            ///< seconds of the longest run of each arm
  double processor = 0;                   ///< seconds of one processor for all runs
  double all = 0;                         ///< the same with so many runs at once
  std::size_t at_once = 1;
  std::size_t runs = 0;    ///< how many were begun
  std::int64_t steps = 0;  ///< and how many steps of them were made
};

/// Times one run or three of each arm; what lies between these sizes is interpolated.
Times times_of(const Job& job, const Resources& resources);

/// A line for each arm, and one for the plan with what it rests on.
std::string in_words(const Times& times, const Job& job);

}  // namespace permea
