// `permea check`: what a scenario asks for and what it will take, before anything is computed.
#include <algorithm>
#include <iostream>
#include <set>

#include "sim/cli/job.h"
#include "sim/cli/machine.h"
#include "sim/cli/timing.h"
#include "sim/cli/words.h"
#include "sim/run/evidence/rounds.h"
#include "sim/run/series.h"
#include "sim/run/table.h"

namespace permea {
namespace {

std::string counted(std::size_t number, const std::string& what) {
  return grouped(number) + " " + what + (number == 1 ? "" : "s");
}

/// `8, 16 and 20`.
std::string spoken_list(const std::vector<std::size_t>& numbers) {
  std::string words;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    words += (i == 0 ? "" : i + 1 == numbers.size() ? " and " : ", ") + std::to_string(numbers[i]);
  return words;
}

/// The lines of a table as `observable = "size", above = 2`.
std::string on_one_line(std::string lines) {
  while (lines.ends_with('\n')) lines.pop_back();
  for (std::size_t at = 0; (at = lines.find('\n', at)) != std::string::npos;) lines.replace(at, 1, ", ");
  return lines;
}

/// When it is looked whether there are seeds enough, and what for.
void add_rounds(const Job& job, Table& table) {
  std::string words;
  for (const Until& until : job.scenario.untils)
    words += until.name + ": half-width at most " + rounded(until.half_width, 0) + "; ";
  if (!words.empty())
    table.rows.push_back({"until", words + "looked at after " + spoken_list(Rounds(job.plan).ends()) + " seeds"});
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
  add("runs", (scenario.untils.empty() ? "" : "at most ") + grouped(plan.runs()) + " = " + counted(scenario.arms.size(), "arm") + " x " +
                  counted(plan.points(), "point") + " x " + counted(plan.replicates(), "seed") + " (" +
                  std::to_string(scenario.first_seed) + " to " +
                  std::to_string(scenario.last_seed) + ")");
  for (const Stop& stop : scenario.stops) add("stop", "a run ends where " + on_one_line(stop.written));
  add_rounds(job, table);
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

/// `morris, 16 trajectories of 21 points on 4 levels`.
std::string design_in_words(const Sweep& sweep, std::size_t points) {
  const std::string name(name_of(sweep.design)), size = grouped(sweep.size);
  const std::string sample = sweep.sample == 1 ? "" : ", sample " + std::to_string(sweep.sample);
  switch (sweep.design) {
    case Design::grid: return name + ": every combination";
    case Design::lhs:
    case Design::sobol: return name + ", " + counted(sweep.size, "point") + sample;
    case Design::morris:
      return name + ", " + size + " trajectories of " + std::to_string(sweep.axes.size() + 1) +
             " points on " + std::to_string(sweep.levels) + " levels" + sample;
    case Design::saltelli:
      return name + ", " + size + " points of each of A and B, " + grouped(points) + " in all" + sample;
    default: return name;
  }
}

/// Each axis with how many values it takes and how far it reaches: as drawn, or as it may be.
Table axes_table(const Job& job) {
  const Sweep& sweep = job.scenario.sweep;
  const bool drawn = sweep.size > 0;
  Table table{"sweep (" + design_in_words(sweep, job.plan.points()) + ")", "",
              {"axis", "values", "from", "to"}, {}, 4};
  if (drawn) table.columns.push_back("scale");
  table.brief = table.columns.size();
  for (const Axis& axis : sweep.axes) {
    std::set<Value> values;
    for (const Given& given : axis.values) values.insert(given.value);
    table.rows.push_back({axis.name, static_cast<std::int64_t>(values.size()),
                          axis.ends ? axis.ends->from : *values.begin(),
                          axis.ends ? axis.ends->to : *values.rbegin()});
    if (drawn)
      table.rows.back().push_back(std::string(!axis.ends             ? "choices"
                                              : axis.ends->log_scale ? "log"
                                                                      : "linear"));
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
    const RunKey key = job.plan.key(job.plan.number(arm, 0, 0));
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

template <class Items, class Value_of>
std::vector<Value> values(const Items& items, Value_of value_of) {
  std::vector<Value> all;
  for (const auto& item : items) all.push_back(value_of(item));
  return all;
}

/// All of the above for programs: adds a row for this scenario to a table whose columns it names.
void add_for_programs(const Job& job, const Resources& resources, bool time, Table& table) {
  const Scenario& scenario = job.scenario;
  const Plan& plan = job.plan;
  std::vector<Cell>& row = table.rows.emplace_back();
  table.columns.clear();
  const auto add = [&](const char* name, Cell cell) {
    table.columns.emplace_back(name);
    row.push_back(std::move(cell));
  };
  const auto count = [](std::size_t number) { return Value(static_cast<std::int64_t>(number)); };
  const auto same = [](const auto& word) { return Value(word); };
  add("scenario", scenario.file);
  add("title", scenario.title);
  add("model", scenario.model->name);
  add("steps", scenario.steps);
  add("rows", count(plan.recorded_steps().size()));
  add("runs", count(plan.runs()));
  add("arms", values(scenario.arms, [](const Arm& arm) { return Value(arm.name); }));
  add("points", count(plan.points()));
  add("seeds", std::to_string(scenario.first_seed) + ".." + std::to_string(scenario.last_seed));
  add("design", std::string(name_of(scenario.sweep.design)));
  add("stop", values(scenario.stops, [](const Stop& stop) { return Value(on_one_line(stop.written)); }));
  add("until", values(scenario.untils, [](const Until& until) { return Value(until.name); }));
  add("rounds", values(Rounds(plan).ends(), count));
  add("memory_bytes_a_run", count(job.forecast.largest()));
  add("memory_bytes_available", count(resources.memory));
  add("threads", std::int64_t{resources.threads});
  add("at_once", count(job.forecast.at_once(resources.memory, resources.threads)));
  add("results", results_path(scenario));
  add("results_bytes", count(job.forecast.results()));
  add("remarks", values(remarks(job), same));
  add("needs_yes", values(objections(job, resources, {0, plan.runs()}), same));
  if (!time) return;
  const Times times = times_of(job, resources);
  add("arm_run_seconds", values(times.longest, same));
  add("seconds", times.all);
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
  std::cout << in_words(times_of(job, resources), job);
}

int check(Arguments& arguments, Models models) {
  const Overrides overrides = overrides_of(arguments);
  const Resources resources = resources_of(arguments);
  std::vector<Problem>& problems = arguments.problems();
  const bool json = arguments.has("json"), time = arguments.has("time");
  Table for_programs;
  bool first = true;
  for (const std::string& file : arguments.operands()) try {
      const Job job(file, models, overrides);
      if (json) {
        add_for_programs(job, resources, time, for_programs);
        continue;
      }
      if (!first) std::cout << "\n";
      first = false;
      print(job, resources, time);
    } catch (const BadInput& bad) {
      problems.insert(problems.end(), bad.problems().begin(), bad.problems().end());
    }
  if (json && !for_programs.rows.empty()) std::cout << as_json(for_programs) << "\n";
  if (!problems.empty()) throw BadInput(problems);
  return 0;
}

}  // namespace

Command check_command() {
  std::vector<Option> options = job_options();
  options.push_back({"time", 0, "", "also begin a run of each arm, or three where worlds differ in size, and predict what the "
                        "plan takes from their processor time"});
  options.push_back({"json", 0, "", "an array with an object for each scenario"});
  options.push_back({"help", 'h', "", "this text"});
  return {"check",
          "Tells what scenarios ask for and what they will take, and computes nothing",
          {"SCENARIO", 1, static_cast<std::size_t>(-1)},
          options,
          {"0  every scenario is right", "2  the command line or a scenario is wrong"},
          check};
}

}  // namespace permea
