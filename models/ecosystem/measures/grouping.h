// What the measures share: which firms count, sums over them, and means over their users, which come
// from the cells so that nobody is visited.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "models/ecosystem/world.h"
#include "sim/kit/observable.h"

namespace permea::ecosystem_core {

inline double customers_of(const World& world, std::size_t f) {
  return static_cast<double>(world.firms.customers[f]);
}

/// Money per s and unit cost.
inline double per_scale(const World& world, Money money) { return amount(money) / world.scale; }

inline bool counts_in(const World& world, std::size_t f, int kind) {
  return world.is_there(f) && (kind == everybody || world.firms.kind[f] == kind);
}

/// Sum over firms of a kind of value(f).
template <class Value>
double total(const World& world, int kind, Value value) {
  double sum = 0;
  for (std::size_t f = 0; f < world.places(); ++f)
    if (counts_in(world, f, kind)) sum += value(f);
  return sum;
}

inline double ratio(double part, double whole) { return whole > 0 ? part / whole : missing; }

/// The same for a rate that is summed over months: where nobody is, nothing happens.
inline double ratio_or_none(double part, double whole) { return whole > 0 ? part / whole : 0.0; }

/// Sum of the entries of a kind in a column over strategies.
inline double of_strategy(const std::vector<std::int64_t>& column, int kind) {
  double sum = 0;
  for (std::size_t k = 0; k < column.size(); ++k)
    if (kind == everybody || static_cast<int>(k) == kind) sum += static_cast<double>(column[k]);
  return sum;
}

/// Sum of an entry of the funnels of a kind.
template <class Entry>
double funnel(const World& world, int kind, Entry entry) {
  double sum = 0;
  for (std::size_t k = 0; k < world.funnels.size(); ++k)
    if (kind == everybody || static_cast<int>(k) == kind)
      sum += static_cast<double>(std::invoke(entry, world.funnels[k]));
  return sum;
}

/// Calls visit(product place) for every product of the firms of a kind.
template <class Visit>
void for_products(const World& world, int kind, Visit visit) {
  for (std::size_t f = 0; f < world.places(); ++f)
    if (counts_in(world, f, kind))
      for (std::size_t at = f * product_places; at < (f + 1) * product_places; ++at)
        if (world.products.id[at] != 0) visit(at);
}

/// Calls visit(segment, users) for every segment in which the product at `at` has users.
template <class Visit>
void for_segments(const World& world, std::size_t at, Visit visit) {
  const std::span<const Cell> cells = world.cells_of(at);
  for (std::size_t m = 0; m < cells.size(); ++m)
    if (cells[m].count > 0) visit(m, static_cast<double>(cells[m].count));
}

/// Sum over users of what fill(product place, values) says, a value for each segment in which it has users.
template <class Fill>
double sum_over_users(const World& world, int kind, Fill fill) {
  std::vector<double> values(world.centres.size());
  double sum = 0;
  for_products(world, kind, [&](std::size_t at) {
    fill(at, std::span(values));
    for_segments(world, at, [&](std::size_t m, double users) { sum += users * values[m]; });
  });
  return sum;
}

/// The mean of the same.
template <class Fill>
double mean_over_users(const World& world, int kind, Fill fill) {
  double users = 0;
  for_products(world, kind, [&](std::size_t at) {
    for_segments(world, at, [&](std::size_t, double count) { users += count; });
  });
  return ratio(sum_over_users(world, kind, fill), users);
}

}  // namespace permea::ecosystem_core
