// What is told of a model is what it declares, in each format.
#include "sim/run/describe.h"

#include <catch2/catch.hpp>

#include "tests/contains.h"
#include "tests/toy_model.h"

namespace permea {
namespace {

const Table& table_named(const std::vector<Table>& tables, const std::string& name) {
  for (const Table& table : tables)
    if (table.name == name) return table;
  throw std::out_of_range(name);
}

TEST_CASE("every declared parameter has a row with its range") {
  const Model model = toy_model();
  const Table table = table_named(tables_of(model), "parameters");
  REQUIRE(table.rows.size() == model.parameters.size());
  CHECK(plain(table.rows[0][0]) == "firms.growth");
  CHECK(plain(table.rows[0][3]) == "0.01");
  CHECK(plain(table.rows[0][4]) == "-0.5 to 0.5");
}

TEST_CASE("a parameter of a later version allows its standard value only, and says so") {
  const std::string text = as_markdown(table_named(tables_of(toy_model()), "parameters"));
  CHECK(contains(text, "| toy.later | real | 1 | 0.5 | 0.5 | not there yet (not in this version) |"));
}

TEST_CASE("a preset shows every lever, named by it or not") {
  const Table table = table_named(tables_of(toy_model()), "levers of the presets");
  CHECK(table.columns == std::vector<std::string>{"lever", "standard", "steady", "bold", "meek"});
  CHECK(as_markdown(table) ==
        "| lever | standard | steady | bold | meek |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| effort | 0.1 | 0.1 | 0.9 | 0.0 |\n"
        "| lock_in | 0.0 | 0.2 | 0.0 | 0.9 |\n"
        "| tests | 0 | 0 | 0 | 0 |\n");
}

TEST_CASE("a model without kinds has no levers, presets or strategies to show") {
  for (const Table& table : tables_of(toy_model_without_kinds())) {
    CHECK(table.name != "levers");
    CHECK(table.name != "presets");
  }
}

TEST_CASE("in markdown each table stands between marks") {
  const std::string text = described(toy_model(), Format::markdown);
  const std::size_t start = text.find("<!-- permea describe toy: schedule -->\n| step | verb |");
  REQUIRE(start != std::string::npos);
  CHECK(text.find("| 2 | renew | small firms die, one is born |\n<!-- end -->", start) !=
        std::string::npos);
}

TEST_CASE("in text a row's sentence stands below its numbers") {
  CHECK(contains(described(toy_model(), Format::text),
                 "firms.growth       real    1/month  0.01      -0.5 to 0.5\n"
                 "      mean growth of a firm in a step [assumed]\n"));
}

TEST_CASE("text wraps at the edge of the page") {
  Model model = toy_model();
  for (int i = 0; i < 100; ++i) model.parameters[0].meaning += " word";
  const std::string text = described(model, Format::text);
  for (std::size_t start = 0, end; start < text.size(); start = end + 1) {
    end = text.find('\n', start);
    CHECK(end - start <= 100);
  }
}

TEST_CASE("a bar in a meaning does not end a markdown cell") {
  Table table{"t", "", {"meaning"}, {{std::string("|x - y|")}}, 1};
  CHECK(as_markdown(table) == "| meaning |\n| --- |\n| \\|x - y\\| |\n");
}

TEST_CASE("JSON keeps numbers, lists and quotation marks") {
  const std::vector<Value> list = {0.5, true};
  Table table{"t", "", {"a", "b", "c", "d"},
              {{std::string("say \"hi\"\n"), list, std::int64_t{3}, Range{0.0, 1.5}}}, 3};
  CHECK(as_json(table) ==
        R"([
  {"a": "say \"hi\"\u000a", "b": [0.5, true], "c": 3, "d": [0.0, 1.5]}
])");
}

}  // namespace
}  // namespace permea
