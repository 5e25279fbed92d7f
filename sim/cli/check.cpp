// `permea check`: what a scenario asks for and what it will take, before anything is computed.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>

#include "sim/cli/job.h"
#include "sim/cli/machine.h"
#include "sim/cli/words.h"
#include "sim/run/series.h"
#include "sim/run/table.h"

namespace permea {
namespace {

std::string counted(std::size_t number, const std::string& what) {
  return grouped(number) + " " + what + (number == 1 ? "" : "s");
}

Table facts(const Job& job, const Resources& resources) {
  const Scenario& scenario = job.scenario;
  const Model& model = *scenario.model;
  const Plan& plan = job.plan;
  const std::size_t at_once = job.forecast.at_once(resources.memory, resources.threads);
  const std::string title = scenario.title.empty() ? "" : ": " + scenario.title;
  Table table{scenario.file + title, scenario.question, {"", ""}, {}, 2};
  const auto add = [&](std::string what, std::string how) {
    table.rows.push_back({std::move(what), std::move(how)});
  };
  add("model", model.name);
  add("steps", counted(static_cast<std::size_t>(scenario.steps), model.step_unit) + ", " +
                   counted(plan.recorded_steps().size(), "row") + " recorded");
  add("runs", grouped(plan.runs()) + " = " + counted(scenario.arms.size(), "arm") + " x " +
                  counted(plan.points(), "point") + " x " + counted(plan.replicates(), "seed") + " (" +
                  std::to_string(scenario.first_seed) + " to " +
                  std::to_string(scenario.last_seed) + ")");
  add("memory", "at most " + spoken_bytes(job.forecast.largest()) + " a run, " +
                    spoken_bytes(job.forecast.largest() * at_once) + " for " +
                    counted(at_once, "run") + " at once; " + spoken_bytes(resources.memory) +
                    " available");
  add("threads", grouped(static_cast<std::size_t>(resources.threads)));
  add("results", results_path(scenario) + ", " + spoken_bytes(job.forecast.results()) +
                     " before compression");
  return table;
}

Table arms_table(const Job& job) {
  const Scenario& scenario = job.scenario;
  Table table{"arms", "", {"arm"}, {}, 0};
  if (!scenario.model->population.empty())
    for (const Kind& kind : scenario.kinds) table.columns.push_back(kind.name);
  table.columns.push_back("memory a run");
  for (std::size_t arm = 0; arm < scenario.arms.size(); ++arm) {
    std::vector<Cell> row;
    row.emplace_back(scenario.arms[arm].name);
    for (const std::int64_t count : scenario.arms[arm].counts) row.emplace_back(count);
    std::size_t largest = 0;
    for (std::size_t point = 0; point < job.plan.points(); ++point)
      largest = std::max(largest, job.forecast.of({0, arm, point, 0, 0}).memory());
    row.emplace_back(spoken_bytes(largest));
    table.rows.push_back(std::move(row));
  }
  table.brief = table.columns.size();
  return table;
}

Table axes_table(const Job& job) {
  const Sweep& sweep = job.scenario.sweep;
  const std::string every = sweep.design == Design::grid ? ": every combination" : "";
  Table table{"sweep (" + std::string(name_of(sweep.design)) + every + ")", "", {"axis", "values", "from", "to"}, {}, 4};
  for (const Axis& axis : sweep.axes) {
    const auto less = [](const Given& a, const Given& b) { return a.value < b.value; };
    const auto [low, high] = std::minmax_element(axis.values.begin(), axis.values.end(), less);
    table.rows.push_back({axis.name, static_cast<std::int64_t>(axis.values.size()), low->value,
                          high->value});
  }
  return table;
}

/// Adds a row for each value in `given` that is not the standard of its declaration.
void add_differences(Table& table, const Values& given, std::span<const ParameterRow> declared,
                     const std::string& owner, const std::string& scope) {
  for (const ParameterRow& row : declared) {
    const auto found = given.find(row.name);
    if (found == given.end()) continue;
    Value value = found->second.value;
    const auto* whole = std::get_if<std::int64_t>(&value);
    if (whole && row.type == Type::real) value = static_cast<double>(*whole);
    if (value == row.standard) continue;
    table.rows.push_back({owner + row.name, value, row.standard, row.unit, scope,
                          text(found->second.place)});
  }
}

Table differences_table(const Scenario& scenario) {
  const Model& model = *scenario.model;
  Table table{"differs from the standard", "",
              {"name", "value", "standard", "unit", "in", "set at"}, {}, 6};
  add_differences(table, scenario.parameters, model.parameters, "", "all runs");
  for (const Arm& arm : scenario.arms)
    add_differences(table, arm.parameters, model.parameters, "", "arm " + arm.name);
  for (const Kind& kind : scenario.kinds)
    add_differences(table, kind.levers, model.levers, model.kind + "." + kind.name + ".", "all runs");
  // The sweep gives these their values.
  std::erase_if(table.rows, [&](const std::vector<Cell>& row) {
    return std::any_of(scenario.sweep.axes.begin(), scenario.sweep.axes.end(),
                       [&](const Axis& axis) { return plain(row.front()) == axis.name; });
  });
  for (const Change& change : scenario.changes) {
    std::string scope = "step " + std::to_string(change.at) + " on";
    if (change.arms.size() < scenario.arms.size())
      for (const std::size_t arm : change.arms) scope += ", " + scenario.arms[arm].name;
    add_differences(table, change.parameters, model.parameters, "", scope);
    for (std::size_t kind = 0; kind < change.levers.size(); ++kind)
      add_differences(table, change.levers[kind], model.levers,
                      model.kind + "." + scenario.kinds[kind].name + ".", scope);
  }
  return table;
}

Table expectations_table(const Scenario& scenario) {
  Table table{"expected", "What `permea verify` holds the results against.",
              {"name", "expected", "source"}, {}, 2};
  for (const Expectation& expected : scenario.expectations)
    table.rows.push_back({expected.name, in_words(expected), expected.source});
  return table;
}

/// What the model remarks on each arm, at the first point of the sweep; without the arm what it
/// remarks on all of them.
std::vector<std::string> remarks_on_arms(const Job& job) {
  const Scenario& scenario = job.scenario;
  std::vector<std::vector<std::string>> of_arm;
  for (std::size_t arm = 0; arm < scenario.arms.size(); ++arm) {
    const RunKey key = job.plan.key(arm * job.plan.points() * job.plan.replicates());
    of_arm.push_back(scenario.model->remarks(job.plan.setting(key)));
  }
  std::vector<std::string> lines;
  for (std::size_t arm = 0; arm < scenario.arms.size(); ++arm)
    for (const std::string& remark : of_arm[arm]) {
      const bool on_all = std::all_of(of_arm.begin(), of_arm.end(), [&](const auto& remarks) {
        return std::find(remarks.begin(), remarks.end(), remark) != remarks.end();
      });
      if (!on_all) lines.push_back("arm " + scenario.arms[arm].name + ": " + remark);
      else if (arm == 0) lines.push_back(remark);
    }
  return lines;
}

/// What is allowed, and yet worth a thought.
std::vector<std::string> remarks(const Job& job) {
  std::vector<std::string> lines;
  for (const Problem& remark : job.scenario.remarks) lines.push_back(text(remark));
  for (std::string& line : remarks_on_arms(job)) lines.push_back(std::move(line));
  return lines;
}

/// Seconds that one thread needs for a run of this arm, told from two steps.
struct Timing {
  double start = 0, step = 0;
};

Timing timed(const Job& job, std::size_t arm) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
  };
  const RunKey key = job.plan.key(arm * job.plan.points() * job.plan.replicates());
  Clock::time_point before = Clock::now();
  const std::unique_ptr<Running> world = job.scenario.model->start(job.plan.setting(key));
  const double start = seconds(before);
  world->step();  // the first step warms the caches
  before = Clock::now();
  world->step();
  return {start, seconds(before)};
}

