// One loop over customers, one over firms.
#include "tests/bench/straightforward/market.h"

#include <limits>

namespace permea::bench {

StraightforwardMarket::StraightforwardMarket(std::size_t customers, std::size_t firms,
                                             std::uint32_t seed)
    : customers_(customers),
      firms_(firms),
      random_(seed),
      any_firm_(0, static_cast<std::uint32_t>(firms - 1)) {
  for (Customer& customer : customers_) {
    for (float& need : customer.need) need = normal_(random_);
    customer.supplier = any_firm_(random_);
    customer.satisfaction = 0;
  }
  for (Firm& firm : firms_) {
    for (float& product : firm.product) product = normal_(random_);
    firm.share = firm.knowledge = 0;
  }
}

void StraightforwardMarket::begin_at(std::span<const Place> need,
                                     std::span<const std::uint32_t> supplier,
                                     std::span<const Place> product) {
  for (std::size_t i = 0; i < customers_.size(); ++i) {
    customers_[i].need = need[i];
    customers_[i].supplier = supplier[i];
  }
  for (std::size_t f = 0; f < firms_.size(); ++f) firms_[f].product = product[f];
}

float StraightforwardMarket::fit(const Customer& customer, const Firm& firm) const {
  float distance = 0;
  for (std::size_t k = 0; k < needs; ++k) {
    const float away = customer.need[k] - firm.product[k];
    distance += away * away;
  }
  return -distance / needs;
}

void StraightforwardMarket::serve(Customer& customer) {
  std::uint32_t best = customer.supplier;
  float best_utility = -std::numeric_limits<float>::infinity(), best_fit = 0;
  for (int candidate = 0; candidate < 5; ++candidate) {
    const std::uint32_t firm = candidate == 0 ? customer.supplier : any_firm_(random_);
    const float its_fit = fit(customer, firms_[firm]);
    const float utility = its_fit + (firm == customer.supplier ? 0.5f : 0.0f) + gumbel_(random_);
    if (utility > best_utility) {
      best = firm;
      best_utility = utility;
      best_fit = its_fit;
    }
  }
  customer.supplier = best;
  customer.satisfaction += 0.1f * (best_fit - customer.satisfaction);
  for (float& need : customer.need) need += 0.01f * normal_(random_);
  Firm& supplier = firms_[best];
  for (std::size_t k = 0; k < needs; ++k) supplier.sum_of_needs[k] += customer.need[k];
  ++supplier.customers;
}

void StraightforwardMarket::adapt(Firm& firm) const {
  firm.share = static_cast<double>(firm.customers) / static_cast<double>(customers_.size());
  if (firm.customers == 0) return;
  for (std::size_t k = 0; k < needs; ++k) {
    const double mean = firm.sum_of_needs[k] / static_cast<double>(firm.customers);
    firm.product[k] += 0.05f * (static_cast<float>(mean) - firm.product[k]);
  }
}

void StraightforwardMarket::step() {
  for (Firm& firm : firms_) {
    firm.sum_of_needs = {};
    firm.customers = 0;
  }
  for (Customer& customer : customers_) serve(customer);
  double knowledge = 0;
  for (const Firm& firm : firms_) knowledge += firm.knowledge;
  for (Firm& firm : firms_) {
    adapt(firm);
    const double others = (knowledge - firm.knowledge) / static_cast<double>(firms_.size() - 1);
    firm.knowledge = 0.95 * firm.knowledge + 0.05 * firm.share + 0.01 * others;
  }
}

double StraightforwardMarket::mean_satisfaction() const {
  double sum = 0;
  for (const Customer& customer : customers_) sum += customer.satisfaction;
  return sum / static_cast<double>(customers_.size());
}

double StraightforwardMarket::concentration() const {
  double sum = 0;
  for (const Firm& firm : firms_) sum += firm.share * firm.share;
  return sum;
}

}  // namespace permea::bench
