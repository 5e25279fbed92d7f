// What the measures share: which firms count, sums over them, and means over their users, which come
// from the cells so that nobody is visited.
#pragma once

#include <functional>

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

/// Calls visit(product place, segment, users) for every cell with users of the firms of a kind.
template <class Visit>
void for_cells(const World& world, int kind, Visit visit) {
  for (std::size_t f = 0; f < world.places(); ++f)
    if (counts_in(world, f, kind))
      for (std::size_t at = f * product_places; at < (f + 1) * product_places; ++at)
        if (world.products.id[at] != 0)
          for (std::size_t m = 0; m < world.centres.size(); ++m)
            if (const std::int64_t users = world.cells_of(at)[m].count; users > 0)
              visit(at, m, static_cast<double>(users));
}

/// Mean over users of value(product place, segment).
template <class Value>
double mean_over_users(const World& world, int kind, Value value) {
  double sum = 0, users = 0;
  for_cells(world, kind, [&](std::size_t at, std::size_t m, double count) {
    sum += count * value(at, m);
    users += count;
  });
  return ratio(sum, users);
}

}  // namespace permea::ecosystem_core
