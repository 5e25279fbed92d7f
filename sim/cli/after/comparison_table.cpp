// The columns of a comparison, each once: what it is called, what a program reads and what people read.
#include "sim/cli/after/comparison_table.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "sim/cli/words.h"

namespace permea {
namespace {

struct TableColumn {
  std::string spoken;  ///< its head for people; empty: not for them
  std::string exact;   ///< its key for programs
  std::function<std::string(const ComparedPair&)> words;
  std::function<Cell(const ComparedPair&)> value;
};

/// "0.003", "<0.001".
std::string p_words(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "<0.001" : rounded(p, 0.01);
}

/// To two digits of the half-width of its interval; with seven digits when there is none.
std::string number_words(double number, const ComparedPair& pair) {
  return std::isnan(number) ? "-" : rounded(number, pair.comparison.difference.half_width());
}

std::string interval_words(const Estimate& estimate) {
  if (std::isnan(estimate.low)) return "-";
  return rounded(estimate.low, estimate.half_width()) + " to " +
         rounded(estimate.high, estimate.half_width());
}

std::string ratio_words(double ratio) {
  if (std::isinf(ratio)) return "no spread";
  return std::isnan(ratio) ? "-" : rounded(ratio, std::abs(ratio) < 10 ? 0.1 : 10);
}

TableColumn named(const std::string& spoken, const std::string& exact,
                  std::function<std::string(const ComparedPair&)> name) {
  return {spoken, exact, name, [name](const ComparedPair& pair) { return Cell(Value(name(pair))); }};
}

TableColumn counted(const std::string& spoken, const std::string& exact,
                    std::function<std::size_t(const ComparedPair&)> count) {
  return {spoken, exact, [count](const ComparedPair& pair) { return std::to_string(count(pair)); },
          [count](const ComparedPair& pair) {
            return Cell(Value(static_cast<std::int64_t>(count(pair))));
          }};
}

/// A number of the comparison, and how people are told it.
TableColumn measured(const std::string& spoken, const std::string& exact,
                     std::function<double(const Comparison&)> number,
                     std::function<std::string(double, const ComparedPair&)> words) {
  return {spoken, exact,
          [=](const ComparedPair& pair) { return words(number(pair.comparison), pair); },
          [=](const ComparedPair& pair) { return Cell(Value(number(pair.comparison))); }};
}

std::string as_p(double p, const ComparedPair&) { return p_words(p); }
std::string as_ratio(double ratio, const ComparedPair&) { return ratio_words(ratio); }

/// Whether all pairs are differences from the same arm or kind.
bool one_baseline(const ComparedPairs& compared) {
  return std::ranges::all_of(compared.pairs, [&](const ComparedPair& pair) {
    return pair.baseline == compared.pairs.front().baseline;
  });
}

/// Which pair a row is about.
std::vector<TableColumn> naming_columns(const StoredResults& stored,
                                        const ComparisonRequest& request,
                                        const ComparedPairs& compared) {
  const bool several = request.words.observables.size() > 1;
  const bool kinds = request.words.kinds;
  std::vector<TableColumn> columns;
  columns.push_back(named(several ? "observable" : "", "observable",
                          [](const ComparedPair& pair) { return pair.observable; }));
  for (std::size_t i = 0; i < request.words.by.size(); ++i)
    columns.push_back({request.words.by[i], request.words.by[i],
                       [i](const ComparedPair& pair) {
                         const auto* real = std::get_if<double>(&pair.group.values[i]);
                         return real ? rounded(*real, 0) : plain(pair.group.values[i]);
                       },
                       [i](const ComparedPair& pair) { return Cell(pair.group.values[i]); }});
  if (kinds)
    columns.push_back(named("in arm", "in_arm", [](const ComparedPair& pair) { return pair.arm; }));
  columns.push_back(named(kinds ? stored.scenario.model->kind : "arm", "side",
                          [](const ComparedPair& pair) { return pair.side; }));
  columns.push_back(named(one_baseline(compared) ? "" : "less", "baseline",
                          [](const ComparedPair& pair) { return pair.baseline; }));
  return columns;
}

/// The two means, how far apart they are and how sure that is.
void add_difference(std::vector<TableColumn>& columns, const ComparisonRequest& request) {
  columns.push_back(counted("pairs", "pairs",
                            [](const ComparedPair& p) { return p.comparison.difference.count; }));
  columns.push_back(counted("", "left_out", [](const ComparedPair& p) { return p.left_out; }));
  columns.push_back(measured(
      "mean", "mean", [](const Comparison& c) { return c.side.value; }, number_words));
  columns.push_back(measured(
      "baseline's", "baseline_mean", [](const Comparison& c) { return c.baseline.value; },
      number_words));
  columns.push_back(measured(
      "difference", "difference", [](const Comparison& c) { return c.difference.value; },
      number_words));
  columns.push_back(measured(
      "95 % interval", "low", [](const Comparison& c) { return c.difference.low; },
      [](double, const ComparedPair& p) { return interval_words(p.comparison.difference); }));
  columns.push_back(measured(
      "", "high", [](const Comparison& c) { return c.difference.high; }, number_words));
  columns.push_back(measured(
      "p", "p", [](const Comparison& c) { return c.p; }, as_p));
  const bool correct = request.correct;
  columns.push_back(measured(
      correct ? "p (Holm)" : "", "p_corrected",
      [correct](const Comparison& c) { return correct ? c.p_corrected : missing; }, as_p));
}

/// What the pairs were worth, and what was asked beside.
void add_further(std::vector<TableColumn>& columns, const ComparisonRequest& request) {
  columns.push_back(measured(
      "correlation", "correlation", [](const Comparison& c) { return c.correlation; }, as_ratio));
  columns.push_back(measured(
      "gain", "variance_reduction", [](const Comparison& c) { return c.variance_reduction; },
      as_ratio));
  columns.push_back(measured(
      request.effect_size ? "effect size" : "", "effect_size",
      [](const Comparison& c) { return c.effect_size; }, as_ratio));
  const auto resampled = [](const Comparison& c) { return c.bootstrapped.value_or(Estimate{}); };
  columns.push_back(measured(
      request.questions.bootstrap > 0 ? "bootstrap" : "", "bootstrap_low",
      [=](const Comparison& c) { return resampled(c).low; },
      [=](double, const ComparedPair& p) { return interval_words(resampled(p.comparison)); }));
  columns.push_back(measured(
      "", "bootstrap_high", [=](const Comparison& c) { return resampled(c).high; }, number_words));
  const std::optional<double> margin = request.questions.margin;
  columns.push_back(measured(
      "", "margin", [=](const Comparison&) { return margin.value_or(missing); }, number_words));
  columns.push_back(measured(
      margin ? "p within " + rounded(*margin, 0) : "", "p_equivalent",
      [](const Comparison& c) { return c.p_equivalent.value_or(missing); }, as_p));
}

std::vector<TableColumn> all_columns(const StoredResults& stored, const ComparisonRequest& request,
                                     const ComparedPairs& compared) {
  std::vector<TableColumn> columns = naming_columns(stored, request, compared);
  add_difference(columns, request);
  add_further(columns, request);
  return columns;
}

/// `profit: of firms, summed over a month [1/month]`: in the words of the model.
std::string meaning_of(const std::string& observable, const Scenario& scenario) {
  for (const ObservableRow& row : scenario.model->observables) {
    if (row.name != observable) continue;
    std::string words =
        observable + ": " + row.meaning + (row.unit == "1" ? "" : " [" + row.unit + "]");
    if (row.over == Over::flow) {
      const std::string every = std::to_string(scenario.record.every);
      words += ", summed over " + (scenario.record.every == 1 ? "a " : every + " ") +
               scenario.model->step_unit + (scenario.record.every == 1 ? "" : "s");
    }
    return words;
  }
  return observable;
}

std::string when(const std::string& at, const Scenario& scenario) {
  const std::string& unit = scenario.model->step_unit;
  if (at == "last") return "at the last " + unit + " of each run";
  if (at == "mean") return "mean over all rows";
  const std::size_t dots = at.find("..");
  if (dots == std::string::npos) return "at " + unit + " " + at;
  return "mean over " + unit + "s " + at.substr(0, dots) + " to " + at.substr(dots + 2);
}

std::string about(const StoredResults& stored, const ComparisonRequest& request,
                  const ComparedPairs& compared) {
  const Scenario& scenario = stored.scenario;
  std::string words;
  for (const std::string& observable : request.words.observables)
    words += meaning_of(observable, scenario) + "; ";
  words += when(request.words.at, scenario);
  for (const std::string& where : request.words.where) words += "; " + where;
  if (!request.words.by.empty()) words += "; for each value of " + listed(request.words.by);
  if (const std::size_t points = compared.pairs.front().group.points.size(); points > 1)
    words += "; mean over " + grouped(points) + " points of the sweep";
  return words + ". Differences from " +
         (one_baseline(compared) ? "\"" + compared.pairs.front().baseline + "\"" : "what stands under \"less\"") +
         " in pairs of equal seed, with Student's intervals.";
}

}  // namespace

void correct(ComparedPairs& compared) {
  std::vector<Comparison> all;
  for (const ComparedPair& pair : compared.pairs) all.push_back(pair.comparison);
  correct_for_multiplicity(all);
  for (std::size_t i = 0; i < all.size(); ++i) compared.pairs[i].comparison = all[i];
}

Table spoken_table(const StoredResults& stored, const ComparisonRequest& request,
                   const ComparedPairs& compared) {
  std::vector<TableColumn> columns = all_columns(stored, request, compared);
  std::erase_if(columns, [](const TableColumn& column) { return column.spoken.empty(); });
  Table table{
      stored.file.path() + (stored.scenario.title.empty() ? "" : ": " + stored.scenario.title),
      about(stored, request, compared),
      {},
      {},
      columns.size()};
  for (const TableColumn& column : columns) table.columns.push_back(column.spoken);
  for (const ComparedPair& pair : compared.pairs) {
    std::vector<Cell>& row = table.rows.emplace_back();
    for (const TableColumn& column : columns) row.emplace_back(Value(column.words(pair)));
  }
  return table;
}

Table exact_table(const StoredResults& stored, const ComparisonRequest& request,
                  const ComparedPairs& compared) {
  const std::vector<TableColumn> columns = all_columns(stored, request, compared);
  Table table{"", "", {}, {}, columns.size()};
  for (const TableColumn& column : columns) table.columns.push_back(column.exact);
  for (const ComparedPair& pair : compared.pairs) {
    std::vector<Cell>& row = table.rows.emplace_back();
    for (const TableColumn& column : columns) row.push_back(column.value(pair));
  }
  return table;
}

std::vector<std::string> remarks_on(const StoredResults& stored, const ComparisonRequest& request,
                                    const ComparedPairs& compared) {
  const auto& [all, failed, ended_early] = compared.runs;
  std::vector<std::string> remarks = {
      "correlation: of the two sides over seeds. gain: how many times the seeds would be needed "
      "without pairs."};
  std::size_t left_out = 0;
  for (const ComparedPair& pair : compared.pairs) left_out = std::max(left_out, pair.left_out);
  if (left_out > 0)
    remarks.push_back(
        "up to " + grouped(left_out) + " pairs of a row are left out, as a number is missing" +
        (failed > 0 ? ": " + grouped(failed) + " of " + grouped(all) + " runs failed" : ""));
  if (ended_early > 0)
    remarks.push_back(grouped(ended_early) + " of " + grouped(all) +
                      " runs ended early by [[stop]]: `last` is " +
                      "where each ended, other times count the rows that there are");
  if (stored.plan.enough())
    remarks.push_back("[[until]] chose the number of seeds, " +
                      std::to_string(stored.plan.replicates()) +
                      ", by looking at intervals: these are a little too narrow");
  if (compared.pairs.size() > 1 && !request.correct)
    remarks.push_back(grouped(compared.pairs.size()) +
                      " comparisons: one in twenty without any difference has p "
                      "below 0.05; --correct takes that into account");
  return remarks;
}

}  // namespace permea
