// How one run is stepped, looked at and changed; and what is kept of it when the model gives up.
#include "sim/run/simulation.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>

#include "sim/run/evidence/sample.h"
#include "sim/run/stop.h"

namespace permea {
namespace {

using Clock = std::chrono::steady_clock;

/// The rows of a run's panel while it grows: nobody knows yet how many members there will be.
class PanelRows {
 public:
  PanelRows(const Model& model, std::size_t rows) : positions_(panel_columns(model)), rows_(rows) {}

  void look(Running& world) {
    const State state = world.state();
    const std::vector<std::int32_t> ids = world.members();
    if (places_.empty()) {  // enough, unless places are added
      ids_.reserve(rows_ * ids.size());
      values_.reserve(rows_ * ids.size() * positions_.size());
    }
    for (const std::size_t position : positions_)
      for (std::size_t place = 0; place < ids.size(); ++place)
        values_.push_back(ids[place] < 0 ? missing : state.columns()[position].number(place));
    ids_.insert(ids_.end(), ids.begin(), ids.end());
    places_.push_back(ids.size());
  }

  /// The columns over `rows` rows, those that were never looked at missing.
  PanelSeries series(std::size_t rows) const {
    PanelSeries panel;
    for (const std::int32_t id : ids_) panel.members = std::max(panel.members, id + 1);
    const auto width = static_cast<std::size_t>(panel.members);
    panel.columns.assign(positions_.size(), std::vector<double>(rows * width, missing));
    const std::int32_t* ids = ids_.data();
    const double* values = values_.data();
    for (std::size_t r = 0; r < places_.size(); ids += places_[r++])
      for (std::vector<double>& column : panel.columns)
        for (std::size_t place = 0; place < places_[r]; ++place, ++values)
          if (ids[place] >= 0) column[r * width + static_cast<std::size_t>(ids[place])] = *values;
    return panel;
  }

  void list(State& state) {
    state.column("panel row", "panel_places", "count", "places of members in a row", places_);
    state.column("place", "panel_ids", "1", "member in each place, row by row", ids_);
    state.column("place", "panel_values", "1", "each column's, row by row", values_);
  }

 private:
  std::vector<std::size_t> positions_;
  std::size_t rows_;
  std::vector<std::uint64_t> places_;
  std::vector<std::int32_t> ids_;
  std::vector<double> values_;
};

/// One observable while the run goes on: where its rows go, and its sum since the last of them.
struct Watched {
  std::size_t observable = 0;
  bool flow = false;
  std::vector<double> now, sum;

  void look(const Running& world, bool row_is_due) {
    if (!flow && !row_is_due) return;
    std::fill(now.begin(), now.end(), missing);
    world.observe(observable, now);
    if (flow)
      for (std::size_t i = 0; i < now.size(); ++i) sum[i] += now[i];
  }
};

class Run {
 public:
  Run(const Plan& plan, std::size_t run, int threads)
      : scenario_(plan.scenario()),
        threads_(threads),
        rows_(plan.recorded_steps()),
        setting_(plan.setting(plan.key(run))),
        changes_(plan.changes(plan.key(run))),
        panel_(*scenario_.model, rows_.size()) {
    series_.key = plan.key(run);
    setting_.threads = threads;
    watch(scenario_.model->dimensions(plan.setting(plan.key(0))));  // the same in all runs
  }

  /// Does a part of the run; what the model throws ends it. False when the run has ended so.
  template <class Part>
  bool attempt(Part part) {
    try {
      part();
    } catch (const std::bad_alloc&) {
      throw;  // the machine's doing, not the model's: elsewhere, or alone, the run may come to its end
    } catch (const std::exception& error) {
      fail(error.what());
    }
    return series_.status == Status::done;
  }

  void start() {
    world_ = scenario_.model->start(setting_);
    for (Watched& watched : watched_)
      if (!watched.flow) watched.look(*world_, true);
    write_row();
  }

  void step() {
    const std::int64_t step = series_.last_step + 1;
    make_changes_until(step);
    const auto before = Clock::now();
    world_->step();
    series_.seconds +=
        std::chrono::duration<double>(Clock::now() - before).count();
    const bool row_is_due = rows_[row_] == step;
    for (Watched& watched : watched_) watched.look(*world_, row_is_due);
    if (row_is_due) write_row();
    series_.last_step = step;
  }

  /// Goes on where the run was kept, if it was.
  void recall(Keeper& keeper) {
    const std::optional<Keeper::Kept> kept = keeper.kept(series_.key);
    if (!kept) return;
    make_changes_until(kept->steps_done);
    kept->restore(standing());
    world_->stands_after(kept->steps_done);
    series_.last_step = kept->steps_done;
    row_ = static_cast<std::size_t>(
        std::upper_bound(rows_.begin(), rows_.end(), kept->steps_done) - rows_.begin());
    for (std::size_t k = 0; k < watched_.size(); ++k) {
      recorded_[k].resize(rows_.size() * watched_[k].now.size(), missing);
      series_.observables[k] = recorded_[k];
    }
  }

