// Each floor includes only what it may: the table "The house" of README.md, held file by file.
#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "tests/house/tree.h"

using namespace permea::house;

namespace {

/// What the files whose path starts with `files` may include, beside the standard library. Entries
/// ending in '/' or '.' or a letter stand for everything that starts so. The longest `files` that
/// fits a path decides.
struct Floor {
  std::string files;
  std::vector<std::string> may;
};

const std::vector<std::string> posix = {"fcntl.h", "unistd.h", "sys/", "signal.h", "poll.h",
                                        "sched.h", "termios.h"};

std::vector<std::string> with(std::vector<std::string> first, const std::vector<std::string>& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

const std::vector<std::string> kit = {"sim/kit/", "Eigen/", "Random123/"};
const std::vector<std::string> run = with({"sim/kit/", "sim/run/"}, posix);
const std::vector<std::string> file = with(
    {"sim/kit/", "sim/file/", "sim/run/plan.h", "sim/run/series.h", "sim/run/scenario.h", "hdf5",
     "H5", "zlib.h"},
    posix);
const std::vector<std::string> command_line = with({"sim/"}, posix);

const std::vector<Floor> floors = {
    {"sim/kit/", kit},
    {"sim/kit/parallel.", with(kit, {"omp.h"})},
    {"sim/kit/state.", with(kit, {"sys/mman.h"})},
    {"sim/run/", run},
    {"sim/run/scenario/", with(run, {"toml++/"})},
    {"sim/run/scenario/sweep/design.", with(run, {"boost/random/"})},
    {"sim/run/evidence/statistics.", with(run, {"boost/math/"})},
    {"sim/file/", file},
    {"sim/file/checkpoint.", with(file, {"sim/run/simulation.h"})},
    {"sim/file/format/state_file.", with(file, {"sim/run/simulation.h"})},
    {"sim/file/run_card.", with(file, {"nlohmann/", "permea_commit.h"})},
    {"sim/cli/", with(command_line, {"boost/program_options"})},
    {"models/permea.cpp", {"models/", "sim/cli/cli.h"}},
    {"models/models.", {"models/", "sim/kit/model.h"}},
};

/// The floor of a model is its own folder and the kit.
Floor floor_of_model(const std::string& path) {
  const std::size_t end = path.find('/', std::string("models/").size());
  const std::string folder = path.substr(0, end + 1);
  return {folder, with({folder}, {"sim/kit/", "Eigen/"})};
}

/// The floor that decides about `path`; one without `files` when there is none.
Floor floor_of(const std::string& path) {
  Floor found;
  for (const Floor& floor : floors)
    if (path.starts_with(floor.files) && floor.files.size() > found.files.size()) found = floor;
  if (found.files.empty() && is_below(path, "models")) return floor_of_model(path);
  return found;
}

/// A header of the C++ standard library that `path` may include. Models and sim may not ask for its
/// random numbers (their distributions differ between libraries), models may not read or write.
bool is_standard(const std::string& path, const std::string& header) {
  if (header.find_first_of("/.+") != std::string::npos || header == "random") return false;
  const std::vector<std::string> doors = {"iostream", "fstream", "filesystem"};
  const bool model = is_below(path, "models") && path != "models/permea.cpp";
  return !model || std::find(doors.begin(), doors.end(), header) == doors.end();
}

/// Every header that the text of `path` includes and may not.
std::vector<std::string> violations(const std::string& path, const std::string& text) {
  static const std::regex include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  const Floor floor = floor_of(path);
  std::vector<std::string> found;
  for (const std::string& line : lines(text)) {
    std::smatch match;
    if (!std::regex_search(line, match, include)) continue;
    const std::string header = match[1];
    const bool allowed = std::any_of(floor.may.begin(), floor.may.end(), [&](const auto& start) {
      return header.starts_with(start);
    });
    if (!allowed && !is_standard(path, header)) found.push_back(header);
  }
  return found;
}

bool is_source(const std::string& path) { return path.ends_with(".h") || path.ends_with(".cpp"); }

}  // namespace

TEST_CASE("every source includes only what its floor may") {
  for (const File& file : files()) {
    if (!is_source(file.path) || !(is_below(file.path, "sim") || is_below(file.path, "models")))
      continue;
    INFO(file.path);
    CHECK(!floor_of(file.path).files.empty());
    CHECK(violations(file.path, file.text) == std::vector<std::string>{});
  }
}

TEST_CASE("models/permea.cpp joins models and the command line, and nothing else") {
  CHECK(violations("models/permea.cpp", "#include \"models/market/model.h\"\n").empty());
  CHECK(violations("models/permea.cpp", "#include \"sim/run/plan.h\"\n").size() == 1);
}

TEST_CASE("an include that a floor may not have is found") {
  const std::vector<std::pair<std::string, std::string>> planted = {
      {"sim/kit/state.h", "sim/run/plan.h"},      {"sim/kit/random.h", "random"},
      {"sim/kit/state.cpp", "omp.h"},             {"sim/kit/model.h", "hdf5.h"},
      {"sim/kit/random.cpp", "sys/mman.h"},       {"models/market/world.h", "sys/mman.h"},
      {"sim/run/plan.cpp", "toml++/toml.h"},      {"sim/run/runner.cpp", "sim/file/archive.h"},
      {"sim/run/plan.cpp", "models/market/model.h"},
      {"sim/file/archive.cpp", "sim/cli/cli.h"},  {"sim/file/archive.cpp", "sim/run/runner.h"},
      {"sim/file/archive.cpp", "nlohmann/json.hpp"},
      {"sim/cli/run.cpp", "models/market/model.h"},
      {"models/market/step.cpp", "iostream"},     {"models/market/step.cpp", "sim/run/plan.h"},
      {"models/market/step.cpp", "models/ecosystem/world.h"},
      {"models/market/step.cpp", "boost/math/distributions.hpp"},
      {"models/ecosystem/process/drift.cpp", "models/market/world.h"},
  };
  for (const auto& [path, header] : planted) {
    INFO(path << " includes " << header);
    CHECK(violations(path, "#pragma once\n  #  include <" + header + ">\n") ==
          std::vector<std::string>{header});
    CHECK(violations(path, "#include \"" + header + "\"\n") == std::vector<std::string>{header});
  }
}

TEST_CASE("an include that a floor may have passes") {
  const std::vector<std::pair<std::string, std::string>> fine = {
      {"sim/kit/random.h", "Random123/philox.h"}, {"sim/kit/parallel.cpp", "omp.h"},
      {"sim/run/scenario/toml.cpp", "toml++/toml.h"},
      {"sim/run/plan.cpp", "sim/kit/model.h"},
      {"sim/file/format/hdf5.cpp", "hdf5.h"},            {"sim/file/safe_file.cpp", "sys/file.h"},
      {"sim/cli/cli.cpp", "boost/program_options.hpp"},
      {"models/market/step.cpp", "models/market/world.h"},
      {"models/market/step.cpp", "vector"},
      {"models/ecosystem/process/drift.cpp", "models/ecosystem/world.h"},
  };
  for (const auto& [path, header] : fine) {
    INFO(path << " includes " << header);
    CHECK(violations(path, "#include <" + header + ">\n").empty());
  }
}
