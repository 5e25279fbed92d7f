// `permea compare`: how far apart arms, or kinds within an arm, are in a results file, and how sure that is.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <iostream>

#include "sim/cli/after/comparison_table.h"
#include "sim/cli/job.h"
#include "sim/cli/words.h"

namespace permea {
namespace {

std::vector<std::string> observables_of(const StoredResults& stored) {
  std::vector<std::string> names;
  for (const std::size_t i : stored.scenario.record.observables)
    names.push_back(stored.scenario.model->observables[i].name);
  return names;
}

std::optional<double> margin_of(Arguments& arguments) {
  if (!arguments.has("margin")) return {};
  const std::string written = arguments.value("margin");
  double margin = 0;
  const auto end = written.data() + written.size();
  const auto [rest, error] = std::from_chars(written.data(), end, margin);
  if (error == std::errc{} && rest == end && margin > 0 && std::isfinite(margin)) return margin;
  arguments.wrong("--margin", written + " is not a number above 0");
  return {};
}

/// In the order of their first mention.
std::vector<std::string> each_once(const std::vector<std::string>& names) {
  std::vector<std::string> all;
  for (const std::string& name : names)
    if (std::ranges::find(all, name) == all.end()) all.push_back(name);
  return all;
}

ComparisonRequest request_of(Arguments& arguments) {
  constexpr std::int64_t least = 100, most = 1'000'000;
  ComparisonRequest request;
  request.words.observables = each_once(arguments.values("observable"));
  request.words.where = arguments.values("where");
  request.words.at = arguments.value("at", "last");
  request.words.baseline = arguments.value("baseline");
  request.words.arms = arguments.values("arm");
  request.words.by = each_once(arguments.values("by"));
  request.questions.margin = margin_of(arguments);
  request.questions.bootstrap =
      static_cast<int>(arguments.whole("bootstrap", least, most).value_or(0));
  request.correct = arguments.has("correct");
  request.effect_size = arguments.has("effect-size");
  if (arguments.has("json") && arguments.has("markdown"))
    arguments.wrong("--json", "not together with --markdown");
  return request;
}

bool names(const std::vector<std::string>& known, const std::string& name) {
  return std::find(known.begin(), known.end(), name) != known.end();
}

/// Whether kinds are compared: as --between says, or as the baseline is named, or as there are several.
bool between_kinds(Arguments& arguments, const StoredResults& stored) {
  const Scenario& scenario = stored.scenario;
  const std::string& kind = scenario.model->kind;
  std::vector<std::string> arms, kinds;
  for (const Arm& arm : scenario.arms) arms.push_back(arm.name);
  for (const Kind& one : scenario.kinds) kinds.push_back(one.name);
  const std::string baseline = arguments.value("baseline");
  std::vector<std::string> sides = arms;
  sides.insert(sides.end(), kinds.begin(), kinds.end());
  if (!baseline.empty() && !names(sides, baseline))
    throw BadInput({"--baseline"}, "no arm" + (kind.empty() ? "" : " or " + kind) + " is called " +
                                       text(Value(baseline)) + nearest_or_allowed(baseline, sides));
  const bool guess =
      names(kinds, baseline) ? !names(arms, baseline) : arms.size() < 2 && baseline.empty();
  std::vector<std::string> choices = {"arm"};
  if (!kind.empty()) choices.insert(guess ? choices.begin() : choices.end(), kind);
  const bool chosen = arguments.choice("between", choices) != "arm";
  if (chosen ? kinds.size() < 2 : arms.size() < 2)
    throw BadInput({stored.file.path()},
                   "has nothing to compare: " + std::string(chosen ? "one " + kind : "one arm"));
  if (chosen && std::ranges::any_of(arguments.values("where"), [&](const std::string& where) {
        return where.starts_with(kind + "=");
      }))
    arguments.wrong("--where", kind + " is what is compared; --between arm compares arms");
  return chosen;
}

/// Every arm has one kind alone, or none beside the baseline.
[[noreturn]] void refuse_lonely_kinds(const StoredResults& stored, const ComparisonWords& words) {
  const std::string& kind = stored.scenario.model->kind;
  if (words.baseline.empty())
    throw BadInput({"--between"}, "no arm that is compared has two of " + kind + "; --between arm compares arms");
  throw BadInput({"--baseline"}, text(Value(words.baseline)) + " is in none of the arms beside another " + kind);
}

/// Observables that the model does not have; of those that a file leaves out measure_of() tells.
void note_unknown_observables(const StoredResults& stored, Arguments& arguments) {
  std::vector<std::string> of_model;
  for (const ObservableRow& row : stored.scenario.model->observables) of_model.push_back(row.name);
  for (const std::string& name : arguments.values("observable"))
    if (!names(of_model, name))
      arguments.wrong("--observable", text(Value(name)) + " is unknown" +
                                          nearest_or_allowed(name, observables_of(stored)));
}

void print(const Arguments& arguments, const StoredResults& stored,
           const ComparisonRequest& request, const ComparedPairs& compared) {
  if (arguments.has("json")) {
    std::cout << as_json(exact_table(stored, request, compared)) << "\n";
    return;
  }
  Table table = spoken_table(stored, request, compared);
  if (arguments.has("markdown")) {
    std::cout << as_markdown(table);
    return;
  }
  std::cout << as_text(table) << "\n";
  for (const std::string& remark : remarks_on(stored, request, compared))
    std::cout << "  " << remark << "\n";
}

int compare(Arguments& arguments, Models models) {
  const Resources resources = resources_of(arguments);
  ComparisonRequest request = request_of(arguments);
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
  const StoredResults stored(arguments.operands().front(), models);
  if (const Part& part = stored.file.identity().part; part.count > 1)
    throw BadInput({stored.file.path()},
                   "is " + in_words(part) + "; compare what `permea merge` makes of all");
  if (request.words.observables.empty())
    arguments.wrong("--observable", "missing; the file has: " + listed(observables_of(stored)));
  note_unknown_observables(stored, arguments);
  request.words.kinds = between_kinds(arguments, stored);
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
  ComparedPairs compared =
      compare_pairs(stored, request.words, request.questions, resources.threads);
  if (compared.pairs.empty()) refuse_lonely_kinds(stored, request.words);
  if (request.correct) correct(compared);
  print(arguments, stored, request, compared);
  return 0;
}

}  // namespace

Command compare_command() {
  return {
      "compare",
      "Tells how far apart arms, or strategies within an arm, are: differences of pairs of equal "
      "seed",
      {"FILE", 1, 1},
      {{"observable", 0, "NAME", "what is compared, by its name in the file", true},
       {"where", 0, "KEY=VALUE",
        "of whom and where: strategy=open, a place along another dimension of "
        "the observable (domain=2), the value of a swept parameter; else of "
        "the market, over all points",
        true},
       {"at", 0, "WHEN", "last (as a rule), a step, mean, or FROM..TO: the mean over it"},
       {"between", 0, "WHAT",
        "arm: other arms less one; or what the model calls its kinds (strategy): "
        "others less one, within each arm; else as the baseline is named"},
       {"baseline", 0, "NAME",
        "the arm or strategy that is taken off the others; else the first of those compared"},
       {"arm", 0, "NAME", "only this arm, and the baseline", true},
       {"by", 0, "AXIS", "a comparison for each value of this swept parameter; else of the means over "
                         "all points", true},
       {"effect-size", 0, "",
        "also the difference in standard deviations (Cohen's d, of both sides)"},
       {"margin", 0, "X", "also test that the difference is less than X: two one-sided tests"},
       {"bootstrap", 0, "N", "also the interval that N resamples of the pairs give (bootstrap-t)"},
       {"correct", 0, "", "also p corrected for the number of comparisons (Holm)"},
       {"json", 0, "", "an array with an object for each comparison, with every digit"},
       {"markdown", 0, "", "a table for a document"},
       threads_option(),
       {"help", 'h', "", "this text"}},
      {"0  done", "2  the command line is wrong, or the file is not permea's, damaged or a part"},
      compare};
}

}  // namespace permea
