// Whether something was said: what tests of messages ask.
#pragma once

#include <string>

namespace permea {

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace permea
