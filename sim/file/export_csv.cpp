// How a run's series becomes rows.
#include "sim/file/export_csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace permea {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20;  // bytes handed over at a time

void put(std::string& row, double number) {
  std::array<char, 40> text;
  if (std::isnan(number)) row += "NaN";  // without the sign that some of them have
  else row.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

/// In quotation marks if a comma, a quotation mark or a line break asks for it (RFC 4180).
void put(std::string& row, const std::string& words) {
  if (words.find_first_of(",\"\r\n") == std::string::npos) {
    row += words;
    return;
  }
  row += '"';
  for (const char letter : words) row.append(letter == '"' ? 2 : 1, letter);
  row += '"';
}

void put(std::string& row, const Value& value) {
  if (const auto* real = std::get_if<double>(&value)) put(row, *real);
  else if (const auto* word = std::get_if<std::string>(&value)) put(row, *word);
  else row += text(value);
}

/// The rows of one table, run by run.
class Rows {
 public:
  Rows(const StoredResults& stored, const CsvTable& table);

  std::string head() const;
  /// Adds the rows of a run to `text`.
  void add(std::size_t run, std::string& text) const;

 private:
  std::vector<std::string> labels_along(const std::string& dimension) const;
  std::string start_of(const RunKey& key) const;
  void add_labels(std::size_t place, std::string& text) const;
  double number(const Variable& variable, const Series& series, std::size_t row, std::size_t place) const;
  bool lives(const Series& series, std::size_t row, std::size_t member) const;

  const StoredResults& stored_;
  const CsvTable& table_;
  const std::vector<std::int64_t> steps_ = stored_.plan.recorded_steps();
  const std::vector<std::string> varying_ = stored_.plan.varying();
  std::vector<std::vector<std::string>> labels_;  ///< along each of the table's dimensions
  std::size_t places_ = 1;
};

Rows::Rows(const StoredResults& stored, const CsvTable& table) : stored_(stored), table_(table) {
  if (table.panel) return;
  for (const std::string& dimension : table.dimensions) {
    labels_.push_back(labels_along(dimension));
    places_ *= labels_.back().size();
  }
}

std::vector<std::string> Rows::labels_along(const std::string& dimension) const {
  std::vector<std::string> labels;
  if (dimension == stored_.scenario.model->kind)
    for (const Kind& kind : stored_.scenario.kinds) labels.push_back(kind.name);
  for (const Dimension& own : stored_.layout.dimensions())
    if (own.name == dimension) labels = own.labels;
  return labels;
}

std::string Rows::head() const {
  std::string row = "arm,point,replicate,seed";
  const auto add = [&](const std::string& name) { put(row += ',', name); };
  for (const std::string& name : varying_) add(name);
  add("step");
  for (const std::string& name : table_.dimensions) add(name);
  for (const std::size_t variable : table_.variables) add(stored_.layout.variables()[variable].name);
  return row + "\n";
}

/// All columns before the step.
std::string Rows::start_of(const RunKey& key) const {
  std::string row;
  put(row, stored_.scenario.arms[key.arm].name);
  row.append(",").append(std::to_string(key.point));
  row.append(",").append(std::to_string(key.replicate));
  row.append(",").append(hexadecimal(key.seed));
  for (const std::string& name : varying_) put(row += ',', stored_.plan.value(name, key));
  return row + ",";
}

void Rows::add_labels(std::size_t place, std::string& text) const {
  if (table_.panel) text.append(",").append(std::to_string(place));
  std::size_t behind = places_;
  for (const std::vector<std::string>& labels : labels_) {  // the last dimension is the fastest
    behind /= labels.size();
    put(text += ',', labels[place / behind % labels.size()]);
  }
}

double Rows::number(const Variable& variable, const Series& series, std::size_t row,
                    std::size_t place) const {
  const auto& numbers = (variable.panel ? series.panel.columns : series.observables)[variable.source];
  const std::size_t width = numbers.size() / steps_.size();
  const std::size_t groups = variable.panel ? 1 : stored_.layout.source_row(variable, 0)[0];
  return numbers[row * width + variable.first_group * (width / groups) + place];
}

bool Rows::lives(const Series& series, std::size_t row, std::size_t member) const {
  return std::ranges::any_of(table_.variables, [&](std::size_t variable) {
    return !std::isnan(number(stored_.layout.variables()[variable], series, row, member));
  });
}

void Rows::add(std::size_t run, std::string& text) const {
  const Series series = stored_.runs.series(run);
  const std::string start = start_of(series.key);
  const auto members = static_cast<std::size_t>(series.panel.members);
  for (std::size_t row = 0; row < steps_.size(); ++row)
    for (std::size_t place = 0; place < (table_.panel ? members : places_); ++place) {
      if (table_.panel && !lives(series, row, place)) continue;
      text.append(start).append(std::to_string(steps_[row]));
      add_labels(place, text);
      for (const std::size_t variable : table_.variables)
        put(text += ',', number(stored_.layout.variables()[variable], series, row, place));
      text += '\n';
    }
}

}  // namespace

std::vector<CsvTable> csv_tables(const Layout& layout, const std::vector<std::string>& named,
                                 bool panel) {
  std::vector<CsvTable> tables;
  const auto table_of = [&](const Variable& variable) -> CsvTable& {
    for (CsvTable& table : tables)
      if (table.dimensions == variable.dimensions && table.panel == variable.panel) return table;
    return tables.emplace_back(CsvTable{variable.dimensions, variable.panel, {}});
  };
  for (std::size_t i = 0; i < layout.variables().size(); ++i) {
    const Variable& variable = layout.variables()[i];
    const bool wanted = named.empty() || std::ranges::find(named, variable.name) != named.end();
    if (variable.panel ? panel : wanted) table_of(variable).variables.push_back(i);
  }
  return tables;
}

void write_csv(const StoredResults& stored, const CsvTable& table,
               const std::function<void(std::string_view)>& write) {
  const Rows rows(stored, table);
  std::string text = rows.head();
  const Runs runs = stored.layout.runs();
  for (std::size_t run = runs.first; run < runs.end; ++run) {
    rows.add(run, text);
    if (text.size() < piece) continue;
    write(text);
    text.clear();
  }
  write(text);
}

}  // namespace permea
