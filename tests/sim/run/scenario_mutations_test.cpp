// Whatever happens to a scenario's text, the loader gives a scenario or says what is wrong.
#include <catch2/catch.hpp>

#include "sim/kit/random.h"
#include "sim/run/evidence/expect.h"
#include "sim/run/simulation.h"
#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

enum class Question : std::uint16_t { which_line = 1 };

/// How the text ends up: "read", or "refused" with messages of one line each, placed in the file.
/// Anything else is thrown on and fails the test.
std::string outcome(const std::string& text) {
  const std::string wrong = complaints(text);
  if (wrong.empty()) return "read";
  for (std::size_t start = 0; start < wrong.size();) {
    const std::size_t end = std::min(wrong.find('\n', start), wrong.size());
    if (wrong.compare(start, 6, "s.toml") != 0) return "no place: " + wrong;
    start = end + 1;
  }
  return "refused";
}

bool is_fine(const std::string& outcome) { return outcome == "read" || outcome == "refused"; }

}  // namespace

TEST_CASE("a scenario cut off at any byte is read or refused") {
  int refused = 0;
  for (std::size_t length = 0; length < rich_scenario.size(); ++length) {
    const std::string result = outcome(rich_scenario.substr(0, length));
    INFO(length);
    REQUIRE(is_fine(result));
    refused += result == "refused";
  }
  CHECK(refused > 500);
}

TEST_CASE("a scenario with any byte replaced is read or refused") {
  const std::string replacements = std::string("\"[]{}=.,#\n\\ '09-ax\x01\x80\xff") + '\0';
  for (std::size_t at = 0; at < rich_scenario.size(); ++at)
    for (const char replacement : replacements) {
      std::string text = rich_scenario;
      text[at] = replacement;
      const std::string result = outcome(text);
      INFO(text);
      REQUIRE(is_fine(result));
    }
}

TEST_CASE("a scenario with any byte left out or any line doubled is read or refused") {
  for (std::size_t at = 0; at < rich_scenario.size(); ++at) {
    std::string shorter = rich_scenario;
    shorter.erase(at, 1);
    INFO(shorter);
    REQUIRE(is_fine(outcome(shorter)));
    if (rich_scenario[at] != '\n') continue;
    const std::size_t start = at == 0 ? 0 : rich_scenario.rfind('\n', at - 1) + 1;
    std::string longer = rich_scenario;
    longer.insert(start, rich_scenario.substr(start, at + 1 - start));
    REQUIRE(is_fine(outcome(longer)));
  }
}

TEST_CASE("a scenario with its lines mixed up is read or refused, and runs if it is read") {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < rich_scenario.size();) {
    const std::size_t end = rich_scenario.find('\n', start) + 1;
    lines.push_back(rich_scenario.substr(start, end - start));
    start = end;
  }
  int read = 0;
  for (std::uint32_t trial = 0; trial < 2000; ++trial) {
    const Chance chance(1, trial);
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Words words = chance.draw(Question::which_line, i);
      if (happens(0.06, words[0])) continue;
      text += lines[i];
      if (happens(0.03, words[1]))
        text += lines[below(static_cast<std::uint32_t>(lines.size()), words[2])];
    }
    INFO(text);
    const std::string result = outcome(text);
    REQUIRE(is_fine(result));
    if (result != "read") continue;
    ++read;
    const Scenario scenario = toy_scenario(text);
    const Plan plan(scenario);
    const Series series = simulate(plan, 0, 1).value();
    CHECK(series.status == Status::done);
    Evidence(plan).add(series);
  }
  CHECK(read > 10);
}
