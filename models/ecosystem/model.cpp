// The card of the model: what it tells the rest of permea about itself.
#include "models/ecosystem/model.h"

#include <array>
#include <cstdio>

#include "models/ecosystem/measures/canvas.h"
#include "models/ecosystem/measures/panel.h"
#include "models/ecosystem/measures/measures.h"
#include "models/ecosystem/rules/contradictions.h"
#include "models/ecosystem/start.h"
#include "models/ecosystem/step.h"

namespace permea {
namespace {

using namespace ecosystem_core;  // NOLINT: this file is the face of that namespace

/// Beyond these the market tips to one firm by construction (measured: README, "Guards").
std::vector<std::string> remarks(const Setting& setting) {
  const Rules rules = read<Rules>(setting.parameters);
  const auto line = [](const char* name, double value, double most) {
    std::array<char, 160> written;
    std::snprintf(written.data(), written.size(), "%s = %.2f%s", name, value,
                  value > most ? "  warning: the market tips by construction" : "");
    return std::string(written.data());
  };
  std::vector<std::string> lines = {line("market.beta_q x knowledge.gamma / market.mu",
                                         rules.beta_quality * rules.curvature / rules.mu, 1.5),
                                    line("market.nu / market.mu", rules.network_effect / rules.mu, 0.75)};
  for (std::string& idle : idle_parameters(setting, rules)) lines.push_back(std::move(idle));
  return lines;
}

Counts counts_of(const Setting& setting) {
  std::int64_t firms = 0;
  for (const Kind& kind : setting.kinds) firms += kind.count;
  return counts(read<Rules>(setting.parameters), firms);
}

std::vector<Dimension> dimensions(const Setting& setting) {
  const Rules rules = read<Rules>(setting.parameters);
  return {{"domain", "domain of know-how", {"1", "2", "3", "4"}},
          {"origin", "who had the idea of a product", {"firm", "customer", "imitated"}},
          {"purpose", "what money is spent on", purpose_names()},
          {"block", "block of the business model canvas",
           {canvas_block_names().begin(), canvas_block_names().end()}},
          numbered("segment", "segment of customers", layout_of(rules).all_segments())};
}

std::unique_ptr<Running> run(const Setting& setting) {
  return std::make_unique<RunningWorld<World>>(start(setting), &step, &change, observables());
}

std::vector<Column> columns() {
  World world;
  State state;
  world.list(state);
  return state.columns();
}

}  // namespace

Model ecosystem() {
  Model model;
  model.name = "ecosystem";
  model.summary = "closed, social, open and facilitator firms compete for customers whose needs drift";
  model.step_unit = "month";
  model.population = "firms";
  model.kind = "strategy";
  model.parameters = rows_of<Rules>();
  model.levers = rows_of<Strategy>();
  model.presets = presets();
  model.standard_population = {{"closed", 15}, {"social", 15}, {"open", 15}, {"facilitator", 15}};
  model.schedule = schedule();
  model.observables = observables().rows();
  model.state = columns();
  model.questions = questions();
  model.problems = &problems_of;
  model.remarks = &remarks;
  model.counts = &counts_of;
  model.dimensions = &dimensions;
  model.start = &run;
  return model;
}

}  // namespace permea
