// One customer's review of its supplier.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/customers.h"
#include "models/ecosystem/market.h"

namespace permea::ecosystem_core {

/// A customer joins or leaves the list of members.
struct MembershipChange {
  std::uint16_t offset;  ///< of the customer in its block
  std::uint8_t octave;
  bool joins;
};

/// What a worker notes while customers choose: whole numbers only, so that the order in which
/// workers are put together does not matter. Probabilities are in units of 2^-30.
struct ChoiceSums {
  static constexpr float unit = 0x1p30f;
  std::vector<std::int64_t> stay_sum, stay_count, considered_sum, curvature_sum, joined, left, captive;
  std::vector<std::int64_t> openness;            ///< come to each firm with its customers, in 2^-16
  std::vector<CountByOctave> members;            ///< come to each firm's community
  std::int64_t reviewers = 0;

  explicit ChoiceSums(std::size_t places);
  void merge(const ChoiceSums& other);
};

/// Lets customers choose, a few at a time; holds the scratch memory that they need.
class Reviewer {
 public:
  Reviewer(const World& world, const Market& market);

  /// Lets the `chosen` customers of a block (offsets in it) choose anew. Notes sums and, of those who
  /// take another product, the moves, and who joins or leaves communities in member_changes; changes
  /// nothing but those `customers` of the world.
  void review(std::span<Customer> customers, const Block& block,
              std::span<const std::uint32_t> chosen, std::vector<Move>& moves);

  ChoiceSums sums;
  std::vector<MembershipChange> member_changes;  ///< of the block reviewed last

 private:
  void draw(const Block& block, std::span<const std::uint32_t> chosen);
  std::uint32_t word(std::size_t w, std::size_t i) const { return words_[w * drawn_ + i]; }
  void review_one(Customer& customer, std::size_t i, std::uint32_t segment, std::vector<Move>& moves);
  void find_alternatives(std::size_t i, std::uint32_t segment);
  void add(std::uint32_t place, float utility);
  void add_firm(std::uint32_t place);
  void take_for_free(const Offer& offer);
  bool known(std::uint32_t place) const;
  std::size_t choose(float uniform);
  void note_captive();
  void note();
  void take(Customer& customer, std::uint32_t from, std::size_t chosen, std::vector<Move>& moves);
  void answer_treatment(Customer& customer, std::uint32_t place);
  void join_or_leave(Customer& customer, std::uint64_t agent, std::uint16_t offset, std::uint32_t place);
  bool joins(const Customer& customer, std::uint64_t agent, std::uint32_t place) const;

  const World& world_;
  const Market& market_;
  std::size_t looks_;                      ///< draws from awareness for one customer
  std::vector<std::uint64_t> agents_;      ///< the customers at hand, and what chance answers them:
  std::vector<std::uint32_t> words_;       ///< word w of customer i at w * drawn_ + i
  std::size_t drawn_ = 0;
  const std::vector<Offer>* offers_ = nullptr;  ///< as the customer who chooses sees them
  std::array<float, needs> need_{};        ///< of the customer who chooses
  float common_ = 0;                       ///< (beta_x + b) |x|^2 / K, which all firms share
  float leaving_ = 0;                      ///< cost of leaving its supplier
  std::uint32_t own_place_ = no_place;     ///< of its supplier
  std::uint32_t new_place_ = no_place;     ///< of the supplier it chooses
  std::size_t found_ = 0;                  ///< alternatives it has, in these two:
  std::vector<std::uint32_t> firms_;       ///< places of firms; no_place, the outside option, is first
  std::vector<float> utility_;             ///< then the probability; filled up to whole lanes
};

}  // namespace permea::ecosystem_core
