// What a panel tells of each firm is what the world says of it, and takes no memory of its own.
#include <catch2/catch.hpp>

#include <map>

#include "models/ecosystem/measures/panel.h"
#include "models/ecosystem/products.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

/// The views of a world by name.
std::map<std::string, Column> views_of(const World& world) {
  State state;
  list_views(world, state);
  std::map<std::string, Column> views;
  for (const Column& column : state.columns()) views[column.name] = column;
  return views;
}

}  // namespace

TEST_CASE("a firm's products and their users can be followed") {
  const World world = run(setting(3'000, all_presets(3), {}), 30);
  const auto views = views_of(world);
  int products = 0;
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    double users = 0;
    for (const char* place : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
      const double id = views.at(std::string("product_") + place).number(f);
      const double its = views.at(std::string("users_") + place).number(f);
      if (id == 0) CHECK(its == 0);
      products += id != 0;
      users += its;
    }
    CHECK(users == static_cast<double>(world.firms.customers[f]));
  }
  CHECK(products > 12);
}

TEST_CASE("a firm's know-how, spending and levers are told one by one") {
  const World world = run(setting(3'000, all_presets(3), {}), 30);
  const auto views = views_of(world);
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    CHECK(views.at("know_how_3").number(f) == world.firms.know_how[f][2]);
    CHECK(views.at("spent_on_research").number(f) ==
          world.firms.spent[f][static_cast<std::size_t>(Purpose::research)]);
    CHECK(views.at("lever_research").number(f) == world.firms.levers[f].research);
    CHECK(views.at("lever_practice").number(f) == world.firms.levers[f].practice);
  }
}

TEST_CASE("views take no memory and leave the hash of a world alone") {
  World world = run(setting(1'000, all_presets(1), {}), 3);
  State with;
  world.list(with);
  for (const auto& [name, view] : views_of(world)) {
    CHECK(view.bytes_each == 0);
    CHECK(view.bytes().empty());
  }
  std::uint64_t hash = hash_bytes({});
  for (const Column& column : with.columns())
    if (column.bytes_each > 0) hash = hash_bytes(column.bytes(), hash);
  CHECK(with.hash() == hash);
}
