// Customers' reviews of their suppliers, a batch of reviewers at a time.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/community/joining.h"
#include "models/ecosystem/customers.h"
#include "models/ecosystem/market.h"
#include "sim/kit/lanes.h"

namespace permea::ecosystem_core {

/// What a worker notes of a firm while customers choose: whole numbers only, so that the order in which
/// workers are put together does not matter. Probabilities are in units of 2^-30. One cache line.
struct alignas(64) ChoiceSums {
  static constexpr float unit = 0x1p30f;
  std::int64_t considered = 0, curvature = 0;     ///< P and P(1 - P) of all who compare it
  std::int64_t stay = 0, own = 0, captive = 0;    ///< its own reviewers' P; how many they are
  std::int64_t joined = 0, left = 0;
  std::int64_t openness = 0;                      ///< come to it with its customers, in 2^-16

  void merge(const ChoiceSums& other);
};

/// Lets customers choose, a batch at a time, stage by stage; holds the scratch memory that they need.
class Reviewer {
 public:
  Reviewer(const World& world, const Market& market);

  /// Lets the `chosen` customers of a block (offsets in it) choose anew. Notes sums and, of those who
  /// take another product, the moves, and who joins or leaves communities in `joining`; changes nothing
  /// but those `customers` of the world.
  void review(std::span<Customer> customers, const Block& block,
              std::span<const std::uint32_t> chosen, std::vector<Move>& moves);
  /// Adds what another worker has noted.
  void merge(const Reviewer& other);

  std::vector<ChoiceSums> sums;                  ///< by firm place; the last is nobody's
  Joining joining;                               ///< who becomes a member, and of the block reviewed last
  std::int64_t reviewers = 0;

 private:
  static constexpr std::size_t at_once = 32;     ///< reviewers in a batch (measured)
  template <class Number>
  struct alignas(64) Column : std::array<Number, at_once> {};

  void draw(const Block& block, std::span<const std::uint32_t> chosen);
  std::span<const std::uint32_t> word(std::size_t w) const {
    return std::span(words_).subspan(w * at_once, at_once);
  }
  void load(std::span<const Customer> customers, std::span<const std::uint32_t> chosen,
            std::uint32_t segment);
  void find_alternatives(std::uint32_t segment);
  void weigh(std::size_t i);
  void find_captives();
  void choose();
  void note();
  void take(std::span<Customer> customers, std::span<const std::uint32_t> chosen,
            std::vector<Move>& moves);
  void answer_treatment(Customer& customer, std::uint32_t from, std::uint32_t to);
  const Offer* offers_to(std::size_t i) const;
  /// Whether what is compared stays near until a batch has chosen: not where it is all firms.
  bool keeps_worths() const { return market_.considered != no_limit; }

  const World& world_;
  const Market& market_;
  std::uint32_t nobody_;    ///< in place of a firm: where none is
  std::size_t looks_;       ///< draws from awareness for one customer

  // of the batch at hand, by reviewer
  std::size_t count_ = 0;
  Column<std::uint64_t> agents_{};
  std::vector<std::uint32_t> words_;          ///< what chance answers them: see word()
  std::vector<std::uint32_t> joining_words_;  ///< and those who may join a community
  Column<Row8> need_{};
  Column<float> common_{};           ///< (beta_x + b) |x|^2 / K, which all firms share
  Column<float> leaving_{};          ///< cost of leaving its supplier
  Column<std::uint32_t> from_{};     ///< place of the product it has
  Column<std::uint32_t> captive_{};  ///< 1: only leaving costs keep it
  Column<std::uint32_t> chosen_{};   ///< the alternative
  // and by alternative: the outside option, its supplier, and those that it finds
  std::vector<Column<std::uint32_t>> firm_;  ///< nobody for the outside option and where none is found
  std::vector<Column<float>> utility_;       ///< then the probability
  std::size_t rows_ = 0;       ///< alternatives, and as many more as make eights of all but the first
  std::vector<Row8> worths_;   ///< of an alternative's eight products: rows_ of each reviewer, or eight
  Column<Chosen> taken_{};
};

}  // namespace permea::ecosystem_core
