// Any words as a command line, one a line, in a folder with a scenario and its results file. What would
// write a file or make runs is only read and held against the scenario.
#include <unistd.h>

#include <iostream>
#include <sstream>

#include "sim/cli/call.h"
#include "tests/fuzz/target.h"
#include "tests/sim/file/example.h"

namespace permea::fuzz {
namespace {

const std::string scenario = R"(model = "toy"
steps = 6
seeds = "1..2"
[[arm]]
name = "mixed"
firms = { steady = 4, bold = 3 }
[[arm]]
name = "bold alone"
firms = { bold = 4 }
[sweep]
axes = { "firms.noise" = [0.1, 0.2] }
)";

/// Where the words are said.
struct Place {
  Place() : models(std::vector<Model>{toy_model(), toy_model_without_kinds()}) {
    if (::chdir((folder / ".").c_str()) != 0) throw Failure("no folder");
    std::ofstream("s.toml") << scenario;
    const Scenario read = load_scenario("s.toml", models);
    const Plan plan(read);
    for (const std::string part : {"whole", "part"}) {
      Archive archive({part + ".h5", part == "part" ? Part{1, 2} : Part{}}, plan);
      for (const std::size_t run : archive.remaining().runs) archive.add(*simulate(plan, run, 1));
      archive.finish();
    }
  }

  Folder folder;
  std::vector<Model> models;
};

/// Nothing is heard of either stream while this lives.
class Silence {
 public:
  ~Silence() {
    std::cout.rdbuf(out_);
    std::cerr.rdbuf(err_);
  }

 private:
  std::ostringstream nowhere_;
  std::streambuf* const out_ = std::cout.rdbuf(nowhere_.rdbuf());
  std::streambuf* const err_ = std::cerr.rdbuf(nowhere_.rdbuf());
};

/// What the command does with the words short of making runs and writing files.
void obey(const Command& command, std::span<const std::string> words, Models models) {
  Arguments arguments(words, command.operands, command.options);
  help(command);
  if (command.name == "run") {
    call_of(arguments, models);
  } else if (command.name == "merge") {
    if (arguments.has("missing")) command.act(arguments, models);
  } else if (command.name == "export" || command.name == "check") {
    if (!arguments.has("output") && !arguments.has("time")) command.act(arguments, models);
  } else if (command.name == "describe" || command.name == "compare") {
    command.act(arguments, models);
  }
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
}

std::string lines(std::initializer_list<const char*> words) {
  std::string all;
  for (const char* word : words) all.append(word).append("\n");
  return all;
}

}  // namespace

std::vector<std::string> seeds() {
  return {lines({"run", "s.toml", "-o", "x.h5", "--set", "firms.noise=0.2", "--seeds", "1..4", "--steps", "9"}),
          lines({"run", "s.toml", "--part=2/3", "--threads", "2", "--resume", "--checkpoint-every", "0.5"}),
          lines({"run", "s.toml", "--from", "x.h5.state/at-3", "--checkpoint-at", "5", "--progress", "json"}),
          lines({"check", "s.toml", "--set", "strategy.bold.effort=0.3", "--format", "json"}),
          lines({"describe", "toy", "--format", "markdown"}), lines({"describe", "--build"}),
          lines({"compare", "whole.h5", "--observable", "size", "--arm", "bold alone", "--baseline", "mixed"}),
          lines({"compare", "whole.h5", "--at", "mean", "--by", "firms.noise", "--margin", "0.1", "--json"}),
          lines({"export", "whole.h5", "--csv", "--observables", "size,firms", "--panel"}),
          lines({"merge", "part.h5", "--missing"}), lines({"replay", "whole.h5"}), lines({"verify", "s.toml"})};
}

void meet(const std::string& bytes) {
  static Place place;
  const Silence silence;
  std::vector<std::string> words;
  std::istringstream stream(bytes);
  for (std::string word; std::getline(stream, word);)
    if (word.find('\0') == std::string::npos) words.push_back(word);  // no word of a command line has one
  if (words.empty()) return;
  Models models{place.models, "any"};
  for (const Command& command : {run_command(), check_command(), describe_command(), compare_command(),
                                 verify_command(), merge_command(), replay_command(), export_command()})
    if (command.name == words.front()) obey(command, std::span(words).subspan(1), models);
}

}  // namespace permea::fuzz
