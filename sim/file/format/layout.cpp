// How series are cut into blocks.
#include "sim/file/format/layout.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <stdexcept>

#include "sim/file/format/hdf5.h"

namespace permea {
namespace {

using Shape = std::vector<std::size_t>;

constexpr std::size_t kibi = 1024;
constexpr std::size_t usual_chunk = 256 * kibi, largest_chunk = 1024 * kibi;  // bytes
constexpr std::size_t panel_steps = 32, panel_members = 64;

std::size_t product(std::span<const std::size_t> shape) {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

std::size_t pieces(std::size_t whole, std::size_t piece) { return (whole + piece - 1) / piece; }

std::size_t length(const std::vector<Dimension>& dimensions, const std::string& name) {
  for (const Dimension& dimension : dimensions)
    if (dimension.name == name) return dimension.labels.size();
  throw std::invalid_argument("the model has no dimension " + name);
}

/// The part of `source` (of shape `from`) that starts at `start`, in the shape of `block`; NaN where
/// it reaches beyond the source.
void cut(const double* source, std::span<const std::size_t> from, std::span<const std::size_t> start,
         std::span<const std::size_t> shape, double* block) {
  const std::size_t stride = product(from.subspan(1)), size = product(shape.subspan(1));
  for (std::size_t i = 0; i < shape[0]; ++i, block += size) {
    const std::size_t place = start[0] + i;
    if (place >= from[0])
      std::fill(block, block + size, missing);
    else if (shape.size() == 1)
      *block = source[place * stride];
    else
      cut(source + place * stride, from.subspan(1), start.subspan(1), shape.subspan(1), block);
  }
}

constexpr std::size_t facts_length = 40;

Bytes written(const RunFacts& facts) {
  const std::array<std::uint64_t, 5> numbers = {
      static_cast<std::uint64_t>(facts.status), static_cast<std::uint64_t>(facts.last_step),
      facts.state_hash, facts.members, facts.checksum};
  static_assert(sizeof numbers == facts_length);
  Bytes bytes(facts_length + facts.message.size());
  std::memcpy(bytes.data(), numbers.data(), facts_length);
  std::memcpy(bytes.data() + facts_length, facts.message.data(), facts.message.size());
  return bytes;
}

}  // namespace

std::size_t Variable::block_size() const { return product(block); }

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 24> text;
  std::snprintf(text.data(), text.size(), "0x%016llx", static_cast<unsigned long long>(number));
  return text.data();
}

RunFacts facts_in(std::span<const std::byte> block) {
  if (block.size() < facts_length) throw Failure("cannot read the journal: a run says too little");
  std::array<std::uint64_t, 5> numbers;
  std::memcpy(numbers.data(), block.data(), facts_length);
  RunFacts facts;
  facts.status = static_cast<Status>(numbers[0]);
  facts.last_step = static_cast<std::int64_t>(numbers[1]);
  facts.state_hash = numbers[2];
  facts.members = static_cast<std::size_t>(numbers[3]);
  facts.checksum = static_cast<std::uint32_t>(numbers[4]);
  const auto message = block.subspan(facts_length);
  facts.message.assign(reinterpret_cast<const char*>(message.data()), message.size());
  return facts;
}

RunFacts facts_of(const Series& series) {
  const bool panel = !series.panel.columns.empty();
  const std::size_t members = panel ? static_cast<std::size_t>(series.panel.members) : 0;
  return {series.status, series.last_step, series.state_hash, members, 0, series.message};
}

Layout::Layout(const Plan& plan, const Part& part)
    : plan_(&plan),
      part_(part),
      rows_(plan.recorded_steps().size()),
      kinds_(plan.scenario().kinds.size()) {
  const Model& model = *scenario().model;
  dimensions_ = recorded_dimensions(scenario(), plan.setting(plan.key(0)));
  const std::vector<std::size_t>& recorded = scenario().record.observables;
  for (std::size_t i = 0; i < recorded.size(); ++i)
    add_observable(i, model.observables[recorded[i]]);
  if (scenario().record.panel) add_panel();
  refuse_equal_names();
}

void Layout::refuse_equal_names() const {
  std::vector<std::string> root = {"run",    "step",      "arm",     "point",      "replicate",  "seed",
                                   "status", "last_step", "message", "state_hash", "checksum", "parameters",
                                   "levers", "panel",     "scenario"};
  std::vector<std::string> panel = {"run", "step", "members", member_};
  if (!scenario().model->kind.empty()) root.push_back(scenario().model->kind);
  for (const Dimension& dimension : dimensions_) root.push_back(dimension.name);
  for (const std::string& name : plan_->varying()) root.push_back(name);
  for (const Variable& variable : variables_) (variable.panel ? panel : root).push_back(variable.name);
  for (std::vector<std::string>* names : {&root, &panel}) {
    std::sort(names->begin(), names->end());
    const auto twice = std::adjacent_find(names->begin(), names->end());
    if (twice != names->end())
      throw std::logic_error("two things in a results file would be called " + *twice);
  }
}

void Layout::add_observable(std::size_t source, const ObservableRow& row) {
  Variable variable;
  variable.name = row.name;
  variable.unit = row.unit;
  variable.long_name = row.meaning;
  variable.cell_methods = row.over == Over::flow ? "step: sum" : "step: point";
  variable.together = row.together;
  variable.dimensions = row.dimensions;
  variable.source = source;
  Shape own;
  for (const std::string& name : row.dimensions) own.push_back(length(dimensions_, name));
  own.insert(own.begin(), 1);
  variable.one_group = true;
  Variable overall = variable;
  if (row.grouped) {
    own[0] = kinds_;
    variable.one_group = false;
    variable.dimensions.insert(variable.dimensions.begin(), scenario().model->kind);
  }
  add(std::move(variable), own);
  if (!row.overall) return;
  overall.name += "_overall";
  overall.long_name += ", everybody together";
  overall.first_group = kinds_;
  own[0] = 1;
  add(std::move(overall), own);
}

void Layout::add(Variable variable, const Shape& behind_step) {
  const std::size_t row = product(behind_step) * sizeof(double);
  if (row == 0) return;  // of a model without kinds
  const std::size_t steps = row * rows_ <= largest_chunk ? rows_ : std::max<std::size_t>(1, largest_chunk / row);
  if (steps == rows_)
    variable.runs_per_chunk = std::clamp<std::size_t>(usual_chunk / (row * rows_), 1, runs().size());
  variable.block = behind_step;
  variable.block.insert(variable.block.begin(), steps);
  variables_.push_back(std::move(variable));
}

void Layout::add_panel() {
  const std::vector<std::size_t> columns = panel_columns(*scenario().model);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const Column& column = scenario().model->state[columns[i]];
    member_ = column.per;
    Variable variable;
    variable.name = column.name;
    variable.unit = column.unit;
    variable.long_name = column.meaning;
    variable.cell_methods = "step: point";
    variable.dimensions = {column.per};
    variable.panel = variable.one_group = true;
    variable.source = i;
    variable.block = {std::min(panel_steps, rows_), panel_members};
    variables_.push_back(std::move(variable));
  }
}

