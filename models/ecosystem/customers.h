// How verbs visit customers: block by block, only those to whom something happens, on any number of
// threads with the same result.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "models/ecosystem/world.h"

namespace permea::ecosystem_core {

/// A customer moves between product places; no_place is none.
struct Move {
  std::uint32_t from, to;
  OwnNeed own_need;
};

/// What happens in one block of customers.
struct BlockEvents {
  std::vector<std::uint32_t> chosen;  ///< offsets within the block of those it happens to
  std::vector<Move> moves;            ///< booked in World::cells when the block is done
};

/// Calls visit(block, its number, events, worker) for each block of customers, several at once when
/// there are so many customers that it gains. A visit may write the customers of its block and
/// `events`; the moves are added to the cells, which nobody may read meanwhile.
void visit_blocks(World& world, const std::function<void(const Block&, std::size_t number,
                                                         BlockEvents&, int worker)>& visit);

/// Threads that visit_blocks uses: workers are numbered below it.
int visiting_threads(const World& world);

/// The newcomers leave the market: they have no supplier any more, and are members nowhere.
void send_newcomers_away(World& world);

/// New own needs of `agents`: normal with standard deviation needs.within, on the grid.
void draw_own_needs(const World& world, Question question, std::span<const std::uint64_t> agents,
                    std::vector<OwnNeed>& own_needs);

}  // namespace permea::ecosystem_core
