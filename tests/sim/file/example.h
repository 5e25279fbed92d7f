// The plan that the tests of sim/file write: a toy with two arms, a sweep of three points, two
// replicates, a change, a panel, and runs that fail.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "sim/run/scenario.h"
#include "sim/run/simulation.h"
#include "tests/toy_model.h"

namespace permea {

inline const std::string example_text = R"(title = "An example"  # with an umlaut: \u00fc
question = "Does \"it\" read well?"
model = "toy"
steps = 40
seeds = "9223372036854775806..9223372036854775807"  # beyond what a double holds

[parameters]
firms.birth_every = 3

[strategy.bolder]
like = "bold"
lock_in = 0.2

[[arm]]
name = "mixed"
firms = { steady = 4, bolder = 3, meek = 2 }
[[arm]]
name = "all bold"
firms = { bolder = 9 }
parameters = { "toy.mode" = "direct", "toy.quiet" = true }

[[change]]
at = 20
arms = ["mixed"]
parameters = { "firms.growth" = 0.02 }

[sweep]
design = "list"
axes = { "firms.noise" = [0.1, 0.2, 0.3], "toy.fails_at" = [0, 0, 9], "strategy.bolder.effort" = [0.0, 0.5, 1.0] }

[record]
every = 3
panel = ["firms"]
)";

inline const std::string plain_text = R"(title = "One number walks"
question = "Whither?"
model = "walk"
steps = 10
seeds = "1..3"
)";

/// A toy of three firms that records little, and few steps of it.
inline const std::string small_text = R"(model = "toy"
steps = 3
seeds = "1..2"
[[arm]]
name = "all"
firms = { steady = 2, bold = 1 }
[record]
observables = ["size", "firms"]
panel = ["firms"]
)";

/// A scenario that stays where it is, with the toys it is about.
struct Example {
  explicit Example(const std::string& text = example_text)
      : models{toy_model(), toy_model_without_kinds()},
        scenario(parse_scenario(text, "example.toml", models)),
        plan(scenario) {}
  Example(const Example&) = delete;

  std::vector<Model> models;
  Scenario scenario;
  Plan plan;
};

/// A folder of its own for a test, gone with it.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "permea-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;

  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_))
      names.push_back(entry.path().lexically_relative(path_).string());
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  std::string path_;
};

inline std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace permea
