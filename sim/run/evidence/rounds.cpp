// When a plan with [[until]] is looked at, and what is seen.
#include "sim/run/evidence/rounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <iterator>

#include "sim/run/evidence/sample.h"
#include "sim/run/evidence/statistics.h"

namespace permea {
namespace {

constexpr std::size_t first_round = 8;

std::string in_words(double number) {
  std::array<char, 32> words;
  std::snprintf(words.data(), words.size(), "%.3g", number);
  return words.data();
}

std::string in_words(const Until& until, double half_width) {
  const std::string width = std::isnan(half_width) ? "no interval yet"
                            : half_width == 0      ? "no spread between seeds, so no interval"
                                                   : "half-width " + in_words(half_width);
  return until.name + ": " + width + ", wanted " + in_words(until.half_width);
}

}  // namespace

Rounds::Rounds(const Plan& plan)
    : plan_(plan),
      numbers_(plan.scenario().untils.size(), std::vector<double>(plan.runs(), missing)) {
  if (!numbers_.empty())
    for (std::size_t end = first_round; end < plan.replicates(); end *= 2) ends_.push_back(end);
  ends_.push_back(plan.replicates());
}

void Rounds::add(std::size_t run, std::span<const double> numbers) {
  for (std::size_t i = 0; i < numbers_.size() && i < numbers.size(); ++i)
    numbers_[i][run] = numbers[i];
}

double Rounds::half_width(std::size_t until, std::size_t replicates) const {
  const Until& wanted = plan_.scenario().untils[until];
  const auto sample = replicates_of(wanted.measure, plan_, numbers_[until], replicates);
  const double width = estimate_of(wanted.statistic, sample).half_width();
  constexpr double rounding = 1e-9;  // of the numbers that are subtracted from each other
  const double largest = largest_number(until, replicates);
  const double of_statistic = wanted.statistic == Statistic::variance ? largest * largest : largest;
  return wanted.statistic != Statistic::wins && width <= rounding * of_statistic ? 0 : width;
}

/// Of these replicates alone: an interrupted call may have left others.
double Rounds::largest_number(std::size_t until, std::size_t replicates) const {
  const Measure& measure = plan_.scenario().untils[until].measure;
  double largest = 0;
  for (std::size_t arm = 0; arm < measure.weights.size(); ++arm)
    for (const std::size_t point : measure.points)
      for (std::size_t replicate = 0; measure.weights[arm] != 0 && replicate < replicates; ++replicate)
        if (const double number = numbers_[until][plan_.number(arm, point, replicate)]; !std::isnan(number))
          largest = std::max(largest, std::abs(number));
  return largest;
}

std::string Rounds::too_wide(std::size_t replicates) const {
  const std::vector<Until>& untils = plan_.scenario().untils;
  std::string words;
  for (std::size_t i = 0; i < untils.size(); ++i) {
    const double width = half_width(i, replicates);
    if (width > 0 && width <= untils[i].half_width) continue;  // one that is not known is not narrow
    words += (words.empty() ? "" : "; ") + in_words(untils[i], width);
  }
  return words;
}

std::optional<Enough> Rounds::enough(std::size_t replicates) const {
  if (numbers_.empty()) return {};
  const std::string wide = too_wide(replicates);
  const bool last = replicates == plan_.replicates();
  if (!wide.empty())
    return last ? std::optional(Enough{replicates, "no more are allowed; " + wide}) : std::nullopt;
  std::string narrow;
  for (std::size_t i = 0; i < numbers_.size(); ++i)
    narrow += (i == 0 ? "" : "; ") + in_words(plan_.scenario().untils[i], half_width(i, replicates));
  return Enough{replicates, narrow};
}

Remaining round_of(const Plan& plan, std::size_t made, std::size_t replicates) {
  Remaining round = within(everything(plan), plan, replicates);
  const auto before = [&](std::size_t run) { return plan.key(run).replicate < made; };
  std::copy_if(round.runs.begin(), round.runs.end(), std::back_inserter(round.made), before);
  std::erase_if(round.runs, before);
  return round;
}

Remaining within(Remaining remaining, const Plan& plan, std::size_t replicates) {
  const auto later = [&](std::size_t run) { return plan.key(run).replicate >= replicates; };
  std::erase_if(remaining.runs, later);
  std::erase_if(remaining.made, later);
  std::erase_if(remaining.failed,
                [&](const FailedRun& run) { return run.key.replicate >= replicates; });
  return remaining;
}

std::vector<std::size_t> beyond(std::vector<std::size_t> runs, const Plan& plan, std::size_t replicates) {
  std::erase_if(runs, [&](std::size_t run) { return plan.key(run).replicate < replicates; });
  return runs;
}

}  // namespace permea
