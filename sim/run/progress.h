// How far the runs are: a moving bar on a terminal, plain lines elsewhere, JSON lines for machines.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <string>
#include <string_view>

namespace permea {

enum class ProgressStyle { none, bar, lines, json };

/// How far all runs together are at one moment.
struct Headway {
  double share = 0;  ///< of the work, 0 to 1; of the most that there may be
  bool at_most = false;  ///< there may be fewer runs, as with [[until]]
  std::size_t runs = 0, finished = 0, failed = 0;
  double steps_per_second = 0;
  double seconds = 0;       ///< since the start
  double seconds_left = 0;  ///< at the pace so far; negative: not known yet
};

/// So many runs, and so much work in all of them, in any unit.
struct Workload {
  std::size_t runs = 0;
  double work = 0;
};

/// `permea  43 % [####......] 17 of 40 runs, ...`, at most `width` characters.
std::string as_bar(const Headway& headway, std::size_t width, bool colour);
/// `permea: 43 %, 17 of 40 runs, ...`
std::string as_line(const Headway& headway);
/// One JSON object; the other kind of line between such is {"remark": "..."}.
std::string as_json(const Headway& headway);

/// Seconds as people say them: `4.2 s`, `42 s`, `3:20 min`, `2:05 h`.
std::string spoken(double seconds);

/// Every function may be called from any thread.
class Progress {
 public:
  /// `width`: columns of the terminal, for the bar.
  explicit Progress(ProgressStyle style, std::FILE* out = stderr, bool colour = false,
                    std::size_t width = 80);
  /// Says the last word, if nobody has let it.
  ~Progress() { end(); }
  Progress(const Progress&) = delete;

  /// Behind what begins next there may be so much more, in later rounds: then all shares are of the
  /// most that there may be.
  void may_follow(const Workload& later);
  /// What is to be done, beside what was done before; so many of those runs had failed. Time counts from
  /// the first round that begins.
  void begin(const Workload& to_do, const Workload& before = {}, std::size_t failed_before = 0);
  /// So much work of a run that goes on was done before the start.
  void recalled(double work);
  /// A step that was worth so much work.
  void stepped(double work);
  /// A run is over; `left` is the work it did not do.
  void finished(bool failed, double left = 0);
  /// Says a sentence between, in the style of the rest; with ProgressStyle::none as a plain line.
  void remark(const std::string& words);
  /// What might have followed does not: what has begun was all.
  void nothing_follows();
  /// Says the last word, once, and leaves the cursor at the start of a line.
  void end();

 private:
  using Clock = std::chrono::steady_clock;

  Headway headway() const;
  void look();  // shows the headway if it is time
  void show(const Headway& ahead);

  const ProgressStyle style_;
  std::FILE* const out_;
  const bool colour_;
  const std::size_t width_;
  Clock::time_point start_;
  std::size_t runs_ = 0;
  double work_ = 0;                    ///< all
  std::atomic<double> work_before_ = 0;  ///< of it, what was done before the start
  Workload later_;                     ///< of all, what may not come
  bool begun_ = false, ended_ = false;
  std::atomic<double> done_ = 0;
  std::atomic<std::uint64_t> steps_ = 0;
  std::atomic<std::size_t> finished_ = 0, failed_ = 0;
  std::atomic<Clock::rep> next_look_ = 0;
  std::mutex showing_;
  Headway shown_;
  std::size_t last_width_ = 0;
};

}  // namespace permea
