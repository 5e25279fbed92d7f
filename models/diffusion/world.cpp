// The closed forms between which every other network lies.
#include "models/diffusion/world.h"
#include "sim/kit/elementary.h"

namespace permea::diffusion_core {

double on_complete_graph(const Rules& rules, std::uint32_t steps) {
  const double p = rules.alone, q = rules.follow, first = rules.initial;
  if (rules.time == Time::unit) {
    double share = first;
    for (std::uint32_t t = 0; t < steps; ++t) share += (p + q * share) * (1 - share);
    return share;
  }
  if (p + q * first == 0) return first;  // nobody to begin with
  const double fading = (1 - first) * elementary::exp(-(p + q) * static_cast<double>(steps));
  return (p + q * first - p * fading) / (p + q * first + q * fading);
}

double on_circle(const Rules& rules, std::uint32_t steps) {
  if (rules.time == Time::unit) return missing;
  const double p = rules.alone, q = rules.follow, t = static_cast<double>(steps);
  const double seen = p > 0 ? (1 - elementary::exp(-p * t)) / p : t;  // the integral of e^(-p t)
  const double rest = 1 - rules.initial;
  return 1 - rest * elementary::exp(-(p + q) * t + q * rest * seen);
}

}  // namespace permea::diffusion_core
