// A parameter is declared once, and declaring is reading: one line gives the science its plain
// constant and everybody else (validation, describe, sweeps, the results file) the row about it.
//
//   struct Rules : Parameters {
//     using Parameters::Parameters;
//     const double review_rate = real("market.review_rate", "1/month", 1.0 / 12, 0, 1,
//                                     "share of customers who reconsider their supplier", "assumed");
//     void check(Notes& notes) const { ... what must hold between parameters ... }
//   };
//   const Rules rules = read<Rules>(values);   // throws BadInput with everything that is wrong
#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sim/kit/problem.h"

namespace permea {

using Value = std::variant<bool, std::int64_t, double, std::string>;

/// `0.3`, `12`, `true`, `"none"`: as one would write it in a scenario; reals as short as is exact.
std::string text(const Value& value);

/// The number that a value is: 1 and 0 for true and false, NaN for a text.
double as_number(const Value& value);

/// The number that a value of a parameter of whole numbers reads as: no_limit for the word "all".
std::int64_t as_whole(const Value& value);

/// A value and where somebody gave it.
struct Given {
  Value value;
  Place place;
};

/// What "all" reads as where a whole number may be that word.
inline constexpr std::int64_t no_limit = -1;

/// What a scenario gives, by full name. What is not in it keeps its standard value.
using Values = std::map<std::string, Given, std::less<>>;

enum class Type { real, whole, flag, choice };

/// All there is to know of a parameter but its value in force.
struct ParameterRow {
  std::string name;  ///< `topic.what`; a lever has no topic
  Type type = Type::real;
  std::string unit;                  ///< a UDUNITS word: "1", "count", "month", "1/month"
  Value standard;                    ///< its standard value
  double low = 0, high = 0;          ///< inclusive range of real and whole
  std::vector<std::string> choices;  ///< of a choice; words that may stand for a whole number
  std::string meaning;
  std::string source;    ///< where the standard value comes from, or "assumed"
  bool offered = true;    ///< false: declared for later; refused when set to anything but its standard
  bool at_start = false;  ///< takes force at the start only; a timed change of it is refused
};

/// "from 0 to 1", "true or false", "one of \"none\", \"direct\"".
std::string allowed(const ParameterRow& row);

/// What a reading of declarations notes down: problems now, rows for later.
class Notes {
 public:
  /// `owner` stands before every name in a message: "strategy.open." for the levers of open.
  explicit Notes(const Values& given, std::string owner = "")
      : given_(given), owner_(std::move(owner)) {}

  /// Something is wrong with the value of `name` (at the place where it was given).
  void wrong(std::string_view name, std::string message);
  /// The last row taken down takes force at the start only.
  void mark_at_start() { rows_.back().at_start = true; }
  /// Takes down the row and returns the value in force: the given one if it fits, else the standard.
  Value take(ParameterRow row);
  /// Notes every given name that no declaration has read, with the nearest known name.
  void note_unread();

  const std::vector<ParameterRow>& rows() const { return rows_; }
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  const Values& given_;
  std::string owner_;
  std::vector<ParameterRow> rows_;
  std::vector<Problem> problems_;
};

/// Base of a model's rules and levers. The declaring functions are called only in default member
/// initialisers, that is, while read() builds the object; a copy knows no notes.
class Parameters {
 public:
  /// Without notes every declaration keeps its standard value.
  Parameters() = default;
  explicit Parameters(Notes& notes) : notes_(&notes) {}
  Parameters(const Parameters&) {}
  Parameters& operator=(const Parameters&) { return *this; }
  ~Parameters() = default;

  /// What combinations must satisfy; a model's rules hide this one with their own.
  void check(Notes&) const {}

 protected:
  double real(std::string name, std::string unit, double standard, double low, double high,
              std::string meaning, std::string source);
  std::int64_t whole(std::string name, std::string unit, std::int64_t standard, std::int64_t low,
                     std::int64_t high, std::string meaning, std::string source);
  /// A whole number, or the word "all", which reads as no_limit (-1).
  std::int64_t whole_or_all(std::string name, std::string unit, std::int64_t standard,
                            std::int64_t low, std::int64_t high, std::string meaning,
                            std::string source);
  bool flag(std::string name, bool standard, std::string meaning, std::string source);
  /// The position of the value in `choices`, as the enumeration that lists them in the same order.
  template <class Enumeration = int>
  Enumeration choice(std::string name, std::vector<std::string> choices, std::string_view standard,
                     std::string meaning, std::string source) {
    return static_cast<Enumeration>(
        choice_index(std::move(name), std::move(choices), standard, std::move(meaning), std::move(source)));
  }
  /// What the declaration within takes force at the start only: `at_start(whole("firms.count", ...))`.
  template <class Plain>
  Plain at_start(Plain value) const {
    if (notes_) notes_->mark_at_start();
    return value;
  }
  /// A real that is declared for a later version: any value but the standard one is refused.
  double later(std::string name, std::string unit, double standard, double low, double high,
               std::string meaning, std::string source);

 private:
  int choice_index(std::string name, std::vector<std::string> choices, std::string_view standard,
                   std::string meaning, std::string source);

  Value take(ParameterRow row) const;

  Notes* notes_ = nullptr;
};

/// Reads the values that `notes` holds as a `Declared`, noting what is wrong instead of throwing.
template <class Declared>
Declared read(Notes& notes) {
  Declared declared(notes);
  notes.note_unread();
  if (notes.problems().empty()) declared.check(notes);
  return Declared(std::as_const(declared));
}

/// Reads `given` as a `Declared`. Throws BadInput with every problem, sorted by place.
template <class Declared>
Declared read(const Values& given) {
  Notes notes(given);
  Declared declared = read<Declared>(notes);
  if (!notes.problems().empty()) throw BadInput(notes.problems());
  return declared;
}

/// The rows that `Declared` declares, in order.
template <class Declared>
std::vector<ParameterRow> rows_of() {
  const Values nothing;
  Notes notes(nothing);
  const Declared declared(notes);
  return notes.rows();
}

}  // namespace permea
