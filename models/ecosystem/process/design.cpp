// Step 4, design: ideas are had and selected, and products on the market are improved.
// A firm's idea starts from a customer it has asked or heard and misses what is sticky in the need;
// a customer's idea starts from its own need, misses nothing, and serves its own aims as well.
#include <algorithm>
#include <cmath>
#include <optional>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/products.h"
#include "models/ecosystem/step.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

/// Customers a firm approaches at most before it gives up finding a user who speaks.
constexpr std::uint32_t most_tries = 4096;

Position need_of(const World& world, std::uint64_t agent, std::size_t segment) {
  Position need = world.centres[segment];
  for (std::size_t k = 0; k < needs; ++k)
    need[static_cast<Eigen::Index>(k)] +=
        static_cast<double>(world.customers[agent].own_need[k]) * static_cast<double>(need_step);
  return need;
}

std::uint64_t agent_of(const World& world, std::size_t place, std::uint32_t candidate) {
  return static_cast<std::uint64_t>(world.firms.id[place]) | static_cast<std::uint64_t>(candidate) << 32;
}

/// The need of any customer.
Position surveyed_need(const World& world, std::uint64_t agent) {
  const Words words = world.chance().draw(Question::whose_need, agent);
  const auto segments = static_cast<std::uint32_t>(world.centres.size());
  const std::size_t segment = below(segments, words[0]);
  const auto size = static_cast<std::uint32_t>(world.segment_size(segment));
  if (size == 0) return world.centres[segment];
  return need_of(world, world.segment_first(segment) + below(size, words[1]), segment);
}

/// The segment that the firm's `rank`-th user is of.
std::size_t segment_of_user(const World& world, std::size_t place, std::int64_t rank) {
  for (std::size_t m = 0; m < world.centres.size(); ++m)
    for (std::size_t v = 0; v < product_places; ++v) {
      rank -= world.cells_of(place * product_places + v)[m].count;
      if (rank < 0) return m;
    }
  return world.centres.size() - 1;
}

/// The need of one of the firm's users, by openness: the open ones speak. None if nobody is found.
std::optional<Position> spoken_need(const World& world, std::size_t place, std::uint64_t agent) {
  const std::int64_t users = world.firms.customers[place];
  if (users == 0) return std::nullopt;
  const Chance chance = world.chance();
  const Words which = chance.draw(Question::whose_need, agent, 1);
  const auto rank = static_cast<std::int64_t>(uniform(which[0], which[1]) * static_cast<double>(users));
  const std::size_t segment = segment_of_user(world, place, rank);
  const std::uint64_t first = world.segment_first(segment);
  const auto size = static_cast<std::uint32_t>(world.segment_size(segment));
  for (std::uint32_t attempt = 0; attempt < most_tries; attempt += 4) {
    const Words words = chance.draw(Question::whose_need, agent, 2 + attempt);
    for (std::uint32_t w = 0; w < 4; ++w) {
      const std::uint64_t other = first + below(size, words[w]);
      const Customer& customer = world.customers[other];
      const std::uint32_t at = world.place_of(customer.product);
      if (at == no_place || at / product_places != place) continue;
      const Words speaks = chance.draw(Question::whose_need, agent, 3 + attempt);
      if (speaks[w] >> 16 < customer.openness) return need_of(world, other, segment);
    }
  }
  return std::nullopt;
}

/// Where the firm's users find its products, on average: what its messages say.
Position voice_of(const World& world, std::size_t place) {
  Position sum = Position::Zero();
  double weight = 0;
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at) {
    if (world.products.id[at] == 0) continue;
    const double users = static_cast<double>(users_of(world, at)) + 1;
    sum += users * world.products.position[at];
    weight += users;
  }
  return weight > 0 ? Position(sum / weight) : sum;
}

/// An idea of the firm: the need of a customer it asked (survey) or heard (listen), and its error.
Design firms_idea(const World& world, std::size_t place, std::uint64_t agent, const Position& noise) {
  const Rules& rules = *world.rules;
  const Levers& levers = world.firms.levers[place];
  const double surveyed = survey_effort(world, place);
  const double by_survey = surveyed / (surveyed + rules.survey_half);
  const Words words = world.chance().draw(Question::idea_error, agent, 16);
  std::optional<Position> heard;
  if (happens(levers.listen / std::max(levers.listen + by_survey, 1e-12), words[0]))
    heard = spoken_need(world, place, agent);
  if (heard && levers.broadcast > 0) {  // who is spoken to repeats what it was told
    const double echo = levers.broadcast / (levers.broadcast + rules.echo_half);
    heard = (1 - echo) * *heard + echo * voice_of(world, place);
  }
  Design idea;
  idea.position = (heard ? *heard : surveyed_need(world, agent)) +
                  error_about_needs(world, place, unknown_share(world, place), noise);
  idea.position += rules.identity_pull * (world.firms.identity[place] - idea.position);
  return idea;
}

