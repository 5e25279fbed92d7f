// What is written where in a results file, in the order in which it is written.
#include "sim/file/results_file.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "sim/file/netcdf.h"
#include "sim/file/run_card.h"
#include "sim/file/understood.h"
#include "sim/kit/parallel.h"
#include "sim/kit/problem.h"

namespace permea {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t batch = 64;  // chunks that are in memory at a time

std::string hexadecimal(std::uint64_t number) {
  std::array<char, 24> text;
  std::snprintf(text.data(), text.size(), "0x%016llx", static_cast<unsigned long long>(number));
  return text.data();
}

template <class Number>
std::vector<Number> counted(std::size_t count) {
  std::vector<Number> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = static_cast<Number>(i);
  return numbers;
}

/// NaN of a choice.
double as_number(const Value& value) {
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  return missing;
}

const Value& in_force(const Values& given, const ParameterRow& row) {
  const auto found = given.find(row.name);
  return found == given.end() ? row.standard : found->second.value;
}

bool is_number(const ParameterRow& row) { return row.type == Type::real || row.type == Type::whole; }

const char* name_of(Type type) {
  constexpr std::array<const char*, 4> names = {"real", "whole", "flag", "choice"};
  return names[static_cast<std::size_t>(type)];
}

class Writer {
 public:
  Writer(const std::string& path, const Layout& layout, const Journal& journal, int threads)
      : layout_(layout),
        plan_(layout.plan()),
        scenario_(layout.scenario()),
        model_(*scenario_.model),
        journal_(journal),
        threads_(threads),
        root_(hdf5::create_file(path)) {}

  void write() {
    read_facts();
    say_what_it_is();
    add_dimensions(root_);
    add_runs();
    for (const Variable& variable : layout_.variables())
      if (!variable.panel) add_variable(root_, variable);
    add_panel();
    add_parameters();
    add_levers();
    add_scenario();
    root_.close_scales();
    hdf5::close_file(root_.handle());
  }

 private:
  void read_facts();
  void say_what_it_is();
  void add_dimensions(Group& group);
  void add_runs();
  void add_varying(const std::string& name);
  void add_variable(Group& group, const Variable& variable);
  void add_panel();
  void add_parameters();
  void add_levers();
  void add_rows(Group& group, const std::string& dimension, const std::vector<ParameterRow>& rows);
  void add_scenario();
  Group subgroup(const std::string& name) { return Group(hdf5::create_group(root_.handle(), name)); }
  static void close(Group& group) {
    group.close_scales();
    group.handle().close();
  }

  struct Chunk {
    std::size_t first_run = 0, step = 0, member = 0;  ///< counted in runs, blocks, blocks
    Bytes packed;
  };
  std::size_t first_block(const Variable& variable, std::size_t run) const;
  std::vector<Chunk> chunks_of(const Variable& variable, std::size_t first_run) const;
  void fill(const Variable& variable, Chunk& chunk) const;
  void write_chunks(const Variable& variable, hid_t dataset, std::vector<Chunk>& chunks) const;

