// Joining and leaving: README, step 7.
#include "models/ecosystem/community/joining.h"

#include <algorithm>

namespace permea::ecosystem_core {

Joining::Joining(const World& world, const Market& market)
    : members(world.places() + 1),
      world_(world),
      market_(market),
      nobody_(static_cast<std::uint32_t>(world.places())),
      some_invite_(world.rules->join > 0 &&
                   std::any_of(market.invitation.begin(), market.invitation.end(),
                               [](double invitation) { return invitation > 0; })) {}

bool Joining::joins(const Customer& customer, const Chosen& chosen) const {
  const double likely =
      world_.rules->join * market_.invitation[chosen.after] * customer.openness * 0x1p-16;
  return happens(likely, chosen.word);
}

bool Joining::stays(const Chosen& chosen) const {
  return chosen.after == chosen.before && chosen.before != nobody_;
}

/// Who changes is hard to foresee for the machine, so those are gathered without a branch.
void Joining::decide(std::span<Customer> customers, std::span<const Chosen> batch) {
  const auto patience = world_.rules->member_patience;
  changing_.resize(batch.size());
  std::size_t changing = 0;
  for (std::uint32_t i = 0; i < batch.size(); ++i) {
    const Customer& customer = customers[batch[i].offset];
    const bool idle = world_.month - customer.membership.active >= patience;
    const bool is_member = customer.membership.octave != 0;
    changing_[changing] = i;
    changing += is_member ? !stays(batch[i]) | idle : joins(customer, batch[i]);
  }
  for (std::size_t c = 0; c < changing; ++c) {
    const Chosen& chosen = batch[changing_[c]];
    Customer& customer = customers[chosen.offset];
    if (customer.membership.octave == 0) joining_.push_back(chosen);
    else leave_or_change(customer, chosen);
  }
}

void Joining::enter(Customer& customer, std::uint32_t place, std::size_t octave) {
  customer.membership = {};
  customer.membership.active = static_cast<std::uint16_t>(world_.month);
  customer.membership.octave = static_cast<std::uint8_t>(octave + 1);
  ++members[place][octave];
}

void Joining::leave_or_change(Customer& customer, const Chosen& chosen) {
  const std::uint8_t octave = customer.membership.octave;
  --members[chosen.before][octave - 1u];
  if (!stays(chosen) && joins(customer, chosen)) {
    enter(customer, chosen.after, octave - 1u);
  } else {
    customer.membership = {};
    changes.push_back({chosen.offset, static_cast<std::uint8_t>(octave - 1), false});
  }
}

/// Talents are found for all at once, as chance answers many faster.
void Joining::end_block(std::span<Customer> customers) {
  agents_.clear();
  for (const Chosen& chosen : joining_) agents_.push_back(chosen.agent);
  find_talents(world_.seed, world_.rules->talent_tail, agents_, talents_);
  for (std::size_t i = 0; i < joining_.size(); ++i) {
    const std::size_t octave = talents_[i].octave;
    enter(customers[joining_[i].offset], joining_[i].after, octave);
    changes.push_back({joining_[i].offset, static_cast<std::uint8_t>(octave), true});
  }
  joining_.clear();
}

void Joining::merge(const Joining& other) {
  for (std::size_t f = 0; f < members.size(); ++f)
    for (std::size_t octave = 0; octave < octaves; ++octave)
      members[f][octave] += other.members[f][octave];
}

}  // namespace permea::ecosystem_core
