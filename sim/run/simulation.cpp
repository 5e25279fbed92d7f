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

/// The rows of a run's panel while it grows: nobody knows yet how many members there will be.
class PanelRows {
 public:
  explicit PanelRows(const Model& model) : positions_(panel_columns(model)) {}

  void look(Running& world) {
    const State state = world.state();
    Row row{world.members(), {}};
    for (const std::size_t position : positions_) {
      std::vector<double>& values = row.columns.emplace_back();
      for (std::size_t place = 0; place < row.ids.size(); ++place)
        values.push_back(row.ids[place] < 0 ? missing : state.columns()[position].number(place));
    }
    for (const std::int32_t id : row.ids) members_ = std::max(members_, id + 1);
    rows_.push_back(std::move(row));
  }

  /// The columns over `rows` rows, those that were never looked at missing.
  PanelSeries series(std::size_t rows) const {
    const auto width = static_cast<std::size_t>(members_);
    PanelSeries panel{members_, {}};
    for (std::size_t column = 0; column < positions_.size(); ++column) {
      std::vector<double>& values = panel.columns.emplace_back(rows * width, missing);
      for (std::size_t r = 0; r < rows_.size(); ++r)
        for (std::size_t place = 0; place < rows_[r].ids.size(); ++place)
          if (const std::int32_t id = rows_[r].ids[place]; id >= 0)
            values[r * width + static_cast<std::size_t>(id)] = rows_[r].columns[column][place];
    }
    return panel;
  }

 private:
  struct Row {
    std::vector<std::int32_t> ids;
    std::vector<std::vector<double>> columns;
  };

  std::vector<std::size_t> positions_;
  std::vector<Row> rows_;
  std::int32_t members_ = 0;
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
        panel_(*scenario_.model) {
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
      fail("out of memory");
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
    for (; change_ < changes_.size() && changes_[change_].at <= step; ++change_) {
      changes_[change_].setting.threads = threads_;
      world_->change(changes_[change_].setting);
    }
    const auto before = std::chrono::steady_clock::now();
    world_->step();
    series_.seconds +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - before).count();
    const bool row_is_due = rows_[row_] == step;
    for (Watched& watched : watched_) watched.look(*world_, row_is_due);
    if (row_is_due) write_row();
    series_.last_step = step;
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
  std::size_t row_ = 0;     ///< the next one due
  std::size_t change_ = 0;  ///< the next one due
};

}  // namespace

std::optional<Series> simulate(const Plan& plan, std::size_t number, int threads, const GoOn& go_on) {
  Run run(plan, number, threads);
  bool well = run.attempt([&] { run.start(); });
  while (well && !run.is_over()) {
    if (go_on && !go_on(run.steps_done())) return std::nullopt;
    well = run.attempt([&] { run.step(); });
  }
  if (well) well = run.attempt([&] { run.finish(); });
  if (well && go_on) go_on(run.steps_done());
  return run.take_series();
}

}  // namespace permea
