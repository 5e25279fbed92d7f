// Customers' reviews as one would first write them: what choose of models/ecosystem is measured against.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <unordered_set>
#include <vector>

#include "models/ecosystem/market.h"

namespace permea::bench {

/// Step 7 of models/ecosystem/README.md, one customer after the other: a structure each, std::mt19937, the
/// standard library's distributions, sets of members, sums that are rounded. It is given what each firm
/// offers and which firms a segment is aware of, which choose finds out itself.
class alignas(64) StraightforwardReviews {
 public:
  /// What came of reviews.
  struct Seen {
    double reviews = 0;
    double joined = 0, left = 0;   ///< a firm
    double own = 0, stay = 0;      ///< who had a supplier, and with what probability each stays, summed
    double captive = 0;            ///< of them, whom only the cost of leaving keeps
    double considered = 0;         ///< the probability of taking any firm, summed
    double became_members = 0;     ///< less those who ceased to be

    void merge(const Seen& other) {
      reviews += other.reviews;
      joined += other.joined;
      left += other.left;
      own += other.own;
      stay += other.stay;
      captive += other.captive;
      considered += other.considered;
      became_members += other.became_members;
    }
  };

  explicit StraightforwardReviews(std::uint32_t seed) : random_(seed) {}

  /// Begins where customers [first, end) of another world are, once its market is open.
  void begin_at(const ecosystem_core::World& world, const ecosystem_core::Market& market,
                std::uint64_t first, std::uint64_t end);
  /// A month of reviews.
  void review();

  const Seen& seen() const { return seen_; }  ///< of the month reviewed last

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  using Place = std::array<float, ecosystem_core::needs>;

  struct Customer {
    Place need;
    std::uint32_t segment, firm, product;  ///< none: it has none
    std::int64_t since, active;            ///< months: of its last switch, of its last contribution
    double openness, talent;               ///< not 0 once it is or has been a member
    bool is_member, is_experimental, has_lost_its_firm;
  };
  struct Users {
    double count = 0, squares = 0;
    std::array<double, ecosystem_core::needs> sum{};
  };
  struct Product {
    Place position;
    double worth, quality;     ///< to whom it suits exactly; what of that quality is
    double free;               ///< worth without paying; none where members have not designed it
    std::vector<Users> users;  ///< by segment
  };
  struct Firm {
    std::vector<Product> products;
    Place identity;
    double leaving, joining, search_cost;  ///< what it costs to leave it, to join it, of that to find out
    double invitation, treatment;
    double considered = 0, curvature = 0, stay = 0, own = 0, captive = 0, openness = 0, joined = 0, left = 0;
    std::unordered_set<std::uint32_t> members{};
  };
  /// A firm that a customer compares, and of its products the one that suits it best.
  struct Alternative {
    std::uint32_t firm = none, product = none;
    double utility = 0;
  };

  Firm firm_at(const ecosystem_core::World& world, const ecosystem_core::Market& market, std::size_t f) const;
  Customer customer_at(const ecosystem_core::World& world, const ecosystem_core::Market& market,
                       std::uint64_t agent, std::uint32_t segment) const;
  double misfit(const Customer& customer, const Place& position) const;
  Alternative best_of(const Customer& customer, std::uint32_t firm, double& freely) const;
  void find_alternatives(const Customer& customer);
  std::size_t choose();
  void note(const Customer& customer, double leaving);
  void take(Customer& customer, const Alternative& taken);
  void decide_membership(Customer& customer, std::uint32_t agent, std::uint32_t before);
  void review(Customer& customer, std::uint32_t agent);
  bool has_found(std::uint32_t firm) const;
  bool happens(double probability) { return uniform_(random_) < probability; }

  double similarity_ = 0, misfit_ = 0, mu_ = 1, review_rate_ = 0, free_output_ = 0, join_ = 0, answer_ = 0,
         talent_tail_ = 0;
  std::int64_t looks_ = 0, month_ = 0, patience_ = 0;
  std::vector<Customer> customers_;
  std::vector<Firm> firms_;
  std::vector<std::discrete_distribution<std::uint32_t>> awareness_;  ///< by segment; the last is nobody
  std::vector<Alternative> alternatives_;  ///< to have none, its supplier, and those that it finds
  std::vector<double> probabilities_;
  Seen seen_;
  std::mt19937 random_;
  std::uniform_real_distribution<double> uniform_;
};

}  // namespace permea::bench
