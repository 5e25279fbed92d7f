// A mechanism that is off leaves no trace: what shapes it can then be anything, bit for bit, while each of
// these parameters is seen when it is on.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

#include "tests/models/ecosystem/random_points.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

using Names = std::vector<const char*>;

/// A mechanism: what turns it off, what turns it on, what shapes it, and columns that only note what
/// would matter to it.
struct Mechanism {
  const char* name;
  Values off, on;
  Names shapers;
  std::set<std::string> notes = {};
};

Values values_of(Said said) {
  Values values;
  say(values, said);
  return values;
}

Value word(const char* text) { return std::string(text); }

/// Firms and units come and go, and firms reconsider what they do: so that there is something to see.
const Said turbulent = {{"entry.rate", 0.1},          {"exit.hazard", 0.02},
                        {"transform.hazard", 0.1},    {"transform.visibility", 1.0},
                        {"needs.segments", 4},        {"market.review_rate", 0.15},
                        {"firms.start_cash", 4.0},    {"design.idea_rate", 0.3},
                        {"design.development", 3},    {"design.judged_at", 9},
                        {"community.join", 1.0},      {"community.activity", 5.0},
                        {"community.critical_mass", 0.001}};

std::vector<Mechanism> of_knowledge_and_relations() {
  return {
      {"reciprocity", values_of({{"knowledge.reciprocity_mode", word("none")}}),
       values_of({{"knowledge.reciprocity_mode", word("reputational")}}),
       {"reputation.observability", "reputation.speed"}, {"reputation"}},
      {"memory of gifts", values_of({{"knowledge.reciprocity_mode", word("none")}}),
       values_of({{"knowledge.reciprocity_mode", word("direct")}}), {"knowledge.gift_memory"}, {"gifts"}},
      {"leaks", values_of({{"knowledge.leak_anyway", 0.0}, {"knowledge.leak_revealed", 0.0}}), {},
       {"knowledge.attention", "knowledge.screening"}},
      {"complementarity of tools and practice", values_of({{"firms.tools_gain", 0.0}}), {},
       {"firms.tools_need_practice"}},
      {"trust", values_of({{"trust.speed", 0.0}}), {}, {"trust.word_of_mouth", "trust.in_utility"}},
      {"identity", values_of({{"identity.pull", 0.0}, {"market.similarity", 0.0}}),
       values_of({{"identity.pull", 0.5}}), {"identity.speed"}, {"identity"}},
      {"success spending", values_of({{"market.success_worth", 0.0}}), {}, {"market.success_scale"}},
      {"word of mouth", values_of({{"market.word_of_mouth", 0.0}}), {},
       {"market.wom_lock", "market.satisfaction_scale", "trust.word_of_mouth"}},
      {"search", values_of({{"market.considered", 0}}), {},
       {"market.word_of_mouth", "market.undirected_search", "market.broadcast_reach", "market.wom_lock",
        "firms.launch_awareness", "community.launch_weight"}},
      {"not knowing all firms", values_of({{"market.considered", word("all")}}), {},
       {"market.word_of_mouth", "market.undirected_search", "market.broadcast_reach", "market.wom_lock",
        "market.satisfaction_scale", "firms.launch_awareness", "firms.launch_months",
        "community.launch_weight"},
       {"openness"}},  // split by who is new
      {"a price that looks ahead", values_of({{"pricing.myopic", true}}), {}, {"pricing.discount"}}};
}

