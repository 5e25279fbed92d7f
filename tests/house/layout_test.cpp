// What may lie where, how long it may be, and how it begins.
#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

#include "tests/house/tree.h"

using namespace permea::house;

namespace {

const std::set<std::string> at_the_top = {
    ".ci",          ".clang-format", ".clang-tidy", ".gitattributes", ".gitignore",
    "CHANGELOG.md", "CITATION.cff",  "CMakeLists.txt", "CMakePresets.json", "LICENSE",
    "README.md",    "models",        "results",     "scenarios",      "scripts",
    "sim",          "tests"};

bool has_ending(const std::string& path, std::initializer_list<const char*> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](const char* ending) { return path.ends_with(ending); });
}

/// C++, Python, shell and CMake: whatever a machine reads as a program.
bool is_source(const File& file) {
  return has_ending(file.path, {".h", ".cpp", ".py", "CMakeLists.txt"}) ||
         file.text.starts_with("#!");
}

/// Whether the first line, or the second after "#!", is a comment (or Python's """) that says something.
bool opens_with_comment(const File& file) {
  const std::vector<std::string> all = lines(file.text);
  const std::size_t first = file.text.starts_with("#!") ? 1 : 0;
  static const std::regex comment(R"(^((//|#) |""")\S.*)");
  return all.size() > first && std::regex_match(all[first], comment);
}

/// Folders of somebody's home, and addresses of machines. Written in pieces, so that this file does
/// not name what it forbids.
const std::regex machine(std::string("(^|[^A-Za-z0-9_.])/(ho") + "me|Us" + "ers|ro" + "ot|wo" +
                         "rk|sc" + "ratch)/|[A-Z]:\\\\Us" + "ers|" +
                         R"((^|[^0-9.])(\d{1,3}\.){3}\d{1,3}($|[^0-9.]))");

/// Lines of `text` that name a place which exists on one machine only.
std::vector<std::string> machine_places(const std::string& text) {
  std::vector<std::string> found;
  for (const std::string& line : lines(text))
    if (std::regex_search(line, machine)) found.push_back(line);
  return found;
}

/// A name that Catch, called with it by CTest, would take for an option, or that CTest's lists would
/// split at a semicolon or run together behind a bracket: such tests are never run by their name.
const std::regex name_beyond_call(R"re(TEST_CASE\("(-|[^"]*[\[\];]))re");

bool is_text(const File& file) { return file.text.find('\0') == std::string::npos; }

}  // namespace

TEST_CASE("nothing lies at the top that the house does not know") {
  for (const File& file : files()) {
    INFO(file.path);
    CHECK(at_the_top.contains(file.path.substr(0, file.path.find('/'))));
  }
}

TEST_CASE("of results only the description of the format is committed") {
  for (const File& file : files())
    if (is_below(file.path, "results")) CHECK(file.path == "results/README.md");
}

TEST_CASE("no source is longer than 400 lines") {
  for (const File& file : files()) {
    if (!is_source(file)) continue;
    INFO(file.path);
    CHECK(lines(file.text).size() <= 400);
  }
}

TEST_CASE("every source opens with why it exists") {
  for (const File& file : files()) {
    if (!is_source(file)) continue;
    INFO(file.path);
    CHECK(opens_with_comment(file));
  }
}

TEST_CASE("a source that does not open with a comment is found") {
  CHECK_FALSE(opens_with_comment({"a.h", "#pragma once\n"}));
  CHECK_FALSE(opens_with_comment({"a.h", "\n// late\n"}));
  CHECK_FALSE(opens_with_comment({"a.h", ""}));
  CHECK_FALSE(opens_with_comment({"a", "#!/usr/bin/env bash\nset -e\n"}));
  CHECK(opens_with_comment({"a.h", "// Why.\n"}));
  CHECK(opens_with_comment({"a", "#!/usr/bin/env bash\n# Why.\n"}));
}

TEST_CASE("no file names a place on somebody's machine") {
  for (const File& file : files()) {
    if (!is_text(file)) continue;
    INFO(file.path);
    CHECK(machine_places(file.text) == std::vector<std::string>{});
  }
}

TEST_CASE("a place on somebody's machine is found") {
  const std::string home = "/ho", address = "10.1";
  CHECK(machine_places("path = \"" + home + "me/ada/permea\"").size() == 1);
  CHECK(machine_places("ssh " + address + ".2.3").size() == 1);
  CHECK(machine_places("an address like docs" + home + "me/index").empty());
  CHECK(machine_places("version 1.10.8, then 4:12.2.0-3").empty());
}

TEST_CASE("every script can be run and is under 120 lines, slurm and what they share under 300") {
  for (const File& file : files()) {
    if (!is_below(file.path, "scripts") && file.path != ".ci/run") continue;
    INFO(file.path);
    const bool shared = file.path.ends_with(".py");
    const bool long_one = shared || file.path == "scripts/slurm";  // writes scripts of its own
    CHECK(lines(file.text).size() < (long_one ? 300u : 120u));
    CHECK(is_executable(file.path) == !shared);
    CHECK(file.text.starts_with("#!") == !shared);
  }
}

TEST_CASE("every test can be called by its name") {
  for (const File& file : files()) {
    INFO(file.path);
    CHECK_FALSE(std::regex_search(file.text, name_beyond_call));
  }
  for (const char* name : {"-o names the file", "it lies in [0, 1)", "this; that"})
    CHECK(std::regex_search(std::string("TEST_") + "CASE(\"" + name + "\")", name_beyond_call));
}

TEST_CASE("one version everywhere") {
  const auto version_in = [](const std::string& path, const std::string& pattern) {
    const std::string text = read(path);
    std::smatch match;
    INFO(path);
    REQUIRE(std::regex_search(text, match, std::regex(pattern)));
    return match[1].str();
  };
  const std::string number = R"((\d+\.\d+\.\d+))";
  const std::string built = version_in("CMakeLists.txt", R"(project\(permea VERSION )" + number);
  CHECK(version_in("CITATION.cff", "\nversion: " + number) == built);
  CHECK(version_in("CHANGELOG.md", R"(\n## \[)" + number) == built);
}
