// One name, one type: what two files call alike in one namespace is one type to the linker, which takes the
// functions of either for both. No compiler notices.
#include <catch2/catch.hpp>

#include <map>
#include <regex>
#include <string>
#include <vector>

#include "tests/house/tree.h"

using namespace permea::house;

namespace {

using Places = std::map<std::string, std::vector<std::string>>;

/// Notes the types that a file defines outside of any other and of unnamed namespaces, "permea/Plan".
void note_types(const std::string& path, const std::string& text, Places& places) {
  static const std::regex opening(R"(^namespace( [\w:]+)? \{.*)"), closing(R"(^\}  // namespace.*)");
  static const std::regex type(R"(^(?:template.*> )?(?:class|struct|enum class) (?:alignas\(\w+\) )?(\w+)(?: final)?(?: (?:: |\{).*)?$)");
  std::vector<std::string> inside;
  std::smatch found;
  for (const std::string& line : lines(text)) {
    if (std::regex_match(line, found, opening)) inside.push_back(found[1].matched ? found[1].str() : "");
    else if (std::regex_match(line, closing) && !inside.empty()) inside.pop_back();
    if (!std::regex_match(line, found, type)) continue;
    std::string name;
    bool is_named = true;
    for (const std::string& space : inside) {
      name += space + "/";
      is_named = is_named && !space.empty();
    }
    if (is_named) places[name + found[1].str()].push_back(path);
  }
}

}  // namespace

TEST_CASE("no two files define a type of one name in one namespace") {
  Places places;
  for (const File& file : files())
    if (is_below(file.path, "sim") || is_below(file.path, "models"))
      if (file.path.ends_with(".h") || file.path.ends_with(".cpp")) note_types(file.path, file.text, places);
  CHECK(places.size() > 200);
  for (const auto& [name, where] : places) {
    INFO(name << " in " << where.front() << " and " << where.back());
    CHECK(where.size() == 1);
  }
}

TEST_CASE("two types of one name in one namespace are seen, and those nobody else sees are not") {
  Places places;
  note_types("a.h", "namespace permea {\nstruct Group {\n};\n}  // namespace permea\n", places);
  note_types("b.h", "namespace permea {\nclass Group final : public Other {\n};\nclass Other;\n}  // namespace permea\n",
             places);
  note_types("c.cpp", "namespace permea {\nnamespace {\nstruct Group {\n};\n}  // namespace\n}  // namespace permea\n",
             places);
  CHECK(places == Places{{" permea/Group", {"a.h", "b.h"}}});
}
