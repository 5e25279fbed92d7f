// What a scenario turns on while what that acts through is off, and nobody has said so, is refused with its
// line before the first run; what else has no effect is remarked.
#include <catch2/catch.hpp>

#include "models/ecosystem/model.h"
#include "sim/run/scenario.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// A scenario whose fourth line is the first of `said`.
std::string complaints(const std::string& said) {
  static const Model model = ecosystem();
  const std::string head = "model = \"ecosystem\"\nsteps = 12\nseeds = 1\n";
  try {
    parse_scenario(head + said, "s.toml", std::span(&model, 1));
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return "";
}

struct Case {
  std::string said;
  std::string complaint;
};

std::vector<std::string> remarks(const Values& parameters, std::vector<Kind> kinds = all_presets(2)) {
  Setting given = setting(1'000, std::move(kinds));
  given.parameters.insert(parameters.begin(), parameters.end());
  return ecosystem().remarks(given);
}

bool remarked(const std::vector<std::string>& lines, const std::string& line) {
  return std::find(lines.begin(), lines.end(), line) != lines.end();
}

Value word(const char* text) { return std::string(text); }

/// A value that does nothing while what it acts through is `off`, and something when that is `on`.
struct Idle {
  const char* name;
  Value given;
  Values off, on;
  const char* because;
};

/// Whether a small world becomes another in two years if the value is given in place of the standard.
bool changes_results(const Idle& one, const Values& through, const std::vector<Kind>& kinds) {
  Setting without = setting(2'000, kinds);
  without.parameters.insert(through.begin(), through.end());
  without.parameters.try_emplace("knowledge.reciprocity_mode", Given{word("none"), {}});
  for (const char* often : {"design.idea_rate", "community.idea_share"})  // so that two years are enough
    without.parameters.try_emplace(often, Given{0.2, {}});
  for (const ParameterRow& row : rows_of<Rules>())
    if (row.name == one.name) without.parameters[row.name] = {row.standard, {}};
  Setting with = without;
  with.parameters[one.name] = {one.given, {}};
  World a = run(without, 24), b = run(with, 24);
  return hash(a) != hash(b);
}

/// The value is remarked, and does nothing, where it is off; where it is on neither is so.
void check_idle(const Idle& one, const std::vector<Kind>& kinds_off, const std::vector<Kind>& kinds_on) {
  const std::string line = std::string(one.name) + " has no effect: " + one.because;
  INFO(line);
  Values off = one.off, on = one.on;
  off[one.name] = on[one.name] = {one.given, {}};
  CHECK(remarked(remarks(off, kinds_off), line));
  CHECK_FALSE(changes_results(one, one.off, kinds_off));
  CHECK_FALSE(remarked(remarks(on, kinds_on), line));
  CHECK(changes_results(one, one.on, kinds_on));
}

}  // namespace

TEST_CASE("what is turned on without what it acts through is refused, with its line") {
  const std::string hazard = "; say so if that is meant (transform.hazard = 0)";
  const std::vector<Case> cases = {
      {"[parameters]\ntransform.aspiration = \"change\"",
       "s.toml:5:11: transform.aspiration: transform.hazard is 0: nothing to raise" + hazard},
      {"[parameters]\ntransform.stigma = 0.5",
       "s.toml:5:11: transform.stigma: transform.hazard is 0: no firm reconsiders its strategy" + hazard},
      {"[parameters]\ntransform.inertia = \"cost\"",
       "s.toml:5:11: transform.inertia: transform.hazard is 0: no firm reconsiders its strategy" + hazard},
      {"[parameters]\nunits.rate = 0.01",
       "s.toml:5:7: units.rate: units.mode is \"none\": no units are founded; say so if that is meant "
       "(units.mode = \"none\")"},
      {"[strategy.fair]\nlike = \"open\"\nreciprocate = 0.5\n[[arm]]\nname = \"a\"\nfirms = { fair = 4 }",
       "s.toml:6:1: strategy.fair.reciprocate: knowledge.reciprocity_mode is \"none\": nothing is "
       "reciprocated; say so if that is meant (knowledge.reciprocity_mode = \"none\")"},
      {"[parameters]\nneeds.newcomers_there = true",
       "s.toml:5:7: needs.newcomers_there: there are none: needs.newcomers is 0"},
      {"[parameters]\nneeds.experimental = 0.5",
       "s.toml:5:7: needs.experimental: a share of newcomers, and there are none: needs.newcomers is 0"},
      {"[parameters]\npricing.highest = 0.5",
       "s.toml:5:9: pricing.highest: below pricing.unit_cost, 1.0"},
      {"[parameters]\nfirms.start_variants = 6",
       "s.toml:5:7: firms.start_variants: more than design.variants, 5"},
      {"[[change]]\nat = 6\nparameters = { \"transform.stigma\" = 0.5 }",
       "s.toml:6:16: transform.stigma: transform.hazard is 0: no firm reconsiders its strategy" + hazard}};
  for (const Case& wrong : cases) {
    INFO(wrong.said);
    CHECK(complaints(wrong.said) == wrong.complaint);
  }
}

TEST_CASE("strategies and arms that cannot be are refused, with their line") {
  const std::vector<Case> cases = {
      {"[strategy.open]\nlock_in = 1.5",
       "s.toml:5:1: strategy.open.lock_in: 1.5 is out of range; allowed: a number from 0 to 1"},
      {"[strategy.mine]\nresearch = -0.1\n[[arm]]\nname = \"a\"\nfirms = { mine = 4 }",
       "s.toml:5:1: strategy.mine.research: -0.1 is out of range; allowed: a number from 0 to 0.4"},
      {"[[arm]]\nname = \"nobody\"\nfirms = { open = 0, closed = 0 }",
       "s.toml:6:1: arm.firms: the arm \"nobody\" has no firms; allowed: from 1 to 2147483647"},
      {"[strategy.late]\nlike = \"open\"\nstart_segment = 13\n[[arm]]\nname = \"a\"\nfirms = { late = 4 }",
       "s.toml:6:1: strategy.late.start_segment: more than needs.segments, 12"}};
  for (const Case& wrong : cases) {
    INFO(wrong.said);
    CHECK(complaints(wrong.said) == wrong.complaint);
  }
}

TEST_CASE("a control may switch off what everything else acts through, if it says so") {
  for (const char* said :
       {"[parameters]\ntransform.stigma = 0.5\ntransform.inertia = \"cost\"\ntransform.hazard = 0",
        "[parameters]\nunits.rate = 0.01\nunits.mode = \"none\"",
        "[parameters]\ntransform.stigma = 0.5\n[sweep]\ndesign = \"grid\"\naxes = { \"transform.hazard\" = [0.0, 0.1] }",
        "[strategy.open]\nreciprocate = 0.5\n[parameters]\nknowledge.reciprocity_mode = \"none\""}) {
    INFO(said);
    CHECK(complaints(said) == "");
  }
}

TEST_CASE("what has no effect as things stand is remarked, and nothing that has") {
  const std::vector<std::pair<Values, std::string>> cases = {
      {{{"entry.rate", {0.0, {}}}, {"entry.imitation", {0.5, {}}}},
       "entry.imitation has no effect: entry.rate is 0"},
      {{{"needs.shift", {0.5, {}}}, {"needs.shifted", {0.0, {}}}},
       "needs.shift has no effect: needs.shifted is 0"},
      {{{"units.cash", {2.0, {}}}}, "units.cash has no effect: units.mode is \"none\""},
      {{{"community.clarity", {0.9, {}}}, {"community.matching", {word("random"), {}}}},
       "community.clarity has no effect: community.matching is not \"purpose\""},
      {{{"units.mode", {word("mixed"), {}}}, {"units.cash", {4.0, {}}}},
       "units.cash is above half of firms.payout_above: no firm can pay for a unit and keep as much"},
      {{{"entry.cash", {7.0, {}}}},
       "entry.cash is above firms.payout_above: the rest goes to the owners at once"},
      {{{"firms.capacity", {0.5, {}}}},
       "firms.capacity is below 1, the customers per s that firms begin with"}};
  for (const auto& [given, line] : cases) {
    INFO(line);
    CHECK(remarked(remarks(given), line));
  }
  CHECK(remarks({}).size() == 2);
  CHECK(remarks({{"entry.imitation", {0.5, {}}},
                 {"needs.shift", {0.5, {}}},
                 {"units.mode", {word("mixed"), {}}},
                 {"units.cash", {2.0, {}}},
                 {"community.matching", {word("purpose"), {}}},
                 {"community.clarity", {0.9, {}}}}).size() == 2);
}

TEST_CASE("a switch of communities is remarked where no strategy invites customers") {
  const std::string line = "community.matching has no effect: codesign is 0 for every firm, at every stage";
  CHECK(remarked(remarks({{"community.matching", {word("purpose"), {}}}}, {preset("closed", 4)}), line));
  CHECK_FALSE(remarked(remarks({{"community.matching", {word("purpose"), {}}}}), line));
}

TEST_CASE("the weight of a strategy in the first choice is remarked where all firms are found") {
  Kind known = strategy("known", 4, {{"start_share", 3.0}});
  const std::string line = "strategy.known.start_share has no effect: market.considered is \"all\"";
  CHECK(remarked(remarks({{"market.considered", {word("all"), {}}}}, {known}), line));
  CHECK_FALSE(remarked(remarks({}, {known}), line));
}

TEST_CASE("what acts through trust, word of mouth, neighbours, duress or units does nothing without") {
  const Value none = 0.0, nobody = std::int64_t{0};
  const Values no_word = {{"market.word_of_mouth", {none, {}}}};
  const Values no_trust = {{"trust.speed", {none, {}}}};
  const Values no_links = {{"firms.degree", {nobody, {}}}};
  const Values no_copies = {{"imitation.rate", {none, {}}}, {"design.test_leak", {none, {}}}};
  const Values copies = {{"imitation.rate", {0.5, {}}}};
  const Values no_duress = {{"transform.duress", {none, {}}}};
  const Values no_units = {{"units.rate", {none, {}}}}, units = {{"units.rate", {0.5, {}}}};
  Values no_units_said = no_units, units_said = units;
  no_units_said["units.mode"] = units_said["units.mode"] = {word("integrated"), {}};
  const char* neutral = "trust.speed is 0: trust stays neutral";
  const char* alone = "firms.degree is 0: no firm sees another";
  const std::vector<Idle> cases = {
      {"market.wom_lock", 0.9, no_word, {}, "market.word_of_mouth is 0"},
      {"trust.word_of_mouth", 0.9, no_word, {}, "market.word_of_mouth is 0"},
      {"trust.word_of_mouth", 0.9, no_trust, {}, neutral},
      {"trust.in_utility", 1.0, no_trust, {}, neutral},
      {"knowledge.reciprocity_mode", word("direct"), no_links, {}, alone},
      {"knowledge.leak_anyway", 0.03, no_links, {}, alone},
      {"knowledge.leak_revealed", 0.3, no_links, {}, alone},
      {"transform.hazard", 0.5, no_links, {}, alone},
      {"units.mode", word("separate"), no_links, units, alone},
      {"imitation.rate", 0.5, no_links, {}, alone},
      {"imitation.shown", 1.0, no_copies, copies, "imitation.rate is 0"},
      {"transform.aspiration", word("search"), no_duress, {},
       "transform.duress is 0: nothing to raise it by"},
      {"units.mode", word("separate"), no_units, units, "units.rate is 0: no units are founded"},
      {"units.cash", 0.3, no_units_said, units_said, "units.rate is 0"},
      {"units.knowledge", 0.2, no_units_said, units_said, "units.rate is 0"},
      {"units.sharing", 0.9, no_units_said, units_said, "units.rate is 0"}};
  std::vector<Kind> kinds = all_presets(4);
  for (Kind& kind : kinds) kind.levers["reciprocate"] = {1.0, {}};
  for (const Idle& one : cases) check_idle(one, kinds, kinds);
}

TEST_CASE("what shapes communities does nothing where no firm invites customers, and is remarked") {
  const char* nobody = "codesign is 0 for every firm, at every stage";
  const std::vector<Idle> cases = {{"community.join", 0.9, {}, {}, nobody},
                                   {"community.patience", std::int64_t{1}, {}, {}, nobody},
                                   {"community.talent_tail", 0.1, {}, {}, nobody},
                                   {"community.activity", 0.9, {}, {}, nobody},
                                   {"community.passion", 1.0, {}, {}, nobody},
                                   {"community.feedback", 1.5, {}, {}, nobody},
                                   {"community.trust", 1.5, {}, {}, nobody},
                                   {"community.liveliness", 1.5, {}, {}, nobody},
                                   {"community.cost", 0.1, {}, {}, nobody},
                                   {"community.will_scale", 0.9, {}, {}, nobody},
                                   {"community.rivalry", 0.9, {}, {}, nobody},
                                   {"community.substitution", 0.9, {}, {}, nobody},
                                   {"community.matching", word("purpose"), {}, {}, nobody},
                                   {"community.answer_cost", 1000.0, {}, {}, nobody},
                                   {"community.skill", 0.1, {}, {}, nobody},
                                   {"community.idea_share", 0.5, {}, {}, nobody},
                                   {"community.free_output", 0.9, {}, {}, nobody},
                                   {"community.divergence", 0.9, {}, {}, nobody},
                                   {"community.critical_mass", 1.0, {}, {}, nobody},
                                   {"community.value", 40.0, {}, {}, nobody},
                                   {"community.direction", word("home"), {}, {}, nobody}};
  const std::vector<Kind> nobody_invites = {preset("closed", 8), preset("social", 8)};
  for (const Idle& one : cases) check_idle(one, nobody_invites, all_presets(4));
}

TEST_CASE("help at launches and votes of members do nothing where no firm has them, and are remarked") {
  const auto codesign = [](double launch, double delegate) {
    Kind kind = preset("facilitator", 16);
    say(kind.levers, {{"codesign_launch", launch}, {"delegate", delegate}});
    return std::vector<Kind>{kind};
  };
  const char* nobody_helps = "codesign_launch is 0 for every firm";
  const std::vector<Idle> launches = {{"community.launch_weight", 50.0, {}, {}, nobody_helps},
                                      {"community.launch_months", std::int64_t{60}, {}, {}, nobody_helps},
                                      {"community.launch_effort", 1.0, {}, {}, nobody_helps}};
  for (const Idle& one : launches) check_idle(one, codesign(0, 1), codesign(1, 1));
  check_idle({"community.herding", 5.0, {}, {}, "delegate is 0 for every firm that invites customers"},
             codesign(1, 0), codesign(1, 1));
}

TEST_CASE("a lever for communities is remarked where the scenario gives it without codesign") {
  const Place line{"s.toml", 5, 1};
  Kind alone = preset("social", 4);
  const std::string delegate =
      "strategy.social.delegate leaves choices to nobody: codesign is 0 at every stage";
  const std::string facilitate =
      "strategy.social.facilitate is spent on a community without members: codesign is 0 at every stage";
  CHECK_FALSE(remarked(remarks({}, {alone}), facilitate));  // its preset has it, and the scenario has not
  alone.levers["delegate"] = {0.5, line};
  alone.levers["facilitate"] = {0.1, {"--set"}};
  CHECK(remarked(remarks({}, {alone}), delegate));
  CHECK(remarked(remarks({}, {alone}), facilitate));
  alone.levers["codesign_development"] = {0.1, line};
  CHECK(remarks({}, {alone}).size() == 2);
}

TEST_CASE("a strategy that spends its revenue before any other cost is remarked") {
  const Said most = {{"research", 0.25}, {"survey", 0.0625}, {"broadcast", 0.0625}, {"facilitate", 0.25},
                     {"success", 0.375}};
  const std::string line =
      "strategy.lavish: research, survey, broadcast, facilitate and success together spend all revenue "
      "or more";
  Kind lavish = strategy("lavish", 4, most);
  CHECK(remarked(remarks({}, {lavish}), line));
  say(lavish.levers, {{"success", 0.3125}});
  CHECK_FALSE(remarked(remarks({}, {lavish}), line));
}

TEST_CASE("a control may switch off what is on in the standard, and what then is idle is not refused") {
  CHECK(complaints("[parameters]\ntrust.in_utility = 1.0\ntrust.speed = 0.0") == "");
  CHECK(complaints("[parameters]\nknowledge.reciprocity_mode = \"direct\"\nfirms.degree = 0") == "");
}

TEST_CASE("a change of what only takes force at the start is refused in one line") {
  CHECK(complaints("[[change]]\nat = 6\nparameters = { \"needs.segments\" = 4 }") ==
        "s.toml:6:16: needs.segments: takes force at the start only; it cannot change");
}
