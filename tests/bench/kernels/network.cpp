// What a month of know-how flowing over the network of firms takes, for one directed link: as the ecosystem
// does it, as one would first write it, and from columns made ready, which is the limit of such a pass.
#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <vector>

#include "models/ecosystem/firm.h"
#include "models/ecosystem/start.h"
#include "models/ecosystem/step.h"
#include "sim/kit/lanes.h"
#include "tests/bench/kernels/items.h"
#include "tests/bench/straightforward/network.h"
#include "tests/bench/worlds.h"

namespace {

using namespace permea;
using namespace permea::ecosystem_core;
using permea::bench::per_item;

constexpr long firms = 10'000, customers = 20'000;

/// A world of the standard with `degree` links a firm, made once, as it takes longer than a month of it.
World world_of(std::int64_t degree) {
  static std::map<std::int64_t, World> made;
  if (!made.contains(degree)) {
    Setting setting = bench::ecosystem_setting(customers, firms, 1, false);
    say(setting.parameters, {{"firms.degree", degree},
                             {"needs.segments", std::int64_t{1}},
                             {"knowledge.screening", 0.01}});  // else who finds 64 sources learns nothing
    made.emplace(degree, start(setting));
  }
  return made.at(degree);
}

/// `month()` passes know-how on for one month; the first says, as a counter, how much flowed (`flow()`).
template <class Month, class Flow>
void time_months(benchmark::State& state, const World& world, Month month, Flow flow) {
  month();
  state.counters["flow"] = flow();
  for (auto _ : state) month();
  per_item(state, world.network.neighbours.size());
}

void leak_over_links(benchmark::State& state) {
  World world = world_of(state.range(0));
  time_months(
      state, world, [&] { ++world.month, leak(world); },
      [&] {
        const auto& in = world.firms.knowledge_in;
        return std::accumulate(in.begin(), in.end(), 0.0);
      });
}

void straightforward_leak_over_links(benchmark::State& state) {
  const World world = world_of(state.range(0));
  bench::StraightforwardNetwork network(world, 1);
  time_months(state, world, [&] { network.step(); }, [&] { return network.flow(); });
}

/// The same pass with all that need not be found each month at hand, a row of each firm and link, and chance
/// asked for 64 links at once.
class PlainPass {
 public:
  explicit PlainPass(const World& world)
      : world_(world),
        months_(static_cast<std::size_t>(world.rules->leak_lag + 1)),
        know_how_(world.firms.know_how),
        history_(months_, know_how_),
        gains_(know_how_.size()),
        gifts_(world.gifts),
        in_(know_how_.size()),
        out_(know_how_.size()),
        quality_(know_how_.size()),
        found_(gifts_.size()),
        first_found_(know_how_.size() + 1) {
    for (std::size_t f = 0; f < know_how_.size(); ++f) {
      const double effort = research_effort(world, f) + contributed_effort(world, f);
      const double square = effort * effort, reference = world.rules->reference_effort;
      absorbs_.push_back(world.firms.levers[f].absorb * square / (square + reference * reference));
      attends_.push_back(world.rules->attention * attention(world, f));
      reveals_.push_back(world.firms.levers[f].reveal_rivals);
      for (const std::uint32_t owner : world.network.of(f)) {
        searched_by_.push_back(static_cast<std::uint32_t>(f));
        searches_.push_back(world.firms.levers[f].breadth * what_tools_bring(world, f));
        agents_.push_back(static_cast<std::uint64_t>(world.firms.id[f]) << 32 |
                          static_cast<std::uint64_t>(world.firms.id[owner]));
      }
    }
  }