std::vector<Mechanism> of_communities() {
  return {
      {"communities", values_of({{"community.join", 0.0}}), {},
       {"community.patience", "community.talent_tail", "community.activity", "community.passion",
        "community.feedback", "community.trust", "community.liveliness", "community.cost",
        "community.will_scale", "community.rivalry", "community.substitution", "community.matching",
        "community.skill", "community.answer_cost", "community.idea_share", "community.herding",
        "community.launch_weight", "community.launch_months", "community.launch_effort",
        "community.free_output", "community.divergence", "community.critical_mass", "community.value",
        "community.direction", "design.attention", "design.familiarity", "design.feasibility_gap",
        "firms.support_answered", "firms.support_half"}},
      {"matching", values_of({{"community.matching", word("none")}}),
       values_of({{"community.matching", word("purpose")}}), {"community.match", "community.clarity"}},
      {"a worth of matching", values_of({{"community.match", 0.0}, {"community.clarity", 0.0}}),
       values_of({{"community.match", 1.0}}), {"community.matching"}},
      {"leaders", values_of({{"design.leaders", 0.0}}), values_of({{"design.leaders", 1.0}}),
       {"design.leaders_cost"}},
      {"contributions that know-how is made of", values_of({{"community.value", 0.0}}), {},
       {"community.direction"}},
      {"help at a launch", values_of({{"community.launch_months", 0}}), {},
       {"community.launch_weight", "community.launch_effort"}},
      {"ideas of members", values_of({{"community.idea_share", 0.0}}), {},
       {"design.attention", "design.familiarity", "design.feasibility_gap"}},
      {"support", values_of({{"firms.support_share", 0.0}}), {},
       {"firms.support_answered", "firms.support_half"}}};
}

std::vector<Mechanism> of_products() {
  return {
      {"copies", values_of({{"imitation.rate", 0.0}, {"design.test_leak", 0.0}}),
       values_of({{"imitation.rate", 0.1}}), {"imitation.cost", "imitation.time"}},
      {"ideas that break", values_of({{"ideas.break_rate", 0.0}}), values_of({{"ideas.break_rate", 0.3}}),
       {"ideas.fragility"}},
      {"new products", values_of({{"design.idea_rate", 0.0}, {"imitation.rate", 0.0}}), {},
       {"design.candidates", "design.attention", "design.familiarity", "design.appeal_noise",
        "design.development", "design.hand_over", "design.feasibility_gap", "design.echo_half",
        "design.project_cost", "design.delay", "design.test_cost", "design.test_sample",
        "design.test_bar", "design.test_leak", "ideas.break_rate", "ideas.fragility", "imitation.cost",
        "imitation.time", "design.judged_at", "design.withdraw_below", "design.novelty_threshold",
        "firms.production_cost", "community.herding", "community.launch_weight"}},
      {"a firm's own bias", values_of({{"design.bias_share", 0.0}}), {}, {"design.bias_persistence"},
       {"bias"}},
      {"newcomers", values_of({{"needs.newcomers", 0.0}, {"needs.newcomers_there", false}}),
       values_of({{"needs.newcomers", 0.3}, {"needs.newcomers_there", true}}),
       {"needs.newcomers_distance"}},
      {"newcomers in the market", values_of({{"needs.newcomers", 0.3}, {"needs.newcomers_there", false}}),
       values_of({{"needs.newcomers", 0.3}, {"needs.newcomers_there", true}}), {"needs.experimental"}},
      {"a shift of demand", values_of({{"needs.shift", 0.0}}), values_of({{"needs.shift", 1.0}}),
       {"needs.shifted"}}};
}

