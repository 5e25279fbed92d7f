// Products of a firm: what it knows of needs when it designs one, and its coming and going.
#pragma once

#include <cstddef>

#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

/// Share of the variance of needs that firm `place` does not know: s + (1 - s)(1 - iota), where iota
/// is what survey and listening make known, less what leaders who are customers know themselves (README,
/// step 5).
double unknown_share(const World& world, std::size_t place);

/// How far a firm that knows all but `unknown` is from a need: its persistent bias and `noise`
/// (standard normals), over its skill.
Position error_about_needs(const World& world, std::size_t place, double unknown,
                           const Position& noise);

/// A product as it comes to market.
struct Design {
  Position position;
  double feasibility = 1;
  Origin origin = Origin::firm;
};

/// Puts `design` on the empty product place `at`, with a new identity.
void put_on_market(World& world, std::size_t at, const Design& design);
/// Takes the product at `at` off the market; its users go to that of the same firm at `heir`.
void withdraw(World& world, std::size_t at, std::size_t heir);
/// The other product of the same firm that is nearest to the one at `at`; `at` itself if none is.
std::size_t nearest_sibling(const World& world, std::size_t at);
/// Products that firm `place` has on the market.
std::size_t products_of(const World& world, std::size_t place);
/// Users of the product at `at`, in all segments.
std::int64_t users_of(const World& world, std::size_t at);

}  // namespace permea::ecosystem_core
