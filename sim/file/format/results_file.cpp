// What is written where in a results file, in the order in which it is written.
#include "sim/file/format/results_file.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include "sim/file/format/declarations.h"
#include "sim/file/format/netcdf.h"
#include "sim/file/format/seal.h"
#include "sim/file/run_card.h"
#include "sim/file/understood.h"
#include "sim/kit/parallel.h"
#include "sim/kit/problem.h"

namespace permea {
namespace {

using Names = std::vector<std::string>;

/// Somebody does not want the file any more.
struct Ended {};

/// Chunks that are in memory at a time: enough that no thread waits long for another.
std::size_t chunks_at_once(int threads) { return 4 * static_cast<std::size_t>(std::max(threads, 1)); }

std::vector<std::int32_t> counted(const Runs& range) {
  std::vector<std::int32_t> numbers;
  for (std::size_t i = range.first; i < range.end; ++i) numbers.push_back(static_cast<std::int32_t>(i));
  return numbers;
}

class Writer {
 public:
  Writer(const std::string& path, const Layout& layout, const MadeRuns& made, int threads,
         const std::function<bool()>& go_on)
      : layout_(layout),
        plan_(layout.plan()),
        runs_(layout.runs()),
        scenario_(layout.scenario()),
        model_(*scenario_.model),
        made_(made),
        threads_(threads),
        go_on_(go_on),
        root_(hdf5::create_file(path)) {}

  void write() {
    read_facts();
    say_what_it_is();
    add_dimensions(root_);
    add_runs();
    for (const Variable& variable : layout_.variables())
      if (!variable.panel) add_variable(root_, variable);
    add_panel();
    write_parameters(root_, plan_);
    write_levers(root_, scenario_);
    add_scenario();
    root_.close_scales();
    hdf5::close_file(root_.handle());
  }