  void step() {
    ++month_;
    history_[month_ % months_] = know_how_;
    find_sources();
    std::fill(out_.begin(), out_.end(), 0.0);
    for (std::size_t f = 0; f < know_how_.size(); ++f) learn(f);
    const double fades = 1 / world_.rules->gift_memory;
    for (std::size_t edge = 0; edge < gifts_.size(); ++edge)
      gifts_[edge] += fades * (reveals_[world_.network.neighbours[edge]] - gifts_[edge]);
    for (std::size_t f = 0; f < know_how_.size(); ++f) {
      know_how_[f] += gains_[f];
      quality_[f] = quality_of(*world_.rules, know_how_[f]);
    }
  }
  double flow() const { return std::accumulate(in_.begin(), in_.end(), 0.0); }

 private:
  /// Which links are searched is hard to foresee for the machine, so they are gathered without a branch.
  void find_sources() {
    const Chance chance(world_.seed, static_cast<std::uint32_t>(month_));
    std::array<std::uint32_t, 4 * batch_size> words;
    std::fill(first_found_.begin(), first_found_.end(), 0u);
    std::size_t count = 0;
    for (std::size_t first = 0; first < agents_.size(); first += batch_size) {
      const std::size_t these = std::min(batch_size, agents_.size() - first);
      draw_words_of(chance, Question::who_is_searched, 0, std::span(agents_).subspan(first, these),
                    std::span(words).first(4 * these));
      for (std::size_t i = 0; i < these; ++i) {
        const bool is_found = happens(searches_[first + i], words[i]);
        found_[count] = world_.network.neighbours[first + i];
        count += is_found;
        first_found_[searched_by_[first + i] + 1] += is_found;
      }
    }
    for (std::size_t f = 0; f < know_how_.size(); ++f) first_found_[f + 1] += first_found_[f];
  }

  void learn(std::size_t f) {
    const Rules& rules = *world_.rules;
    const auto owners =
        std::span(found_).subspan(first_found_[f], first_found_[f + 1] - first_found_[f]);
    const std::vector<KnowHow>& then = history_[(month_ + 1) % months_];
    const double found = static_cast<double>(owners.size());
    const double capacity = std::max(0.0, attends_[f] - rules.screening * found);
    const double attended = found > capacity ? capacity / found : 1.0;
    double sum = 0;
    for (const std::uint32_t owner : owners)
      sum += attended * absorbs_[f] * (rules.leak_anyway + rules.leak_revealed * reveals_[owner]);
    const double each = attended * absorbs_[f] / std::max(1.0, sum);
    gains_[f] = KnowHow::Zero();
    in_[f] = 0;
    for (const std::uint32_t owner : owners) {
      const double weight = each * (rules.leak_anyway + rules.leak_revealed * reveals_[owner]);
      const KnowHow came = weight * (then[owner] - know_how_[f]).max(0.0);
      gains_[f] += came;
      in_[f] += came.sum();
      out_[owner] += came.sum();
    }
  }

  const World& world_;
  std::size_t months_, month_ = 0;
  std::vector<KnowHow> know_how_;
  std::vector<std::vector<KnowHow>> history_;
  std::vector<KnowHow> gains_;
  std::vector<double> gifts_, in_, out_, quality_;
  std::vector<double> absorbs_, attends_, reveals_;  // by firm
  std::vector<double> searches_;                     // by directed link
  std::vector<std::uint32_t> searched_by_;
  std::vector<std::uint64_t> agents_;
  std::vector<std::uint32_t> found_;                 // owners searched, those of each firm together
  std::vector<std::uint32_t> first_found_;           // where they begin
};

void links_alone(benchmark::State& state) {
  const World world = world_of(state.range(0));
  PlainPass pass(world);
  time_months(state, world, [&] { pass.step(); }, [&] { return pass.flow(); });
}

BENCHMARK(leak_over_links)->Arg(8)->Arg(32)->Arg(128)->Unit(benchmark::kMillisecond);
BENCHMARK(straightforward_leak_over_links)->Arg(8)->Arg(32)->Arg(128)->Unit(benchmark::kMillisecond);
BENCHMARK(links_alone)->Arg(8)->Arg(32)->Arg(128)->Unit(benchmark::kMillisecond);

}  // namespace
