// Projects: ideas that a firm tests and develops until they come to market.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "models/ecosystem/products.h"

namespace permea::ecosystem_core {

/// What a firm takes up: its own project, or the copy of a rival's design.
struct Plan {
  std::size_t place = 0;     ///< of the firm
  Design design;
  std::int64_t tests = 0;    ///< a month each, before development
  std::int64_t months = 1;   ///< of development
  double monthly_cost = 0;   ///< per s
};

/// The project of the firm's own idea: customers who help to develop it take time (README, step 5).
Plan own_project(const World& world, std::size_t place, const Design& idea);
/// The copy that the firm in `place` makes of a design of the one in `model`: cheaper and faster
/// (Mansfield, Schwartz & Wagner 1981), the more so where the model shows its plans and designs.
Plan copy_of(const World& world, std::size_t place, std::size_t model, const Design& design);

/// An empty project place of the firm, if it has one and the cash to pay for the plan.
std::optional<std::size_t> room_for(const World& world, const Plan& plan);
/// Puts the plan on the project place `at`.
void take_up(World& world, std::size_t at, const Plan& plan);
/// Takes up copies where there is room for them.
void begin_copies(World& world, const std::vector<Plan>& copies);
/// Ends the project at `at` before its launch.
void drop(World& world, std::size_t at);
/// The design that the project at `at` develops.
Design design_of_project(const World& world, std::size_t at);

/// Copies that firms begin this month, by what is there before anybody begins anything, of what rivals sell or show (README, step 5).
std::vector<Plan> imitations(const World& world);

/// The share of a random sample of the customers in the market, who answer by `agent`'s luck, that would take the
/// design, were it offered by firm `place`, and not what they have.
double wanted_by_sample(const World& world, std::size_t place, std::uint64_t agent,
                        const Design& idea);

/// Shows the idea of the project at `project` to customers for a month. It may not survive that; rivals
/// who get to know of it and would gain by it are added to `copies`.
void test_idea(World& world, std::size_t place, std::size_t project, std::vector<Plan>& copies);

}  // namespace permea::ecosystem_core
