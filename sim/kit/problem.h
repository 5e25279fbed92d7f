// What is wrong, and where: every complaint of permea is made of these, so all read alike.
#pragma once

#include <cstdint>
#include <exception>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace permea {

/// A place in a text that somebody wrote. `line` and `column` count from 1; 0 means "no place",
/// as for the command line, whose `file` is then the option (`--set`).
struct Place {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend auto operator<=>(const Place&, const Place&) = default;
};

/// `scenario.toml:14:9`, or the file alone when there is no line.
std::string text(const Place& place);

/// One thing that is wrong: `message` says what was found, what is allowed, and the nearest name.
struct Problem {
  Place place;
  std::string message;

  friend auto operator<=>(const Problem&, const Problem&) = default;
};

/// `scenario.toml:14:9: market.fims: unknown key; did you mean "market.firms"?`
std::string text(const Problem& problem);

/// The command line or a scenario is wrong: all that is wrong with it, sorted by place. Exit code 2.
class BadInput : public std::exception {
 public:
  explicit BadInput(std::vector<Problem> problems);
  BadInput(Place place, std::string message);

  const std::vector<Problem>& problems() const { return problems_; }
  /// One line for each problem.
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::vector<Problem> problems_;
  std::string what_;
};

/// The input was right and the work still could not be done: a full disk, a folder that cannot be
/// written, a run that broke an invariant. Exit code 1.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `; did you mean "market.firms"?` with the nearest of `known`, or nothing when none is near.
std::string suggestion(std::string_view name, std::span<const std::string> known);

}  // namespace permea
