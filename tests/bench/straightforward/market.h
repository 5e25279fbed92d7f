// The market core as one would first write it: what models/market is measured against.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace permea::bench {

/// The step of models/market/README.md with the standard parameters, one customer after the other: a
/// structure each, std::mt19937, the standard library's distributions, Gumbel noise on every candidate.
class StraightforwardMarket {
 public:
  static constexpr std::size_t needs = 8;
  using Place = std::array<float, needs>;

  StraightforwardMarket(std::size_t customers, std::size_t firms, std::uint32_t seed);

  /// Begins where another market does: customers' needs and suppliers, firms' products.
  void begin_at(std::span<const Place> need, std::span<const std::uint32_t> supplier,
                std::span<const Place> product);
  void step();
  double mean_satisfaction() const;
  double concentration() const;

 private:
  struct Customer {
    Place need;
    std::uint32_t supplier;
    float satisfaction;
  };
  struct Firm {
    Place product;
    std::array<double, needs> sum_of_needs;
    std::size_t customers;
    double share;
    double knowledge;
  };

  float fit(const Customer& customer, const Firm& firm) const;
  void serve(Customer& customer);
  void adapt(Firm& firm) const;

  std::vector<Customer> customers_;
  std::vector<Firm> firms_;
  std::mt19937 random_;
  std::normal_distribution<float> normal_{0.0f, 1.0f};
  std::extreme_value_distribution<float> gumbel_{0.0f, 0.3f};
  std::uniform_int_distribution<std::uint32_t> any_firm_;
};

}  // namespace permea::bench
