// The landscape's parameters, each declared once, and the list of all that it leaves to chance.
#pragma once

#include "sim/kit/parameter.h"

namespace permea::landscape_core {

enum class Question : std::uint16_t {
  contribution = 1,
  dependency,
  form,
  link,
  survive,
  look,
  error,
  search,
  jump,
  partner,
  found,
  goal
};
enum class Dependencies { nearest, random, redrawn, successive };
enum class Census { none, highest, all };
enum class Shape { none, path, complete, ring, shortcuts, random };
enum class Local { none, one_try, in_order, in_random_order, best };

/// A census keeps at most this many contributions in memory (64 MiB with what stands above them).
inline constexpr std::int64_t most_kept = 1 << 23;
/// Links of a network (800 MB).
inline constexpr double most_links = 1e8;

struct Rules : Parameters {
  using Parameters::Parameters;
  const std::int64_t attributes =
      at_start(whole("landscape.attributes", "count", 20, 1, 96, "attributes of a form, N",
                     "Lazer & Friedman 2007"));
  const std::int64_t others = at_start(whole(
      "landscape.others", "count", 5, 0, 95,
      "other attributes that the contribution of one depends on, K", "Lazer & Friedman 2007"));
  const Dependencies dependencies = at_start(choice<Dependencies>(
      "landscape.dependencies", {"nearest", "random", "redrawn", "successive"}, "redrawn",
      "which others: half on each side, any K, K draws that may repeat, the next K",
      "assumed; fits Lazer & Friedman's levels best"));
  const Census census = at_start(choice<Census>(
      "landscape.census", {"none", "highest", "all"}, "highest",
      "what is counted of the landscape: its highest fitness, or its peaks and correlation too",
      "assumed"));
  const std::int64_t organisations =
      at_start(whole("organisations.count", "count", 100, 1, 10'000'000, "organisations",
                     "Levinthal 1997; Lazer & Friedman 2007"));
  const std::int64_t exponent =
      whole("score.exponent", "1", 8, 1, 64,
            "power of fitness over the highest that makes the score", "Lazer & Friedman 2007");
  const Shape shape = at_start(
      choice<Shape>("network.shape", {"none", "path", "complete", "ring", "shortcuts", "random"},
                    "complete", "who sees whom", "Lazer & Friedman 2007"));
  const std::int64_t degree =
      at_start(whole("network.degree", "count", 4, 2, 10'000,
                     "neighbours on the ring, also under shortcuts", "Lazer & Friedman 2007"));
  const std::int64_t shortcuts =
      at_start(whole("network.shortcuts", "count", 10, 0, 1'000'000,
                     "links added to the ring by shortcuts", "Lazer & Friedman 2007"));
  const double linked =
      at_start(real("network.probability", "1", 0.07, 0, 1,
                    "probability of a link in the random network", "Lazer & Friedman 2007"));
  const double velocity =
      real("network.velocity", "1", 1, 0, 1, "probability of looking at the neighbours in a step",
           "Lazer & Friedman 2007");
  const double error =
      real("network.error", "1", 0, 0, 1, "probability that an attribute is copied wrongly",
           "Lazer & Friedman 2007");
  const Local local = choice<Local>(
      "search.local", {"none", "one_try", "in_order", "in_random_order", "best"}, "one_try",
      "which better form one attribute away is taken", "Lazer & Friedman 2007");
  const bool jumps = flag("search.jumps", false, "a form drawn evenly from all is taken if better",
                          "Levinthal 1997");
  const std::int64_t luck = whole(
      "search.luck", "1", 0, 0, 1'000'000,
      "number of the luck after the start: arms with the same share it, all share the landscape",
      "shared: arms are paired; Lazer & Friedman 2007: assumed own");
  const bool selection = flag("selection.on", false, "the less fit are replaced", "Levinthal 1997");
  const std::int64_t partner =
      whole("partner.attributes", "count", 0, 0, 96,
            "attributes, the last ones, that a partner decides; 0: closed search", "assumed");
  const double agreement =
      real("partner.agreement", "1", 0.5, 0, 1,
           "weight of the organisation's fitness in the partner's goal", "assumed");

  void check(Notes& notes) const {
    if (others >= attributes)
      notes.wrong("landscape.others",
                  "must be below landscape.attributes (" + text(Value(attributes)) + ")");
    if (partner > attributes)
      notes.wrong("partner.attributes",
                  "must be at most landscape.attributes (" + text(Value(attributes)) + ")");
    const std::int64_t most = census == Census::all ? 20 : 24;
    if (census != Census::none && (attributes > most || contributions() > most_kept))
      notes.wrong("landscape.census", "needs at most " + text(Value(most)) +
                                          " attributes and 2^23 contributions, N 2^(K+1); "
                                          "\"none\" does without");
    const bool on_ring = shape == Shape::ring || shape == Shape::shortcuts;
    if (on_ring && (degree % 2 != 0 || degree >= organisations))
      notes.wrong("network.degree", "must be even and below organisations.count");
    if (shape == Shape::shortcuts && shortcuts > organisations * (organisations - 1 - degree) / 4)
      notes.wrong("network.shortcuts",
                  "must be at most half of the pairs that the ring leaves unlinked");
    if (links() > most_links)
      notes.wrong("network.shape", "would have more than 10^8 links; take fewer organisations");
  }

  /// How many links the network has, or is expected to have.
  double links() const {
    const auto nodes = static_cast<double>(organisations);
    const double pairs = nodes * (nodes - 1) / 2, ring = nodes * static_cast<double>(degree) / 2;
    switch (shape) {
      case Shape::none: return 0;
      case Shape::path: return nodes - 1;
      case Shape::complete: return pairs;
      case Shape::ring: return ring;
      case Shape::shortcuts: return ring + static_cast<double>(shortcuts);
      case Shape::random: return linked * pairs;
    }
    return 0;
  }

  /// N 2^(K+1), or more than can be kept.
  std::int64_t contributions() const {
    return others < 40 ? attributes << (others + 1) : most_kept + 1;
  }
};

}  // namespace permea::landscape_core
