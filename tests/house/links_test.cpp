// Links between the pages of the house lead somewhere: to a file or folder that is there, and to a
// heading that the page has.
#include <catch2/catch.hpp>

#include <cctype>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/house/tree.h"

using namespace permea;
using house::File;

namespace {

namespace fs = std::filesystem;

struct Link {
  std::string path;    ///< from the page's folder; empty: the page itself
  std::string anchor;  ///< a heading there; empty: the top
};

/// Links in `text` that do not leave the house; what stands in code is no link.
std::vector<Link> links_of(const std::string& text) {
  static const std::regex code(R"(`[^`]*`)");
  static const std::regex link(R"(\]\(([^)#\s:]*)(?:#([^)\s]*))?\))");
  std::vector<Link> found;
  bool in_code = false;
  for (const std::string& line : house::lines(text)) {
    in_code ^= line.starts_with("```");
    if (in_code || line.starts_with("    ")) continue;
    const std::string words = std::regex_replace(line, code, "");
    for (std::sregex_iterator at(words.begin(), words.end(), link), end; at != end; ++at)
      found.push_back({(*at)[1], (*at)[2]});
  }
  return found;
}

/// What a heading is called by in links: lower case, without punctuation, hyphens for spaces.
std::string anchor_of(const std::string& heading) {
  std::string anchor;
  for (const char c : heading.substr(heading.find(' ') + 1)) {
    const auto letter = static_cast<unsigned char>(c);
    if (c == ' ' || c == '-') anchor += '-';
    else if (std::isalnum(letter) || c == '_') anchor += static_cast<char>(std::tolower(letter));
  }
  return anchor;
}

std::set<std::string> anchors_of(const std::string& text) {
  std::set<std::string> anchors;
  bool in_code = false;
  for (const std::string& line : house::lines(text)) {
    in_code ^= line.starts_with("```");
    if (!in_code && line.starts_with("#")) anchors.insert(anchor_of(line));
  }
  return anchors;
}

}  // namespace

TEST_CASE("every link between pages leads to what is there") {
  const std::vector<File> files = house::files();
  std::set<std::string> there = {""};
  for (const File& file : files)
    for (fs::path path = file.path; !path.empty(); path = path.parent_path())
      there.insert(path.string());
  for (const File& file : files) {
    if (!file.path.ends_with(".md")) continue;
    for (const Link& link : links_of(file.text)) {
      const fs::path folder = house::folder_of(file.path);
      std::string target =
          link.path.empty() ? file.path : (folder / link.path).lexically_normal().string();
      if (target.ends_with("/")) target.pop_back();
      INFO(file.path + ": " + link.path + "#" + link.anchor);
      CHECK(there.contains(target));
      if (!link.anchor.empty() && target.ends_with(".md") && there.contains(target))
        CHECK(anchors_of(house::read(target)).contains(link.anchor));
    }
  }
}

TEST_CASE("links and anchors are read from a page") {
  const std::vector<Link> links =
      links_of("see [a](a/b.md#one-two), ![c](c.png) and `[d](d)`\n```\n[e](e)\n```\n"
               "[f](https://f.g)\n[h](#h)");
  REQUIRE(links.size() == 3);
  CHECK((links[0].path == "a/b.md" && links[0].anchor == "one-two"));
  CHECK((links[1].path == "c.png" && links[1].anchor.empty()));
  CHECK((links[2].path.empty() && links[2].anchor == "h"));
  CHECK(anchors_of("# A\n## 2. Entities, state variables\n```\n# no\n```\n### 11 transform\n") ==
        std::set<std::string>{"a", "2-entities-state-variables", "11-transform"});
}
