// The numbers of a firm that no column holds by itself. The adoption of a product is its users month by
// month, from the month in which its identity stands in one of the firm's places.
#include "models/ecosystem/measures/panel.h"

#include "models/ecosystem/products.h"

namespace permea::ecosystem_core {
namespace {

void list_products(const World& world, State& state) {
  for (std::size_t k = 0; k < product_places; ++k) {
    const std::string number = std::to_string(k + 1);
    const auto at = [k](std::size_t firm) { return firm * product_places + k; };
    state.view("firm", "product_" + number, "1", "identity for life of its product in this place; 0: none",
               [&world, at](std::size_t f) { return static_cast<double>(world.products.id[at(f)]); });
    state.view("firm", "users_" + number, "count", "customers who use that product",
               [&world, at](std::size_t f) { return static_cast<double>(users_of(world, at(f))); });
  }
}

void list_levers(const World& world, State& state) {
  static const std::vector<ParameterRow> rows = rows_of<Strategy>();
  for (std::size_t l = 0; l < lever_list.size(); ++l)
    state.view("firm", "lever_" + rows[l].name, rows[l].unit, rows[l].meaning,
               [&world, lever = lever_list[l]](std::size_t f) { return world.firms.levers[f].*lever; });
}

}  // namespace

const std::vector<std::string>& purpose_names() {
  static const std::vector<std::string> names = {
      "supply",    "listening",  "showing",  "research", "survey",   "broadcast", "success",
      "community", "absorption", "practice", "design",   "products", "standing",  "change"};
  return names;
}

void list_views(const World& world, State& state) {
  list_products(world, state);
  for (std::size_t d = 0; d < domains; ++d)
    state.view("firm", "know_how_" + std::to_string(d + 1), "1", "know-how in this domain",
               [&world, d](std::size_t f) {
                 return static_cast<double>(world.firms.know_how[f][static_cast<Eigen::Index>(d)]);
               });
  for (std::size_t p = 0; p < purposes; ++p)
    state.view("firm", "spent_on_" + purpose_names()[p], "1", "cost of this this month, in units of c",
               [&world, p](std::size_t f) { return world.firms.spent[f][p]; });
  list_levers(world, state);
}

}  // namespace permea::ecosystem_core
