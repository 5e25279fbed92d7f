// What the ladder offers to permea: how it starts, what can be seen of it, and its card.
#include "models/ladder/model.h"

#include "models/ladder/world.h"

namespace permea {
namespace {
using namespace ladder_core;

/// Whose rungs are looked at.
enum class Who { everybody, open, closed };

double mean(const Clubs& clubs, Who who) {
  if (who != Who::everybody) return clubs[who == Who::open ? 0 : 1].mean();
  double sum = 0, firms = 0;
  for (const Club& club : clubs) {
    if (club.firms == 0) continue;
    sum += static_cast<double>(club.firms) * club.mean();
    firms += static_cast<double>(club.firms);
  }
  return sum / firms;
}

/// Of everybody: the variance within the clubs and between them.
double variance(const Clubs& clubs, Who who) {
  if (who != Who::everybody) return clubs[who == Who::open ? 0 : 1].variance();
  const double centre = mean(clubs, who);
  double sum = 0, firms = 0;
  for (const Club& club : clubs) {
    if (club.firms == 0) continue;
    const double off = club.mean() - centre;
    sum += static_cast<double>(club.firms) * (club.variance() + off * off);
    firms += static_cast<double>(club.firms);
  }
  return sum / firms;
}

Counts counts(const Rules& rules) { return {{"firm", static_cast<std::size_t>(rules.firms)}}; }

std::vector<Dimension> dimensions(const Rules&) { return {}; }

/// Every firm starts on rung 0, as the columns come.
void start(World& world) { take_stock(world); }

void add(Observables<World>& all, Who who, const std::string& before, const std::string& of) {
  all.whole(before + "mean_log_productivity", "1", Over::stock, "mean rung of " + of,
            [who](const World& w) { return mean(w.now, who); });
  all.whole(before + "speed", "1", Over::stock,
            "rise of the mean rung of " + of + " in the last unit of time; none before the first",
            [who](const World& w) {
              return w.steps_done > 0 ? mean(w.now, who) - mean(w.before, who) : missing;
            });
  all.whole(before + "variance", "1", Over::stock, "variance of the rungs of " + of,
            [who](const World& w) { return variance(w.now, who); });
}

Observables<World> observables() {
  Observables<World> all;
  add(all, Who::everybody, "", "all firms");
  add(all, Who::open, "open_", "open firms");
  add(all, Who::closed, "closed_", "closed firms");
  return all;
}

}  // namespace

Model ladder() {
  Model model = plain_model<World>(counts, dimensions, start, step, observables());
  model.name = "ladder";
  model.summary = "firms climb by own advances and by imitation among the open ones";
  model.step_unit = "time unit";
  model.schedule = {
      {"run_events", "continuous time: own advances and looks at others, one after another"},
      {"run_rounds", "synchronous: in each round all firms look at another, then may advance"},
      {"take_stock", "means and variances of open and closed firms"}};
  model.questions = {{1, "event", "when the next event comes, to whom, and what it is"},
                     {2, "act", "whether a firm looks and advances in a round, and at whom it looks"}};
  return model;
}

}  // namespace permea