  const Layout& layout_;
  const Plan& plan_;
  const Scenario& scenario_;
  const Model& model_;
  const Journal& journal_;
  int threads_;
  Group root_;
  std::vector<RunFacts> facts_;
  std::size_t members_ = 0;  ///< of the panel: most that any run had
};

void Writer::read_facts() {
  for (std::size_t run = 0; run < plan_.runs(); ++run) {
    facts_.push_back(facts_in(journal_.read(journal_.record(run).blocks.at(0))));
    members_ = std::max(members_, facts_.back().members);
  }
}

void Writer::say_what_it_is() {
  const hid_t root = root_.handle();
  hdf5::attribute(root, "Conventions", "CF-1.11");
  hdf5::attribute(root, "title", scenario_.title);
  hdf5::attribute(root, "question", scenario_.question);
  hdf5::attribute(root, "source", "permea " + build().version);
  const std::array<std::int32_t, 1> format = {results_format};
  hdf5::attribute(root, "permea_format", std::span<const std::int32_t>(format));
  hdf5::attribute(root, "model", model_.name);
}

/// The dimensions run and step, of which each group has its own.
void Writer::add_dimensions(Group& group) {
  const std::vector<std::int64_t> recorded = plan_.recorded_steps();
  const std::vector<std::int32_t> steps(recorded.begin(), recorded.end());
  group.dimension("run", counted<std::int32_t>(plan_.runs()),
                  {"number of the run: arm, then point, then replicate, the last fastest"});
  group.dimension("step", steps, {"steps done; 0 is the world before its first", model_.step_unit});
}

void Writer::add_runs() {
  Names kinds, arms, seeds, messages, hashes;
  for (const Kind& kind : scenario_.kinds) kinds.push_back(kind.name);
  if (!kinds.empty()) root_.dimension(model_.kind, kinds, {model_.kind + " of " + model_.population});
  for (const Dimension& dimension : layout_.dimensions())
    if (!dimension.labels.empty())
      root_.dimension(dimension.name, dimension.labels, {dimension.meaning});
  std::vector<std::int32_t> points, replicates, last_steps;
  std::vector<std::int8_t> statuses;
  for (std::size_t run = 0; run < plan_.runs(); ++run) {
    const RunKey key = plan_.key(run);
    arms.push_back(scenario_.arms[key.arm].name);
    points.push_back(static_cast<std::int32_t>(key.point));
    replicates.push_back(static_cast<std::int32_t>(key.replicate));
    seeds.push_back(hexadecimal(key.seed));
    statuses.push_back(static_cast<std::int8_t>(facts_[run].status));
    last_steps.push_back(static_cast<std::int32_t>(facts_[run].last_step));
    messages.push_back(facts_[run].message);
    hashes.push_back(hexadecimal(facts_[run].state_hash));
  }
  root_.column("arm", {"run"}, arms, {"arm of the scenario"});
  root_.column("point", {"run"}, points, {"point of the sweep"});
  root_.column("replicate", {"run"}, replicates,
               {"same number, same seed: runs that share their luck"});
  root_.column("seed", {"run"}, seeds, {"seed, hexadecimal"});
  for (const std::string& name : plan_.varying()) add_varying(name);
  root_.column("status", {"run"}, statuses, {.long_name = "how the run ended", .flag_meanings = "done failed"});
  root_.column("last_step", {"run"}, last_steps, {"last step that was done", model_.step_unit});
  root_.column("message", {"run"}, messages, {"why the run failed"});
  root_.column("state_hash", {"run"}, hashes, {"hash of the world after its last step"});
}

/// A parameter, or the lever of a kind, that is not the same in all runs.
void Writer::add_varying(const std::string& name) {
  const std::string prefix = model_.kind + ".";
  const bool lever = !model_.kind.empty() && name.starts_with(prefix);
  const std::string leaf = lever ? name.substr(name.rfind('.') + 1) : name;
  const auto& rows = lever ? model_.levers : model_.parameters;
  const ParameterRow& row = *std::find_if(rows.begin(), rows.end(),
                                          [&](const ParameterRow& r) { return r.name == leaf; });
  About about{row.meaning, row.unit, {{"allowed", allowed(row)}, {"value_source", row.source}}, ""};
  std::vector<double> reals;
  std::vector<std::int64_t> wholes;
  std::vector<std::int8_t> flags;
  Names choices;
  for (std::size_t run = 0; run < plan_.runs(); ++run) {
    const Value value = plan_.value(name, plan_.key(run));
    switch (row.type) {
      case Type::real: reals.push_back(as_number(value)); break;
      case Type::whole: wholes.push_back(std::get<std::int64_t>(value)); break;
      case Type::flag: flags.push_back(std::get<bool>(value)); break;
      case Type::choice: choices.push_back(std::get<std::string>(value)); break;
    }
  }
  if (row.type == Type::flag) about.flag_meanings = "false true";
  switch (row.type) {
    case Type::real: return root_.column(name, {"run"}, reals, about);
    case Type::whole: return root_.column(name, {"run"}, wholes, about);
    case Type::flag: return root_.column(name, {"run"}, flags, about);
    case Type::choice: return root_.column(name, {"run"}, choices, about);
  }
}

void Writer::add_variable(Group& group, const Variable& variable) {
  Names dimensions = {"run", "step"};
  dimensions.insert(dimensions.end(), variable.dimensions.begin(), variable.dimensions.end());
  hdf5::Shape chunk = {variable.runs_per_chunk};
  for (std::size_t axis = 0; axis < variable.block.size(); ++axis)
    if (variable.panel || axis != 1 || !variable.one_group) chunk.push_back(variable.block[axis]);
  About about{variable.long_name, variable.unit, {{"cell_methods", variable.cell_methods}}, ""};
  if (!variable.panel) {
    std::string coordinates = "arm point replicate seed";
    for (const std::string& name : plan_.varying()) coordinates += " " + name;
    about.more.push_back({"put_together", variable.together});
    about.more.push_back({"coordinates", coordinates});
  }
  hdf5::Handle dataset = group.numbers(variable.name, dimensions, chunk, about);
  std::vector<Chunk> waiting;
  for (std::size_t run = 0; run < plan_.runs(); run += variable.runs_per_chunk)
    for (Chunk& chunk_there : chunks_of(variable, run)) {
      waiting.push_back(std::move(chunk_there));
      if (waiting.size() == batch) write_chunks(variable, dataset, waiting);
    }
  write_chunks(variable, dataset, waiting);
  dataset.close();
}

std::vector<Writer::Chunk> Writer::chunks_of(const Variable& variable, std::size_t first_run) const {
  std::vector<Chunk> chunks;
  const std::size_t members = layout_.members_of_blocks(variable, facts_[first_run].members);
  for (std::size_t step = 0; step < layout_.steps_of_blocks(variable); ++step)
    for (std::size_t member = 0; member < members; ++member)
      chunks.push_back({first_run, step, member, {}});
  return chunks;
}

/// The number of the variable's first block in the record of a run.
std::size_t Writer::first_block(const Variable& variable, std::size_t run) const {
  std::size_t block = 1;  // the facts
  for (const Variable& before : layout_.variables()) {
    if (&before == &variable) break;
    block += layout_.steps_of_blocks(before) * layout_.members_of_blocks(before, facts_[run].members);
  }
  return block;
}

/// A block that is a whole chunk is taken as it is; several are put together, in plan order.
void Writer::fill(const Variable& variable, Chunk& chunk) const {
  const std::size_t members = layout_.members_of_blocks(variable, facts_[chunk.first_run].members);
  const std::size_t number = chunk.step * members + chunk.member;
  const auto block_of = [&](std::size_t run) {
    return journal_.read(journal_.record(run).blocks.at(first_block(variable, run) + number));
  };
  if (variable.runs_per_chunk == 1) {
    chunk.packed = block_of(chunk.first_run);
    return;
  }
  std::vector<double> numbers(variable.runs_per_chunk * variable.block_size(), missing);
  const std::size_t end = std::min(chunk.first_run + variable.runs_per_chunk, plan_.runs());
  for (std::size_t run = chunk.first_run; run < end; ++run) {
    const auto place = std::span(numbers).subspan((run - chunk.first_run) * variable.block_size(),
                                                  variable.block_size());
    if (!hdf5::unpack(block_of(run), place))
      throw Failure("cannot read " + journal_.path() + ": it was changed while permea ran");
  }
  chunk.packed = hdf5::pack(numbers);
}

void Writer::write_chunks(const Variable& variable, hid_t dataset, std::vector<Chunk>& chunks) const {
  parallel_for(chunks.size(), threads_,
               [&](std::size_t i, int) { fill(variable, chunks[i]); });
  for (const Chunk& chunk : chunks) {
    hdf5::Shape offset(2 + variable.dimensions.size(), 0);
    offset[0] = chunk.first_run;
    offset[1] = chunk.step * variable.block[0];
    if (variable.panel) offset[2] = chunk.member * variable.block[1];
    hdf5::write_chunk(dataset, offset, chunk.packed);
  }
  chunks.clear();
}

void Writer::add_panel() {
  if (layout_.member().empty() || members_ == 0) return;
  Group panel = subgroup("panel");
  add_dimensions(panel);
  panel.dimension(layout_.member(), counted<std::int32_t>(members_),
                  {"identity of the " + layout_.member() + " for life"}, true);
  for (const Variable& variable : layout_.variables())
    if (variable.panel) add_variable(panel, variable);
  close(panel);
}

/// What is declared of parameters or levers, a variable a field.
void Writer::add_rows(Group& group, const std::string& dimension, const std::vector<ParameterRow>& rows) {
  Names names, types, units, ranges, meanings, sources;
  std::vector<double> lows, highs;
  for (const ParameterRow& row : rows) {
    const bool number = is_number(row);
    names.push_back(row.name);
    types.push_back(name_of(row.type));
    units.push_back(number ? row.unit : "");
    ranges.push_back(allowed(row));
    meanings.push_back(row.meaning);
    sources.push_back(row.source);
    lows.push_back(number ? row.low : missing);
    highs.push_back(number ? row.high : missing);
  }
  group.dimension(dimension, names, {"name in a scenario"});
  group.column("type", {dimension}, types, {"real, whole, flag or choice"});
  group.column("unit", {dimension}, units, {"unit of value, low and high"});
  group.column("low", {dimension}, lows, {"lowest value allowed"});
  group.column("high", {dimension}, highs, {"highest value allowed"});
  group.column("allowed", {dimension}, ranges, {"what is allowed, in words"});
  group.column("meaning", {dimension}, meanings, {"what it means"});
  group.column("source", {dimension}, sources, {"where the standard value comes from"});
}

void Writer::add_parameters() {
  const Names varying = plan_.varying();
  std::vector<ParameterRow> rows;
  std::vector<double> numbers;
  Names values;
  for (const ParameterRow& row : model_.parameters) {
    if (std::find(varying.begin(), varying.end(), row.name) != varying.end()) continue;
    rows.push_back(row);
    const Value& value = in_force(scenario_.parameters, row);
    values.push_back(text(value));
    numbers.push_back(as_number(value));
  }
  if (rows.empty()) return;
  Group group = subgroup("parameters");
  add_rows(group, "parameter", rows);
  group.column("value", {"parameter"}, values, {"value at step 0, as in a scenario"});
  group.column("number", {"parameter"}, numbers, {"value at step 0, NaN of a choice"});
  close(group);
}

void Writer::add_levers() {
  if (model_.levers.empty() || scenario_.kinds.empty()) return;
  Names kinds, values;
  std::vector<double> numbers;
  for (const Kind& kind : scenario_.kinds) {
    kinds.push_back(kind.name);
    for (const ParameterRow& row : model_.levers) {
      values.push_back(text(in_force(kind.levers, row)));
      numbers.push_back(as_number(in_force(kind.levers, row)));
    }
  }
  Group group = subgroup("levers");
  group.dimension(model_.kind, kinds, {model_.kind + " of " + model_.population});
  add_rows(group, "lever", model_.levers);
  group.column("value", {model_.kind, "lever"}, values,
               {"value at step 0, as in a scenario; one that is swept stands along run"});
  group.column("number", {model_.kind, "lever"}, numbers, {"the same, NaN of a choice"});
  close(group);
}

void Writer::add_scenario() {
  Group group = subgroup("scenario");
  group.column("as_written", {}, Names{scenario_.text}, {"the scenario's file"});
  group.column("as_understood", {}, Names{as_understood(scenario_)},
               {"every value in force; again a scenario"});
  if (!scenario_.sweep.file_text.empty())
    group.column("sweep_file", {}, Names{scenario_.sweep.file_text},
                 {"the file from which the points of the sweep were read"});
  close(group);
}

}  // namespace

void write_results_file(const std::string& path, const Layout& layout, const Journal& journal,
                        int threads) {
  try {
    Writer(path, layout, journal, threads).write();
  } catch (const hdf5::Error& error) {
    throw Failure("cannot write " + path + ": " + error.cause());
  }
}

}  // namespace permea