/// Steps each arm twice, at the first point; other points take as long as their worlds are large.
void print_times(const Job& job, const Resources& resources) {
  const auto steps = static_cast<double>(job.scenario.steps);
  double all = 0;
  for (std::size_t arm = 0; arm < job.scenario.arms.size(); ++arm) {
    const Timing timing = timed(job, arm);
    const auto first = static_cast<double>(job.forecast.of({0, arm, 0, 0, 0}).world + 1);
    double points = 0;
    for (std::size_t point = 0; point < job.plan.points(); ++point)
      points += static_cast<double>(job.forecast.of({0, arm, point, 0, 0}).world + 1) / first;
    const double run = timing.start + steps * timing.step;
    std::printf("  arm %s: %.3g s to start, %.3g s a step, %.3g s a run\n",
                job.scenario.arms[arm].name.c_str(), timing.start, timing.step, run);
    all += run * points * static_cast<double>(job.plan.replicates());
  }
  const std::size_t at_once = job.forecast.at_once(resources.memory, resources.threads);
  std::printf("  about %s for all runs, %zu at once\n",
              spoken(all / static_cast<double>(at_once)).c_str(), at_once);
}

void print(const Job& job, const Resources& resources, bool time) {
  std::cout << as_text(facts(job, resources)) << "\n" << as_text(arms_table(job));
  if (job.scenario.sweep.design != Design::none) std::cout << "\n" << as_text(axes_table(job));
  const Table differences = differences_table(job.scenario);
  if (!differences.rows.empty()) std::cout << "\n" << as_text(differences);
  else std::cout << "\nevery parameter has its standard value\n";
  if (!job.scenario.expectations.empty())
    std::cout << "\n" << as_text(expectations_table(job.scenario));
  const std::vector<std::string> remarked = remarks(job);
  if (!remarked.empty()) std::cout << "\nremarks\n";
  for (const std::string& remark : remarked) std::cout << "  " << remark << "\n";
  for (const std::string& objection : objections(job, resources, {0, job.plan.runs()}))
    std::cout << "\n`permea run` refuses this without --yes: " << objection << "\n";
  if (!time) return;
  std::cout << "\ntime\n" << std::flush;
  print_times(job, resources);
}

int check(Arguments& arguments, Models models) {
  const Overrides overrides = overrides_of(arguments);
  const Resources resources = resources_of(arguments);
  std::vector<Problem>& problems = arguments.problems();
  bool first = true;
  for (const std::string& file : arguments.operands()) try {
      const Job job(file, models, overrides);
      if (!first) std::cout << "\n";
      first = false;
      print(job, resources, arguments.has("time"));
    } catch (const BadInput& bad) {
      problems.insert(problems.end(), bad.problems().begin(), bad.problems().end());
    }
  if (!problems.empty()) throw BadInput(problems);
  return 0;
}

}  // namespace

Command check_command() {
  std::vector<Option> options = job_options();
  options.push_back({"time", 0, "", "also step each arm twice and predict the seconds of the plan"});
  options.push_back({"help", 'h', "", "this text"});
  return {"check",
          "Tells what scenarios ask for and what they will take, and computes nothing",
          {"SCENARIO", 1, static_cast<std::size_t>(-1)},
          options,
          {"0  every scenario is right", "2  the command line or a scenario is wrong"},
          check};
}

}  // namespace permea
