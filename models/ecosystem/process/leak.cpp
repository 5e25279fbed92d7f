// Step 3, leak: know-how flows along the network to whoever can absorb it, by what its owner reveals
// and by what leaks anyway. Nothing that flows in is multiplied by what flows out, unless a firm
// makes its giving conditional (knowledge.reciprocity_mode).
#include <algorithm>
#include <cmath>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

/// Absorptive capacity needs own effort: absorb E^2 / (E^2 + E_0^2) (Cohen & Levinthal 1989, 1990).
double absorptive_capacity(const World& world, std::size_t place) {
  const double effort = research_effort(world, place) + contributed_effort(world, place);
  const double reference = world.rules->reference_effort;
  const double square = effort * effort;
  return world.firms.levers[place].absorb * square / (square + reference * reference);
}

/// What rivals gave `owner` lately, on average.
double mean_gift(const World& world, std::size_t owner) {
  double sum = 0, rivals = 0;
  for (std::uint32_t edge = world.network.first[owner]; edge < world.network.first[owner + 1]; ++edge)
    if (world.is_there(world.network.neighbours[edge])) {
      sum += world.gifts[edge];
      ++rivals;
    }
  return rivals > 0 ? sum / rivals : 0.0;
}

/// The same of every firm, found once a month; of none where nobody goes by it.
std::vector<double> mean_gifts(const World& world) {
  std::vector<double> gifts;
  if (world.rules->reciprocity == Reciprocity::generalised)
    for (std::size_t f = 0; f < world.places(); ++f) gifts.push_back(mean_gift(world, f));
  return gifts;
}

/// The reputation of `other` if `owner` sees it this month; else it is taken to be like the owner.
double seen_reputation(const World& world, std::size_t owner, std::size_t other) {
  const auto from = static_cast<std::uint64_t>(world.firms.id[owner]);
  const auto to = static_cast<std::uint64_t>(world.firms.id[other]);
  const Words words = world.chance().draw(Question::reputation_seen, from << 32 | to);
  return happens(world.rules->observability, words[0]) ? world.firms.reputation[other]
                                                       : world.firms.levers[owner].reveal_rivals;
}

/// What `owner` goes by when it reciprocates along its directed edge to a rival.
double deserved(const World& world, const std::vector<double>& mean_gifts, std::size_t owner,
                std::size_t owners_edge) {
  switch (world.rules->reciprocity) {
    case Reciprocity::none: break;
    case Reciprocity::direct: return world.gifts[owners_edge];
    case Reciprocity::reputational:
      return seen_reputation(world, owner, world.network.neighbours[owners_edge]);
    case Reciprocity::generalised: return mean_gifts[owner];
  }
  return world.firms.levers[owner].reveal_rivals;
}

/// The share of its know-how that `owner` reveals to a rival: all that it reveals, or, as far as it
/// reciprocates, no more than is deserved.
double revealed(const World& world, const std::vector<double>& mean_gifts, std::size_t owner,
                std::size_t rival) {
  const Levers& levers = world.firms.levers[owner];
  if (world.rules->reciprocity == Reciprocity::none || levers.reciprocate == 0)
    return levers.reveal_rivals;
  const std::size_t owners_edge = edge_between(world.network, owner, rival);
  const double answered =
      std::min(levers.reveal_rivals, deserved(world, mean_gifts, owner, owners_edge));
  return (1 - levers.reciprocate) * levers.reveal_rivals + levers.reciprocate * answered;
}

struct Source {
  std::size_t place;
  double weight;
};

/// The directed edges of a firm to those that are there, as chance knows them and what it answers; kept
/// from firm to firm for its memory.
struct Search {
  std::vector<std::uint32_t> edges;
  std::vector<std::uint64_t> agents;
  std::vector<std::uint32_t> words;
  std::vector<Source> sources;
};

/// Whom `place` might search, and what chance says to each: all at once, as that is faster.
void look_around(const World& world, std::size_t place, Search& search) {
  const auto id = static_cast<std::uint64_t>(world.firms.id[place]);
  search.edges.clear();
  search.agents.clear();
  for (std::uint32_t edge = world.network.first[place]; edge < world.network.first[place + 1]; ++edge) {
    const std::size_t owner = world.network.neighbours[edge];
    if (!world.is_there(owner)) continue;
    search.edges.push_back(edge);
    search.agents.push_back(id << 32 | static_cast<std::uint64_t>(world.firms.id[owner]));
  }
  search.words.resize(4 * search.agents.size());
  draw_words_of(world.chance(), Question::who_is_searched, 0, search.agents, search.words);
}

