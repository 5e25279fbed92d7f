// What `compare` sets against what: pairs of arms, or of kinds within an arm, in groups of points, with
// the number that each run has.
#pragma once

#include <string>
#include <vector>

#include "sim/file/reader.h"
#include "sim/run/evidence/compare.h"
#include "sim/run/scenario/answer/words.h"

namespace permea {

/// What is asked, word for word as [[expect]] says it.
struct ComparisonWords {
  std::vector<std::string> observables;
  std::vector<std::string> where;
  std::string at = "last";
  bool kinds = false;             ///< kinds within each arm, not arms
  std::string baseline;           ///< empty: the first
  std::vector<std::string> arms;  ///< empty: all
  std::vector<std::string> by;    ///< swept parameters: a group for each of their values
};

/// Points of the sweep that have the same values of the parameters in ComparisonWords::by.
struct PointGroup {
  std::vector<Value> values;
  std::vector<std::size_t> points;
};

/// One row of what `compare` prints.
struct ComparedPair {
  std::string observable;
  PointGroup group;
  std::string arm;  ///< in which kinds are compared; empty between arms
  std::string side, baseline;
  Comparison comparison;
  std::size_t left_out = 0;  ///< replicates of which a number is missing
};

/// What became of the runs that the pairs are made of.
struct RunsUsed {
  std::size_t all = 0, failed = 0, ended_early = 0;
};

struct ComparedPairs {
  std::vector<ComparedPair> pairs;
  RunsUsed runs;
};

/// Reads the file once and compares. Throws BadInput, naming the option, for what the file does not
/// have.
ComparedPairs compare_pairs(const StoredResults& stored, const ComparisonWords& words,
                            const Questions& questions, int threads);

}  // namespace permea
