// The schedule of a model is told three times, and each time the same: in its README, in the table it
// offers (`permea describe`), and by the calls in its step function.
//
// README.md has a section "## Schedule" (or "### Schedule", within an element of ODD) with a numbered
// list whose items begin with the verb, in bold or in backticks: "3. **leak**: what neighbours reveal
// flows in". In step.cpp the function step() calls functions of the model's own folder, one statement
// each; those that give back nothing (void) are the verbs.
#include <catch2/catch.hpp>

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "models/models.h"
#include "tests/house/tree.h"

using namespace permea;
using house::File;

namespace {

using Verbs = std::vector<std::string>;

std::vector<Model> models() {
  std::vector<Model> all;
  permea_models(all);
  return all;
}

/// The verbs of the list in the section Schedule, or {"3. misnumbered"} where the numbers go wrong.
Verbs verbs_in_readme(const std::string& readme) {
  static const std::regex item(R"(^(\d+)\. (?:\*\*|`)([a-z_]+)(?:\*\*|`).*)");
  Verbs verbs;
  bool here = false;
  for (const std::string& line : house::lines(readme)) {
    if (line.starts_with("#")) here = line == "## Schedule" || line == "### Schedule";
    std::smatch match;
    if (!here || !std::regex_match(line, match, item)) continue;
    if (std::stoul(match[1]) != verbs.size() + 1) return {match[1].str() + ". misnumbered"};
    verbs.push_back(match[2]);
  }
  return verbs;
}

/// Names of the functions declared in `text` that give back nothing.
std::set<std::string> void_functions(const std::string& text) {
  static const std::regex declared(R"(^\s*void ([a-z_]+)\(.*)");
  std::set<std::string> names;
  for (const std::string& line : house::lines(text))
    if (std::smatch match; std::regex_match(line, match, declared)) names.insert(match[1]);
  return names;
}

/// The calls of `own` functions that begin a statement in the body of `void step(`, in order.
Verbs calls_in_step(const std::string& source, const std::set<std::string>& own) {
  static const std::regex call(R"(^\s+(?:if \(.*\) )?(?:[a-z_]+::)*([a-z_]+)\(.*)");
  Verbs calls;
  bool inside = false;
  for (const std::string& line : house::lines(source)) {
    if (line.starts_with("void step(")) inside = true;
    if (line == "}") inside = false;
    std::smatch match;
    if (inside && std::regex_match(line, match, call) && own.contains(match[1]))
      calls.push_back(match[1]);
  }
  return calls;
}

Verbs schedule_of(const Model& model) {
  Verbs verbs;
  for (const ScheduleRow& row : model.schedule) verbs.push_back(row.verb);
  return verbs;
}

}  // namespace

TEST_CASE("a model's README tells its schedule in order") {
  for (const Model& model : models()) {
    INFO(model.name);
    CHECK(verbs_in_readme(house::read("models/" + model.name + "/README.md")) == schedule_of(model));
  }
}

TEST_CASE("a model's step calls its schedule in order") {
  const std::vector<File> files = house::files();
  for (const Model& model : models()) {
    const std::string folder = "models/" + model.name;
    std::set<std::string> own;
    for (const File& file : files)
      if (house::is_below(file.path, folder)) own.merge(void_functions(file.text));
    INFO(model.name);
    CHECK(calls_in_step(house::read(folder + "/step.cpp"), own) == schedule_of(model));
  }
}

TEST_CASE("every model's schedule is held") {
  std::set<std::string> held;
  for (const Model& model : models()) held.insert(model.name);
  for (const File& file : house::files())
    if (file.path.starts_with("models/") && file.path.ends_with("/model.h")) {
      INFO(file.path);
      CHECK(held.contains(house::folder_of(file.path).substr(std::string("models/").size())));
    }
}

TEST_CASE("a schedule is read from a README") {
  const std::string readme =
      "# A model\n1. **no**: not here\n\n## Schedule\n\n1. **drift**: needs move\n2. `leak` flows\n"
      "   and flows\n\n## Symbols\n3. **no**: nor here\n";
  CHECK(verbs_in_readme(readme) == Verbs{"drift", "leak"});
  CHECK(verbs_in_readme("## 3. Process\n### Schedule\n1. **a**: a\n### 1 a\n") == Verbs{"a"});
  CHECK(verbs_in_readme("## Schedule\n1. **a**: a\n3. **b**: b\n") == Verbs{"3. misnumbered"});
}

TEST_CASE("calls are read from a step function") {
  const std::string source =
      "void drift(World& world) {\n  leak(world);\n}\n"
      "void step(World& world) {\n  const Chance chance(world.seed);\n  drift(world);\n"
      "  for_each(world, [&] {\n    process::leak(world);\n    std::copy(a, b);\n  });\n"
      "  if (world.rules.late) price(world);\n}\nvoid after(World& world) {\n  drift(world);\n}\n";
  CHECK(calls_in_step(source, {"drift", "leak", "price", "after"}) ==
        Verbs{"drift", "leak", "price"});
  CHECK(void_functions(source) == std::set<std::string>{"after", "drift", "step"});
}
