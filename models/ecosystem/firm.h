// One firm: its effort and what that makes, its founding and its end.
#pragma once

#include <cstddef>
#include <cstdint>

#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

/// Times as much as without tools that comes in to the firm: messages, ideas, sources.
double what_tools_bring(const World& world, std::size_t place);
/// What the firm can attend to of that, relative to one of practice 0.5.
double attention(const World& world, std::size_t place);

/// What its community's contributions are worth, per s and month, as research spend.
double contributed_effort(const World& world, std::size_t place);
/// What it costs to serve one customer for a month: members answer part of the support (README, account).
double unit_cost(const World& world, std::size_t place);
/// Research spend per s and month, by smoothed revenue.
double research_effort(const World& world, std::size_t place);
/// Survey spend per s and month, by smoothed revenue.
double survey_effort(const World& world, std::size_t place);

/// CES of the domains with exponent e: (mean of k^e)^(1/e); the geometric mean at e = 0.
double quality_of(const Rules& rules, const KnowHow& know_how);

/// The place in `neighbours` of the directed edge from `from` to `to`, which must be linked.
std::uint32_t edge_between(const Network& network, std::size_t from, std::size_t to);

/// How a firm begins.
struct Founding {
  std::int32_t kind = 0;
  Levers levers;
  KnowHow know_how;
  double cash = 0;            ///< put in by its owners, or its parent
  std::int32_t parent = -1;   ///< identity of the firm it is a unit of
  std::int64_t products = 1;  ///< designed without having asked anybody
  std::int64_t age = 0;       ///< months
  std::int64_t segment = 0;   ///< that it serves at first, from 1; 0: any
};

/// Founds a firm on an empty place.
void found_firm(World& world, std::size_t place, const Founding& founding);
/// The firm leaves: its customers are free, its cash goes to its owners, its debts are lost.
void close_firm(World& world, std::size_t place);
/// An empty place, appended if there is none.
std::size_t empty_place(World& world);
/// Appends an empty place that is linked at random with `firms.degree` others, and returns it.
std::size_t add_place(World& world);

}  // namespace permea::ecosystem_core