 private:
  /// A block of a run of the file.
  Bytes block(std::size_t run, std::size_t number) const;
  void read_facts();
  void say_what_it_is();
  void say_what_was_enough();
  void add_dimensions(Group& group);
  void add_runs();
  void add_keys();
  void add_facts();
  void add_variable(Group& group, const Variable& variable);
  void add_panel();
  void add_scenario();
  Group subgroup(const std::string& name) { return Group(hdf5::create_group(root_.handle(), name)); }

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
  const Runs runs_;
  const Scenario& scenario_;
  const Model& model_;
  const MadeRuns& made_;
  int threads_;
  const std::function<bool()>& go_on_;
  Group root_;
  const RunFacts& facts(std::size_t run) const { return facts_[run - runs_.first]; }
  /// What `item` gives for each run of the file.
  template <class Item>
  auto of_runs(Item item) const {
    std::vector<decltype(item(runs_.first))> items;
    items.reserve(runs_.size());
    for (std::size_t run = runs_.first; run < runs_.end; ++run) items.push_back(item(run));
    return items;
  }
  std::vector<RunFacts> facts_;  ///< of each of runs_
  std::size_t members_ = 0;  ///< of the panel: most that any run had
};

Bytes Writer::block(std::size_t run, std::size_t number) const {
  const RunKey key = plan_.key(run);
  const std::size_t made = made_.plan.number(key.arm, key.point, key.replicate);
  return made_.journal.read(made_.journal.record(made).blocks.at(number));
}

void Writer::read_facts() {
  facts_.reserve(runs_.size());
  for (std::size_t run = runs_.first; run < runs_.end; ++run) {
    facts_.push_back(facts_in(block(run, 0)));
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
  const Part& part = layout_.part();
  const std::array<std::int32_t, 2> number_of = {static_cast<std::int32_t>(part.index),
                                                 static_cast<std::int32_t>(part.count)};
  if (part.count > 1) {  // parts are put together only when one build made them
    hdf5::attribute(root, "part", std::span<const std::int32_t>(number_of));
    hdf5::attribute(root, "commit", build().commit);
  }
  say_what_was_enough();
}

void Writer::say_what_was_enough() {
  if (!plan_.enough()) return;
  const std::array<std::int32_t, 1> used = {static_cast<std::int32_t>(plan_.enough()->replicates)};
  hdf5::attribute(root_.handle(), "seeds_used", std::span<const std::int32_t>(used));
  hdf5::attribute(root_.handle(), "seeds_why", plan_.enough()->why);
}

/// The dimensions run and step, of which each group has its own.
void Writer::add_dimensions(Group& group) {
  const std::vector<std::int64_t> recorded = plan_.recorded_steps();
  const std::vector<std::int32_t> steps(recorded.begin(), recorded.end());
  group.dimension("run", counted(runs_),
                  {"number of the run: arm, then point, then replicate, the last fastest"});
  group.dimension("step", steps, {"steps done; 0 is the world before its first", model_.step_unit});
}

void Writer::add_runs() {
  Names kinds;
  for (const Kind& kind : scenario_.kinds) kinds.push_back(kind.name);
  if (!kinds.empty()) root_.dimension(model_.kind, kinds, {model_.kind + " of " + model_.population});
  for (const Dimension& dimension : layout_.dimensions())
    if (!dimension.labels.empty())
      root_.dimension(dimension.name, dimension.labels, {dimension.meaning});
  add_keys();
  for (const std::string& name : plan_.varying()) write_varying(root_, plan_, runs_, name);
  add_facts();
}

/// Each column is gone from memory before the next is made: there may be millions of runs.
void Writer::add_keys() {
  const auto key = [&](std::size_t run) { return plan_.key(run); };
  root_.column("arm", {"run"}, of_runs([&](std::size_t run) { return scenario_.arms[key(run).arm].name; }),
               {"arm of the scenario"});
  root_.column("point", {"run"}, of_runs([&](std::size_t run) { return static_cast<std::int32_t>(key(run).point); }),
               {"point of the sweep"});
  root_.column("replicate", {"run"},
               of_runs([&](std::size_t run) { return static_cast<std::int32_t>(key(run).replicate); }),
               {"same number, same seed: runs that share their luck"});
  root_.column("seed", {"run"}, of_runs([&](std::size_t run) { return hexadecimal(key(run).seed); }),
               {"seed, hexadecimal"});
}

void Writer::add_facts() {
  root_.column("status", {"run"},
               of_runs([&](std::size_t run) { return static_cast<std::int8_t>(facts(run).status); }),
               {.long_name = "how the run ended", .flag_meanings = "done failed"});
  root_.column("last_step", {"run"},
               of_runs([&](std::size_t run) { return static_cast<std::int32_t>(facts(run).last_step); }),
               {"last step that was done", model_.step_unit});
  root_.column("message", {"run"}, of_runs([&](std::size_t run) { return facts(run).message; }),
               {"why the run failed"});
  root_.column("state_hash", {"run"}, of_runs([&](std::size_t run) { return hexadecimal(facts(run).state_hash); }),
               {"hash of the world after its last step"});
  root_.column("checksum", {"run"},
               of_runs([&](std::size_t run) { return static_cast<std::int64_t>(facts(run).checksum); }),
               {"CRC-32 of the run, by which permea knows damage"});
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
  for (std::size_t run = runs_.first; run < runs_.end; run += variable.runs_per_chunk)
    for (Chunk& chunk_there : chunks_of(variable, run)) {
      waiting.push_back(std::move(chunk_there));
      if (waiting.size() == chunks_at_once(threads_)) write_chunks(variable, dataset, waiting);
    }
  write_chunks(variable, dataset, waiting);
  dataset.close();
}

std::vector<Writer::Chunk> Writer::chunks_of(const Variable& variable, std::size_t first_run) const {
  std::vector<Chunk> chunks;
  const std::size_t members = layout_.members_of_blocks(variable, facts(first_run).members);
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
    block += layout_.steps_of_blocks(before) * layout_.members_of_blocks(before, facts(run).members);
  }
  return block;
}

/// A block that is a whole chunk is packed already; several are put together, in plan order.
void Writer::fill(const Variable& variable, Chunk& chunk) const {
  const std::size_t members = layout_.members_of_blocks(variable, facts(chunk.first_run).members);
  const std::size_t number = chunk.step * members + chunk.member;
  const auto block_of = [&](std::size_t run) { return block(run, first_block(variable, run) + number); };
  if (variable.runs_per_chunk == 1) {
    chunk.packed = block_of(chunk.first_run);
    return;
  }
  std::vector<double> numbers(variable.runs_per_chunk * variable.block_size(), missing);
  const std::size_t end = std::min(chunk.first_run + variable.runs_per_chunk, runs_.end);
  for (std::size_t run = chunk.first_run; run < end; ++run) {
    const auto place = std::span(numbers).subspan((run - chunk.first_run) * variable.block_size(),
                                                  variable.block_size());
    const Bytes block = block_of(run);
    if (block.size() != place.size_bytes())
      throw Failure("cannot read " + made_.journal.path() + ": it was changed while permea ran");
    std::memcpy(place.data(), block.data(), block.size());
  }
  chunk.packed = hdf5::pack(numbers);
}

void Writer::write_chunks(const Variable& variable, hid_t dataset, std::vector<Chunk>& chunks) const {
  if (go_on_ && !go_on_()) throw Ended();
  // To share what is only copied takes longer than to copy it, and far longer on a busy machine.
  const int threads = variable.runs_per_chunk == 1 ? 1 : threads_;
  parallel_for(chunks.size(), threads, [&](std::size_t i, int) { fill(variable, chunks[i]); });
  for (const Chunk& chunk : chunks) {
    hdf5::Shape offset(2 + variable.dimensions.size(), 0);
    offset[0] = chunk.first_run - runs_.first;
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
  panel.dimension(layout_.member(), counted({0, members_}),
                  {"identity of the " + layout_.member() + " for life"}, true);
  for (const Variable& variable : layout_.variables())
    if (variable.panel) add_variable(panel, variable);
  std::vector<std::int32_t> members;
  for (const RunFacts& run : facts_) members.push_back(static_cast<std::int32_t>(run.members));
  panel.column("members", {"run"}, members,
               {"how many the run ever had: their identities are below"});
  panel.close();
}

void Writer::add_scenario() {
  const std::string understood = as_understood(scenario_);
  Group group = subgroup("scenario");
  group.column("as_written", {}, Names{scenario_.text}, {"the scenario's file"});
  group.column("as_understood", {}, Names{understood},
               {.long_name = "every value in force; again a scenario",
                .more = {{"checksum", std::to_string(checksum(std::as_bytes(std::span(understood))))}}});
  if (!scenario_.sweep.file_text.empty())
    group.column("sweep_file", {}, Names{scenario_.sweep.file_text},
                 {"the file from which the points of the sweep were read"});
  group.close();
}

}  // namespace

bool write_results_file(const std::string& path, const Layout& layout, const MadeRuns& made, int threads,
                        const std::function<bool()>& go_on) try {
  make_way(path);
  Writer(path, layout, made, threads, go_on).write();
  seal(path);
  return true;
} catch (const Ended&) {
  return false;
} catch (const hdf5::Error& error) {
  throw Failure("cannot write " + path + ": " + error.cause());
}

}  // namespace permea
