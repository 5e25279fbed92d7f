// What a command is: its options are declared once, for the parser, the help and the suggestions.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/kit/model.h"
#include "sim/kit/problem.h"

namespace permea {

/// One option. `letter` 0: no short form. An empty `value`: a switch.
struct Option {
  std::string name;
  char letter = 0;
  std::string value;  ///< what stands for its value in the help: "FILE"
  std::string meaning;
  bool repeatable = false;
};

/// Which words stand without an option, and how many of them.
struct Operands {
  std::string name;  ///< as in the help: "SCENARIO"
  std::size_t least = 0, most = 0;
};

/// What was said to a command. Problems are collected, so that all can be told at once.
class Arguments {
 public:
  Arguments(std::span<const std::string> words, const Operands& operands,
            std::span<const Option> options);

  bool has(const std::string& option) const { return given_.contains(option); }
  /// The value given last, or `otherwise`.
  std::string value(const std::string& option, const std::string& otherwise = "") const;
  /// All values of a repeatable option.
  std::vector<std::string> values(const std::string& option) const;
  /// The value as a whole number in [low, high]; nothing when it is not given or is wrong.
  std::optional<std::int64_t> whole(const std::string& option, std::int64_t low, std::int64_t high);
  /// The same for a number with or without a point.
  std::optional<double> real(const std::string& option, double low, double high);
  /// The value, which must be one of `choices`; the first of them when it is not given or is wrong.
  std::string choice(const std::string& option, const std::vector<std::string>& choices);
  const std::vector<std::string>& operands() const { return operands_; }
  /// Everything that was said, as it was said.
  const std::vector<std::string>& words() const { return words_; }

  /// What is wrong so far.
  std::vector<Problem>& problems() { return problems_; }
  /// Notes what is wrong with an option, or with a file that a word named.
  void wrong(const std::string& word, std::string message);
  /// Notes everything that was found wrong elsewhere.
  void wrong(const BadInput& bad);

 private:
  std::vector<std::string> words_;
  std::map<std::string, std::vector<std::string>> given_;
  std::vector<std::string> operands_;
  std::vector<Problem> problems_;
};

/// A text that is nothing but the digits of a number.
std::optional<std::size_t> whole_number(const std::string& digits);

/// The models there are.
struct Models : std::span<const Model> {
  std::string instruction_set;  ///< what they were compiled for: "x86-64-v3"
};

struct Command {
  std::string name;
  std::string summary;
  Operands operands;
  std::vector<Option> options;
  std::vector<std::string> exit_codes;  ///< "0  done"
  /// Returns the exit code; throws BadInput and Failure.
  std::function<int(Arguments&, Models)> act;
};

/// Usage, options and exit codes.
std::string help(const Command& command);

Command run_command();
Command check_command();
Command describe_command();
Command verify_command();
Command merge_command();
Command replay_command();
Command export_command();
Command compare_command();

}  // namespace permea
