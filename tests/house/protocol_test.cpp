// The ecosystem's page says what the field expects to read of a model, and what it lists is what the
// model declares: the elements of ODD (Grimm et al. 2020), free parameters, levers, the canvas.
#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "models/ecosystem/model.h"
#include "tests/house/tree.h"

using namespace permea;

namespace {

using Names = std::vector<std::string>;

const std::string page = "models/ecosystem/README.md";

/// Lines of the section with this heading, up to the next of the same level or above.
Names section(const std::string& text, const std::string& heading) {
  const std::size_t level = heading.find(' ');
  Names found;
  bool here = false;
  for (const std::string& line : house::lines(text)) {
    const std::size_t marks = line.find_first_not_of('#');
    if (marks != 0 && marks != std::string::npos && marks <= level) here = line == heading;
    else if (here) found.push_back(line);
  }
  return found;
}

/// The first cells of the rows of tables in `lines`, heads left out.
Names first_cells(const Names& lines) {
  static const std::regex row(R"(^\| `?([^|`]+?)`? \|.*)");
  Names cells;
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const bool head = n + 1 < lines.size() && lines[n + 1].starts_with("| ---");
    std::smatch match;
    if (head || lines[n].starts_with("| ---") || !std::regex_match(lines[n], match, row)) continue;
    cells.push_back(match[1]);
  }
  return cells;
}

Names split_at_commas(const Names& cells) {
  static const std::regex comma(", ");
  Names all;
  for (const std::string& cell : cells)
    all.insert(all.end(), std::sregex_token_iterator(cell.begin(), cell.end(), comma, -1), {});
  return all;
}

std::set<std::string> as_set(const Names& names) { return {names.begin(), names.end()}; }

Names free_parameters() {
  Names names;
  for (const ParameterRow& row : ecosystem().parameters)
    if (row.source.find("(free)") != std::string::npos) names.push_back(row.name);
  return names;
}

}  // namespace

TEST_CASE("the ecosystem is described in the seven elements of ODD, in order") {
  Names elements;
  for (const std::string& line : house::lines(house::read(page)))
    if (std::regex_match(line, std::regex(R"(## \d\. .*)"))) elements.push_back(line.substr(3));
  CHECK(elements == Names{"1. Purpose and patterns", "2. Entities, state variables and scales",
                          "3. Process overview and scheduling", "4. Design concepts",
                          "5. Initialization", "6. Input data", "7. Submodels"});
}

TEST_CASE("each design concept of ODD has its paragraph") {
  Names concepts;
  static const std::regex opening(R"(^\*\*(.+)\.\*\*.*)");
  for (const std::string& line : section(house::read(page), "## 4. Design concepts"))
    if (std::smatch match; std::regex_match(line, match, opening)) concepts.push_back(match[1]);
  CHECK(concepts == Names{"Basic principles", "Emergence", "Adaptation", "Objectives", "Learning",
                          "Prediction", "Sensing", "Interaction", "Stochasticity", "Collectives",
                          "Observation"});
}

TEST_CASE("each verb of the schedule has its submodel, in order") {
  Names submodels, verbs;
  for (const std::string& line : section(house::read(page), "## 7. Submodels"))
    if (line.starts_with("### ")) submodels.push_back(line.substr(4));
  for (const ScheduleRow& row : ecosystem().schedule)
    verbs.push_back(std::to_string(verbs.size() + 1) + " " + row.verb);
  CHECK(submodels == verbs);
}

TEST_CASE("the free parameters are those of the list, and at most twenty") {
  const Names listed = first_cells(section(house::read(page), "## Free parameters"));
  CHECK(listed.size() <= 20);
  CHECK(as_set(listed).size() == listed.size());
  CHECK(as_set(listed) == as_set(free_parameters()));
}

TEST_CASE("what was fitted is free, or the page says why it does not count") {
  std::string said;
  for (const std::string& line : section(house::read(page), "## Free parameters"))
    said += line.starts_with("|") ? "" : line + " ";
  const Names free = free_parameters();
  for (const ParameterRow& row : ecosystem().parameters) {
    if (row.source.find("fitted") == std::string::npos) continue;
    INFO(row.name);
    CHECK((std::find(free.begin(), free.end(), row.name) != free.end() ||
           said.find("`" + row.name + "`") != std::string::npos));
  }
}

TEST_CASE("every standard value of the ecosystem has a source") {
  const Model model = ecosystem();
  for (const auto* rows : {&model.parameters, &model.levers})
    for (const ParameterRow& row : *rows) {
      INFO(row.name);
      CHECK_FALSE(row.source.empty());
    }
}

TEST_CASE("the page says of every lever what it does and costs") {
  const Names heading = section(house::read(page), "### What each lever does and costs");
  Names levers;
  for (const ParameterRow& row : ecosystem().levers)
    if (!row.name.starts_with("start_")) levers.push_back(row.name);
  CHECK(as_set(split_at_commas(first_cells(heading))) == as_set(levers));
}

TEST_CASE("the page explains the nine blocks of the canvas") {
  Names blocks = first_cells(section(house::read(page), "## The business model canvas"));
  for (std::string& block : blocks) std::replace(block.begin(), block.end(), ' ', '_');
  Names labels;
  for (const Dimension& dimension : ecosystem().dimensions({}))
    if (dimension.name == "block") labels = dimension.labels;
  CHECK(labels.size() == 9);
  CHECK(blocks == labels);
}

TEST_CASE("every name in code voice on the ecosystem's pages is one of the model's") {
  const Model model = ecosystem();
  std::set<std::string> topics, known;
  for (const ParameterRow& row : model.parameters) {
    known.insert(row.name);
    topics.insert(row.name.substr(0, row.name.find('.')));
  }
  static const std::regex name(R"(`([a-z]+)\.([a-z_]+)`)");
  for (const std::string& file : Names{page, "models/ecosystem/TABLES.md"}) {
    const std::string text = house::read(file);
    for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at) {
      if (!topics.contains((*at)[1])) continue;
      INFO(at->str());
      CHECK(known.contains((*at)[1].str() + "." + (*at)[2].str()));
    }
  }
}

TEST_CASE("a section and its rows are read from a page") {
  const std::string text = "## A\n| x | y |\n| --- | --- |\n| `one.two` | 1 |\n### B\n| three, four | 2 |\n"
                           "## C\n| five | 3 |\n";
  CHECK(first_cells(section(text, "## A")) == Names{"one.two", "three, four"});
  CHECK(split_at_commas({"three, four", "five"}) == Names{"three", "four", "five"});
  CHECK(section(text, "## D").empty());
}
