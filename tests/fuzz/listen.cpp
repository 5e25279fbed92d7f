// What must be true of every complaint, whatever the input: it says something, in one line.
#include <algorithm>
#include <stdexcept>

#include "sim/kit/problem.h"
#include "tests/fuzz/target.h"

namespace permea::fuzz {
namespace {

void require_line(const Problem& problem) {
  const std::string words = text(problem);  // as the command line shows it
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (words.empty() || std::any_of(words.begin(), words.end(), control))
    throw std::logic_error("a complaint that is no line: \"" + words + "\"");
}

}  // namespace

void meet_and_listen(const std::string& bytes) try {
  meet(bytes);
} catch (const BadInput& bad) {
  if (bad.problems().empty()) throw std::logic_error("refused without a word");
  for (const Problem& problem : bad.problems()) require_line(problem);
} catch (const Failure& failure) {
  Problem problem;
  problem.message = failure.what();
  require_line(problem);
}

}  // namespace permea::fuzz
