// Sizes, numbers and expectations in words.
#include "sim/cli/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace permea {

std::string spoken_bytes(std::size_t bytes) {
  constexpr std::array<const char*, 6> units = {"B", "kB", "MB", "GB", "TB", "PB"};
  auto number = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; number >= 999.5 && unit + 1 < units.size(); ++unit) number /= 1000;
  std::array<char, 32> words;
  std::snprintf(words.data(), words.size(), number < 9.95 && unit > 0 ? "%.1f %s" : "%.0f %s", number,
                units[unit]);
  return words.data();
}

std::string grouped(std::size_t number) {
  const std::string digits = std::to_string(number);
  std::string groups;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) groups += ',';
    groups += digits[i];
  }
  return groups;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list.append(list.empty() ? "" : ", ").append(name);
  return list;
}

std::string rounded(double number, double precision) {
  constexpr int most = 12;
  std::array<char, 64> written;
  const bool exact = !(precision > 0) || !std::isfinite(precision);
  const int decimals = exact ? 0 : 1 - static_cast<int>(std::floor(std::log10(precision)));
  if (exact) std::snprintf(written.data(), written.size(), "%.7g", number);
  else std::snprintf(written.data(), written.size(), "%.*f", std::clamp(decimals, 0, most), number);
  const std::string words = written.data();
  const bool is_zero = words.find_first_not_of("-0.") == std::string::npos;
  return is_zero && words.front() == '-' ? words.substr(1) : words;
}

std::string with_half_width(const std::string& number, double half, double precision) {
  return half > 0 ? number + " +- " + rounded(half, precision) : number;
}

std::string in_words(const Expectation& expected) {
  const std::string margin = rounded(expected.margin, 0);
  switch (expected.form) {
    case Expectation::Form::value:
      return with_half_width(rounded(expected.value, 0), expected.tolerance, expected.tolerance);
    case Expectation::Form::between:
      return rounded(expected.low, 0) + " to " + rounded(expected.high, 0);
    case Expectation::Form::sign:
      if (expected.sign == "0") return "within " + margin + " of 0";
      if (expected.sign == "+") return "above " + margin;
      return (expected.margin > 0 ? "below -" : "below ") + margin;
    case Expectation::Form::words: break;
  }
  return "in words";
}

}  // namespace permea
