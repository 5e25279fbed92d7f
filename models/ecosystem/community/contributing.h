// Which members of a block of customers contribute to their suppliers' communities, and how much.
#pragma once

#include <cstdint>
#include <vector>

#include "models/ecosystem/community/meeting.h"
#include "models/ecosystem/community/members.h"
#include "models/ecosystem/tastes.h"

namespace permea::ecosystem_core {

/// What makes members of one firm contribute this month.
struct Call {
  double worth = 0;     ///< less cost, without whom the member meets
  double activity = 0;  ///< contributions of a member of mean talent whose will is full; 0: no community
  double effort = 1;    ///< how much of that each does, where others do alike
  double ideas = 0;     ///< ideas per contribution
  double most = 0;      ///< what a member of mean talent does who meets its like
};

/// By firm place; the last is nobody's.
std::vector<Call> calls(const World& world);

struct Contribution {
  std::uint64_t agent;
  double amount;
  std::uint32_t place;    ///< of the firm
  std::uint8_t octave;
  std::uint8_t ideas;     ///< that the member had put to the firm before, if this is one more
  bool is_idea;
};

/// Visits blocks, and in them only members who contribute and a few whom chance takes back; one for each
/// worker.
class Contributing {
 public:
  Contributing(World& world, const std::vector<Call>& calls, const Meetings& meetings);

  /// Appends what the members of block `number` contribute.
  void visit(const Block& block, std::size_t number, std::vector<Contribution>& contributions);

 private:
  void ask(std::size_t number);
  void find_willing();
  void meet(std::size_t segment);
  void contribute(std::vector<Contribution>& contributions);

  World& world_;
  const std::vector<Call>& calls_;
  const Meetings& meetings_;
  double most_ = 0;  ///< that anybody in any community does, had he a talent of one

  // of the block at hand: members who are taken, and what chance answers them
  std::vector<std::uint32_t> picked_;
  std::vector<std::uint64_t> asked_;
  std::vector<double> taken_;          ///< with what probability
  std::vector<std::uint32_t> words_;   ///< word w of member i at w * asked_.size() + i
  std::vector<Talent> talents_;
  // and of them, those who may contribute
  std::vector<std::uint32_t> willing_;     ///< numbers among those asked
  std::vector<std::uint64_t> agents_;
  std::vector<std::uint32_t> places_;      ///< of their firms
  std::vector<double> likeness_, worth_, expected_, active_;
};

}  // namespace permea::ecosystem_core
