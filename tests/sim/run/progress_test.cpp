// The headway is said truly, on one line, and not too often.
#include "sim/run/progress.h"

#include <catch2/catch.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

namespace permea {
namespace {

Headway half_way() {
  Headway headway;
  headway.share = 0.5;
  headway.runs = 40;
  headway.finished = 17;
  headway.steps_per_second = 12345;
  headway.seconds = 100;
  headway.seconds_left = 100;
  return headway;
}

/// What a progress of this style writes over four runs of work 1, the last of which fails.
std::string written(ProgressStyle style) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  Progress progress(style, file.get());
  progress.begin({4, 4});
  for (int run = 0; run < 4; ++run) {
    if (run < 3) progress.stepped(1);
    progress.finished(run == 3, run < 3 ? 0 : 1);
  }
  progress.end();
  std::string text(static_cast<std::size_t>(std::ftell(file.get())), ' ');
  std::rewind(file.get());
  REQUIRE(std::fread(text.data(), 1, text.size(), file.get()) == text.size());
  return text;
}

TEST_CASE("the bar shows share, runs, rate and time left") {
  const std::string bar = as_bar(half_way(), 90, false);
  CHECK(bar.find("permea  50 % [") == 0);
  CHECK(bar.find("] 17 of 40 runs, 12,345 steps/s, 1:40 min left") != std::string::npos);
  CHECK(std::count(bar.begin(), bar.end(), '#') == std::count(bar.begin(), bar.end(), '.'));
}

TEST_CASE("the bar is never wider than the terminal") {
  for (std::size_t width = 1; width < 200; ++width)
    CHECK(as_bar(half_way(), width, false).size() <= width);
}

TEST_CASE("colour changes no visible character") {
  std::string coloured = as_bar(half_way(), 90, true);
  for (const std::string code : {"\x1b[32m", "\x1b[0m"}) coloured.erase(coloured.find(code), code.size());
  CHECK(coloured == as_bar(half_way(), 90, false));
}

TEST_CASE("failures are told") {
  Headway headway = half_way();
  headway.failed = 2;
  CHECK(as_line(headway) ==
        "permea: 50 %, 17 of 40 runs, 2 failed, 12,345 steps/s, 1:40 min left");
}

TEST_CASE("a JSON line has every number, and null for what is not known") {
  Headway headway = half_way();
  headway.seconds_left = -1;
  CHECK(as_json(headway) ==
        R"({"share": 0.5000, "runs": 40, "finished": 17, "failed": 0, )"
        R"("steps_per_second": 12345.0, "seconds": 100.0, "seconds_left": null})");
}

TEST_CASE("time is spoken in the unit that fits") {
  CHECK(spoken(4.23) == "4.2 s");
  CHECK(spoken(12.3) == "12 s");
  CHECK(spoken(59.6) == "1:00 min");
  CHECK(spoken(200) == "3:20 min");
  CHECK(spoken(7500) == "2:05 h");
}

TEST_CASE("a short job in a log is one line") {
  const std::string lines = written(ProgressStyle::lines);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 1);
  CHECK(lines.find("permea: 100 %, 4 of 4 runs, 1 failed") == 0);
}

TEST_CASE("what was done before the start counts as done") {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  Progress progress(ProgressStyle::json, file.get());
  progress.begin({2, 10}, {6, 30}, 1);
  progress.end();
  std::string text(static_cast<std::size_t>(std::ftell(file.get())), ' ');
  std::rewind(file.get());
  REQUIRE(std::fread(text.data(), 1, text.size(), file.get()) == text.size());
  CHECK(text.find("{\"share\": 0.7500, \"runs\": 8, \"finished\": 6, \"failed\": 1,") == 0);
}

TEST_CASE("what a run that goes on had done is done, and does not make the pace look faster") {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  Progress progress(ProgressStyle::json, file.get());
  progress.begin({1, 100});
  progress.recalled(50);
  std::this_thread::sleep_for(std::chrono::milliseconds(600));
  progress.stepped(10);
  progress.end();
  std::string text(static_cast<std::size_t>(std::ftell(file.get())), ' ');
  std::rewind(file.get());
  REQUIRE(std::fread(text.data(), 1, text.size(), file.get()) == text.size());
  const std::string last = text.substr(text.rfind("{\"share\": 0.6000"));
  const std::string key = "\"seconds_left\": ";
  CHECK(std::stod(last.substr(last.find(key) + key.size())) >= 2.3);  // 40 left at 10 in 0.6 s
}

/// Of rounds of two runs of work 1, of which one or two are made and three may be.
std::string rounds_written(ProgressStyle style, bool second) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  {
    Progress progress(style, file.get());
    progress.remark("8 of \"them\"");
    progress.may_follow({4, 4});
    progress.begin({2, 2});
    for (int run = 0; run < 2; ++run) progress.finished(false, 1);
    if (second) {
      progress.remark("going on");
      progress.may_follow({2, 2});
      progress.begin({2, 2}, {2, 2});
      for (int run = 0; run < 2; ++run) progress.finished(false, 1);
    }
    progress.nothing_follows();
  }  // says the last word
  std::string text(static_cast<std::size_t>(std::ftell(file.get())), ' ');
  std::rewind(file.get());
  REQUIRE(std::fread(text.data(), 1, text.size(), file.get()) == text.size());
  return text;
}

TEST_CASE("with rounds to come shares are of all that there may be, and 1 is said at the end alone") {
  const std::string lines = rounds_written(ProgressStyle::json, true);
  const std::string first = "{\"remark\": \"8 of \\\"them\\\"\"}\n{\"share\": 0.3333, \"runs\": 6, \"finished\": 2, ";
  CHECK(lines.find(first) == 0);
  CHECK(lines.find("}\n{\"remark\": \"going on\"}\n{\"share\": 1.0000, \"runs\": 4, \"finished\": 4, ") !=
        std::string::npos);
  CHECK(std::count(lines.begin(), lines.end(), '\n') == 4);
  CHECK(rounds_written(ProgressStyle::json, false).find("{\"share\": 1.0000, \"runs\": 2, \"finished\": 2, ") !=
        std::string::npos);
}

TEST_CASE("remarks are lines of their own in every style") {
  CHECK(rounds_written(ProgressStyle::none, true) == "permea: 8 of \"them\"\npermea: going on\n");
  CHECK(rounds_written(ProgressStyle::bar, true).find(" 2 of at most 6 runs") != std::string::npos);
  CHECK(rounds_written(ProgressStyle::bar, true).find("\npermea: going on\n\rpermea 100 % ") != std::string::npos);
}

TEST_CASE("a bar stays on its line until the end") {
  const std::string bar = written(ProgressStyle::bar);
  CHECK(bar.front() == '\r');
  CHECK(std::count(bar.begin(), bar.end(), '\n') == 1);
  CHECK(bar.back() == '\n');
}

TEST_CASE("no progress is no output") { CHECK(written(ProgressStyle::none).empty()); }

TEST_CASE("the bar moves at most ten times a second") {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::tmpfile(), std::fclose);
  Progress progress(ProgressStyle::bar, file.get());
  constexpr int steps = 1'000'000;
  progress.begin({1, steps});
  const auto start = std::chrono::steady_clock::now();
  for (int step = 0; step < steps; ++step) progress.stepped(1);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double shown = static_cast<double>(std::ftell(file.get())) / 81;
  CHECK(shown <= 10 * seconds + 2);
}

}  // namespace
}  // namespace permea
