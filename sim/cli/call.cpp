// How the words of `permea run` become a Call, and what of them does not fit together.
#include "sim/cli/call.h"

#include <limits>

#include "sim/file/safe_file.h"

namespace permea {
namespace {

/// "2/8"; the whole plan when nothing is said.
Part part_of(Arguments& arguments) {
  if (!arguments.has("part")) return {};
  const std::string written = arguments.value("part");
  const std::size_t slash = written.find('/');
  const auto index = whole_number(written.substr(0, slash));
  const auto count = slash == std::string::npos ? std::nullopt : whole_number(written.substr(slash + 1));
  if (index && count && *index >= 1 && *index <= *count) return {*index, *count};
  arguments.wrong("--part", written + " is not I/N with whole numbers I from 1 to N");
  return {};
}

void refuse_empty_parts(const Job& job, const Part& part, Arguments& arguments) {
  if (part.count <= job.plan.runs()) return;
  arguments.wrong("--part", std::to_string(part.count) + " parts are more than the " +
                                std::to_string(job.plan.runs()) + " runs of the plan");
}

/// How many seeds are enough can only be told where all runs are.
void refuse_parts_of_rounds(const Job& job, Arguments& arguments) {
  if (arguments.has("part") && !job.scenario.untils.empty())
    arguments.wrong("--part", "not with [[until]], which looks at all runs together; give up either");
}

/// Reads what is said of checkpoints.
Saving saving_of(Arguments& arguments, Overrides& overrides) {
  constexpr double a_year = 60.0 * 24 * 365;
  constexpr std::int64_t longest = std::numeric_limits<std::int32_t>::max();  // as in a scenario
  Saving saving;
  const double minutes = arguments.real("checkpoint-every", 0, a_year).value_or(0);
  if (minutes > 0) saving.every = std::chrono::duration<double, std::ratio<60>>(minutes);
  saving.branching_step = arguments.whole("checkpoint-at", 1, longest).value_or(0);
  if (!arguments.has("from")) return saving;
  saving.from = arguments.value("from");
  try {
    overrides.set_at = step_of_checkpoint(saving.from) + 1;
  } catch (const BadInput& bad) {
    arguments.wrong(bad);
  }
  return saving;
}

/// Holds the steps of checkpoints against those of the runs.
void refuse_steps(const Scenario& scenario, const Saving& saving, std::int64_t from, Arguments& arguments) {
  const std::string steps = "and the runs have " + std::to_string(scenario.steps) + " steps";
  const std::int64_t at = saving.branching_step, every = scenario.record.every;
  if (from >= scenario.steps)
    arguments.wrong("--from", saving.from + " is after step " + std::to_string(from) + ", " + steps +
                                  "; --steps N makes them longer");
  if (at > scenario.steps)
    arguments.wrong("--checkpoint-at", std::to_string(at) + " is behind the end, " + steps);
  else if (at > 0 && at <= from)
    arguments.wrong("--checkpoint-at", std::to_string(at) + " is not behind step " + std::to_string(from) +
                                           ", where --from begins");
  else if (at == scenario.steps && at % every != 0)
    arguments.wrong("--checkpoint-at", std::to_string(at) + " is the last step, whose row longer runs would "
                                           "not have; allowed there: multiples of record.every, " +
                                           std::to_string(every));
}

void refuse_without_yes(const Job& job, const Call& call, Arguments& arguments) {
  for (const std::string& reason : objections(job, call.resources, job.plan.runs(call.output.part)))
    arguments.wrong(job.scenario.file, reason + "; --yes runs it all the same");
}

/// With --overwrite the results would take the place of the question, or of its list of points.
void refuse_scenario_as_output(const std::string& output, const Scenario& scenario) {
  const std::vector<std::string> names = names_of(output);
  refuse_input(names, scenario.file, "the scenario");
  for (const Axis& axis : scenario.sweep.axes)
    refuse_input(names, axis.place.file, "read by the scenario");
}

}  // namespace

Call call_of(Arguments& arguments, Models models) {
  const std::vector<Problem>& problems = arguments.problems();
  Call call;
  call.resources = resources_of(arguments);
  call.progress = arguments.choice("progress", {"auto", "always", "never", "json"});
  call.quiet = arguments.has("quiet");
  call.output = {"", part_of(arguments), arguments.has("overwrite"), arguments.has("resume"),
                 arguments.has("takeover"), {}};
  Overrides overrides = overrides_of(arguments);
  call.output.saving = saving_of(arguments, overrides);
  const bool lost = arguments.has("from") && overrides.set_at == 0;  // who knows then what --set means
  if (lost || arguments.operands().size() != 1) throw BadInput(problems);
  try {
    call.job = std::make_unique<Job>(arguments.operands().front(), models, overrides);
    refuse_empty_parts(*call.job, call.output.part, arguments);
    refuse_parts_of_rounds(*call.job, arguments);
    refuse_steps(call.job->scenario, call.output.saving, overrides.set_at - 1, arguments);
  } catch (const BadInput& bad) {
    arguments.wrong(bad);
  }
  if (problems.empty() && !arguments.has("yes")) refuse_without_yes(*call.job, call, arguments);
  if (!problems.empty()) throw BadInput(problems);
  const bool part = arguments.has("part");
  call.output.path = arguments.value(
      "output", part ? results_path(call.job->scenario, call.output.part) : results_path(call.job->scenario));
  refuse_scenario_as_output(call.output.path, call.job->scenario);
  return call;
}

std::vector<Option> run_options() {
  std::vector<Option> all = {
      {"output", 'o', "FILE", "the results file; else results/<scenario's name>.h5"}};
  for (Option& option : job_options()) all.push_back(std::move(option));
  const std::vector<Option> others = {
      {"progress", 0, "HOW", "auto: a bar on a terminal, lines elsewhere; always: the bar; never; "
                             "json: a JSON object a line, {\"remark\": ...} between"},
      {"quiet", 0, "", "no progress and no closing line: only what went wrong"},
      {"overwrite", 0, "", "replace a results file that exists, when the new one is complete; forget "
                           "what an interrupted call left, unless --resume is given too"},
      {"yes", 0, "", "make even a plan of more than 100,000 runs (with --part: a part of more), or one "
                    "that memory does not hold"},
      {"resume", 0, "", "go on where an interrupted or killed call ended, or start when there was "
                        "none; the results file is the same, byte for byte. A run that failed is "
                        "not made again: it would fail again"},
      {"takeover", 0, "", "the process on another host that a lock names is gone, as after a failed node: "
                          "write in its place; a process that lives is never ousted where its file "
                          "system passes on locks"},
      {"part", 0, "I/N", "only the I-th of N parts of the plan, into results/NAME.part-I-of-N.h5; "
                         "`permea merge` puts the parts together"},
      {"checkpoint-every", 0, "MINUTES", "save runs under way so often, for --resume after a kill; they are "
                                         "saved whenever a signal ends the call, with 0 only then"},
      {"checkpoint-at", 0, "STEP", "put every run aside after this step, in NAME.h5.state/at-STEP, for --from"},
      {"from", 0, "CHECKPOINT", "begin where --checkpoint-at put runs aside, in that folder. --set takes force "
                                "at the next step, changes behind it may be others, and so may the number "
                                "of steps and the seeds"},
      {"help", 'h', "", "this text"}};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

}  // namespace permea
