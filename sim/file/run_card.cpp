// What a program knows of itself and of the machine it runs on.
#include "sim/file/run_card.h"

#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <string_view>

#include "permea_commit.h"
#include "sim/file/format/hdf5.h"
#include "sim/file/safe_file.h"
#include "sim/kit/problem.h"

namespace permea {
namespace {

/// What every card begins with, see write_run_card.
constexpr std::string_view beginning = "{\n  \"stepping_seconds\": ";

std::string compiler() {
#if defined(__clang__)
  return "clang++ " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

std::string host() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

}  // namespace

Build build() {
  return {PERMEA_VERSION, PERMEA_COMMIT, compiler(), {{"HDF5", hdf5::version()}, {"zlib", zlibVersion()}}};
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text.data();
}

std::int64_t peak_memory_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{1024} * usage.ru_maxrss;  // Linux counts in KiB
}

std::string run_card_path(const std::string& results_path) {
  if (!results_path.ends_with(".h5")) return results_path + ".run-card.json";
  return results_path.substr(0, results_path.size() - 3) + ".run.json";
}

void refuse_other_than_card(const std::string& path) {
  std::error_code not_there;
  if (!exists(path) || std::filesystem::is_directory(path, not_there)) return;  // a folder is not replaced
  std::string start;
  if (std::filesystem::is_regular_file(path, not_there)) {
    const File file(path, File::Open::reading);
    start.resize(static_cast<std::size_t>(std::min<std::uint64_t>(file.size(), beginning.size())));
    file.read_at(0, std::as_writable_bytes(std::span(start)));
  }
  if (start != beginning)
    throw BadInput({path}, "is no run card of permea; move it away, or name another file by -o");
}

void write_run_card(const std::string& path, const RunCard& card) {
  const Build program = build();
  nlohmann::ordered_json json;
  json["stepping_seconds"] = card.stepping_seconds;
  json["running_seconds"] = card.running_seconds;
  json["total_seconds"] = card.total_seconds;
  json["threads"] = card.threads;
  json["peak_memory_bytes"] = peak_memory_bytes();
  json["version"] = program.version;
  json["commit"] = program.commit;
  json["compiler"] = program.compiler;
  json["instruction_set"] = card.instruction_set;
  for (const auto& [library, version] : program.libraries) json["libraries"][library] = version;
  json["started"] = card.started;
  json["host"] = host();
  json["command_line"] = card.command_line;
  // An argument need not be UTF-8: what is not is replaced.
  const auto replace = nlohmann::ordered_json::error_handler_t::replace;
  write_text_file(path, json.dump(2, ' ', false, replace) + "\n");
}

}  // namespace permea
