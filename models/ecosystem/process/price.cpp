// Step 8, price: a firm moves toward the price that is best in the long run, given how its reviewers'
// probabilities of choosing it answer to price and how long a customer then stays.
#include <algorithm>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/step.h"

namespace permea::ecosystem_core {
namespace {

constexpr double prior = 0.5;  ///< reviewers that a firm without any imagines

}  // namespace

/// c + conduct mu [sum P / sum P(1 - P)] (1 - lambda - omega + rho / r), at most pricing.highest. lambda
/// is the mean P of its own reviewers less that of all others; omega, what a customer brings by word
/// of mouth, is the share of word of mouth in its being found times the customers who join for each
/// who reviews, which in the steady state are those who leave.
double best_reply(const World& world, std::size_t place) {
  const Rules& rules = *world.rules;
  const Firms& firms = world.firms;
  const auto rivals = rules.considered == no_limit ? world.live_firms() : rules.considered;
  const double imagined = 1 / static_cast<double>(rivals + 1);
  const double considered = firms.considered_sum[place] + prior * imagined;
  const double curvature = firms.curvature_sum[place] + prior * imagined * (1 - imagined);
  double bracket = 1;
  if (!rules.myopic && rules.review_rate > 0) {
    const double own = firms.stay_sum[place] + prior * imagined;
    const double others = considered - own + prior * imagined;
    const double own_count = firms.stay_count[place] + prior;
    const double other_count =
        std::max(0.0, world.reviewers_smoothed - firms.stay_count[place]) + prior;
    const double stays = own / own_count;
    const double lambda = stays - others / other_count;
    const double omega = firms.word_of_mouth_share[place] * (1 - stays);
    bracket = 1 - lambda - omega + rules.discount / rules.review_rate;
  }
  const double markup =
      firms.levers[place].conduct * rules.mu * (considered / std::max(curvature, 1e-12)) * bracket;
  return std::min(unit_cost(world, place) + markup, rules.highest_price);
}

void price(World& world) {
  for (std::size_t f = 0; f < world.places(); ++f)
    if (world.is_there(f))
      world.firms.price[f] += world.rules->price_speed * (best_reply(world, f) - world.firms.price[f]);
}

}  // namespace permea::ecosystem_core
