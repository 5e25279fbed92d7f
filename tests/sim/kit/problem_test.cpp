// Complaints read alike and name the nearest known word.
#include "sim/kit/problem.h"

#include <catch2/catch.hpp>

using namespace permea;

/// How a complaint shows these words.
static std::string shown(const std::string& words) { return text(Problem{{}, words}); }

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

TEST_CASE("what a terminal takes for an order is shown as a number, however it is written") {
  CHECK(shown("a\u0080b\u009b2J\u009f") == "a\\u0080b\\u009b2J\\u009f");  // C1: as ESC and a letter
  CHECK(shown("\u202a\u202e \u2066\u2069") == "\\u202a\\u202e \\u2066\\u2069");  // right to left
  CHECK(shown("a\u2028b\u2029") == "a\\u2028b\\u2029");  // breaks of lines
}

TEST_CASE("words of any language are shown as they are") {
  for (const std::string words : {"\u00a0\u00fc\u07ff", "\u0800\u2027\u202f\u2065\u206a", "\ud7ff\ue000\uffff",
                                  "\U00010000\U0001f600\U0010ffff"})
    CHECK(shown(words) == words);
}

TEST_CASE("bytes that are no UTF-8 are shown as numbers") {
  CHECK(shown("a\x9b" "2J\xff") == "a\\x9b2J\\xff");      // alone
  CHECK(shown("\xe2\x80") == "\\xe2\\x80");               // cut short
  CHECK(shown("\xc3z") == "\\xc3z");                       // not gone on with
  CHECK(shown("\xc0\x9b") == "\\xc0\\x9b");               // longer than it need be
  CHECK(shown("\xe0\x82\x9b") == "\\xe0\\x82\\x9b");
  CHECK(shown("\xed\xa0\x80") == "\\xed\\xa0\\x80");     // half of a pair
  CHECK(shown("\xf4\x90\x80\x80") == "\\xf4\\x90\\x80\\x80");  // behind the last
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
