// Rules of communities: who joins, what members contribute, and what that is worth.
#pragma once

#include <cstdint>

#include "sim/kit/parameter.h"

namespace permea::ecosystem_core {

/// Who is brought together with whom in a community (README, step 4).
enum class Matching { none, random, purpose, spend };

/// Which domains of know-how contributions serve.
enum class Direction { home, all };

struct CommunityRules : Parameters {
  using Parameters::Parameters;

  // joining and staying
  const double join = real("community.join", "1", 0.2, 0, 1,
      "probability that the most open customer joins, at a review, a community that invites all",
      "assumed");
  const std::int64_t member_patience = whole("community.patience", "month", 12, 0, 240,
      "months without a contribution after which a member leaves at its next review", "assumed");
  const double openness_answer = real("community.openness_answer", "1", 0.0, 0, 1,
      "share of the gap to how its supplier treats it that a customer's openness closes at a review",
      "switch; off in the standard");

  // contributing
  const double talent_tail = at_start(real("community.talent_tail", "1", 0.83, 0, 0.95,
      "1 / index of the Pareto law of talent, whose mean is one; 0: all are alike",
      "so that the most active 1 % give 25-75 % of contributions (input)"));
  const double activity = real("community.activity", "1/month", 0.15, 0, 10,
      "contributions of a member of mean talent whose will is full", "assumed");
  const double passion_worth = real("community.passion", "1", 0.0, -2, 2,
      "what contributing is worth in itself", "assumed; to be swept");
  const double feedback_worth = real("community.feedback", "1", 0.5, 0, 2,
      "what it is worth to be answered, were every contribution answered", "assumed");
  const double trust_worth = real("community.trust", "1", 0.4, 0, 2,
      "what contributing to a fully trusted firm is worth", "assumed");
  const double liveliness_worth = real("community.liveliness", "1", 0.3, 0, 2,
      "what contributing to a community far beyond its critical mass is worth", "assumed");
  const double contribution_cost = real("community.cost", "1", 0.5, 0, 2, "what contributing costs a member",
      "assumed");
  const double will_scale = real("community.will_scale", "1", 0.2, 0.01, 10,
      "worth less cost that moves the will from 0.50 to 0.73", "assumed");
  const double rivalry = real("community.rivalry", "1", 0.0, 0, 2,
      "what it costs a member that others, who compete with it, see what it contributes",
      "off in the standard");
  const double substitution = real("community.substitution", "1", 0.0, -1, 1,
      "how much less a member does in a lively community, where others do alike; negative: more",
      "switch; off in the standard");
  const Matching matching = choice<Matching>("community.matching",
      {"none", "random", "purpose", "spend"}, "none",
      "with whom a member is brought together: nobody, anybody, who needs alike, the oldest customer",
      "switch; off in the standard");
  const double match_worth = real("community.match", "1", 0.3, 0, 2,
      "what contributing beside somebody who needs the same is worth", "assumed");
  const double clarity = real("community.clarity", "1", 0.5, 0, 1,
      "probability that a purpose is clear enough to tell who needs alike", "assumed; to be swept");

  // facilitating
  const double answer_cost = real("community.answer_cost", "1", 1.0, 0.0001, 1000,
      "cost of answering one contribution", "assumed");
  const double facilitator_skill = real("community.skill", "1", 1.0, 0, 1,
      "share of a facilitator's answers that are of use", "normalisation; to be swept");

  // ideas
  const double idea_share = real("community.idea_share", "1", 0.021, 0, 1,
      "ideas for products, per contribution", "fitted to one-time ideators, 75-90 % (free)");

  const double herding = real("community.herding", "1", 0.3, 0, 10,
      "worth of an idea that all others voted for, to a member who votes", "assumed; to be swept");

  const double launch_weight = real("community.launch_weight", "1", 1.0, 0, 100,
      "extra weight in undirected search of a firm whose community launches a product", "assumed");
  const std::int64_t launch_work = whole("community.launch_months", "month", 6, 0, 60,
      "months after its launch in which members help to make a product known", "assumed");
  const double launch_effort = real("community.launch_effort", "1", 0.5, 0, 1,
      "share of contributions that this takes", "assumed");
  const double free_output = real("community.free_output", "1", 0.0, 0, 1,
      "share of what a design by members is worth that non-customers get for nothing",
      "off in the standard");

  // what it is worth
  const double divergence = real("community.divergence", "1", 0.2, 0, 1,
      "share of contributions that serve members' own aims, and variance by which these displace "
      "their ideas, in needs.within squared", "assumed; swept (free)");
  const double critical_mass = real("community.critical_mass", "1", 0.01, 0, 100,
      "active members a month, per s, with whom a community carries half of what it could",
      "assumed (free)");
  const double contribution_value = real("community.value", "1", 4.0, 0, 1000,
      "research spend that one contribution is worth", "assumed (free)");
  const Direction contribution_direction = choice<Direction>("community.direction", {"home", "all"}, "all",
      "whether contributions serve domains as the firm's research does, or all alike", "assumed");
};

}  // namespace permea::ecosystem_core
