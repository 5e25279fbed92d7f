// An observable is declared once: name, unit, stock or flow, how members are put together, meaning,
// and a pure function of the world. The model never calls a recorder: the engine looks.
//
//   Observables<World> all;
//   all.sum("profit", "1", Over::flow, "profit, in units of the unit cost", &profit_of);
//   all.mean("price", "1", "price asked a month", &price_of, "customers", &customers_of);
//   all.whole("concentration", "1", Over::stock, "sum of squared market shares", &concentration);
//
// Comparing strategies is a grouping of members, so a World that has kinds of members offers
//   std::size_t kinds() const; std::size_t members() const; int kind_of(std::size_t member) const;
// where kind_of() is -1 for a member that is not there (any more).
#pragma once

#include <functional>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace permea {

/// stock: the value at the end of the step; flow: summed since the row before.
enum class Over { stock, flow };

inline constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Every member, whatever its kind: the market as a whole.
inline constexpr int everybody = -1;

/// All there is to know of an observable but how it is computed.
struct ObservableRow {
  std::string name;
  std::string unit;
  Over over = Over::stock;
  bool grouped = false;   ///< has one value for each kind (strategy)
  bool overall = false;   ///< grouped, and not a sum: followed by one value for everybody
  std::string together;   ///< "sum", "mean", "mean weighted by customers", "of the whole", ...
  std::vector<std::string> dimensions;  ///< its own further dimensions, behind the kind's
  std::string meaning;
};

template <class World>
class Observables {
 public:
  using OfMember = std::function<double(const World&, std::size_t member)>;
  using OfWhole = std::function<double(const World&)>;
  using OfKind = std::function<double(const World&, int kind)>;
  using Along = std::function<void(const World&, std::span<double> out)>;
  using OfKindAlong = std::function<void(const World&, int kind, std::span<double> out)>;

  struct Entry {
    ObservableRow row;
    Along look;  ///< fills one value per kind (then everybody, if overall) and place along dimensions
  };

  /// The sum over the members of each kind; 0 where there is none.
  void sum(std::string name, std::string unit, Over over, std::string meaning, OfMember value) {
    add({std::move(name), std::move(unit), over, true, false, "sum", {}, std::move(meaning)},
        [value = std::move(value)](const World& world, std::span<double> out) {
          for (double& total : out) total = 0;
          for (std::size_t member = 0; member < world.members(); ++member)
            if (const int kind = world.kind_of(member); kind >= 0)
              out[static_cast<std::size_t>(kind)] += value(world, member);
        });
  }

  /// The mean over the members of each kind, each weighing `weight` (1 if left out); NaN where there
  /// is none. A member whose value is NaN does not count.
  void mean(std::string name, std::string unit, std::string meaning, OfMember value,
            const std::string& by = "", OfMember weight = {}) {
    std::string together = by.empty() ? "mean" : "mean weighted by " + by;
    add({std::move(name), std::move(unit), Over::stock, true, true, std::move(together), {},
         std::move(meaning)},
        [value = std::move(value), weight = std::move(weight)](const World& world,
                                                               std::span<double> out) {
          std::vector<double> weights(out.size(), 0.0);
          for (double& total : out) total = 0;
          for (std::size_t member = 0; member < world.members(); ++member) {
            const int kind = world.kind_of(member);
            const double x = kind < 0 ? missing : value(world, member);
            if (!(x == x)) continue;
            const double w = weight ? weight(world, member) : 1.0;
            for (const std::size_t group : {static_cast<std::size_t>(kind), out.size() - 1}) {
              out[group] += w * x;
              weights[group] += w;
            }
          }
          for (std::size_t g = 0; g < out.size(); ++g)
            out[g] = weights[g] > 0 ? out[g] / weights[g] : missing;
        });
  }

  /// What `value` computes for each kind, and for `everybody`.
  void of_kind(std::string name, std::string unit, Over over, std::string together,
               std::string meaning, OfKind value) {
    add({std::move(name), std::move(unit), over, true, true, std::move(together), {},
         std::move(meaning)},
        [value = std::move(value)](const World& world, std::span<double> out) {
          for (std::size_t kind = 0; kind + 1 < out.size(); ++kind)
            out[kind] = value(world, static_cast<int>(kind));
          out.back() = value(world, everybody);
        });
  }

  /// What `values` computes for each kind, and for `everybody`, along further dimensions.
  void of_kind_along(std::string name, std::string unit, Over over, std::string together,
                     std::vector<std::string> dimensions, std::string meaning, OfKindAlong values) {
    add({std::move(name), std::move(unit), over, true, true, std::move(together),
         std::move(dimensions), std::move(meaning)},
        [values = std::move(values)](const World& world, std::span<double> out) {
          const std::size_t kinds = world.kinds();
          const std::size_t width = out.size() / (kinds + 1);
          for (std::size_t kind = 0; kind <= kinds; ++kind)
            values(world, kind < kinds ? static_cast<int>(kind) : everybody,
                   out.subspan(kind * width, width));
        });
  }

  /// One number for the whole world.
  void whole(std::string name, std::string unit, Over over, std::string meaning, OfWhole value) {
    add({std::move(name), std::move(unit), over, false, false, "of the whole", {},
         std::move(meaning)},
        [value = std::move(value)](const World& world, std::span<double> out) {
          out[0] = value(world);
        });
  }

  /// Numbers for the whole world along the observable's own dimensions.
  void along(std::string name, std::string unit, Over over, std::vector<std::string> dimensions,
             std::string meaning, Along values) {
    add({std::move(name), std::move(unit), over, false, false, "of the whole", std::move(dimensions),
         std::move(meaning)},
        std::move(values));
  }

  const std::vector<Entry>& entries() const { return entries_; }

  std::vector<ObservableRow> rows() const {
    std::vector<ObservableRow> rows;
    for (const Entry& entry : entries_) rows.push_back(entry.row);
    return rows;
  }

 private:
  void add(ObservableRow row, Along look) { entries_.push_back({std::move(row), std::move(look)}); }

  std::vector<Entry> entries_;
};

}  // namespace permea