/// Who leaks to `place` this month, and with what weight; in all at most 1.
void find_sources(const World& world, std::size_t place, const std::vector<double>& shown,
                  Search& search) {
  const Rules& rules = *world.rules;
  const double searched = world.firms.levers[place].breadth * what_tools_bring(world, place);
  const double absorbs = absorptive_capacity(world, place);
  look_around(world, place, search);
  std::vector<Source>& sources = search.sources;
  sources.clear();
  for (std::size_t i = 0; i < search.edges.size(); ++i) {
    if (!happens(searched, search.words[i])) continue;
    const std::uint32_t edge = search.edges[i];
    sources.push_back({world.network.neighbours[edge],
                       absorbs * (rules.leak_anyway + rules.leak_revealed * shown[edge])});
  }
  const double found = static_cast<double>(sources.size());
  const double capacity =
      std::max(0.0, rules.attention * attention(world, place) - rules.screening * found);
  double sum = 0;
  for (Source& source : sources) {
    if (found > capacity) source.weight *= capacity / found;
    sum += source.weight;
  }
  if (sum > 1)
    for (Source& source : sources) source.weight /= sum;
}

/// Along every directed edge (f, o): the share of its know-how that o shows f.
std::vector<double> shown_along_edges(const World& world) {
  std::vector<double> shown(world.network.neighbours.size(), 0.0);
  const std::vector<double> lately = mean_gifts(world);
  for (std::size_t f = 0; f < world.places(); ++f)
    for (std::uint32_t edge = world.network.first[f]; edge < world.network.first[f + 1]; ++edge) {
      const std::size_t owner = world.network.neighbours[edge];
      if (!world.is_there(f) || !world.is_there(owner)) continue;
      shown[edge] = revealed(world, lately, owner, f);
    }
  return shown;
}

/// A unit that is not separate and its parent see all of each other's know-how, as it is now.
void share_with_units(World& world, std::vector<KnowHow>& gains) {
  const Units mode = world.rules->units;
  if (mode == Units::none || mode == Units::separate) return;
  Firms& firms = world.firms;
  for (std::size_t unit = 0; unit < world.places(); ++unit) {
    if (!world.is_there(unit) || firms.parent[unit] < 0) continue;
    const std::size_t parent = place_of_firm(world, firms.parent[unit]);
    if (parent == world.places()) continue;
    const KnowHow ahead = firms.know_how[parent] + gains[parent] - firms.know_how[unit] - gains[unit];
    const KnowHow to_unit = world.rules->unit_sharing * ahead.max(0.0);
    const KnowHow to_parent = world.rules->unit_sharing * (-ahead).max(0.0);
    gains[unit] += to_unit;
    gains[parent] += to_parent;
    firms.knowledge_in[unit] += to_unit.sum();
    firms.knowledge_out[parent] += to_unit.sum();
    firms.knowledge_in[parent] += to_parent.sum();
    firms.knowledge_out[unit] += to_parent.sum();
  }
}

}  // namespace

void leak(World& world) {
  const auto months = static_cast<std::size_t>(world.rules->leak_lag + 1);
  const auto now = static_cast<std::size_t>(world.month) % months;
  const auto then = (now + 1) % months;  // leak_lag months ago
  for (std::size_t f = 0; f < world.places(); ++f)
    world.history[f * months + now] = world.firms.know_how[f];

  const std::vector<double> shown = shown_along_edges(world);
  std::vector<KnowHow> gains(world.places(), KnowHow::Zero());
  Search search;
  std::fill(world.firms.knowledge_out.begin(), world.firms.knowledge_out.end(), 0.0);
  for (std::size_t f = 0; f < world.places(); ++f) {
    world.firms.knowledge_in[f] = 0;
    if (!world.is_there(f)) continue;
    find_sources(world, f, shown, search);
    for (const auto& [owner, weight] : search.sources) {
      const KnowHow gap = (world.history[owner * months + then] - world.firms.know_how[f]).max(0.0);
      gains[f] += weight * gap;
      const double flow = weight * gap.sum();
      world.firms.knowledge_in[f] += flow;
      world.firms.knowledge_out[owner] += flow;
    }
  }
  share_with_units(world, gains);
  const double fades = 1 / world.rules->gift_memory;
  for (std::size_t f = 0; f < world.places(); ++f) {
    world.firms.know_how[f] += gains[f];
    world.firms.quality[f] = quality_of(*world.rules, world.firms.know_how[f]);
  }
  for (std::size_t edge = 0; edge < shown.size(); ++edge)
    world.gifts[edge] += fades * (shown[edge] - world.gifts[edge]);
}

}  // namespace permea::ecosystem_core
