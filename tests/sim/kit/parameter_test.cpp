// Declaring a parameter is reading it, and every wrong value gets its line.
#include "sim/kit/parameter.h"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace permea;

namespace {

enum class Mode { none, direct, general };

struct Rules : Parameters {
  using Parameters::Parameters;
  const double rate = real("market.rate", "1/month", 0.25, 0, 1, "a rate", "assumed");
  const std::int64_t firms = whole("market.firms", "count", 60, 1, 1000, "firms", "input");
  const bool open = flag("market.open", true, "a switch", "assumed");
  const Mode mode =
      choice<Mode>("market.mode", {"none", "direct", "general"}, "direct", "how", "assumed");
  const double lag = later("market.lag", "month", 12, 0, 60, "a lag", "assumed");

  void check(Notes& notes) const {
    if (rate == 0 && open) notes.wrong("market.rate", "0 needs market.open = false");
  }
};

Values given(const std::string& name, Value value) {
  return {{name, {std::move(value), {"s.toml", 3, 7}}}};
}

/// What is said of this value.
std::string complaint(const std::string& name, Value value) {
  try {
    read<Rules>(given(name, std::move(value)));
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return "nothing";
}

}  // namespace

TEST_CASE("a value is a number unless it is a text") {
  CHECK(as_number(Value(0.5)) == 0.5);
  CHECK(as_number(Value(std::int64_t{3})) == 3);
  CHECK(as_number(Value(true)) == 1);
  CHECK_FALSE(as_number(Value(std::string("open"))) == as_number(Value(std::string("open"))));
}

TEST_CASE("what is not given keeps its standard value") {
  const Rules rules = read<Rules>({});
  CHECK(rules.rate == 0.25);
  CHECK(rules.firms == 60);
  CHECK(rules.open);
  CHECK(rules.mode == Mode::direct);
  CHECK(rules.lag == 12);
  CHECK(Rules().firms == 60);
}

TEST_CASE("what is given is in force, at the ends of its range too") {
  CHECK(read<Rules>(given("market.rate", 1.0)).rate == 1);
  CHECK(read<Rules>(given("market.rate", std::int64_t{1})).rate == 1);  // a whole number is a real
  CHECK(read<Rules>(given("market.firms", std::int64_t{1000})).firms == 1000);
  CHECK_FALSE(read<Rules>(given("market.open", false)).open);
  CHECK(read<Rules>(given("market.mode", std::string("general"))).mode == Mode::general);
  CHECK(read<Rules>(given("market.lag", 12.0)).lag == 12);
}

TEST_CASE("a wrong type is refused") {
  const std::string at = "s.toml:3:7: ";
  CHECK(complaint("market.rate", std::string("high")) ==
        at + "market.rate: \"high\" is a text; allowed: a number from 0 to 1");
  CHECK(complaint("market.rate", true) ==
        at + "market.rate: true is a flag; allowed: a number from 0 to 1");
  CHECK(complaint("market.firms", 2.5) ==
        at + "market.firms: 2.5 is a number; allowed: a whole number from 1 to 1000");
  CHECK(complaint("market.firms", 2.0) ==
        at + "market.firms: 2.0 is a number; allowed: a whole number from 1 to 1000");
  CHECK(complaint("market.open", std::int64_t{1}) ==
        at + "market.open: 1 is a whole number; allowed: true or false");
  CHECK(complaint("market.mode", std::int64_t{2}) ==
        at + "market.mode: 2 is a whole number; allowed: one of \"none\", \"direct\", \"general\"");
}

TEST_CASE("a value out of range is refused") {
  const std::string at = "s.toml:3:7: ";
  CHECK(complaint("market.rate", -0.1) ==
        at + "market.rate: -0.1 is out of range; allowed: a number from 0 to 1");
  CHECK(complaint("market.rate", std::nextafter(1.0, 2.0)).find("out of range") != std::string::npos);
  CHECK(complaint("market.firms", std::int64_t{0}) ==
        at + "market.firms: 0 is out of range; allowed: a whole number from 1 to 1000");
  CHECK(complaint("market.firms", std::numeric_limits<std::int64_t>::max()).find("out of range") !=
        std::string::npos);
}

TEST_CASE("a number that is none is refused") {
  CHECK(complaint("market.rate", std::nan("")).find("is not a finite number") != std::string::npos);
  CHECK(complaint("market.rate", std::numeric_limits<double>::infinity())
            .find("is not a finite number") != std::string::npos);
}

TEST_CASE("a choice that is none is refused with the nearest") {
  CHECK(complaint("market.mode", std::string("dirct")) ==
        "s.toml:3:7: market.mode: \"dirct\" is not a choice; allowed: one of "
        "\"none\", \"direct\", \"general\"; did you mean \"direct\"?");
}

TEST_CASE("what comes later is refused unless it is the standard") {
  CHECK(complaint("market.lag", 6.0) ==
        "s.toml:3:7: market.lag: not in this version; only 12.0 is allowed");
}

TEST_CASE("an unknown name is refused with the nearest") {
  CHECK(complaint("market.fims", std::int64_t{5}) ==
        "s.toml:3:7: market.fims: unknown key; did you mean \"market.firms\"?");
}

TEST_CASE("combinations are checked when every value is right by itself") {
  CHECK(complaint("market.rate", 0.0) == "s.toml:3:7: market.rate: 0 needs market.open = false");
}

TEST_CASE("everything wrong is said at once, by line") {
  const Values values = {{"market.firms", {std::int64_t{0}, {"s.toml", 9, 1}}},
                         {"market.rate", {2.0, {"s.toml", 4, 1}}},
                         {"nonsense", {2.0, {"s.toml", 6, 1}}}};
  Notes notes(values, "arm.");
  read<Rules>(notes);
  REQUIRE(notes.problems().size() == 3);
  const std::string all = BadInput(notes.problems()).what();
  CHECK(all.find("s.toml:4:1: arm.market.rate") == 0);
  CHECK(all.find("\ns.toml:6:1: arm.nonsense") < all.find("\ns.toml:9:1: arm.market.firms"));
}

TEST_CASE("rows tell all there is to know, in the order of declaration") {
  const auto rows = rows_of<Rules>();
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].name == "market.rate");
  CHECK(rows[0].unit == "1/month");
  CHECK(rows[1].standard == Value(std::int64_t{60}));
  CHECK(rows[1].source == "input");
  CHECK(rows[3].choices == std::vector<std::string>{"none", "direct", "general"});
  CHECK(rows[3].standard == Value(std::string("direct")));
  CHECK_FALSE(rows[4].offered);
}

TEST_CASE("values are written as in a scenario") {
  CHECK(text(Value(true)) == "true");
  CHECK(text(Value(std::int64_t{-3})) == "-3");
  CHECK(text(Value(0.1)) == "0.1");
  CHECK(text(Value(3.0)) == "3.0");
  CHECK(text(Value(1e300)) == "1e+300");
  CHECK(text(Value(std::string("none"))) == "\"none\"");
}
