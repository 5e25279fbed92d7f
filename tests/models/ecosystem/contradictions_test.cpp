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
