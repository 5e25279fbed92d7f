// One axis of a sweep: which parameter it moves, and through which values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/run/scenario/draft.h"

namespace permea {

/// What an axis' name stands for: the declaration, and what stands before the name in messages.
struct Swept {
  std::string name;
  const ParameterRow* row = nullptr;
  std::string owner;
};

/// Nothing when no parameter, and no lever of a kind of the scenario, is called so.
std::optional<Swept> swept_by(const std::string& name, const Draft& draft);
std::vector<std::string> names_to_sweep(const Draft& draft);

/// What an axis goes through: from one number to another, or a list of values.
class Reach {
 public:
  /// { from, to, scale, integer }, { choices } or an array of values. Nothing when something else
  /// stands there, which then has been noted; a `count` is asked for, or refused, as `counted` says.
  static std::optional<Reach> read(const TomlEntry& entry, const Swept& swept, bool counted,
                                   Draft& draft);

  /// Every listed value, or `count` numbers, evenly on the scale and both ends exactly.
  std::vector<Given> all() const;
  /// Of a range its ends; nothing of a list.
  std::optional<Axis::Ends> ends() const;
  /// The value at a share of the way, from 0 to 1; listed values and whole numbers get equal parts.
  Given at(double share) const;

 private:
  void read_range(TableReader& table, const ParameterRow& row, bool counted);
  void keep_to_whole_numbers(TableReader& table);
  double between(double parts, double of) const;

  Place place_;
  std::vector<Given> listed_;
  double from_ = 0, to_ = 0;
  std::int64_t count_ = 0;
  bool log_scale_ = false, integer_ = false;
};

/// Notes the values that the declaration does not allow and, if asked, those that are there twice.
void check_values(const Axis& axis, const Swept& swept, bool each_once, Draft& draft);

}  // namespace permea
