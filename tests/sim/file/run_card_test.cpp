// The card says what varies from run to run, in JSON that anybody reads.
#include "sim/file/run_card.h"

#include <catch2/catch.hpp>

#include <regex>

#include "tests/sim/file/example.h"

using namespace permea;

TEST_CASE("the card stands beside the results file, and no two files share one") {
  CHECK(run_card_path("results/a.h5") == "results/a.run.json");
  CHECK(run_card_path("results/a.nc") == "results/a.nc.run-card.json");
  CHECK(run_card_path("a") != run_card_path("a.h5"));
}

TEST_CASE("a card may be replaced, and no other file of its name") {
  const Folder folder;
  const std::string path = folder / "a.run.json";
  CHECK_NOTHROW(refuse_other_than_card(path));
  write_run_card(path, {});
  CHECK_NOTHROW(refuse_other_than_card(path));
  for (const std::string text : {"", "{}", "{\n  \"my\": \"diary\"\n}\n"}) {
    std::ofstream(path) << text;
    CHECK_THROWS_WITH(refuse_other_than_card(path),
                      path + ": is no run card of permea; move it away, or name another file by -o");
  }
}

TEST_CASE("the card has every field of the contract") {
  const Folder folder;
  RunCard card;
  card.command_line = {"permea", "run", "with \"quotes\"", "\xff"};
  card.started = utc_now();
  card.stepping_seconds = 1.5;
  card.threads = 3;
  card.instruction_set = "x86-64-v3";
  write_run_card(folder / "a.run.json", card);
  const std::string text = content(folder / "a.run.json");
  for (const char* field : {"stepping_seconds", "running_seconds", "total_seconds", "threads", "peak_memory_bytes", "version",
                            "commit", "compiler", "instruction_set", "started", "host", "command_line",
                            "libraries"})
    CHECK(text.find('"' + std::string(field) + '"') != std::string::npos);
  CHECK(text.find("\"stepping_seconds\": 1.5") != std::string::npos);
  CHECK(text.find("\"instruction_set\": \"x86-64-v3\"") != std::string::npos);
  CHECK(text.find("with \\\"quotes\\\"") != std::string::npos);
  CHECK(folder.files() == std::vector<std::string>{"a.run.json"});
}

TEST_CASE("times are UTC, to the second") {
  CHECK(std::regex_match(utc_now(), std::regex("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")));
}

TEST_CASE("the build knows its version, and a commit or that it knows none") {
  const Build made = build();
  CHECK(std::regex_match(made.version, std::regex("\\d+\\.\\d+\\.\\d+")));
  CHECK(std::regex_match(made.commit, std::regex("[0-9a-f]{12}(-dirty)?|unknown")));
}

TEST_CASE("peak memory is that of this process") {
  const std::int64_t before = peak_memory_bytes();
  const std::vector<double> big(std::size_t{16} << 20, 1.0);
  CHECK(peak_memory_bytes() - before > (std::int64_t{100} << 20));
  CHECK(big[5] == 1);
}
