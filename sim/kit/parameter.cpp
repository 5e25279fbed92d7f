// How a given value is held against its declaration.
#include "sim/kit/parameter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace permea {
namespace {

std::string written_real(double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  std::string written(digits.data(), end);
  const bool whole = written.find_first_of(".enf") == std::string::npos;
  return whole ? written + ".0" : written;
}

/// A number as people write it: 1 rather than 1.0.
std::string plain(double value) {
  const std::string written = written_real(value);
  return written.ends_with(".0") ? written.substr(0, written.size() - 2) : written;
}

std::string_view kind(const Value& value) {
  constexpr std::array<std::string_view, 4> kinds = {"a flag", "a whole number", "a number",
                                                     "a text"};
  return kinds[value.index()];
}

/// The bounds of a whole number have all their digits.
std::string whole_bound(double value) { return std::to_string(static_cast<std::int64_t>(value)); }

/// Whether `value` is what `row` allows, whole numbers given for reals turned into reals; if not,
/// `message` says why.
bool fits(const ParameterRow& row, Value& value, std::string& message) {
  const auto refuse = [&](const std::string& why, const std::string& meant = "") {
    message = why + "; allowed: " + allowed(row) + meant;
    return false;
  };
  if (row.type == Type::real && std::holds_alternative<std::int64_t>(value))
    value = static_cast<double>(std::get<std::int64_t>(value));
  const bool word = std::holds_alternative<std::string>(value);
  if (row.type == Type::whole && word && !row.choices.empty()) {
    const auto& name = std::get<std::string>(value);
    if (std::find(row.choices.begin(), row.choices.end(), name) != row.choices.end()) return true;
  }
  if (value.index() != row.standard.index())
    return refuse(text(value) + " is " + std::string(kind(value)));
  if (row.type == Type::choice) {
    const auto& name = std::get<std::string>(value);
    if (std::find(row.choices.begin(), row.choices.end(), name) == row.choices.end())
      return refuse(text(value) + " is not a choice", suggestion(name, row.choices));
  }
  if (row.type == Type::real && !std::isfinite(std::get<double>(value)))
    return refuse(text(value) + " is not a finite number");
  const auto outside = [&](auto number) {
    return static_cast<double>(number) < row.low || static_cast<double>(number) > row.high;
  };
  if (row.type == Type::real && outside(std::get<double>(value)))
    return refuse(plain(std::get<double>(value)) + " is out of range");
  if (row.type == Type::whole && outside(std::get<std::int64_t>(value)))
    return refuse(text(value) + " is out of range");
  return true;
}

}  // namespace

double as_number(const Value& value) {
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  return std::numeric_limits<double>::quiet_NaN();
}

std::int64_t as_whole(const Value& value) {
  return std::holds_alternative<std::string>(value) ? no_limit : std::get<std::int64_t>(value);
}

std::string text(const Value& value) {
  struct Writer {
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return written_real(number); }
    std::string operator()(const std::string& word) const { return '"' + word + '"'; }
  };
  return std::visit(Writer{}, value);
}

std::string allowed(const ParameterRow& row) {
  switch (row.type) {
    case Type::real: return "a number from " + plain(row.low) + " to " + plain(row.high);
    case Type::whole: {
      std::string range =
          "a whole number from " + whole_bound(row.low) + " to " + whole_bound(row.high);
      for (const std::string& word : row.choices) range.append(", or \"").append(word).append(1, '"');
      return range;
    }
    case Type::flag: return "true or false";
    case Type::choice: break;
  }
  std::string list;
  for (const std::string& choice : row.choices)
    list.append(list.empty() ? "" : ", ").append(1, '"').append(choice).append(1, '"');
  return "one of " + list;
}

void Notes::wrong(std::string_view name, std::string message) {
  const auto given = given_.find(name);
  Place place = given == given_.end() ? Place{} : given->second.place;
  problems_.push_back({std::move(place), owner_ + std::string(name) + ": " + std::move(message)});
}

Value Notes::take(ParameterRow row) {
  Value value = row.standard;
  if (const auto given = given_.find(row.name); given != given_.end()) {
    value = given->second.value;
    std::string message;
    if (!fits(row, value, message)) {
      wrong(row.name, std::move(message));
      value = row.standard;
    } else if (!row.offered && value != row.standard) {
      wrong(row.name, "not in this version; only " + text(row.standard) + " is allowed");
      value = row.standard;
    }
  }
  rows_.push_back(std::move(row));
  return value;
}

void Notes::note_unread() {
  std::vector<std::string> known;
  for (const ParameterRow& row : rows_) known.push_back(row.name);
  for (const auto& [name, given] : given_)
    if (std::find(known.begin(), known.end(), name) == known.end())
      wrong(name, "unknown key" + suggestion(name, known));
}

Value Parameters::take(ParameterRow row) const {
  return notes_ ? notes_->take(std::move(row)) : row.standard;
}

double Parameters::real(std::string name, std::string unit, double standard, double low, double high,
                        std::string meaning, std::string source) {
  return std::get<double>(take({std::move(name), Type::real, std::move(unit), standard, low,
                                        high, {}, std::move(meaning), std::move(source)}));
}

std::int64_t Parameters::whole(std::string name, std::string unit, std::int64_t standard,
                               std::int64_t low, std::int64_t high, std::string meaning,
                               std::string source) {
  return std::get<std::int64_t>(take(
      {std::move(name), Type::whole, std::move(unit), standard, static_cast<double>(low),
       static_cast<double>(high), {}, std::move(meaning), std::move(source)}));
}

std::int64_t Parameters::whole_or_all(std::string name, std::string unit, std::int64_t standard,
                                      std::int64_t low, std::int64_t high, std::string meaning,
                                      std::string source) {
  const Value value =
      take({std::move(name), Type::whole, std::move(unit), standard, static_cast<double>(low),
            static_cast<double>(high), {"all"}, std::move(meaning), std::move(source)});
  return as_whole(value);
}

bool Parameters::flag(std::string name, bool standard, std::string meaning, std::string source) {
  return std::get<bool>(take(
      {std::move(name), Type::flag, "1", standard, 0, 1, {}, std::move(meaning), std::move(source)}));
}

int Parameters::choice_index(std::string name, std::vector<std::string> choices,
                             std::string_view standard, std::string meaning, std::string source) {
  const Value value =
      take({std::move(name), Type::choice, "1", std::string(standard), 0, 0, choices,
                    std::move(meaning), std::move(source)});
  const auto found = std::find(choices.begin(), choices.end(), std::get<std::string>(value));
  return static_cast<int>(found - choices.begin());
}

double Parameters::later(std::string name, std::string unit, double standard, double low, double high,
                         std::string meaning, std::string source) {
  return std::get<double>(take({std::move(name), Type::real, std::move(unit), standard, low,
                                        high, {}, std::move(meaning), std::move(source), false}));
}

}  // namespace permea
