// `permea verify`: runs scenarios and holds what came out against what they expect.
#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>

#include "sim/cli/job.h"
#include "sim/cli/machine.h"
#include "sim/cli/words.h"
#include "sim/run/evidence/expect.h"
#include "sim/run/evidence/rounds.h"
#include "sim/run/interrupt.h"
#include "sim/run/table.h"

namespace permea {
namespace {

constexpr const char* published_folder = "scenarios/published";
constexpr int mismatch = 3;  ///< exit code

/// A scenario that has been run, with what was found on each of its expectations.
struct Verified {
  std::unique_ptr<Job> job;
  std::vector<Finding> findings;
  bool failed = false;
};

/// Every scenario in scenarios/published and the folders in it, by name.
std::vector<std::string> published_scenarios() {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  try {
    if (fs::exists(published_folder))
      for (const fs::directory_entry& entry : fs::recursive_directory_iterator(published_folder))
        if (entry.path().extension() == ".toml") files.push_back(entry.path().string());
  } catch (const fs::filesystem_error& error) {
    throw BadInput({error.path1().string()}, "cannot be read: " + error.code().message());
  }
  std::sort(files.begin(), files.end());
  if (files.empty())
    throw BadInput({published_folder}, "no scenarios here; name one, or go to permea's own folder");
  return files;
}

/// All scenarios, with everything that is wrong with any of them thrown together.
std::vector<Verified> load_all(const std::vector<std::string>& files, Models models,
                               const Resources& resources, std::vector<Problem>& problems) {
  std::vector<Verified> all;
  for (const std::string& file : files) {
    try {
      auto job = std::make_unique<Job>(file, models, Overrides{});
      std::vector<std::string> reasons = objections(*job, resources, {0, job->plan.runs()});
      if (job->scenario.expectations.empty())
        reasons.push_back("expects nothing: it has no [[expect]]");
      for (std::string& reason : reasons) {
        Problem& problem = problems.emplace_back();
        problem.place.file = file;
        problem.message = std::move(reason);
      }
      all.push_back({std::move(job), {}, false});
    } catch (const BadInput& bad) {
      problems.insert(problems.end(), bad.problems().begin(), bad.problems().end());
    }
  }
  if (!problems.empty()) throw BadInput(problems);
  return all;
}

void verify_one(Verified& verified, const Resources& resources, const std::string& progress_asked) {
  const Job& job = *verified.job;
  Progress progress(progress_style(progress_asked), stderr, colour_wanted(), terminal_width());
  Evidence evidence(job.plan);
  Rounds rounds(job.plan);
  std::vector<FailedRun> failed;
  std::size_t made = 0;
  for (const std::size_t replicates : rounds.ends()) {
    progress.may_follow(workload_of(job.plan, job.forecast,
                                    beyond(everything(job.plan).runs, job.plan, replicates)));
    const Outcome outcome = run_all(job.plan, job.forecast, resources, progress,
                                    round_of(job.plan, made, replicates), [&](const Series& series) {
                                      evidence.add(series);
                                      rounds.add(series.key.run, series.until);
                                    });
    if (outcome.interrupted) throw Failure("interrupted while running " + job.scenario.file);
    failed.insert(failed.end(), outcome.failed.begin(), outcome.failed.end());
    made = replicates;
    if (rounds.enough(replicates)) break;
  }
  progress.nothing_follows();
  progress.end();
  tell_failures(job.plan, failed);
  verified.failed = !failed.empty();
  verified.findings = evidence.findings();
}

std::string found_words(const Expectation& expected, const Finding& finding, std::size_t replicates) {
  const Estimate& estimate = finding.permea;
  if (expected.form == Expectation::Form::words && std::isnan(estimate.value)) return "-";
  if (std::isnan(estimate.value)) return "missing in every run";
  constexpr double rounding = 1e-9;  // relative: narrower intervals are errors of rounding
  const double half =
      estimate.half_width() > rounding * std::abs(estimate.value) ? estimate.half_width() : 0;
  double precision = half;
  if (expected.form == Expectation::Form::value && expected.tolerance > 0)
    precision = precision > 0 ? std::min(precision, expected.tolerance) : expected.tolerance;
  const std::string number = with_half_width(rounded(estimate.value, precision), half, precision);
  const bool all = estimate.count == replicates;
  return all ? number : number + " in " + std::to_string(estimate.count) + " replicates";
}

std::string difference_words(const Expectation& expected, const Finding& finding) {
  if (expected.form != Expectation::Form::value || std::isnan(finding.permea.value)) return "";
  return rounded(finding.permea.value - expected.value, expected.tolerance);
}

std::string source_words(const Expectation& expected) {
  if (expected.falsified_if.empty()) return expected.source;
  return expected.source + (expected.source.empty() ? "" : "; ") + "falsified if " +
         expected.falsified_if;
}

/// published | permea | difference | verdict, and the source, for each expectation.
std::vector<std::vector<Cell>> rows_of(const Verified& verified) {
  std::vector<std::vector<Cell>> rows;
  const std::vector<Expectation>& all = verified.job->scenario.expectations;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Finding& finding = verified.findings[i];
    rows.push_back({all[i].name, in_words(all[i]), found_words(all[i], finding, verified.job->plan.replicates()),
                    difference_words(all[i], finding), std::string(name_of(finding.verdict)),
                    source_words(all[i])});
  }
  return rows;
}

const std::vector<std::string> columns = {"result",  "published", "permea",
                                          "difference", "verdict",   "source"};

void print_text(const Verified& verified) {
  const Scenario& scenario = verified.job->scenario;
  const std::string title = scenario.title.empty() ? "" : ": " + scenario.title;
  std::cout << as_text({scenario.file + title, "", columns, rows_of(verified), columns.size() - 1})
            << std::endl;  // each scenario is shown as soon as it has been run
}

void print_markdown(const std::vector<Verified>& all) {
  Table table{"", "", columns, {}, 0};
  table.columns.insert(table.columns.begin(), "scenario");
  for (const Verified& verified : all)
    for (std::vector<Cell>& row : rows_of(verified)) {
      row.insert(row.begin(), verified.job->scenario.file);
      table.rows.push_back(std::move(row));
    }
  std::cout << as_markdown(table);
}

std::string_view name_of(Expectation::Form form) {
  constexpr std::array<std::string_view, 4> names = {"value", "between", "sign", "words"};
  return names[static_cast<std::size_t>(form)];
}

Cell published_cell(const Expectation& expected) {
  if (expected.form == Expectation::Form::value) return Value(expected.value);
  if (expected.form == Expectation::Form::between)
    return Range{Value(expected.low), Value(expected.high)};
  return Value(expected.form == Expectation::Form::sign ? expected.sign : "in words");
}

void print_json(const std::vector<Verified>& all) {
  Table table{"", "",
              {"scenario", "result", "form", "published", "tolerance", "margin", "permea", "low", "high",
               "replicates", "difference", "verdict", "source", "falsified_if"},
              {}, 0};
  for (const Verified& verified : all)
    for (std::size_t i = 0; i < verified.findings.size(); ++i) {
      const Expectation& expected = verified.job->scenario.expectations[i];
      const auto& [permea, verdict] = verified.findings[i];
      const bool compared = expected.form == Expectation::Form::value;
      const bool signed_form = expected.form == Expectation::Form::sign;
      table.rows.push_back({verified.job->scenario.file, expected.name,
                            std::string(name_of(expected.form)), published_cell(expected),
                            compared ? expected.tolerance : missing,
                            signed_form ? expected.margin : missing, permea.value, permea.low,
                            permea.high, static_cast<std::int64_t>(permea.count),
                            compared ? permea.value - expected.value : missing,
                            std::string(name_of(verdict)), expected.source, expected.falsified_if});
    }
  std::cout << as_json(table) << "\n";
}

std::size_t counted(const std::vector<Verified>& all, Verdict verdict) {
  std::size_t count = 0;
  for (const Verified& verified : all)
    count += static_cast<std::size_t>(
        std::count_if(verified.findings.begin(), verified.findings.end(),
                      [&](const Finding& finding) { return finding.verdict == verdict; }));
  return count;
}

int exit_code(const std::vector<Verified>& all) {
  if (std::any_of(all.begin(), all.end(), [](const Verified& one) { return one.failed; })) return 1;
  return counted(all, Verdict::miss) > 0 ? mismatch : 0;
}

int verify(Arguments& arguments, Models models) {
  const Resources resources = resources_of(arguments);
  const std::string progress = arguments.choice("progress", {"auto", "always", "never", "json"});
  const bool json = arguments.has("json"), markdown = arguments.has("markdown");
  const std::vector<std::string>& named = arguments.operands();
  if (json && markdown) throw BadInput({"--json"}, "not together with --markdown");
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
  std::vector<Verified> all = load_all(named.empty() ? published_scenarios() : named, models,
                                       resources, arguments.problems());
  watch_for_interrupts();
  std::exception_ptr why;
  std::size_t done = 0;
  try {
    for (; done < all.size(); ++done) {
      verify_one(all[done], resources, progress);
      if (!json && !markdown) print_text(all[done]);
    }
  } catch (const Failure&) {
    why = std::current_exception();  // after what has been found is told
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(done), all.end());
  }
  if (json) print_json(all);
  else if (markdown) print_markdown(all);
  else
    std::cout << counted(all, Verdict::hit) << " hit, " << counted(all, Verdict::miss) << " miss, "
              << counted(all, Verdict::open) << " open\n";
  if (why) std::rethrow_exception(why);
  return exit_code(all);
}

}  // namespace

Command verify_command() {
  constexpr std::size_t any_number = 10'000;
  return {"verify",
          "Holds results against what scenarios expect; without any, those in scenarios/published",
          {"SCENARIO", 0, any_number},
          {{"json", 0, "", "an array with an object for each expectation"},
           {"markdown", 0, "", "one table for a document"},
           threads_option(),
           {"progress", 0, "HOW", "as of run"},
           {"help", 'h', "", "this text"}},
          {"0  no result is at odds with what is expected",
           "1  a run failed, or a signal ended the work",
           "2  the command line or a scenario is wrong",
           "3  a result misses what is expected"},
          verify};
}

}  // namespace permea
