// Scenarios of the toy model, as texts, for the tests of sim/run.
#pragma once

#include <string>
#include <vector>

#include "sim/run/scenario.h"
#include "tests/toy_model.h"

namespace permea {

/// Three lines that every scenario begins with.
inline const std::string toy_head = "model = \"toy\"\nsteps = 10\nseeds = \"1..2\"\n";

/// A bit of everything that a scenario can say.
inline const std::string rich_scenario = R"(# every table
title = "Everything"
question = """Does it
parse?"""
model = "toy"
steps = 12  # months
seeds = "3..4"

[parameters]
firms.noise = 0.2
toy.mode = "direct"

[strategy.zealous]
like = "bold"
effort = 1
[strategy.meek]
lock_in = 0.8

[[arm]]
name = "mixed"
firms = { steady = 3, zealous = 2, meek = 4 }
[[arm]]
name = "alone"
firms = { zealous = 5 }
parameters = { "firms.growth" = 0.02, firms.birth_every = 3 }

[[change]]
at = 9
parameters = { firms.noise = 0.3 }
[[change]]
at = 5
arms = ["mixed"]
strategy.meek.effort = 0.5

[sweep]
design = "grid"
axes = { "toy.quiet" = [true, false], firms.smallest = { from = 0.5, to = 0.9, count = 3 } }

[record]
every = 5
observables = ["steps", "gain", "firms_by_class"]
panel = ["firms"]

[[until]]
name = "zeal"
observable = "firms_by_class"
where = { strategy = "zealous", size_class = "1", point = { toy.quiet = true } }
contrast = { mixed = 1, alone = -1 }
half_width = 0.5

[[expect]]
name = "zeal pays"
observable = "gain"
where = { strategy = { zealous = 1, meek = -1 }, point = { firms.smallest = 0.7 } }
contrast = { mixed = 1, alone = -0.5 }
at = { from = 5, to = 10 }
statistic = "wins"
value = 0.4
tolerance = 0.05
source = "nobody"
[[expect]]
observable = "firms_by_class"
where = { size_class = "1" }
contrast = "mixed"
slope = "firms.smallest"
sign = "0"
margin = 2
falsified_if = "it rains"
)";

inline Scenario toy_scenario(const std::string& text, const Overrides& overrides = {}) {
  static const std::vector<Model> models = {toy_model(), toy_model_without_kinds()};
  return parse_scenario(text, "s.toml", models, overrides);
}

/// Everything that is wrong with the text, one problem a line; empty when nothing is.
inline std::string complaints(const std::string& text, const Overrides& overrides = {}) {
  try {
    toy_scenario(text, overrides);
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return "";
}

}  // namespace permea
