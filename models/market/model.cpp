// What the market offers to permea: how it starts, what can be seen of it, and its card.
#include "models/market/model.h"

#include <algorithm>
#include <numeric>

#include "models/market/world.h"
#include "sim/kit/exact_sum.h"

namespace permea {
namespace {
using namespace market_core;

Counts counts(const Rules& rules) {
  return {{"customer", static_cast<std::size_t>(rules.customers)},
          {"firm", static_cast<std::size_t>(rules.firms)}};
}

std::vector<Dimension> dimensions(const Rules& rules) {
  return {numbered("firm", "number of the firm", rules.firms)};
}

void start(World& world) {
  const Chance chance(world.seed, 0);
  const auto firms = static_cast<std::uint32_t>(world.rules.firms);
  for (std::size_t i = 0; i < world.need.size(); ++i) {
    draw_normals(chance, Question::need, 2 * i, world.need[i]);
    world.supplier[i] = below(firms, chance.draw(Question::supplier, i)[0]);
    world.share[world.supplier[i]] += 1 / static_cast<double>(world.need.size());
  }
  for (std::size_t f = 0; f < firms; ++f)
    draw_normals(chance, Question::product, 2 * f, world.product[f]);
}

Observables<World> observables() {
  Observables<World> all;
  all.along("share", "1", Over::stock, {"firm"}, "share of all customers",
            [](const World& w, std::span<double> out) { std::ranges::copy(w.share, out.begin()); });
  all.whole("concentration", "1", Over::stock, "sum of squared shares (HHI)", [](const World& w) {
    return std::inner_product(w.share.begin(), w.share.end(), w.share.begin(), 0.0);
  });
  all.whole("mean_satisfaction", "1", Over::stock, "mean satisfaction of customers",
            [](const World& w) { return exact_mean(w.satisfaction); });
  all.whole("mean_knowledge", "1", Over::stock, "mean knowledge of firms",
            [](const World& w) { return exact_mean(w.knowledge); });
  return all;
}

}  // namespace

Model market() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "market";
  model.summary = "customers with drifting needs choose among firms that follow their customers";
  model.step_unit = "step";
  model.schedule = {{"consider", "each customer draws four firms to compare its supplier with"},
                    {"compare", "utility: how well the product fits the need, and inertia"},
                    {"choose", "one candidate, by multinomial logit"},
                    {"experience", "satisfaction moves toward the fit of the product chosen"},
                    {"drift", "needs move at random"},
                    {"adapt", "products move toward the mean need of their customers"},
                    {"learn", "knowledge fades, grows with market share and spills over"}};
  model.questions = {{1, "need", "a customer's need at the start"},
                     {2, "product", "a firm's product at the start"},
                     {3, "supplier", "a customer's supplier at the start"},
                     {4, "consider", "the four firms a customer considers"},
                     {5, "choose", "which candidate a customer takes"},
                     {6, "drift", "how a customer's need moves"}};
  return model;
}

}  // namespace permea