std::size_t Layout::steps_of_blocks(const Variable& variable) const {
  return pieces(rows_, variable.block[0]);
}

std::size_t Layout::members_of_blocks(const Variable& variable, std::size_t members) const {
  return variable.panel ? pieces(members, variable.block[1]) : 1;
}

Shape Layout::source_row(const Variable& variable, std::size_t members) const {
  if (variable.panel) return {members};
  const std::size_t position = scenario().record.observables[variable.source];
  const ObservableRow& row = scenario().model->observables[position];
  Shape shape = {row.grouped ? kinds_ + (row.overall ? 1 : 0) : 1};
  for (const std::string& name : row.dimensions) shape.push_back(length(dimensions_, name));
  return shape;
}

Shape Layout::source_shape(const Variable& variable, const Series& series) const {
  Shape shape = source_row(variable, static_cast<std::size_t>(series.panel.members));
  const auto& values = variable.panel ? series.panel.columns : series.observables;
  const std::size_t size = values.empty() ? 0 : values.at(variable.source).size();
  const std::size_t width = product(shape), rows = width == 0 ? 0 : size / width;
  if (rows * width != size || rows > rows_)
    throw std::invalid_argument("run " + std::to_string(series.key.run) + " has " +
                                std::to_string(size) + " numbers of " + variable.name + ", not " +
                                std::to_string(rows_) + " rows of " + std::to_string(width));
  shape.insert(shape.begin(), rows);
  return shape;
}

void Layout::cut_blocks(const Series& series, const EachBlock& each) const {
  if (series.key.run < runs().first || series.key.run >= runs().end)
    throw std::invalid_argument("a run that is not one of the file's");
  const std::size_t members = facts_of(series).members;
  std::vector<double> block;
  for (const Variable& variable : variables_) {
    const Shape from = source_shape(variable, series);
    const auto& all = variable.panel ? series.panel.columns : series.observables;
    const double* source = all.empty() ? nullptr : all[variable.source].data();
    block.resize(variable.block_size());
    Shape start(variable.block.size(), 0);
    if (!variable.panel) start[1] = variable.first_group;
    for (std::size_t step = 0; step < steps_of_blocks(variable); ++step)
      for (std::size_t part = 0; part < members_of_blocks(variable, members); ++part) {
        start[0] = step * variable.block[0];
        if (variable.panel) start[1] = part * variable.block[1];
        cut(source, from, start, variable.block, block.data());
        each(variable, block);
      }
  }
}

std::vector<Bytes> Layout::blocks(const Series& series) const {
  RunFacts facts = facts_of(series);
  std::vector<Bytes> blocks = {written(facts)};
  facts.checksum = permea::checksum(blocks[0]);
  cut_blocks(series, [&](const Variable& variable, std::span<const double> block) {
    const auto raw = std::as_bytes(block);
    facts.checksum = permea::checksum(raw, facts.checksum);
    if (variable.runs_per_chunk == 1) blocks.push_back(hdf5::pack(block));
    else blocks.emplace_back(raw.begin(), raw.end());
  });
  blocks[0] = written(facts);
  return blocks;
}

std::uint32_t Layout::checksum(const Series& series) const {
  std::uint32_t sum = permea::checksum(written(facts_of(series)));
  cut_blocks(series, [&](const Variable&, std::span<const double> block) {
    sum = permea::checksum(std::as_bytes(block), sum);
  });
  return sum;
}

}  // namespace permea