/// An idea of a user: its own need, displaced by its own aims, and harder to make.
std::optional<Design> users_idea(const World& world, std::size_t place, std::uint64_t agent,
                                 const Position& noise) {
  const auto need = spoken_need(world, place, agent);
  if (!need) return std::nullopt;
  const Rules& rules = *world.rules;
  Design idea;
  idea.position = *need + rules.within * std::sqrt(rules.divergence) * noise;
  idea.feasibility = 1 - rules.feasibility_gap;
  idea.origin = Origin::customer;
  return idea;
}

Design have_idea(const World& world, std::size_t place, std::uint32_t candidate) {
  const std::uint64_t agent = agent_of(world, place, candidate);
  const Position noise = normal_position(world.chance(), Question::idea_error, agent);
  const Words words = world.chance().draw(Question::idea_error, agent, 17);
  if (happens(world.firms.levers[place].codesign_ideation, words[0]))
    if (const auto idea = users_idea(world, place, agent, noise)) return *idea;
  return firms_idea(world, place, agent, noise);
}

/// What a design could earn, as its firm judges: the log-sum over segments of how near it is, and the
/// worth of what can be made of it, with an error of judgement.
double judged_appeal(const World& world, std::size_t place, std::uint32_t candidate,
                     const Design& idea) {
  const Rules& rules = *world.rules;
  const double per = rules.beta_need / (static_cast<double>(needs) * rules.mu);
  double near = 0;
  for (std::size_t m = 0; m < world.centres.size(); ++m) {
    const Position gap = world.centres[m] - idea.position;
    near += static_cast<double>(world.segment_size(m)) * elementary::exp(-per * gap.square().sum());
  }
  const double reach = std::max(near / static_cast<double>(world.customers.size()), 1e-300);
  const auto error = normals(
      world.chance().draw(Question::idea_error, agent_of(world, place, candidate), 18))[0];
  return rules.mu * elementary::log(reach) +
         rules.beta_quality * elementary::log(idea.feasibility) + rules.appeal_noise * error;
}

Design best_of_round(const World& world, std::size_t place) {
  Design best;
  double most = 0;
  for (std::uint32_t c = 0; c < static_cast<std::uint32_t>(world.rules->candidates); ++c) {
    const Design idea = have_idea(world, place, c);
    const double appeal = judged_appeal(world, place, c, idea);
    if (c == 0 || appeal > most) {
      best = idea;
      most = appeal;
    }
  }
  return best;
}

/// A round of ideas ends in one project, if the firm has a free place and can pay for it.
void open_round(World& world, std::size_t place) {
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  const Words words = world.chance().draw(Question::ideas_open, id);
  if (!happens(world.rules->idea_rate, words[0])) return;
  if (amount(world.firms.cash[place]) < world.rules->project_cost * world.scale) return;
  for (std::size_t p = place * project_places; p < (place + 1) * project_places; ++p) {
    if (world.projects.months_left[p] != 0) continue;
    const Design idea = best_of_round(world, place);
    world.projects.months_left[p] = static_cast<std::int32_t>(world.rules->development);
    world.projects.position[p] = idea.position;
    world.projects.feasibility[p] = idea.feasibility;
    world.projects.origin[p] = idea.origin;
    return;
  }
}

/// Products move toward the mean need of their users and the firm's bias, less what users correct.
void improve(World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double users = static_cast<double>(world.firms.customers[place]) / world.scale;
  const double mass = users * users /
                      std::max(users * users + rules.critical_mass * rules.critical_mass, 1e-300);
  const double corrected = 1 - world.firms.levers[place].codesign_ideation * mass;
  const Position miss = corrected * error_about_needs(world, place, unknown_share(world, place),
                                                      Position::Zero());
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at) {
    if (world.products.id[at] == 0) continue;
    Position needed = Position::Zero();
    std::int64_t count = 0;
    for (std::size_t m = 0; m < world.centres.size(); ++m) {
      const Cell& cell = world.cells_of(at)[m];
      if (cell.count == 0) continue;
      needed += static_cast<double>(cell.count) * (world.centres[m] + cell.mean());
      count += cell.count;
    }
    if (count == 0) continue;
    Position& y = world.products.position[at];
    y += rules.improvement * (needed / static_cast<double>(count) + miss - y);
  }
}

}  // namespace

void design(World& world) {
  const double keep = world.rules->bias_persistence;
  const double fresh = std::sqrt(1 - keep * keep);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    const auto id = static_cast<std::uint64_t>(world.firms.id[f]);
    world.firms.bias[f] = keep * world.firms.bias[f] +
                          fresh * normal_position(world.chance(), Question::bias_move, id);
    improve(world, f);
    open_round(world, f);
  }
}

}  // namespace permea::ecosystem_core
