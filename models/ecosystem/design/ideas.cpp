// Where ideas come from. A firm's idea starts from a customer it has asked or heard and misses what is
// sticky in the need; a member's starts from its own need, misses nothing, and serves its own aims too.
#include "models/ecosystem/design/ideas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "models/ecosystem/community/meeting.h"
#include "models/ecosystem/firm.h"
#include "sim/kit/elementary.h"

namespace permea::ecosystem_core {
namespace {

/// Customers a firm approaches at most before it gives up finding a user who speaks, and how many are
/// looked up at once.
constexpr std::uint32_t most_tries = 4096, tries_at_once = 32;

/// The need of any customer in the market.
Position surveyed_need(const World& world, std::uint64_t agent) {
  const Words words = world.chance().draw(Question::whose_need, agent);
  const auto customer = below(static_cast<std::uint32_t>(world.customers_there()), words[0]);
  return need_of(world, customer, world.segment_of(customer));
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
std::optional<Position> spoken_need(const World& world, std::size_t place, std::uint64_t agent,
                                    Suppliers& suppliers) {
  const std::int64_t users = world.firms.customers[place];
  if (users == 0) return std::nullopt;
  const Chance chance = world.chance();
  const Words which = chance.draw(Question::whose_need, agent, 1);
  const auto rank = static_cast<std::int64_t>(uniform(which[0], which[1]) * static_cast<double>(users));
  const std::size_t segment = segment_of_user(world, place, rank);
  const auto size = static_cast<std::uint32_t>(world.segment_size(segment));
  std::array<std::uint32_t, tries_at_once> offsets;
  std::array<bool, tries_at_once> uses;
  for (std::uint32_t attempt = 0; attempt < most_tries; attempt += tries_at_once) {
    for (std::uint32_t t = 0; t < tries_at_once; t += 4) {
      const Words words = chance.draw(Question::whose_need, agent, 2 + attempt + t);
      for (std::uint32_t w = 0; w < 4; ++w) offsets[t + w] = below(size, words[w]);
    }
    suppliers.find_users(place, segment, offsets, uses);
    for (std::uint32_t t = 0; t < tries_at_once; ++t) {
      if (!uses[t]) continue;
      const std::uint64_t other = world.segment_first(segment) + offsets[t];
      const Words speaks = chance.draw(Question::whose_need, agent, 3 + attempt + t / 4 * 4);
      if (speaks[t % 4] >> 16 < world.customers[other].openness) return need_of(world, other, segment);
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
Design firms_idea(const World& world, std::size_t place, std::uint64_t agent, const Position& noise,
                  Suppliers& suppliers) {
  const Rules& rules = *world.rules;
  const Levers& levers = world.firms.levers[place];
  const double surveyed = survey_effort(world, place);
  const double by_survey = surveyed / (surveyed + rules.survey_half);
  const Words words = world.chance().draw(Question::idea_error, agent, 16);
  std::optional<Position> heard;
  if (happens(levers.listen / std::max(levers.listen + by_survey, 1e-12), words[0]))
    heard = spoken_need(world, place, agent, suppliers);
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

/// How far an idea is from what the firm already offers: squared distance to its nearest product.
double strangeness(const World& world, std::size_t place, const Position& idea) {
  double least = -1;
  for (std::size_t at = place * product_places; at < (place + 1) * product_places; ++at) {
    if (world.products.id[at] == 0) continue;
    const Position gap = world.products.position[at] - idea;
    const double squared = gap.square().sum();
    if (least < 0 || squared < least) least = squared;
  }
  return least;
}

/// Members' ideas that compete for one place in the round: all came, and attention is limited.
std::uint32_t competing(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const double capacity = rules.idea_attention * world.scale * attention(world, place);
  const double came = static_cast<double>(world.communities.authors[place].came);
  const double each = std::min(came / std::max(capacity, 1e-12), static_cast<double>(Sample::seats));
  return std::max(1u, static_cast<std::uint32_t>(each));
}

/// The need of the author of an idea that is attended to. Crowded attention picks the familiar
/// (Piezunka & Dahlander 2015): of those that compete for the place, what is nearest to the firm's
/// products.
Position attended_need(const World& world, std::size_t place, std::uint64_t agent) {
  const Sample& authors = world.communities.authors[place];
  const auto seats = static_cast<std::uint32_t>(authors.size());
  const Chance chance = world.chance();
  const bool crowded = happens(world.rules->familiarity,
                               chance.draw(Question::attended_idea, agent)[0]);
  const std::uint32_t rivals = crowded ? competing(world, place) : 1;
  Position picked = Position::Zero();
  double least = 0;
  for (std::uint32_t n = 0; n < rivals; ++n) {
    const Words words = chance.draw(Question::attended_idea, agent, 1 + n);
    const std::uint64_t author = authors.agents[below(seats, words[0])];
    const Position need = need_of(world, author, world.segment_of(author));
    const double strange = strangeness(world, place, need);
    if (n > 0 && strange >= least) continue;
    picked = need;
    least = strange;
  }
  return picked;
}

/// An idea of a member: its own need, displaced by its own aims, and harder to make.
Design members_idea(const World& world, std::size_t place, std::uint64_t agent,
                    const Position& noise) {
  const Rules& rules = *world.rules;
  Design idea;
  idea.position = attended_need(world, place, agent) +
                  rules.within * std::sqrt(rules.divergence) * noise;
  idea.feasibility = 1 - rules.feasibility_gap;
  idea.origin = Origin::customer;
  return idea;
}

Design have_idea(const World& world, std::size_t place, std::uint32_t candidate,
                 Suppliers& suppliers) {
  const std::uint64_t agent = agent_of_candidate(world, place, candidate);
  const Position noise = normal_position(world.chance(), Question::idea_error, agent);
  const Words words = world.chance().draw(Question::idea_error, agent, 17);
  const bool some = world.communities.authors[place].came > 0;
  if (some && happens(world.firms.levers[place].codesign_ideation, words[0]))
    return members_idea(world, place, agent, noise);
  return firms_idea(world, place, agent, noise, suppliers);
}

}  // namespace

std::uint64_t agent_of_candidate(const World& world, std::size_t place, std::uint32_t candidate) {
  return static_cast<std::uint64_t>(world.firms.id[place]) |
         static_cast<std::uint64_t>(candidate) << 32;
}

std::vector<Design> attended_ideas(const World& world, std::size_t place, Suppliers& suppliers) {
  const double most = static_cast<double>(world.rules->candidates) * attention(world, place);
  const auto count = std::max(1u, static_cast<std::uint32_t>(most + 0.5));
  std::vector<Design> ideas;
  for (std::uint32_t c = 0; c < count; ++c) ideas.push_back(have_idea(world, place, c, suppliers));
  return ideas;
}

}  // namespace permea::ecosystem_core
