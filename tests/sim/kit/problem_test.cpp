// Complaints read alike and name the nearest known word.
#include "sim/kit/problem.h"

#include <catch2/catch.hpp>

using namespace permea;

TEST_CASE("a place is file:line:column, or the file alone") {
  CHECK(text(Place{"s.toml", 14, 9}) == "s.toml:14:9");
  CHECK(text(Place{"--set", 0, 0}) == "--set");
  CHECK(text(Place{}).empty());
}

TEST_CASE("a problem says where and what") {
  CHECK(text(Problem{{"s.toml", 2, 1}, "no such key"}) == "s.toml:2:1: no such key");
  CHECK(text(Problem{{}, "no such key"}) == "no such key");
}

TEST_CASE("what would break a line or move the cursor is shown as a number") {
  CHECK(text(Problem{{"a\nb"}, "\x1b[2J and \x7f"}) == "a\\x0ab: \\x1b[2J and \\x7f");
  CHECK(text(Problem{{}, "\u00fcber"}) == "\u00fcber");
}

TEST_CASE("bad input lists all problems by place, a line each") {
  const BadInput bad({{{"s.toml", 10, 1}, "b"}, {{"s.toml", 9, 5}, "a"}, {{"s.toml", 9, 40}, "c"}});
  CHECK(std::string(bad.what()) == "s.toml:9:5: a\ns.toml:9:40: c\ns.toml:10:1: b");
  CHECK(bad.problems().size() == 3);
  CHECK(std::string(BadInput({"s.toml", 1, 2}, "x").what()) == "s.toml:1:2: x");
}

TEST_CASE("the nearest known name is suggested") {
  const std::vector<std::string> known = {"market.firms", "market.customers", "needs.drift"};
  const auto meant = [&](const char* name) { return suggestion(name, known); };
  CHECK(meant("market.fims") == "; did you mean \"market.firms\"?");   // a letter left out
  CHECK(meant("market.frims") == "; did you mean \"market.firms\"?");  // two swapped
  CHECK(meant("firms") == "; did you mean \"market.firms\"?");         // the topic left out
  CHECK(meant("needs.drifft") == "; did you mean \"needs.drift\"?");
  CHECK(meant("zzzzzzz").empty());
  CHECK(suggestion("a", {}).empty());
  CHECK(meant(std::string(100'000, 'm').c_str()).empty());
}