  /// Valid until the run goes on.
  Standing standing() {
    State own;
    recorded_.resize(watched_.size());
    for (std::size_t k = 0; k < watched_.size(); ++k) {
      const std::string& name = scenario_.model->observables[watched_[k].observable].name;
      const auto rows = series_.observables[k].begin();
      recorded_[k].assign(rows, rows + static_cast<std::ptrdiff_t>(row_ * watched_[k].now.size()));
      own.column("row", "rows of " + name, "1", "what was recorded", recorded_[k]);
      own.column("row", "sum of " + name, "1", "since the last row", watched_[k].sum);
    }
    panel_.list(own);
    own.single("seconds", "s", "spent stepping", series_.seconds);
    Standing standing{series_.key, series_.last_step, world_->state().columns()};
    standing.columns.insert(standing.columns.end(), own.columns().begin(), own.columns().end());
    return standing;
  }

  void finish() { series_.state_hash = world_->state().hash(); }

  bool is_over() const {
    return series_.last_step == scenario_.steps ||
           (rows_[row_ - 1] == series_.last_step && series_.last_step > 0 &&
            permea::is_over(scenario_, rows_, series_.observables, row_ - 1));
  }
  std::int64_t steps_done() const { return series_.last_step; }

  Series take_series() {
    for (const Until& until : scenario_.untils)
      series_.until.push_back(number_of(until.measure, scenario_.record, rows_, series_));
    if (scenario_.record.panel) series_.panel = panel_.series(rows_.size());
    return std::move(series_);
  }

 private:
  void make_changes_until(std::int64_t step) {
    for (; change_ < changes_.size() && changes_[change_].at <= step; ++change_) {
      changes_[change_].setting.threads = threads_;
      world_->change(changes_[change_].setting);
    }
  }

  void watch(const std::vector<Dimension>& dimensions) {
    for (const std::size_t observable : scenario_.record.observables) {
      const ObservableRow& row = scenario_.model->observables[observable];
      const std::size_t width = row_width(row, setting_.kinds.size(), dimensions);
      watched_.push_back({observable, row.over == Over::flow, std::vector<double>(width, missing),
                          std::vector<double>(width, 0.0)});
      series_.observables.emplace_back(rows_.size() * width, missing);
    }
  }

  void write_row() {
    for (std::size_t k = 0; k < watched_.size(); ++k) {
      Watched& watched = watched_[k];
      const bool summed = watched.flow && row_ > 0;
      const std::vector<double>& values = summed ? watched.sum : watched.now;
      std::copy(values.begin(), values.end(),
                series_.observables[k].begin() + static_cast<std::ptrdiff_t>(row_ * values.size()));
      std::fill(watched.sum.begin(), watched.sum.end(), 0.0);
    }
    if (scenario_.record.panel) panel_.look(*world_);
    ++row_;
  }

  void fail(std::string message) {
    series_.status = Status::failed;
    series_.message = std::move(message);
  }

  const Scenario& scenario_;
  int threads_;
  std::vector<std::int64_t> rows_;
  Setting setting_;
  std::vector<SettingFrom> changes_;
  std::unique_ptr<Running> world_;
  std::vector<Watched> watched_;
  PanelRows panel_;
  Series series_;
  std::vector<std::vector<double>> recorded_;  ///< the rows so far, while they are kept
  std::size_t row_ = 0;     ///< the next one due
  std::size_t change_ = 0;  ///< the next one due
};

/// Looks after every step whether the run is to be kept: now and then, when it is left, for branches.
class Keeping {
 public:
  Keeping(Keeper* keeper, Run& run) : keeper_(keeper), run_(run) {
    if (keeper_) run_.recall(*keeper_);
    kept_after_ = run_.steps_done();
  }

  void keep_if_due(bool leaving) {
    if (!keeper_ || run_.steps_done() == kept_after_) return;
    if (!leaving && Clock::now() - kept_at_ <= keeper_->every()) return;
    keeper_->keep(run_.standing());
    kept_after_ = run_.steps_done();
    kept_at_ = Clock::now();
  }

  void put_aside_if_due() {
    if (keeper_ && run_.steps_done() > 0 && run_.steps_done() == keeper_->branching_step())
      keeper_->put_aside(run_.standing());
  }

 private:
  Keeper* const keeper_;
  Run& run_;
  std::int64_t kept_after_ = 0;  ///< steps
  Clock::time_point kept_at_ = Clock::now();
};

}  // namespace

std::optional<Series> simulate(const Plan& plan, std::size_t number, int threads, const GoOn& go_on,
                               Keeper* keeper) {
  Run run(plan, number, threads);
  bool well = run.attempt([&] { run.start(); });
  if (well) {
    Keeping keeping(keeper, run);
    while (well && !run.is_over()) {
      const bool leave = go_on && !go_on(run.steps_done());
      keeping.keep_if_due(leave);
      if (leave) return std::nullopt;
      well = run.attempt([&] { run.step(); });
      if (well) keeping.put_aside_if_due();
    }
  }
  if (well) well = run.attempt([&] { run.finish(); });
  if (well && go_on) go_on(run.steps_done());
  return run.take_series();
}

}  // namespace permea
