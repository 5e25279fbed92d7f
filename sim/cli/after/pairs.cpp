// From the words of `compare` to sides, from the runs of a file to their numbers, from those to pairs.
#include "sim/cli/after/pairs.h"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "sim/cli/words.h"
#include "sim/kit/parallel.h"
#include "sim/run/evidence/sample.h"

namespace permea {
namespace {

/// A measure, and the number that each run of the plan has of it.
struct Reading {
  std::string observable;
  std::string kind;  ///< empty: of everybody, or of the one that `where` names
  Measure measure;
  std::vector<double> numbers;
};

/// The place of a name among those that are known; otherwise BadInput with the nearest, or all.
std::size_t place_of(const std::string& name, const std::vector<std::string>& known,
                     const std::string& option, const std::string& what) {
  const auto found = std::find(known.begin(), known.end(), name);
  if (found == known.end())
    throw BadInput({option},
                   "no " + what + " is called " + text(Value(name)) + nearest_or_allowed(name, known));
  return static_cast<std::size_t>(found - known.begin());
}

class Comparing {
 public:
  Comparing(const StoredResults& stored, const ComparisonWords& words, const Questions& questions)
      : stored_(stored), words_(words), questions_(questions) {
    for (const Arm& arm : scenario().arms) arm_names_.push_back(arm.name);
    for (const Kind& kind : scenario().kinds) kind_names_.push_back(kind.name);
    choose_arms();
    for (const std::string& observable : words.observables) add_readings(observable);
    choose_groups();
  }

  void read(int threads);
  ComparedPairs pairs() const;

 private:
  const Scenario& scenario() const { return stored_.scenario; }
  const Plan& plan() const { return stored_.plan; }
  void choose_arms();
  void add_readings(const std::string& observable);
  void choose_groups();
  bool is_used(const RunKey& key) const;
  void take(const Series& series);
  void add_between_arms(const Reading& reading, const PointGroup& group,
                        std::vector<ComparedPair>& pairs) const;
  void add_between_kinds(std::size_t first, const PointGroup& group,
                         std::vector<ComparedPair>& pairs) const;
  std::vector<double> sample(const Reading& reading, const PointGroup& group, std::size_t arm) const;
  void compare(ComparedPair& pair, const std::vector<double>& side,
               const std::vector<double>& baseline) const;

