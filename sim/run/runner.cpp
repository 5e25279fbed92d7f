// How runs find threads and memory, and what becomes of them when something goes wrong.
#include "sim/run/runner.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <span>
#include <system_error>
#include <thread>
#include <utility>

#include "sim/kit/problem.h"
#include "sim/run/interrupt.h"
#include "sim/run/simulation.h"

namespace permea {
namespace {

/// A run that may start, what it may use, and what it costs.
struct Ticket {
  RunKey key;
  int threads = 1;
  std::size_t bytes = 0;
};

double work_of_step(const Forecast& forecast, const RunKey& key) {
  return static_cast<double>(forecast.of(key).world + 1);
}

/// Hands out the runs of a plan to threads, and takes down what became of them.
class Runner {
 public:
  Runner(const Plan& plan, const Forecast& forecast, const Resources& resources, Progress& progress,
         const Remaining& remaining, const Sink& sink, Keeper* keeper);

  Outcome run();

 private:
  void work_together();
  void work();
  std::optional<Ticket> next();
  void make(const Ticket& ticket);
  void take_down(const Series& series, double seconds);
  void give_back(const Ticket& ticket);
  void give_up(std::exception_ptr why);
  bool stopping() const { return stop_ || interrupted(); }
  int share_of_threads(std::size_t bytes) const;

  const Plan& plan_;
  const Forecast& forecast_;
  const Resources resources_;
  Progress& progress_;
  const Sink& sink_;
  const Remaining& remaining_;
  Keeper* const keeper_;
  std::vector<std::size_t> order_;

  std::atomic<bool> stop_ = false;
  std::mutex mutex_;  // of all below
  std::condition_variable memory_free_;
  std::size_t started_ = 0, active_ = 0, memory_used_ = 0;
  Outcome outcome_;
  std::exception_ptr failure_;
};

/// Largest first, so that no long run starts when all others are done; else as in the plan.
std::vector<std::size_t> in_order(std::vector<std::size_t> order, const Plan& plan,
                                  const Forecast& forecast) {
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return forecast.of(plan.key(a)).memory() > forecast.of(plan.key(b)).memory();
  });
  return order;
}

Runner::Runner(const Plan& plan, const Forecast& forecast, const Resources& resources,
               Progress& progress, const Remaining& remaining, const Sink& sink, Keeper* keeper)
    : plan_(plan),
      forecast_(forecast),
      resources_(resources),
      progress_(progress),
      sink_(sink),
      remaining_(remaining),
      keeper_(keeper),
      order_(in_order(remaining.runs, plan, forecast)) {
  outcome_.finished = remaining.made.size();
  outcome_.failed = remaining.failed;
}

/// Threads for a run that starts now: equal shares for the runs that can go at the same time.
int Runner::share_of_threads(std::size_t bytes) const {
  const std::size_t unfinished = order_.size() + remaining_.made.size() - outcome_.finished;
  const std::size_t fit = bytes == 0 ? unfinished : std::max<std::size_t>(1, resources_.memory / bytes);
  const auto threads = static_cast<std::size_t>(resources_.threads);
  const std::size_t together = std::min({unfinished, fit, threads});
  const std::size_t left_over = active_ < threads % together ? 1 : 0;
  return static_cast<int>(threads / together + left_over);
}

std::optional<Ticket> Runner::next() {
  std::unique_lock lock(mutex_);
  if (started_ == order_.size() || stopping()) return {};
  Ticket ticket;
  ticket.key = plan_.key(order_[started_++]);
  ticket.bytes = forecast_.of(ticket.key).memory();
  memory_free_.wait(lock, [&] {
    return active_ == 0 || memory_used_ + ticket.bytes <= resources_.memory;
  });
  if (stopping()) return {};
  ticket.threads = share_of_threads(ticket.bytes);
  ++active_;
  memory_used_ += ticket.bytes;
  return ticket;
}

void Runner::give_back(const Ticket& ticket) {
  const std::lock_guard lock(mutex_);
  --active_;
  memory_used_ -= ticket.bytes;
  memory_free_.notify_all();
}

void Runner::take_down(const Series& series, double seconds) {
  const bool failed = series.status == Status::failed;
  const auto left = static_cast<double>(plan_.scenario().steps - series.last_step);
  progress_.finished(failed, left * work_of_step(forecast_, series.key));
  const std::lock_guard lock(mutex_);
  ++outcome_.finished;
  outcome_.stepping_seconds += series.seconds;
  outcome_.running_seconds += seconds;
  if (failed) outcome_.failed.push_back({series.key, series.last_step, series.message});
}

void Runner::make(const Ticket& ticket) {
  const double work = work_of_step(forecast_, ticket.key);
  std::int64_t told = -1;  // at first the steps that the run was kept after
  const auto go_on = [&](std::int64_t steps_done) {
    if (told < 0) progress_.recalled(work * static_cast<double>(steps_done));
    else progress_.stepped(work);
    told = steps_done;
    return !stopping();
  };
  const auto before = std::chrono::steady_clock::now();
  const std::optional<Series> series =
      simulate(plan_, ticket.key.run, ticket.threads, go_on, keeper_);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - before;
  if (!series) return;
  sink_(*series);
  if (keeper_) keeper_->forget(ticket.key);
  take_down(*series, seconds.count());
}

/// The first to fail is the one that is told of.
void Runner::give_up(std::exception_ptr why) {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(why);
  stop_ = true;
}

void Runner::work() {
  while (const std::optional<Ticket> ticket = next()) {
    try {
      make(*ticket);
    } catch (const std::bad_alloc&) {
      give_up(std::make_exception_ptr(
          Failure("out of memory in run " + std::to_string(ticket->key.run) + "; fewer --threads need less")));
    } catch (...) {
      give_up(std::current_exception());
    }
    give_back(*ticket);
  }
}

/// This thread is one of the workers; the others have come to rest when the function returns.
void Runner::work_together() {
  const std::size_t workers = std::min(order_.size(), static_cast<std::size_t>(resources_.threads));
  std::vector<std::jthread> others;
  try {
    while (others.size() + 1 < workers) others.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    // The system gives no more threads: those that there are do the work.
  }
  work();
}

Outcome Runner::run() {
  progress_.begin(workload_of(plan_, forecast_, order_),
                  workload_of(plan_, forecast_, remaining_.made), remaining_.failed.size());
  work_together();
  if (failure_) std::rethrow_exception(failure_);
  outcome_.interrupted = outcome_.finished < order_.size() + remaining_.made.size();
  std::sort(outcome_.failed.begin(), outcome_.failed.end(),
            [](const FailedRun& a, const FailedRun& b) { return a.key.run < b.key.run; });
  return std::move(outcome_);
}

}  // namespace

Workload workload_of(const Plan& plan, const Forecast& forecast, std::span<const std::size_t> runs) {
  Workload load{runs.size(), 0};
  for (const std::size_t run : runs)
    load.work += work_of_step(forecast, plan.key(run)) * static_cast<double>(plan.scenario().steps);
  return load;
}

Outcome run_all(const Plan& plan, const Forecast& forecast, const Resources& resources,
                Progress& progress, const Remaining& remaining, const Sink& sink, Keeper* keeper) {
  return Runner(plan, forecast, resources, progress, remaining, sink, keeper).run();
}

Outcome run_all(const Plan& plan, const Forecast& forecast, const Resources& resources,
                Progress& progress, const Sink& sink) {
  return run_all(plan, forecast, resources, progress, everything(plan), sink);
}

}  // namespace permea
