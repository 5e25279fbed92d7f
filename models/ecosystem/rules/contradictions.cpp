// What acts through what.
#include "models/ecosystem/rules/contradictions.h"

#include <algorithm>

#include "models/ecosystem/community/community.h"

namespace permea::ecosystem_core {
namespace {

/// A parameter that acts only where something else is on.
struct Dependent {
  const char* name;
  bool acts;
  const char* through;  ///< the parameter that is off where it does not
  const char* state;    ///< what that then is, in words
};

/// What turns a mechanism on, or says how often it is at work.
std::vector<Dependent> switches(const Rules& rules) {
  const bool reconsider = rules.reconsiders > 0;
  return {{"transform.aspiration", reconsider || rules.aspiration != Aspiration::change,
           "transform.hazard", "0: nothing to raise"},
          {"transform.stigma", reconsider, "transform.hazard", "0: no firm reconsiders its strategy"},
          {"transform.inertia", reconsider, "transform.hazard", "0: no firm reconsiders its strategy"},
          {"units.rate", rules.units != Units::none, "units.mode", "\"none\": no units are founded"}};
}

/// What shapes how firms change, and what units need to be founded.
std::vector<Dependent> of_change(const Rules& rules) {
  const bool reconsider = rules.reconsiders > 0, founds = rules.units != Units::none;
  const bool units = founds && rules.unit_rate > 0;
  const bool shares = rules.units == Units::integrated || rules.units == Units::mixed;
  const bool duress = rules.aspiration == Aspiration::search ||
                      (rules.aspiration == Aspiration::change && reconsider);
  const char* founding = founds ? "units.rate" : "units.mode";
  const char* unfounded = founds ? "0" : "\"none\"";
  return {{"transform.aspiration", rules.duress > 0, "transform.duress", "0: nothing to raise it by"},
          {"transform.duress", duress, "transform.aspiration", "without effect"},
          {"transform.visibility", reconsider || units, "transform.hazard", "0"},
          {"transform.norm", reconsider && rules.stigma > 0, "transform.stigma", "without effect"},
          {"transform.cost", reconsider, "transform.hazard", "0"},
          {"transform.transition", reconsider, "transform.hazard", "0"},
          {"transform.horizon", reconsider && rules.inertia == Inertia::cost, "transform.inertia",
           "not \"cost\", or without effect"},
          {"units.mode", rules.unit_rate > 0, "units.rate", "0: no units are founded"},
          {"units.cash", units, founding, unfounded},
          {"units.knowledge", units, founding, unfounded},
          {"units.sharing", shares, "units.mode", "neither \"integrated\" nor \"mixed\""},
          {"units.sharing", !shares || units, "units.rate", "0"}};
}

/// What acts through word of mouth, trust, or firms that see each other.
std::vector<Dependent> of_relations(const Rules& rules) {
  const bool told = rules.word_of_mouth > 0, trusts = rules.trust_speed > 0, sees = rules.degree > 0;
  const char* neutral = "0: trust stays neutral";
  const char* alone = "0: no firm sees another";
  return {{"market.wom_lock", told, "market.word_of_mouth", "0"},
          {"trust.word_of_mouth", told, "market.word_of_mouth", "0"},
          {"trust.word_of_mouth", trusts, "trust.speed", neutral},
          {"trust.in_utility", trusts, "trust.speed", neutral},
          {"reputation.observability", rules.reciprocity == Reciprocity::reputational,
           "knowledge.reciprocity_mode", "not \"reputational\""},
          {"knowledge.reciprocity_mode", sees, "firms.degree", alone},
          {"knowledge.leak_anyway", sees, "firms.degree", alone},
          {"knowledge.leak_revealed", sees, "firms.degree", alone},
          {"transform.hazard", sees, "firms.degree", alone},
          {"units.mode", sees, "firms.degree", alone},
          {"imitation.rate", sees, "firms.degree", alone}};
}

/// What shapes any other mechanism.
std::vector<Dependent> shapers(const Rules& rules) {
  const bool enter = rules.entry_rate > 0;
  const bool new_firms = enter || (rules.units != Units::none && rules.unit_rate > 0);
  return {{"entry.cash", enter, "entry.rate", "0"},
          {"entry.knowledge", enter, "entry.rate", "0"},
          {"entry.revealed", enter, "entry.rate", "0"},
          {"entry.imitation", enter, "entry.rate", "0"},
          {"entry.mutation", enter, "entry.rate", "0"},
          {"firms.launch_awareness", new_firms, "entry.rate", "0"},
          {"firms.launch_months", new_firms, "entry.rate", "0"},
          {"needs.newcomers_distance", rules.newcomers > 0, "needs.newcomers", "0"},
          {"needs.shift", rules.shifted > 0, "needs.shifted", "0"},
          {"community.match", rules.matching != Matching::none, "community.matching", "\"none\""},
          {"community.clarity", rules.matching == Matching::purpose, "community.matching",
           "not \"purpose\""},
          {"design.leaders_cost", rules.leaders > 0, "design.leaders", "0"},
          {"ideas.fragility", rules.break_rate > 0, "ideas.break_rate", "0"},
          {"imitation.shown", rules.imitation_rate > 0 || rules.test_leak > 0, "imitation.rate", "0"}};
}

/// What communities need a firm for that invites customers, or that does more than that.
std::vector<Dependent> of_communities(const Setting& setting, const Rules& rules) {
  const bool any = rules.entry_rate > 0 && rules.entrant_mutates > 0;
  bool some = any, launches = any, delegates = any;
  for (const Kind& kind : setting.kinds) {
    if (kind.count == 0) continue;
    const auto strategy = read<Strategy>(kind.levers);
    const bool invites = invitation(strategy) > 0;
    some |= invites;
    launches |= strategy.codesign_launch > 0;
    delegates |= invites && strategy.delegate > 0;
  }
  std::vector<Dependent> all;
  for (const char* name :
       {"community.matching", "community.rivalry", "community.substitution", "community.free_output",
        "community.join", "community.patience", "community.talent_tail", "community.activity",
        "community.passion", "community.feedback", "community.trust", "community.liveliness",
        "community.cost", "community.will_scale", "community.answer_cost", "community.skill",
        "community.idea_share", "community.divergence", "community.critical_mass", "community.value",
        "community.direction"})
    all.push_back({name, some, "codesign", "0 for every firm, at every stage"});
  for (const char* name :
       {"community.launch_weight", "community.launch_months", "community.launch_effort"})
    all.push_back({name, launches, "codesign_launch", "0 for every firm"});
  all.push_back({"community.herding", delegates, "delegate", "0 for every firm that invites customers"});
  return all;
}

std::string said(const Dependent& of) {
  return std::string(of.through) + " is " + of.state;
}

/// Whether a value is given that is not the standard one.
bool turned(const Values& given, const std::vector<ParameterRow>& rows, const std::string& name) {
  const auto found = given.find(name);
  if (found == given.end()) return false;
  const auto row = std::find_if(rows.begin(), rows.end(),
                                [&](const ParameterRow& one) { return one.name == name; });
  const bool words = std::holds_alternative<std::string>(row->standard);
  return words ? found->second.value != row->standard
               : as_number(found->second.value) != as_number(row->standard);
}

/// Whether the rate is given and some: its standard is some as well, and as idle.
bool asks_for(const Values& given, const std::vector<ParameterRow>& rows, const Dependent& of) {
  if (std::string(of.name) != "units.rate") return turned(given, rows, of.name);
  const auto found = given.find(of.name);
  return found != given.end() && as_number(found->second.value) > 0;
}

/// Whether the scenario or the command line gives the lever more than 0: a preset's has no line.
bool gives(const Kind& kind, const char* lever) {
  const auto found = kind.levers.find(lever);
  if (found == kind.levers.end() || as_number(found->second.value) <= 0) return false;
  const Place& place = found->second.place;
  return place.line > 0 || place.file == "--set";
}

/// What a strategy pays by its revenue, whatever that is, as a share of it.
double share_spent(const Levers& levers) {
  return levers.research + levers.survey + levers.broadcast + levers.facilitate + levers.success;
}

void remark_strategy(const Kind& kind, const Rules& rules, std::vector<std::string>& lines) {
  const auto strategy = read<Strategy>(kind.levers);
  const std::string name = "strategy." + kind.name;
  const auto remark = [&](bool so, const std::string& line) {
    if (so) lines.push_back(name + line);
  };
  remark(strategy.share != 1 && rules.considered == no_limit,
         ".start_share has no effect: market.considered is \"all\"");
  remark(strategy.cash * rules.start_cash > rules.payout_above,
         ": of its cash at the start, what is above firms.payout_above goes to the owners at once");
  const bool alone = invitation(strategy) == 0;
  remark(alone && gives(kind, "delegate"),
         ".delegate leaves choices to nobody: codesign is 0 at every stage");
  remark(alone && gives(kind, "facilitate"),
         ".facilitate is spent on a community without members: codesign is 0 at every stage");
  remark(share_spent(strategy) >= 1,
         ": research, survey, broadcast, facilitate and success together spend all revenue or more");
}

}  // namespace

std::vector<Problem> contradictions(const Setting& setting, const Rules& rules) {
  const Values& given = setting.parameters;
  const std::vector<ParameterRow> rows = rows_of<Rules>();
  std::vector<Problem> found;
  const auto refuse = [&](const Place& place, std::string message) {
    Problem& problem = found.emplace_back();
    problem.place = place;
    problem.message = std::move(message);
  };
  const auto hint = [](const char* off) { return std::string("; say so if that is meant (") + off + ")"; };
  for (const Dependent& one : switches(rules))
    if (!one.acts && !given.contains(one.through) && asks_for(given, rows, one))
      refuse(given.find(one.name)->second.place, std::string(one.name) + ": " + said(one) +
                 hint(std::string(one.through) == "units.mode" ? "units.mode = \"none\""
                                                               : "transform.hazard = 0"));
  const std::string mode = "knowledge.reciprocity_mode";
  if (rules.reciprocity != Reciprocity::none || given.contains(mode)) return found;
  for (const Kind& kind : setting.kinds)
    if (const auto lever = kind.levers.find("reciprocate");
        lever != kind.levers.end() && as_number(lever->second.value) > 0)
      refuse(lever->second.place, "strategy." + kind.name + ".reciprocate: " + mode +
                 " is \"none\": nothing is reciprocated" + hint((mode + " = \"none\"").c_str()));
  return found;
}

std::vector<std::string> idle_parameters(const Setting& setting, const Rules& rules) {
  const std::vector<ParameterRow> rows = rows_of<Rules>();
  std::vector<std::string> lines;
  for (const auto& all : {switches(rules), of_change(rules), of_relations(rules), shapers(rules),
                          of_communities(setting, rules)})
    for (const Dependent& one : all)
      if (!one.acts && asks_for(setting.parameters, rows, one))
        lines.push_back(std::string(one.name) + " has no effect: " + said(one));
  for (const Kind& kind : setting.kinds) remark_strategy(kind, rules, lines);
  const auto remark = [&](bool so, const std::string& line) {
    if (so) lines.push_back(line);
  };
  remark(rules.entrant_cash > rules.payout_above,
         "entry.cash is above firms.payout_above: the rest goes to the owners at once");
  remark(rules.units != Units::none && 2 * rules.unit_cash > rules.payout_above,
         "units.cash is above half of firms.payout_above: no firm can pay for a unit and keep as much");
  remark(rules.capacity < 1, "firms.capacity is below 1, the customers per s that firms begin with");
  return lines;
}

}  // namespace permea::ecosystem_core
