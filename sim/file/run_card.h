// NAME.run.json: what varies from run to run, and so has no place in a results file that must be the
// same, byte for byte, whenever and wherever it is computed.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace permea {

/// Which program this is.
struct Build {
  std::string version;   ///< "0.1.0"
  std::string commit;    ///< as it was when the program was built; "unknown" outside git
  std::string compiler;  ///< "g++ 12.2.0"
  std::vector<std::pair<std::string, std::string>> libraries;  ///< name, version in use
};

Build build();

/// What is to be told about one call of `permea run`.
struct RunCard {
  std::vector<std::string> command_line;
  std::string started;          ///< UTC, as utc_now() says
  std::string instruction_set;  ///< what the model was compiled for: "x86-64-v3"
  double stepping_seconds = 0;  ///< sum over runs of the time spent in steps
  double running_seconds = 0;   ///< the same with starting worlds and observing them
  double total_seconds = 0;     ///< from start to renamed results file
  int threads = 1;
};

/// "2026-11-22T04:54:26Z"
std::string utc_now();

/// Most memory this process ever had, in bytes.
std::int64_t peak_memory_bytes();

/// The card's place beside a results file: results/a.h5 has results/a.run.json, and of another ending
/// results/a.nc has results/a.nc.run-card.json, so that no two files share one.
std::string run_card_path(const std::string& results_path);

/// Throws BadInput when what is at `path` could be replaced and is no card: nobody asked to replace it.
void refuse_other_than_card(const std::string& path);

/// Writes the card with what build() and the machine say; an older card is replaced whole. Throws
/// Failure when it cannot be written.
void write_run_card(const std::string& path, const RunCard& card);

}  // namespace permea
