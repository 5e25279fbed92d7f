// How comparisons are told: rounded and in words for people, with every digit for programs.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/after/pairs.h"
#include "sim/run/table.h"

namespace permea {

/// What is asked of `compare`.
struct ComparisonRequest {
  ComparisonWords words;
  Questions questions;
  bool correct = false;      ///< p for the number of comparisons
  bool effect_size = false;  ///< is shown
};

/// Corrects the p of all pairs together.
void correct(ComparedPairs& compared);

Table spoken_table(const StoredResults& stored, const ComparisonRequest& request,
                   const ComparedPairs& compared);
Table exact_table(const StoredResults& stored, const ComparisonRequest& request,
                  const ComparedPairs& compared);

/// What a reader should know of the numbers: what the words mean, what is left out and why.
std::vector<std::string> remarks_on(const StoredResults& stored, const ComparisonRequest& request,
                                    const ComparedPairs& compared);

}  // namespace permea
