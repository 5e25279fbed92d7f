// Every chunk once, on any number of threads, and always the same exception.
#include "sim/kit/parallel.h"

#include <catch2/catch.hpp>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

using permea::parallel_for;

TEST_CASE("every chunk is worked on once, by a worker of the team") {
  for (const int threads : {-1, 0, 1, 2, 3, 8}) {
    std::vector<std::atomic<int>> visits(1000);
    std::atomic<bool> stranger = false;
    parallel_for(visits.size(), threads, [&](std::size_t chunk, int worker) {
      ++visits[chunk];
      if (worker < 0 || worker >= std::max(1, threads)) stranger = true;
    });
    CHECK_FALSE(stranger);
    for (const auto& count : visits) REQUIRE(count == 1);
  }
}

TEST_CASE("no chunk, no work") {
  parallel_for(0, 4, [](std::size_t, int) { FAIL("called"); });
}

TEST_CASE("the exception of the lowest chunk that throws is rethrown") {
  for (const int threads : {1, 2, 8}) {
    for (int repeat = 0; repeat < 20; ++repeat) {
      std::string message;
      try {
        parallel_for(500, threads, [](std::size_t chunk, int) {
          if (chunk % 100 == 37) throw std::runtime_error(std::to_string(chunk));
        });
      } catch (const std::runtime_error& error) {
        message = error.what();
      }
      REQUIRE(message == "37");
    }
  }
}

TEST_CASE("a loop inside a loop has a team of its own") {
  std::atomic<int> worked = 0;
  parallel_for(4, 2, [&](std::size_t, int) {
    std::vector<std::atomic<int>> busy(2);
    parallel_for(10, 2, [&](std::size_t, int worker) {
      ++busy[static_cast<std::size_t>(worker)];
      ++worked;
    });
    if (busy[0] + busy[1] != 10) worked = -1000;
  });
  CHECK(worked == 40);
}

TEST_CASE("a machine has at least one thread") { CHECK(permea::machine_threads() >= 1); }
