// A run that is kept and put back after any step ends as one that was never stopped, in every model.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>

#include "models/diffusion/model.h"
#include "models/ecosystem/model.h"
#include "models/ladder/model.h"
#include "models/landscape/model.h"
#include "models/lock_in/model.h"
#include "models/market/model.h"
#include "models/opportunity/model.h"
#include "models/pricing/model.h"
#include "models/reciprocity/model.h"
#include "models/spillover/model.h"
#include "sim/run/simulation.h"
#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

using Bytes = std::vector<std::byte>;

/// Keeps one run in memory, by what its columns are per and their names.
class Memory final : public Keeper {
 public:
  std::chrono::duration<double> every() const override { return std::chrono::hours(1); }
  void keep(const Standing& standing) override {
    columns_.clear();
    steps_done_ = standing.steps_done;
    for (const Column& column : standing.columns) {
      const auto bytes = column.bytes();
      REQUIRE(columns_.emplace(column.per + " " + column.name, Bytes(bytes.begin(), bytes.end())).second);
    }
  }
  std::optional<Kept> kept(const RunKey&) override {
    if (columns_.empty()) return {};
    return Kept{steps_done_, [this](const Standing& standing) {
                  for (const Column& column : standing.columns) {
                    const Bytes& bytes = columns_.at(column.per + " " + column.name);
                    if (column.bytes_each == 0) continue;
                    column.resize(bytes.size() / column.bytes_each);
                    REQUIRE(column.bytes().size() == bytes.size());
                    std::copy(bytes.begin(), bytes.end(), column.bytes().begin());
                  }
                }};
  }
  void forget(const RunKey&) override { columns_.clear(); }

 private:
  std::int64_t steps_done_ = 0;
  std::map<std::string, Bytes> columns_;
};

const std::vector<Model>& all_models() {
  static const std::vector<Model> models = {
      diffusion(), ecosystem(), ladder(),      landscape(), lock_in(),
      market(),    opportunity(), pricing(), reciprocity(), spillover(), toy_model()};
  return models;
}

bool same_bits(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    const auto x_bytes = std::as_bytes(std::span(x)), y_bytes = std::as_bytes(std::span(y));
    return std::equal(x_bytes.begin(), x_bytes.end(), y_bytes.begin(), y_bytes.end());
  });
}

void check_same(const Series& restarted, const Series& straight) {
  CHECK(restarted.status == Status::done);
  CHECK(restarted.state_hash == straight.state_hash);
  CHECK(restarted.last_step == straight.last_step);
  CHECK(same_bits(restarted.observables, straight.observables));
  CHECK(restarted.panel.members == straight.panel.members);
  CHECK(same_bits(restarted.panel.columns, straight.panel.columns));
}

/// The run, stopped and put back at each of `stops`, on another number of threads every time.
Series restarted(const Plan& plan, const std::vector<std::int64_t>& stops) {
  Memory memory;
  int threads = 1;
  for (const std::int64_t stop : stops)
    REQUIRE_FALSE(simulate(plan, 0, threads++, [&](std::int64_t done) { return done < stop; }, &memory));
  return simulate(plan, 0, threads, {}, &memory).value();
}

/// Every step of a small scenario, one after another, and five in a chain.
void check_restarts(const std::string& text) {
  const Scenario scenario = parse_scenario(text, "s.toml", all_models(), {});
  const Plan plan(scenario);
  const Series straight = simulate(plan, 0, 1).value();
  REQUIRE(straight.status == Status::done);
  for (std::int64_t step = 1; step < scenario.steps; ++step) {
    INFO(scenario.model->name << ", kept after step " << step);
    check_same(restarted(plan, {step}), straight);
  }
  check_same(restarted(plan, {2, 3, 5, 6, scenario.steps - 1}), straight);
}

std::string head(const std::string& model, int steps = 12) {
  return "model = \"" + model + "\"\nsteps = " + std::to_string(steps) + "\nseeds = \"7\"\n" +
         "[record]\nevery = 5\n";
}

}  // namespace

TEST_CASE("the toy goes on where it was kept, with its panel and its changes") {
  check_restarts(head("toy") + R"(panel = ["firms"]
[parameters]
firms.birth_every = 3
[[arm]]
name = "both"
firms = { steady = 4, bold = 3 }
[[change]]
at = 4
parameters = { firms.noise = 0.4 }
[[change]]
at = 9
strategy.bold.effort = 0.9
)");
}

TEST_CASE("the published models go on where they were kept") {
  check_restarts(head("ladder") + "[parameters]\nfirms.count = 500\n");
  check_restarts(head("ladder") + "[parameters]\nfirms.count = 500\ntime.version = \"synchronous\"\n");
  check_restarts(head("diffusion") + "[parameters]\ncustomers.count = 3000\n");
  check_restarts(head("landscape", 40) +
                 "[parameters]\norganisations.count = 40\nlandscape.attributes = 12\n");
  check_restarts(head("lock_in") + "[parameters]\nmarkets.count = 300\n");
  check_restarts(head("market") + "[parameters]\ncustomers.count = 3000\n");
  check_restarts(head("opportunity"));
  check_restarts(head("pricing"));
  check_restarts(head("reciprocity") + "[parameters]\npopulations.count = 50\n");
  check_restarts(head("spillover"));
}

TEST_CASE("the ecosystem goes on where it was kept, with all that it can do switched on") {
  check_restarts(head("ecosystem", 40) + R"(panel = ["firms"]
[parameters]
customers.count = 2_000
needs.newcomers = 0.2
knowledge.reciprocity_mode = "direct"
market.similarity = 0.1
transform.hazard = 0.05
transform.aspiration = "search"
units.mode = "mixed"
units.rate = 0.05
entry.rate = 0.05
entry.imitation = 0.5
entry.mutation = 0.1
community.matching = "purpose"
community.openness_answer = 0.5
exit.hazard = 0.01
[[arm]]
name = "mixed"
firms = { closed = 4, social = 4, open = 4, facilitator = 4 }
[[change]]
at = 6
parameters = { needs.newcomers_there = true, needs.shift = 0.5 }
[[change]]
at = 11
strategy.open.lock_in = 0.3
)");
}
