// Who joins, leaves or changes a community once customers have chosen, a batch of them at a time.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/ecosystem/market.h"

namespace permea::ecosystem_core {

/// A customer joins or leaves the list of members.
struct MembershipChange {
  std::uint16_t offset;  ///< of the customer in its block
  std::uint8_t octave;
  bool joins;
};

/// A customer who has reviewed its supplier, and its choice.
struct Chosen {
  std::uint64_t agent;
  std::uint16_t offset;         ///< in its block
  std::uint32_t before, after;  ///< places of firms; the last is nobody's
  std::uint32_t word;           ///< what chance answers whether it joins
};

/// Notes who comes to which community and who goes; one for each worker.
class Joining {
 public:
  Joining(const World& world, const Market& market);

  bool some_invite() const { return some_invite_; }

  /// Forgets the changes of the block before.
  void begin_block() { changes.clear(); }
  /// A customer who has a supplier may join its community; a member who goes, or has long
  /// contributed nothing, leaves it, and may join that of the next. `customers` are those of the block.
  void decide(std::span<Customer> customers, std::span<const Chosen> batch);
  /// Lets those join who decided to and were members nowhere.
  void end_block(std::span<Customer> customers);
  /// Adds what another worker has noted.
  void merge(const Joining& other);

  std::vector<CountByOctave> members;     ///< come to each firm's community; the last is nobody's
  std::vector<MembershipChange> changes;  ///< of the block at hand, once it has ended

 private:
  bool joins(const Customer& customer, const Chosen& chosen) const;
  bool stays(const Chosen& chosen) const;
  void enter(Customer& customer, std::uint32_t place, std::size_t octave);
  void leave_or_change(Customer& customer, const Chosen& chosen);

  const World& world_;
  const Market& market_;
  std::uint32_t nobody_;
  bool some_invite_;                       ///< to a community
  std::vector<std::uint32_t> changing_;    ///< places in the batch at hand
  std::vector<Chosen> joining_;            ///< of the block at hand, who were members nowhere
  std::vector<std::uint64_t> agents_;      ///< the same
  std::vector<Talent> talents_;
};

}  // namespace permea::ecosystem_core
