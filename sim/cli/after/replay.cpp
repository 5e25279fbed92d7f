// `permea replay`: makes the runs of a results file again, from nothing but the file, and compares.
#include <array>
#include <bit>
#include <charconv>
#include <cstdint>
#include <iostream>
#include <map>
#include <mutex>

#include "sim/cli/job.h"
#include "sim/cli/machine.h"
#include "sim/file/coordinates.h"
#include "sim/file/run_card.h"
#include "sim/run/interrupt.h"

namespace permea {
namespace {

/// A number with every digit that tells it from its neighbours.
std::string exact(double number) {
  std::array<char, 40> text;
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr};
}

bool same_bits(double a, double b) {
  return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

/// Compares what the file has with what came out now.
class Comparison {
 public:
  explicit Comparison(const StoredResults& stored) : stored_(stored) {}

  /// Takes a run that was made again; from any thread.
  void add(const Series& now);
  /// How each run that differs does so first, by its number.
  const std::map<std::size_t, std::string>& differences() const { return differences_; }

 private:
  std::string difference(const Series& then, const Series& now) const;
  std::string difference_in_numbers(const Series& then, const Series& now) const;
  std::string place(const Variable& variable, std::size_t at) const;

  const StoredResults& stored_;
  const std::vector<std::int64_t> steps_ = stored_.plan.recorded_steps();
  std::mutex noting_;
  std::map<std::size_t, std::string> differences_;
};

void Comparison::add(const Series& now) {
  const std::string words = difference(stored_.runs.series(now.key.run), now);
  if (words.empty()) return;
  const std::lock_guard lock(noting_);
  differences_[now.key.run] = words;
}

std::string Comparison::difference(const Series& then, const Series& now) const {
  const std::string numbers = difference_in_numbers(then, now);
  if (!numbers.empty()) return numbers;
  if (then.status != now.status || then.message != now.message || then.last_step != now.last_step)
    return "it ended otherwise: after step " + std::to_string(then.last_step) + " in the file, after step " +
           std::to_string(now.last_step) + " now";
  return then.state_hash == now.state_hash ? "" : "the world after its last step";
}

/// The earliest step in which a number differs, and there the variable that the file has first.
std::string Comparison::difference_in_numbers(const Series& then, const Series& now) const {
  if (then.panel.members != now.panel.members)
    return "members: " + std::to_string(then.panel.members) + " in the file, " +
           std::to_string(now.panel.members) + " now";
  for (std::size_t row = 0; row < steps_.size(); ++row)
    for (const Variable& variable : stored_.layout.variables()) {
      const auto& old_numbers = (variable.panel ? then.panel.columns : then.observables)[variable.source];
      const auto& new_numbers = (variable.panel ? now.panel.columns : now.observables)[variable.source];
      const std::size_t width = old_numbers.size() / steps_.size();
      for (std::size_t at = 0; at < width; ++at) {
        const double before = old_numbers[row * width + at], after = new_numbers[row * width + at];
        if (!same_bits(before, after))
          return variable.name + place(variable, at) + " at step " + std::to_string(steps_[row]) + ": " +
                 exact(before) + " in the file, " + exact(after) + " now";
      }
    }
  return "";
}

/// ` of open`: whose number stands at a place in a row of the series.
std::string Comparison::place(const Variable& variable, std::size_t at) const {
  if (variable.panel) return " of " + stored_.layout.member() + " " + std::to_string(at);
  const std::vector<std::size_t> row = stored_.layout.source_row(variable, 0);
  std::size_t own = 1;
  for (std::size_t axis = 1; axis < row.size(); ++axis) own *= row[axis];
  std::string words;
  if (const auto& kinds = stored_.scenario.kinds; row[0] > 1)
    words = " of " + (at / own < kinds.size() ? kinds[at / own].name : "everybody");
  if (own > 1) words += ", place " + std::to_string(at % own);
  return words;
}

/// "3..7" or "3": runs by their number, which the file must have.
std::vector<std::size_t> runs_asked(Arguments& arguments, const Runs& there) {
  Runs asked = there;
  if (arguments.has("runs")) {
    const std::string written = arguments.value("runs");
    const std::size_t dots = written.find("..");
    const auto first = whole_number(written.substr(0, dots));
    const auto last = dots == std::string::npos ? first : whole_number(written.substr(dots + 2));
    if (!first || !last || *first > *last || *first < there.first || *last >= there.end)
      throw BadInput({"--runs"}, written + " is not A..B within the runs of the file, " +
                                     std::to_string(there.first) + ".." + std::to_string(there.end - 1));
    asked = {*first, *last + 1};
  }
  std::vector<std::size_t> runs;
  for (std::size_t run = asked.first; run < asked.end; ++run) runs.push_back(run);
  return runs;
}

std::string run_in_words(const StoredResults& stored, std::size_t run) {
  const RunKey key = stored.plan.key(run);
  return "run " + std::to_string(run) + " (arm \"" + stored.scenario.arms[key.arm].name + "\", point " +
         std::to_string(key.point) + ", seed " + std::to_string(key.seed) + ")";
}

int conclude(const StoredResults& stored, std::size_t runs, const Comparison& comparison) {
  const auto& differences = comparison.differences();
  std::cout << stored.file.path() << ": ";
  if (differences.empty()) {
    std::cout << runs << " runs made again, and equal in every number and state hash\n";
    return 0;
  }
  const auto& [run, how] = *differences.begin();
  std::cout << differences.size() << " of " << runs << " runs differ; first " << run_in_words(stored, run)
            << ": " << how << "\n";
  return 1;
}

int replay(Arguments& arguments, Models models) {
  const Resources resources = resources_of(arguments);
  const std::string progress_asked = arguments.choice("progress", {"auto", "always", "never", "json"});
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
  const StoredResults stored(arguments.operands().front(), models);
  check_coordinates(stored);
  const Remaining remaining{runs_asked(arguments, stored.layout.runs()), {}, {}};
  if (const std::string& version = stored.file.identity().version; version != build().version)
    std::cerr << "permea: " << stored.file.path() << ": is of permea " << version << ", and this is "
              << build().version << "\n";
  watch_for_interrupts();
  Progress progress(progress_style(progress_asked), stderr, colour_wanted(), terminal_width());
  Comparison comparison(stored);
  const Outcome outcome = run_all(stored.plan, Forecast(stored.plan), resources, progress, remaining,
                                  [&](const Series& series) { comparison.add(series); });
  progress.end();
  if (outcome.interrupted) throw Failure("interrupted after " + std::to_string(outcome.finished) + " runs");
  return conclude(stored, remaining.runs.size(), comparison);
}

}  // namespace

Command replay_command() {
  return {"replay",
          "Makes the runs of a results file again, from the file alone, and compares every number",
          {"FILE", 1, 1},
          {{"runs", 0, "A..B", "only these runs, by their number in the file"},
           threads_option(),
           {"progress", 0, "HOW", "as of run"},
           {"help", 'h', "", "this text"}},
          {"0  all is equal, bit by bit", "1  something differs: the first of it is told",
           "2  the command line is wrong, or the file is not permea's or damaged"},
          replay};
}

}  // namespace permea
