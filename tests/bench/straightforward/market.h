// The market core as one would first write it: what models/market is measured against.
#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <vector>

namespace permea::bench {

/// The step of models/market/README.md with the standard parameters, one customer after the other: a
/// structure each, std::mt19937, the standard library's distributions, Gumbel noise on every candidate.
class StraightforwardMarket {
 public:
  StraightforwardMarket(std::size_t customers, std::size_t firms, std::uint32_t seed);

  void step();
  double mean_satisfaction() const;
  double concentration() const;

 private:
  static constexpr std::size_t needs = 8;

  struct Customer {
    std::array<float, needs> need;
    std::uint32_t supplier;
    float satisfaction;
  };
  struct Firm {
    std::array<float, needs> product;
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
