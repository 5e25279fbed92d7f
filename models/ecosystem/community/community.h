// The community of a firm's customers: what it holds, and what it can do for the firm.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/ecosystem/community/members.h"
#include "models/ecosystem/levers.h"
#include "sim/kit/state.h"

namespace permea::ecosystem_core {

struct World;

/// Members among whom one is chosen to be met, where meetings are not left to chance.
inline constexpr std::size_t match_candidates = 4;

using ByOctave = std::array<double, octaves>;
using CountByOctave = std::array<std::int64_t, octaves>;

/// Members of whom one can be asked for something, a random sample of those who came forward.
struct Sample {
  static constexpr std::size_t seats = 32;
  std::int64_t came = 0;  ///< how many came forward
  std::array<std::uint32_t, seats> agents{};

  std::size_t size() const {
    return came < static_cast<std::int64_t>(seats) ? static_cast<std::size_t>(came) : seats;
  }
  /// Lets `agent` come forward; `word` decides whether it gets a seat (Vitter 1985, algorithm R).
  void let_come(std::uint64_t agent, std::uint32_t word);
};

/// Columns over firm places, and the lists of members over customers and their blocks.
struct Communities {
  std::vector<std::uint16_t> lists;     ///< see MemberList
  std::vector<MembersOfBlock> in_block;
  std::vector<std::int32_t> opened;     ///< month since which the firm invites customers; -1: it does not
  std::vector<CountByOctave> members;
  std::vector<ByOctave> contributions;  ///< this month
  std::vector<double> counted;          ///< of them, what serves the firm (README, step 4)
  std::vector<std::int64_t> active;     ///< members who contributed this month
  std::vector<double> active_smoothed, contributions_smoothed;  ///< a month
  std::vector<std::int64_t> ideas;      ///< put to the firm this month
  std::vector<Sample> authors;          ///< of ideas since the firm last opened a round
  std::vector<Sample> voices;           ///< active this month
  std::vector<std::int64_t> openness;   ///< sum over its customers, in 2^-16

  void list(State& state);
};

/// How far a firm invites its customers to design with it: the largest of its codesign levers.
double invitation(const Levers& levers);
/// The share of what it could do that the firm's community does: n^2 / (n^2 + N*^2) for n active
/// members a month and s; where purpose decides who meets whom, only those who meet count.
double carried(const World& world, std::size_t place);
/// The share of contributions that the firm's facilitators answer usefully; 0 where nobody does.
double feedback(const World& world, std::size_t place);
/// What a contribution to the firm is worth to a member, less its cost, matching left out.
double worth_of_contributing(const World& world, std::size_t place);
/// How far the community is at work to make a product known: codesign_launch, as far as it carries, for
/// some months after a launch, else 0.
double launching(const World& world, std::size_t place);
/// Members of the firm's community.
std::int64_t members_of(const World& world, std::size_t place);
/// How the firm treats its customers: 1 if it shows them all and binds none, 0 if the reverse.
double treatment(const Levers& levers);

/// Counts the community, once, as one that had come to life when it was judged or had not: it has when
/// it carries at least half of what it could.
void judge_community(World& world, std::size_t place);
/// Months after which that is done; one whose firm leaves or ceases to invite before is counted then.
inline constexpr std::int64_t community_judged_after = 24;

/// A new firm's community, or what remains when it leaves.
void clear_community(World& world, std::size_t place);

}  // namespace permea::ecosystem_core
