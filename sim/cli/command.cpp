// How the words of a command line become options and operands, and what the help says of them.
#include "sim/cli/command.h"

#include <algorithm>
#include <array>
#include <boost/program_options.hpp>
#include <charconv>

#include "sim/cli/words.h"

namespace permea {
namespace {

namespace po = boost::program_options;

constexpr const char* operand_key = "operand";

po::options_description described_to_boost(std::span<const Option> options) {
  po::options_description all;
  for (const Option& option : options) {
    const std::string names = option.letter ? option.name + "," + option.letter : option.name;
    if (option.value.empty()) all.add_options()(names.c_str(), "");
    else all.add_options()(names.c_str(), po::value<std::string>());
  }
  all.add_options()(operand_key, po::value<std::vector<std::string>>());
  return all;
}

po::parsed_options parsed(std::span<const std::string> words, const po::options_description& options) {
  using namespace po::command_line_style;
  po::positional_options_description operands;
  operands.add(operand_key, -1);
  return po::command_line_parser(std::vector<std::string>(words.begin(), words.end()))
      .options(options)
      .positional(operands)
      .style(default_style & ~allow_guessing)
      .allow_unregistered()
      .run();
}

std::vector<std::string> long_names(std::span<const Option> options) {
  std::vector<std::string> names;
  for (const Option& option : options) names.push_back("--" + option.name);
  return names;
}

const Option& option_named(std::span<const Option> options, const std::string& name) {
  return *std::find_if(options.begin(), options.end(), [&](const Option& o) { return o.name == name; });
}

std::string usage_of(const Operands& operands) {
  if (operands.most == 0) return "";
  const std::string name = " " + operands.name;
  if (operands.least == 0) return " [" + operands.name + (operands.most > 1 ? "...]" : "]");
  return operands.most > 1 ? name + "..." : name;
}

std::string count_problem(const Operands& operands, std::size_t given) {
  if (given < operands.least) return "no " + operands.name + " is given";
  if (given > operands.most)
    return operands.most == 0 ? "takes no operands" : "takes one " + operands.name + " only";
  return "";
}

/// A number in as few digits as tell it from others.
std::string shortest(double number) {
  std::array<char, 40> digits;
  return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr};
}

/// `text` in lines that begin under `column`.
std::string hanging(const std::string& text, std::size_t column) {
  constexpr std::size_t width = 100;
  std::string lines;
  std::size_t at = column, start = 0;
  while (start < text.size()) {
    const std::size_t end = std::min(text.find(' ', start), text.size());
    if (at > column && at + 1 + (end - start) > width) {
      lines.append("\n").append(column, ' ');
      at = column;
    }
    if (at > column) lines += ' ';
    at += end - start + (at > column ? 1 : 0);
    lines.append(text, start, end - start);
    start = end + 1;
  }
  return lines + "\n";
}

}  // namespace

Arguments::Arguments(std::span<const std::string> words, const Operands& operands,
                     std::span<const Option> options)
    : words_(words.begin(), words.end()) {
  bool all_known = true;
  try {
    for (const auto& option : parsed(words, described_to_boost(options)).options) {
      if (option.unregistered) {
        const std::string& word = option.original_tokens.front();
        const std::string name = word.substr(0, word.find('='));
        wrong(name, "unknown option" + suggestion(name, long_names(options)));
        all_known = false;
      } else if (option.string_key == operand_key) {
        operands_.insert(operands_.end(), option.value.begin(), option.value.end());
      } else {
        auto& values = given_[option.string_key];
        values.insert(values.end(), option.value.begin(), option.value.end());
      }
    }
  } catch (const po::error& error) {
    throw BadInput({}, error.what());
  }
  for (const auto& [name, values] : given_) {
    const Option& option = option_named(options, name);
    if (!option.repeatable && values.size() > 1) wrong("--" + name, "given more than once");
  }
  const std::string wrong_count = count_problem(operands, operands_.size());
  if (all_known && !wrong_count.empty() && !has("help")) wrong("", wrong_count);
}

std::optional<std::size_t> whole_number(const std::string& digits) {
  std::size_t number = 0;
  const auto end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || error != std::errc{} || rest != end) return {};
  return number;
}

void Arguments::wrong(const std::string& word, std::string message) {
  Problem& problem = problems_.emplace_back();
  problem.place.file = word;
  problem.message = std::move(message);
}

void Arguments::wrong(const BadInput& bad) {
  problems_.insert(problems_.end(), bad.problems().begin(), bad.problems().end());
}

std::string Arguments::value(const std::string& option, const std::string& otherwise) const {
  const auto found = given_.find(option);
  return found == given_.end() || found->second.empty() ? otherwise : found->second.back();
}

std::vector<std::string> Arguments::values(const std::string& option) const {
  const auto found = given_.find(option);
  return found == given_.end() ? std::vector<std::string>{} : found->second;
}

std::optional<std::int64_t> Arguments::whole(const std::string& option, std::int64_t low,
                                             std::int64_t high) {
  if (!has(option)) return {};
  const std::string digits = value(option);
  std::int64_t number = 0;
  const auto end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  if (error == std::errc{} && rest == end && number >= low && number <= high) return number;
  wrong("--" + option, digits + " is not a whole number from " + std::to_string(low) + " to " +
                           std::to_string(high));
  return {};
}

std::optional<double> Arguments::real(const std::string& option, double low, double high) {
  if (!has(option)) return {};
  const std::string digits = value(option);
  double number = 0;
  const auto end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, number);
  if (error == std::errc{} && rest == end && number >= low && number <= high) return number;
  wrong("--" + option, digits + " is not a number from " + shortest(low) + " to " + shortest(high));
  return {};
}

std::string Arguments::choice(const std::string& option, const std::vector<std::string>& choices) {
  const std::string word = value(option, choices.front());
  if (std::find(choices.begin(), choices.end(), word) != choices.end()) return word;
  wrong("--" + option,
        word + " is not a choice; allowed: " + listed(choices) + suggestion(word, choices));
  return choices.front();
}

std::string help(const Command& command) {
  constexpr std::size_t column = 34;
  std::string lines = "permea " + command.name + usage_of(command.operands) + " [OPTION]...\n";
  lines += command.summary + ".\n\noptions\n";
  for (const Option& option : command.options) {
    std::string head = option.letter ? std::string("  -") + option.letter + ", --" : "      --";
    head += option.name + (option.value.empty() ? "" : " " + option.value);
    head.resize(std::max(head.size() + 2, column), ' ');
    const std::string repeatable = option.repeatable ? "; may be repeated" : "";
    lines += head + hanging(option.meaning + repeatable, column);
  }
  lines += "\nexit codes\n";
  for (const std::string& code : command.exit_codes) lines.append("  ").append(code).append("\n");
  return lines;
}

}  // namespace permea
