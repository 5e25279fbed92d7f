// A mechanism that is off leaves no trace: what shapes it can then be anything, bit for bit.
#include <catch2/catch.hpp>

#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

std::uint64_t hash_of(Said parameters) {
  World world = run(setting(3'000, all_presets(3), parameters), 36);
  return hash(world);
}

}  // namespace

TEST_CASE("what shapes a mechanism that is off changes nothing") {
  const std::uint64_t standard = hash_of({});
  const auto same = [&](const char* what, Said parameters) {
    CAPTURE(what);
    CHECK(hash_of(parameters) == standard);
  };
  same("reciprocity", {{"reputation.observability", 0.9}, {"knowledge.gift_memory", 12.0}});
  same("transform", {{"transform.duress", 50.0}, {"transform.visibility", 1.0},
                     {"transform.stigma", 1.0}, {"transform.norm", 0.9}, {"transform.cost", 9.0},
                     {"transform.transition", 3}, {"transform.inertia", std::string("customers")}});
  same("a hazard of nothing, raised", {{"transform.aspiration", std::string("change")}});
  same("units", {{"units.rate", 1.0}, {"units.cash", 0.1}, {"units.sharing", 1.0}});
  same("shift", {{"needs.shifted", 0.3}});
  same("newcomers", {{"needs.newcomers_distance", 3.0}});
  same("capacity", {{"firms.capacity", 900'000.0}});
}

TEST_CASE("an aspiration that raises search by nothing raises nothing") {
  CHECK(hash_of({{"transform.aspiration", std::string("search")}, {"transform.duress", 0.0}}) ==
        hash_of({}));
}

TEST_CASE("support that is no part of the cost cannot be answered") {
  const Said off = {{"firms.support_share", 0.0}};
  CHECK(hash_of(off) == hash_of({{"firms.support_share", 0.0}, {"firms.support_half", 5.0}}));
  CHECK(hash_of(off) == hash_of({{"firms.support_answered", 0.0}}));
  CHECK(hash_of(off) != hash_of({}));
}

TEST_CASE("each switch is seen when it is on") {
  const std::uint64_t standard = hash_of({});
  for (const Said& on : {Said{{"trust.in_utility", 0.3}}, Said{{"market.similarity", 0.2}},
                         Said{{"identity.pull", 0.3}}, Said{{"transform.hazard", 0.1}},
                         Said{{"entry.mutation", 0.1}, {"entry.rate", 0.1}}, Said{{"needs.shift", 0.5}},
                         Said{{"firms.production_cost", 0.1}}, Said{{"firms.capacity", 1.0}}})
    CHECK(hash_of(on) != standard);
}
