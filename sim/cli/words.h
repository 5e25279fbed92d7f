// How sizes, numbers and expectations are said to people.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/run/scenario.h"

namespace permea {

/// 1536 as "1.5 kB".
std::string spoken_bytes(std::size_t bytes);

/// 100000 as "100,000".
std::string grouped(std::size_t number);

/// Names as "closed, open, social".
std::string listed(const std::vector<std::string>& names);

/// A number with as many decimals as show two digits of `precision`; with seven digits when that is
/// 0, not finite or not known.
std::string rounded(double number, double precision);

/// "0.845 +- 0.049" for a number whose half-width is above zero, else the number.
std::string with_half_width(const std::string& number, double half, double precision);

/// "0.845 +- 0.049", "0.2 to 0.6", "above 0", "within 0.02 of 0", "in words".
std::string in_words(const Expectation& expected);

}  // namespace permea
