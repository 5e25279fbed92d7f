// How the headway is put into words, and how often.
#include "sim/run/progress.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/run/table.h"

namespace permea {
namespace {

constexpr double tick = 0.1;             // seconds from one look to the next
constexpr double json_pause = 1;         // seconds from one JSON line to the next, at least
constexpr double line_pause = 1;         // ... one plain line
constexpr double line_share = 0.1;       // a plain line for each tenth of the work
constexpr double longest_silence = 600;  // seconds, in plain lines

template <class... Arguments>
std::string written(const char* format, Arguments... arguments) {
  std::array<char, 400> line;
  const int length = std::snprintf(line.data(), line.size(), format, arguments...);
  return {line.data(), std::min(static_cast<std::size_t>(length), line.size() - 1)};
}

/// 1234567 as 1,234,567.
std::string grouped(double number) {
  const std::string digits = written("%.0f", number);
  std::string groups;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) groups += ',';
    groups += digits[i];
  }
  return groups;
}

std::string words(const Headway& headway) {
  const char* of = headway.at_most ? "of at most" : "of";
  std::string line = written("%zu %s %zu runs", headway.finished, of, headway.runs);
  if (headway.failed > 0) line += written(", %zu failed", headway.failed);
  if (headway.steps_per_second > 0) line.append(", ").append(grouped(headway.steps_per_second)).append(" steps/s");
  if (headway.share >= 1) return line + ", " + spoken(headway.seconds);
  return headway.seconds_left < 0 ? line : line + ", " + spoken(headway.seconds_left) + " left";
}

/// Whole percents, never 100 before the end.
int percent(double share) { return static_cast<int>(std::floor(share * 100)); }

}  // namespace

