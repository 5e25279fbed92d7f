// The ladder's parameters, each declared once, and the list of all that it leaves to chance.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::ladder_core {

enum class Question : std::uint16_t { event = 1, act };

enum class Time { continuous, synchronous };

struct Rules : Parameters {
  using Parameters::Parameters;
  // clang-format off: a table, a parameter a line
  const std::int64_t firms = at_start(whole("firms.count", "count", 10'000, 1, 100'000'000, "firms", "assumed"));
  const double open_share = at_start(real("firms.open", "1", 1, 0, 1, "share of firms that are open: copy open firms and are copied by them", "the club of everybody: König, Lorenz & Zilibotti 2016"));
  const double innovation = real("innovation.rate", "1", 1, 0, 100, "advances of a firm by one rung in a unit of time (beta)", "unit of time: one own advance");
  const double imitation = real("imitation.rate", "1", 1, 0, 100, "firms that a firm looks at in a unit of time (alpha)", "assumed: as often as it advances itself");
  const Time time = choice<Time>("time.version", {"continuous", "synchronous"}, "continuous", "one event after another, or all firms at once in rounds", "König, Lorenz & Zilibotti 2016: continuous");
  const std::int64_t rounds = whole("time.rounds", "count", 1, 1, 1'000, "rounds in a unit of time, if synchronous; in a round rates are probabilities, rate / rounds", "assumed");
  // clang-format on

  void check(Notes& notes) const {
    if (time != Time::synchronous) return;
    const std::string allowed = "must not exceed time.rounds (" + text(Value(rounds)) +
                                ") when time.version is \"synchronous\"";
    if (innovation > static_cast<double>(rounds)) notes.wrong("innovation.rate", allowed);
    if (imitation > static_cast<double>(rounds)) notes.wrong("imitation.rate", allowed);
  }
};

}  // namespace permea::ladder_core
