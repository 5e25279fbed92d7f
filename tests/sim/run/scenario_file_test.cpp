// What is refused before a scenario is parsed, and what is no TOML.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "sim/run/scenario/toml.h"
#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

std::string repeated(const std::string& part, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += part;
  return all;
}

/// A path that is free while the test lives.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name)
      : path_((std::filesystem::temp_directory_path() / name).string()) {}
  ~TemporaryFile() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string loading(const std::string& path) {
  const std::vector<Model> models = {toy_model()};
  try {
    load_scenario(path, models);
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a scenario is read from its file and named after it") {
  const TemporaryFile file("permea_named.v2.toml");
  std::ofstream(file.path()) << toy_head;
  const std::vector<Model> models = {toy_model()};
  const Scenario scenario = load_scenario(file.path(), models);
  CHECK(scenario.file == file.path());
  CHECK(scenario.name == "permea_named.v2");
}

TEST_CASE("a missing file, a folder and an empty file are refused") {
  const TemporaryFile file("permea_none.toml");
  CHECK(loading(file.path()) == file.path() + ": no such file");
  std::filesystem::create_directory(file.path());
  CHECK(loading(file.path()) == file.path() + ": a folder, not a scenario");
  std::filesystem::remove(file.path());
  std::ofstream(file.path()).flush();
  CHECK(loading(file.path()).starts_with(file.path() + ": model: missing"));
}

TEST_CASE("a file that never ends is refused") {
  CHECK(loading("/dev/zero") == "/dev/zero: larger than 1 MiB, and a scenario is not");
}

TEST_CASE("a text over 1 MiB is refused, one of 1 MiB is read") {
  const std::string line = "#" + std::string(1022, 'x') + "\n";
  const std::string text = toy_head + repeated(line, 1023);
  CHECK(complaints(text + std::string((std::size_t{1} << 20) - text.size(), '\n')) == "");
  CHECK(complaints(text + std::string((std::size_t{1} << 20) - text.size() + 1, '\n')) ==
        "s.toml: larger than 1 MiB, and a scenario is not");
}

TEST_CASE("a line over 64 KiB is refused") {
  CHECK(complaints(toy_head + "#" + std::string(65535, 'x')) == "");
  CHECK(complaints(toy_head + "#" + std::string(65536, 'x')) ==
        "s.toml:4:1: a line longer than 64 KiB");
}

TEST_CASE("a key of more than 16 dots is refused wherever it stands") {
  const std::string deep = std::string("a") + repeated(".a", 17);
  CHECK(complaints(std::string("[") + deep + "]") == "s.toml:1:35: a key of more than 16 dots");
  CHECK(complaints("\n" + deep + " = 1") == "s.toml:2:34: a key of more than 16 dots");
  CHECK(complaints("x = { " + deep + " = 1 }") == "s.toml:1:40: a key of more than 16 dots");
  CHECK(complaints(std::string("a") + repeated(" . \"b.c\"", 17) + " = 1")
            .ends_with("a key of more than 16 dots"));
  CHECK(complaints("x = { y = \"\"\"z\"\"\"\", " + deep + " = 1 }")
            .ends_with("a key of more than 16 dots"));
}

TEST_CASE("dots in texts and comments are no dots of keys") {
  CHECK(complaints(toy_head + "title = \"" + repeated(".", 40) + "\" # " + repeated(".", 40)) == "");
  CHECK(complaints(toy_head + "title = '''\n" + repeated(".", 40) + "'''") == "");
  CHECK(complaints(toy_head + "title = \"\\\"" + repeated(".", 40) + "\"") == "");
}

TEST_CASE("brackets nested too deep are refused") {
  CHECK(complaints("x = " + repeated("[", 33)) == "s.toml:1:37: brackets nested deeper than 32");
  CHECK(complaints("x = " + repeated("{a=", 20000) + "1")
            .ends_with("brackets nested deeper than 32"));
}

TEST_CASE("what is no TOML is refused with its place") {
  CHECK(complaints("model = \n").starts_with("s.toml:1:9: not TOML: "));
  CHECK(complaints("[").starts_with("s.toml:1:"));
  CHECK(complaints("[\n").starts_with("s.toml:1:"));
  CHECK(complaints("a = 1\na = 2\n") ==
        "s.toml:2:5: not TOML: key-value pair: cannot redefine existing integer 'a'");
  CHECK(complaints("open-ness = yes\n").starts_with("s.toml:1:13: not TOML: "));
}

TEST_CASE("what is not UTF-8 is refused with its place") {
  CHECK(complaints("title = \"x\"\nmodel = \"\xE9t\xE9\"\n").starts_with("s.toml:2:9: not TOML: "));
}

TEST_CASE("a key that would break the line of its message is refused") {
  CHECK(complaints(toy_head + "\"a\\nb\" = 1") ==
        "s.toml:4:1: a key with a line break or another control character");
}

TEST_CASE("tables are in the order of the text, with the places of their keys") {
  const auto entries = read_toml("z.b = 1\na = 2\nz.a = [3, \"x\"]\n[m]\n", "f");
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].key == "z");
  CHECK(entries[1].key == "a");
  CHECK(entries[2].key == "m");
  CHECK(text(entries[2].place) == "f:4:2");
  REQUIRE(entries[0].inside.size() == 2);
  CHECK(entries[0].inside[0].key == "b");
  CHECK(text(entries[0].inside[1].place) == "f:3:3");
  CHECK(text(entries[0].inside[1].inside[1].place) == "f:3:11");
  CHECK(entries[0].inside[1].inside[1].value == Value("x"));
}