std::vector<Mechanism> of_firms() {
  const Values poor = values_of({{"transform.aspiration", word("change")}, {"transform.hazard", 0.05}});
  return {
      {"a change of strategy", values_of({{"transform.hazard", 0.0}, {"units.mode", word("none")}}),
       values_of({{"transform.stigma", 0.5}, {"transform.hazard", 0.1}}),
       {"transform.visibility", "transform.stigma", "transform.norm", "transform.inertia",
        "transform.cost", "transform.transition"}},
      {"inertia by cost", values_of({{"transform.inertia", word("none")}, {"transform.hazard", 0.1}}),
       values_of({{"transform.inertia", word("cost")}, {"transform.hazard", 0.1}}),
       {"transform.horizon"}},
      {"stigma", values_of({{"transform.stigma", 0.0}, {"transform.hazard", 0.1}}),
       values_of({{"transform.stigma", 1.0}, {"transform.hazard", 0.1}}), {"transform.norm"}},
      {"aspirations", values_of({{"transform.aspiration", word("none")}}), poor, {"transform.duress"}},
      {"units", values_of({{"units.mode", word("none")}}),
       values_of({{"units.mode", word("integrated")}, {"units.rate", 0.2}, {"units.cash", 0.3}}),
       {"units.rate", "units.cash", "units.knowledge", "units.sharing"}},
      {"units founded", values_of({{"units.rate", 0.0}}), values_of({{"units.rate", 0.2}, {"units.cash", 0.3}}),
       {"units.mode"}},
      {"what units share", values_of({{"units.mode", word("separate")}, {"units.rate", 0.2}, {"units.cash", 0.3}}),
       values_of({{"units.mode", word("integrated")}, {"units.rate", 0.2}, {"units.cash", 0.3}}),
       {"units.sharing"}},
      {"entry", values_of({{"entry.rate", 0.0}, {"units.mode", word("none")}}),
       values_of({{"entry.rate", 0.1}}),
       {"entry.cash", "entry.knowledge", "entry.revealed", "entry.imitation", "entry.mutation",
        "firms.launch_awareness", "firms.launch_months"}},
      {"new firms' being known", values_of({{"firms.launch_awareness", 0.0}}), {}, {"firms.launch_months"},
       {"openness"}},
      {"seeing others", values_of({{"firms.degree", 0}}), {},
       {"firms.rewiring", "firms.product_overlap", "knowledge.leak_anyway", "knowledge.leak_revealed",
        "knowledge.reciprocity_mode", "imitation.rate", "design.test_leak", "transform.visibility",
        "transform.hazard"}}};
}

std::vector<Mechanism> mechanisms() {
  std::vector<Mechanism> all;
  for (const auto& some : {of_knowledge_and_relations(), of_communities(), of_products(), of_firms()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

/// The state after three years of a small world of all presets with these values, but for `notes`.
std::uint64_t hash_of(const Values& values, const std::set<std::string>& notes, std::uint64_t seed = 1) {
  std::vector<Kind> kinds = all_presets(3);
  for (Kind& kind : kinds) say(kind.levers, {{"reciprocate", 0.8}});
  Setting small = setting(1'200, kinds, turbulent, seed);
  say(small.parameters, {{"knowledge.reciprocity_mode", word("none")}});
  for (const auto& [name, given] : values) small.parameters[name] = given;
  World world = run(small, 36);
  State state;
  world.list(state);
  std::uint64_t hash = 0;
  for (const Column& column : state.columns())
    if (!notes.contains(column.name)) hash = hash_bytes(column.bytes(), hash);
  return hash;
}

/// `how`: 0 and 1 are the ends of the range or the first and last word, more is anywhere between.
Value value_at(const ParameterRow& row, std::uint32_t how) {
  if (row.type == Type::flag) return how % 2 == 1;
  if (row.type == Type::choice) return row.choices[how == 0 ? 0 : row.choices.size() - how];
  const double place = how == 0 ? 0 : how == 1 ? 1 : 1.0 / how;
  const double number = row.low + place * (row.high - row.low);
  return row.type == Type::whole ? Value(static_cast<std::int64_t>(number)) : Value(number);
}

Values with(Values values, const Names& shapers, std::uint32_t how) {
  static const std::vector<ParameterRow> rows = rows_of<Rules>();
  for (const char* shaper : shapers) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const ParameterRow& one) { return one.name == shaper; });
    REQUIRE(row != rows.end());
    values[shaper] = {value_at(*row, how), {}};
  }
  return values;
}

}  // namespace

TEST_CASE("what shapes a mechanism that is off changes nothing") {
  for (const Mechanism& one : mechanisms()) {
    INFO(one.name);
    const std::uint64_t expected = hash_of(one.off, one.notes);
    for (const std::uint32_t how : {0u, 1u, 2u})
      CHECK(hash_of(with(one.off, one.shapers, how), one.notes) == expected);
  }
}

TEST_CASE("what shapes a mechanism is seen when that is on") {
  for (const Mechanism& one : mechanisms())
    for (const char* shaper : one.shapers) {
      INFO(one.name << ": " << shaper);
      const auto hash = [&](std::uint32_t how) { return hash_of(with(one.on, {shaper}, how), one.notes); };
      CHECK((hash(0) != hash(1) || hash(0) != hash(2)));
    }
}