std::string spoken(double seconds) {
  if (seconds < 9.95) return written("%.1f s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return written("%lld s", whole);
  if (whole < 3600) return written("%lld:%02lld min", whole / 60, whole % 60);
  return written("%lld:%02lld h", whole / 3600, whole / 60 % 60);
}

std::string as_bar(const Headway& headway, std::size_t width, bool colour) {
  const std::string head = written("permea %3d %% ", percent(headway.share));
  const std::string tail = words(headway);
  const std::size_t taken = head.size() + tail.size() + 3;
  if (width < taken + 5) return (head + tail).substr(0, width);
  const std::size_t room = std::min<std::size_t>(width - taken, 40);
  const auto full = static_cast<std::size_t>(headway.share * static_cast<double>(room));
  std::string bar = std::string(full, '#') + std::string(room - full, '.');
  if (colour) bar = (headway.failed > 0 ? "\x1b[31m" : "\x1b[32m") + bar + "\x1b[0m";
  return head + "[" + bar + "] " + tail;
}

std::string as_line(const Headway& headway) {
  return written("permea: %d %%, ", percent(headway.share)) + words(headway);
}

std::string as_json(const Headway& headway) {
  const std::string left = headway.seconds_left < 0 ? "null" : written("%.1f", headway.seconds_left);
  return written("{\"share\": %.4f, \"runs\": %zu, \"finished\": %zu, \"failed\": %zu, ",
                 headway.share, headway.runs, headway.finished, headway.failed) +
         written("\"steps_per_second\": %.1f, \"seconds\": %.1f, \"seconds_left\": %s}",
                 headway.steps_per_second, headway.seconds, left.c_str());
}

Progress::Progress(ProgressStyle style, std::FILE* out, bool colour, std::size_t width)
    : style_(style), out_(out), colour_(colour), width_(width), start_(Clock::now()) {}

void Progress::may_follow(const Workload& later) { later_ = later; }

void Progress::begin(const Workload& to_do, const Workload& before, std::size_t failed_before) {
  if (!begun_) {
    start_ = Clock::now();
    work_before_ = before.work;
  }
  begun_ = true;
  runs_ = to_do.runs + before.runs + later_.runs;
  work_ = to_do.work + before.work + later_.work;
  done_ = before.work;
  finished_ = before.runs;
  failed_ = failed_before;
  look();
}

void Progress::recalled(double work) {
  done_.fetch_add(work, std::memory_order_relaxed);
  work_before_.fetch_add(work, std::memory_order_relaxed);
}

void Progress::stepped(double work) {
  done_.fetch_add(work, std::memory_order_relaxed);
  steps_.fetch_add(1, std::memory_order_relaxed);
  look();
}

void Progress::finished(bool failed, double left) {
  done_.fetch_add(left, std::memory_order_relaxed);
  if (failed) failed_.fetch_add(1);
  finished_.fetch_add(1);
  look();
}

Headway Progress::headway() const {
  Headway now;
  now.runs = runs_;
  now.at_most = later_.runs > 0;
  now.finished = finished_;
  now.failed = failed_;
  now.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  // Sums of work are rounded, so only the count of runs says that all is done.
  if (now.finished == runs_) now.share = 1;
  else if (work_ > 0) now.share = std::min(done_ / work_, 0.9999);
  if (now.seconds > 0) now.steps_per_second = static_cast<double>(steps_) / now.seconds;
  const double gained = work_ > 0 ? now.share - work_before_ / work_ : 0;  // since the start
  const bool known = gained > 0 && now.seconds >= 0.5;
  now.seconds_left = known ? now.seconds * (1 - now.share) / gained : -1;
  return now;
}

void Progress::look() {
  if (style_ == ProgressStyle::none) return;
  const Clock::rep now = (Clock::now() - start_).count();
  Clock::rep due = next_look_.load(std::memory_order_relaxed);
  if (now < due) return;
  const Clock::duration pause = std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(tick));
  if (!next_look_.compare_exchange_strong(due, now + pause.count())) return;
  const std::lock_guard lock(showing_);
  const Headway ahead = headway();
  const double silence = ahead.seconds - shown_.seconds;
  const bool tenth = ahead.share >= shown_.share + line_share && silence >= line_pause;
  const bool due_line = tenth || silence >= longest_silence;
  const bool wanted = style_ == ProgressStyle::bar ||
                      (style_ == ProgressStyle::lines && due_line && ahead.share < 1) ||
                      (style_ == ProgressStyle::json && silence >= json_pause && ahead.share < 1);
  if (wanted) show(ahead);
}

void Progress::show(const Headway& ahead) {
  if (style_ == ProgressStyle::bar) {
    const std::string bar = as_bar(ahead, width_, colour_);
    const std::size_t visible = as_bar(ahead, width_, false).size();
    const std::size_t behind = last_width_ > visible ? last_width_ - visible : 0;
    std::fprintf(out_, "\r%s%*s", bar.c_str(), static_cast<int>(behind), "");
    last_width_ = visible;
  } else {
    const bool json = style_ == ProgressStyle::json;
    std::fprintf(out_, "%s\n", (json ? as_json(ahead) : as_line(ahead)).c_str());
  }
  std::fflush(out_);
  shown_ = ahead;
}

void Progress::remark(const std::string& words) {
  const std::lock_guard lock(showing_);
  const bool bar = style_ == ProgressStyle::bar, json = style_ == ProgressStyle::json;
  if (begun_ && (bar || json)) show(headway());
  if (begun_ && bar) std::fputc('\n', out_);
  last_width_ = 0;
  std::fprintf(out_, json ? "{\"remark\": %s}\n" : "permea: %s\n", (json ? json_text(words) : words).c_str());
  std::fflush(out_);
}

void Progress::nothing_follows() {
  runs_ -= later_.runs;
  work_ -= later_.work;
  later_ = {};
}

void Progress::end() {
  if (style_ == ProgressStyle::none || !begun_ || ended_) return;
  const std::lock_guard lock(showing_);
  ended_ = true;
  show(headway());
  if (style_ == ProgressStyle::bar) std::fputc('\n', out_);
  std::fflush(out_);
}

}  // namespace permea
