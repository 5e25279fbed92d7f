// Visiting customers and booking what they do.
#include "models/ecosystem/customers.h"

#include <algorithm>
#include <mutex>

#include "sim/kit/lanes.h"
#include "sim/kit/parallel.h"

namespace permea::ecosystem_core {
namespace {

/// Blocks that a worker takes at once.
constexpr std::size_t blocks_at_once = 16;

void book(World& world, std::uint32_t segment, const std::vector<Move>& moves) {
  for (const Move& move : moves) {
    if (move.from == no_place) --world.unsupplied[segment];
    else world.cells_of(move.from)[segment].add(move.own_need, -1);
    if (move.to == no_place) ++world.unsupplied[segment];
    else world.cells_of(move.to)[segment].add(move.own_need, 1);
  }
}

/// Takes the customer at `offset` of a block off the books of its firm and of its firm's community; of
/// the cells with the `moves`.
void leave_supplier(World& world, Customer& customer, std::uint32_t offset, MemberList& members,
                    std::vector<Move>& moves) {
  const std::uint32_t at = world.place_of(customer.product);
  const std::uint8_t octave = customer.membership.octave;
  if (octave != 0) members.erase(octave - 1u, static_cast<std::uint16_t>(offset));
  if (at != no_place) {
    const std::size_t place = at / product_places;
    --world.firms.customers[place];
    world.communities.openness[place] -= customer.openness;
    if (octave != 0) --world.communities.members[place][octave - 1u];
    moves.push_back({at, no_place, customer.own_need});
  }
  customer.product = 0;
  customer.membership = {};
}

}  // namespace

int visiting_threads(const World& world) {
  return batch::worthwhile_threads(world.customers.size(), world.threads);
}

void visit_blocks(World& world, const std::function<void(const Block&, std::size_t number,
                                                         BlockEvents&, int worker)>& visit) {
  const int threads = visiting_threads(world);
  std::vector<BlockEvents> events(static_cast<std::size_t>(threads));
  std::vector<std::mutex> books(world.centres.size());  // of each segment's cells
  const std::size_t chunks = (world.blocks.size() + blocks_at_once - 1) / blocks_at_once;
  parallel_for(chunks, threads, [&](std::size_t chunk, int worker) {
    BlockEvents& mine = events[static_cast<std::size_t>(worker)];
    const std::size_t end = std::min(world.blocks.size(), (chunk + 1) * blocks_at_once);
    for (std::size_t number = chunk * blocks_at_once; number < end; ++number) {
      const Block& block = world.blocks[number];
      mine.chosen.clear();
      mine.moves.clear();
      visit(block, number, mine, worker);
      const std::lock_guard lock(books[block.segment]);
      book(world, block.segment, mine.moves);
    }
  });
}

void send_newcomers_away(World& world) {
  const std::size_t segment = world.centres.size() - 1;
  std::vector<Move> moves;
  for (std::size_t number = 0; number < world.blocks.size(); ++number) {
    const Block& block = world.blocks[number];
    if (block.segment != segment) continue;
    MemberList members = world.members_in(number);
    for (std::uint32_t offset = 0; offset < block.count; ++offset)
      leave_supplier(world, world.customers[block.first + offset], offset, members, moves);
  }
  book(world, static_cast<std::uint32_t>(segment), moves);
}

void draw_own_needs(const World& world, Question question, std::span<const std::uint64_t> agents,
                    std::vector<OwnNeed>& own_needs) {
  const auto within = static_cast<float>(world.rules->within);
  own_needs.resize(agents.size());
  std::array<std::uint32_t, 4 * batch_size> words;
  std::array<Batch<float>, 4> drawn;
  for (std::size_t first = 0; first < agents.size(); first += batch_size)
    for (std::uint32_t half = 0; half < 2; ++half) {
      const std::size_t count = std::min(batch_size, agents.size() - first);
      draw_words_of(world.chance(), question, half, agents.subspan(first, count),
                    std::span(words).first(4 * count));
      for (std::size_t i = 0; i < count; ++i) {
        const auto four =
            normals_float({words[i], words[count + i], words[2 * count + i], words[3 * count + i]});
        for (std::size_t k = 0; k < 4; ++k) drawn[k][i] = within * four[k];
      }
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t k = 0; k < 4; ++k) own_needs[first + i][4 * half + k] = on_grid(drawn[k][i]);
    }
}

}  // namespace permea::ecosystem_core