  const StoredResults& stored_;
  const ComparisonWords& words_;
  const Questions& questions_;
  const std::vector<std::int64_t> steps_ = stored_.plan.recorded_steps();
  std::vector<std::string> arm_names_, kind_names_;
  std::vector<std::size_t> arms_;  ///< those that are compared
  std::size_t baseline_ = 0;       ///< arm or kind
  std::vector<Reading> readings_;
  std::vector<PointGroup> groups_;
  std::atomic<std::size_t> used_ = 0, failed_ = 0, ended_early_ = 0;
};

void Comparing::choose_arms() {
  for (const std::string& name : words_.arms)
    arms_.push_back(place_of(name, arm_names_, "--arm", "arm"));
  if (arms_.empty())
    for (std::size_t arm = 0; arm < arm_names_.size(); ++arm) arms_.push_back(arm);
  if (!words_.baseline.empty())
    baseline_ = words_.kinds
                    ? place_of(words_.baseline, kind_names_, "--baseline", scenario().model->kind)
                    : place_of(words_.baseline, arm_names_, "--baseline", "arm");
  else if (!words_.kinds)
    baseline_ = arms_.front();
  if (!words_.kinds && std::find(arms_.begin(), arms_.end(), baseline_) == arms_.end())
    arms_.push_back(baseline_);
  if (words_.kinds || arms_.size() > 1) return;
  std::vector<std::string> others = arm_names_;
  std::erase(others, arm_names_[baseline_]);
  throw BadInput({"--arm"}, text(Value(arm_names_[baseline_])) +
                                " alone has nothing to be compared with; by another --arm, or --baseline: " + listed(others));
}

void Comparing::add_readings(const std::string& observable) {
  const std::vector<std::string> whole = {""};
  for (const std::string& kind : words_.kinds ? kind_names_ : whole) {
    MeasureWords words{observable, words_.where, words_.at};
    if (!kind.empty()) words.where.push_back(scenario().model->kind + "=\"" + kind + "\"");
    readings_.push_back({observable, kind, measure_of(scenario(), words),
                         std::vector<double>(plan().runs(), missing)});
  }
}

/// Points with the same values, in the order of the first of them.
void Comparing::choose_groups() {
  std::vector<std::string> known;
  for (const Axis& axis : scenario().sweep.axes) known.push_back(axis.name);
  std::vector<std::size_t> axes;
  if (known.empty() && !words_.by.empty()) throw BadInput({"--by"}, "nothing is swept in " + stored_.file.path());
  for (const std::string& name : words_.by)
    axes.push_back(place_of(name, known, "--by", "swept parameter"));
  for (const std::size_t point : readings_.front().measure.points) {
    std::vector<Value> values;
    for (const std::size_t axis : axes) values.push_back(plan().swept(axis, point));
    const auto same = [&](const PointGroup& group) { return group.values == values; };
    auto group = std::find_if(groups_.begin(), groups_.end(), same);
    if (group == groups_.end()) group = groups_.insert(groups_.end(), {std::move(values), {}});
    group->points.push_back(point);
  }
}

bool Comparing::is_used(const RunKey& key) const {
  const std::vector<std::size_t>& points = readings_.front().measure.points;
  return std::find(arms_.begin(), arms_.end(), key.arm) != arms_.end() &&
         std::binary_search(points.begin(), points.end(), key.point);
}

void Comparing::take(const Series& series) {
  ++used_;
  if (series.status == Status::failed)
    ++failed_;
  else if (series.last_step < scenario().steps)
    ++ended_early_;
  for (Reading& reading : readings_)
    reading.numbers[series.key.run] = number_of(reading.measure, scenario().record, steps_, series);
}

void Comparing::read(int threads) {
  std::vector<std::size_t> runs;
  for (std::size_t run = 0; run < plan().runs(); ++run)
    if (is_used(plan().key(run))) runs.push_back(run);
  parallel_for(runs.size(), threads,
               [&](std::size_t i, int) { take(stored_.runs.series(runs[i])); });
}

std::vector<double> Comparing::sample(const Reading& reading, const PointGroup& group,
                                      std::size_t arm) const {
  Measure measure = reading.measure;
  measure.points = group.points;
  measure.weights.assign(arm_names_.size(), 0.0);
  measure.weights[arm] = 1;
  return replicates_of(measure, plan(), reading.numbers, plan().replicates());
}

void Comparing::compare(ComparedPair& pair, const std::vector<double>& side,
                        const std::vector<double>& baseline) const {
  pair.comparison = compared(side, baseline, questions_);
  pair.left_out = side.size() - pair.comparison.difference.count;
}

void Comparing::add_between_arms(const Reading& reading, const PointGroup& group,
                                 std::vector<ComparedPair>& pairs) const {
  const std::vector<double> baseline = sample(reading, group, baseline_);
  for (const std::size_t arm : arms_) {
    if (arm == baseline_) continue;
    pairs.push_back({reading.observable, group, "", arm_names_[arm], arm_names_[baseline_], {}, 0});
    compare(pairs.back(), sample(reading, group, arm), baseline);
  }
}

/// Kinds that start in an arm against the one that is the baseline there: the one asked for, or the
/// first. `first`: the reading of the first kind.
void Comparing::add_between_kinds(std::size_t first, const PointGroup& group,
                                  std::vector<ComparedPair>& pairs) const {
  for (const std::size_t arm : arms_) {
    const std::vector<std::int64_t>& counts = scenario().arms[arm].counts;
    std::size_t baseline = baseline_;
    if (words_.baseline.empty())
      baseline = static_cast<std::size_t>(
          std::find_if(counts.begin(), counts.end(), [](std::int64_t count) { return count > 0; }) -
          counts.begin());
    if (baseline >= counts.size() || counts[baseline] == 0) continue;
    const std::vector<double> of_baseline = sample(readings_[first + baseline], group, arm);
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
      if (kind == baseline || counts[kind] == 0) continue;
      pairs.push_back({readings_[first].observable,
                       group,
                       arm_names_[arm],
                       kind_names_[kind],
                       kind_names_[baseline],
                       {},
                       0});
      compare(pairs.back(), sample(readings_[first + kind], group, arm), of_baseline);
    }
  }
}

ComparedPairs Comparing::pairs() const {
  ComparedPairs all;
  all.runs = {used_, failed_, ended_early_};
  const std::size_t step = words_.kinds ? kind_names_.size() : 1;
  for (std::size_t first = 0; first < readings_.size(); first += step)
    for (const PointGroup& group : groups_)
      if (words_.kinds)
        add_between_kinds(first, group, all.pairs);
      else
        add_between_arms(readings_[first], group, all.pairs);
  return all;
}

}  // namespace

ComparedPairs compare_pairs(const StoredResults& stored, const ComparisonWords& words,
                            const Questions& questions, int threads) {
  Comparing comparing(stored, words, questions);
  comparing.read(threads);
  return comparing.pairs();
}

}  // namespace permea
