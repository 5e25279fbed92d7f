// An observable puts members together as it says.
#include "sim/kit/observable.h"

#include <catch2/catch.hpp>

#include <cmath>

using namespace permea;

namespace {

/// Members of three kinds, the last of which has none; a member of kind -1 is gone.
struct World {
  std::vector<int> kind = {0, 1, 0, -1, 1};
  std::vector<double> value = {1, 10, 3, 1000, missing};
  std::vector<double> weight = {1, 2, 3, 1000, 5};

  std::size_t kinds() const { return 3; }
  std::size_t members() const { return kind.size(); }
  int kind_of(std::size_t member) const { return kind[member]; }
};

double value(const World& world, std::size_t m) { return world.value[m]; }
double weight(const World& world, std::size_t m) { return world.weight[m]; }

std::vector<double> look(const Observables<World>& all, std::size_t width) {
  std::vector<double> out(width, -99.0);
  all.entries().at(0).look(World(), out);
  return out;
}

}  // namespace

TEST_CASE("a sum is over the members of each kind that are there, 0 without any") {
  Observables<World> all;
  all.sum("weight", "1", Over::flow, "a weight", weight);
  CHECK(look(all, 3) == std::vector<double>{4, 7, 0});
}

TEST_CASE("a mean leaves out what is missing, and is missing without members") {
  Observables<World> all;
  all.mean("value", "1", "a value", value);
  const auto out = look(all, 4);
  CHECK(out[0] == 2);
  CHECK(out[1] == 10);
  CHECK(std::isnan(out[2]));
  CHECK(out[3] == Approx(14.0 / 3));  // everybody
}

TEST_CASE("a weighted mean weighs, and says by what") {
  Observables<World> all;
  all.mean("value", "1", "a value", value, "weight", weight);
  CHECK(look(all, 4)[0] == Approx((1 * 1 + 3 * 3) / 4.0));
  CHECK(look(all, 4)[3] == Approx((1 * 1 + 3 * 3 + 2 * 10) / 6.0));
  CHECK(all.rows()[0].together == "mean weighted by weight");
}

TEST_CASE("of_kind is asked for each kind and for everybody") {
  Observables<World> all;
  all.of_kind("kind", "1", Over::stock, "sum", "its number",
              [](const World&, int kind) { return static_cast<double>(kind); });
  CHECK(look(all, 4) == std::vector<double>{0, 1, 2, everybody});
}

TEST_CASE("of_kind_along fills a row for each kind and everybody") {
  Observables<World> all;
  all.of_kind_along("kind", "1", Over::stock, "sum", {"domain"}, "its number",
                    [](const World&, int kind, std::span<double> out) {
                      for (double& x : out) x = kind + 0.5;
                    });
  CHECK(look(all, 8) == std::vector<double>{0.5, 0.5, 1.5, 1.5, 2.5, 2.5, -0.5, -0.5});
  CHECK(all.rows()[0].dimensions == std::vector<std::string>{"domain"});
}

TEST_CASE("a whole is one number, along is one for each place") {
  Observables<World> whole, along;
  whole.whole("size", "count", Over::stock, "members",
              [](const World& world) { return static_cast<double>(world.members()); });
  along.along("weights", "1", Over::flow, {"member"}, "weights",
              [](const World& world, std::span<double> out) {
                std::copy(world.weight.begin(), world.weight.end(), out.begin());
              });
  CHECK(look(whole, 1) == std::vector<double>{5});
  CHECK(look(along, 5) == World().weight);
  CHECK_FALSE(whole.rows()[0].grouped);
  CHECK(along.rows()[0].over == Over::flow);
}
