// What happens in reviews, and how much else a month has to do: counted from outside, by looking at every
// customer before and after a verb, so it needs nothing of the model but its verbs.
// Prints a name and a number a line; shares and numbers are for each review unless the name says otherwise.
#include <cstdio>
#include <string>
#include <vector>

#include "models/ecosystem/start.h"
#include "models/ecosystem/step.h"
#include "tests/bench/programs/call.h"
#include "tests/bench/worlds.h"

namespace {

using namespace permea;
using namespace permea::ecosystem_core;
using Verb = void (*)(World&);

/// Since the start.
struct Seen {
  double reviews = 0;  ///< of customers who still had their supplier, or none
  double supplier_changed = 0, from_or_to_none = 0, product_changed = 0;
  double memberships_changed = 0, joined = 0;
  double supplier_lost = 0;    ///< customers whose firm left, who look for another
  double months_searched = 0;  ///< with such customers
  double contributions = 0, renewed = 0, members = 0;
  double firm_months = 0;
};

std::uint32_t firm_at(std::uint32_t place) {
  return place == no_place ? no_place : place / static_cast<std::uint32_t>(product_places);
}

/// Customers who review this month, as choose picks them.
std::vector<std::uint64_t> reviewers(const World& world) {
  std::vector<std::uint64_t> all;
  std::vector<std::uint32_t> chosen;
  for (std::size_t number = 0; number < world.blocks.size(); ++number) {
    const Block& block = world.blocks[number];
    if (block.segment >= world.segments_there()) continue;
    chosen.clear();
    pick_places(world.chance(), Question::who_reviews, number, world.rules->review_rate,
                block.count, 0, chosen);
    for (const std::uint32_t offset : chosen) all.push_back(block.first + offset);
  }
  return all;
}

void count_choices(World& world, Seen& seen) {
  const std::vector<Customer> before = world.customers;
  seen.months_searched += world.freed > 0;
  seen.supplier_lost += static_cast<double>(world.freed);
  choose(world);
  for (const std::uint64_t agent : reviewers(world)) {
    const Customer &was = before[agent], &is = world.customers[agent];
    const std::uint32_t from = world.place_of(was.product), to = world.place_of(is.product);
    if (was.product != 0 && from == no_place) continue;  // its firm has left
    ++seen.reviews;
    seen.supplier_changed += firm_at(from) != firm_at(to);
    seen.from_or_to_none += (from == no_place) != (to == no_place);
    seen.product_changed += from != to;
    const bool was_member = was.membership.octave != 0, is_member = is.membership.octave != 0;
    seen.joined += is_member && !was_member;
    seen.memberships_changed += was_member != is_member;
  }
}

void count_month(World& world, Seen& seen) {
  const std::vector<Customer> at_first = world.customers;
  drift(world);
  for (std::size_t i = 0; i < at_first.size(); ++i)
    seen.renewed += at_first[i].own_need != world.customers[i].own_need;
  for (const Verb verb : {&research, &leak, &gather}) verb(world);
  for (const Customer& customer : world.customers) {
    if (customer.membership.octave == 0) continue;
    ++seen.members;
    seen.contributions += customer.membership.active == world.month;
  }
  for (const Verb verb : {&design, &launch}) verb(world);
  count_choices(world, seen);
  for (const Verb verb : {&price, &account, &relate, &transform, &renew}) verb(world);
  seen.firm_months += static_cast<double>(world.live_firms());
}

/// Bytes of all state but customers and their lists.
double bytes_of_firms(World& world) {
  State state;
  world.list(state);
  double bytes = 0;
  for (const Column& column : state.columns())
    if (column.per != "customer" && column.per != "block of customers")
      bytes += static_cast<double>(column.bytes().size());
  return bytes;
}

/// What was seen of `months` months, a line each.
void print(World& world, const Seen& seen, long customers, long months) {
  const double reviews = seen.reviews + seen.supplier_lost;
  const auto tell = [](const char* name, double value) { std::printf("%s %.6g\n", name, value); };
  const auto each = [&](const char* name, double count) { tell(name, count / reviews); };
  tell("share_of_reviews_that_change_supplier", seen.supplier_changed / seen.reviews);
  tell("share_from_or_to_none", seen.from_or_to_none / seen.reviews);
  tell("share_of_reviews_that_change_product", seen.product_changed / seen.reviews);
  each("supplier_lost", seen.supplier_lost);
  each("moves", seen.product_changed + seen.supplier_lost);
  each("memberships_changed", seen.memberships_changed);
  each("joined", seen.joined);
  each("contributions", seen.contributions);
  each("renewed", seen.renewed);
  each("looked_through", seen.months_searched * static_cast<double>(customers));
  each("months", static_cast<double>(months));
  each("firm_months", seen.firm_months);
  const double blocks = static_cast<double>(months) * static_cast<double>(world.blocks.size());
  tell("members_of_a_block", seen.members / blocks);
  tell("segments", static_cast<double>(world.centres.size()));
  tell("bytes_of_firms", bytes_of_firms(world));
  tell("bytes_of_cells", static_cast<double>(world.cells.size() * sizeof(Cell)));
}

constexpr const char* usage =
    "bench_counts [CUSTOMERS [MONTHS [FIRMS]]] [everything]    100,000 customers, 60 months, 60 firms\n"
    "everything: with every mechanism on\n";

void count(bench::Call call) {
  const bool everything = call.ends_with("everything");
  const long customers = call.number("CUSTOMERS", 100'000), months = call.number("MONTHS", 60);
  const long firms = call.number("FIRMS", 60);
  call.end();
  World world = start(bench::ecosystem_setting(customers, firms, 1, everything));
  Seen seen;
  for (long month = 0; month < months; ++month) {
    ++world.month;
    count_month(world, seen);
  }
  print(world, seen, customers, months);
}

}  // namespace

int main(int argc, char** argv) { return bench::answer(argc, argv, usage, count); }
