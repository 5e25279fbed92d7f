// Whatever a scenario may ask for, the model answers with numbers: each lever and parameter at each
// end of its range, and random points between.
#include <catch2/catch.hpp>

#include <cmath>

#include "models/ecosystem/measures/measures.h"
#include "models/ecosystem/model.h"
#include "tests/models/ecosystem/worlds.h"

using namespace permea;
using namespace permea::ecosystem_core;

namespace {

enum class Draw : std::uint16_t { parameter = 1, lever = 2 };

/// How much a run takes; everything else has its range from the table of parameters.
ParameterRow bounded(ParameterRow row) {
  if (row.name == "customers.count") row.low = 40, row.high = 400;
  if (row.name == "needs.segments") row.high = 12;
  if (row.name == "firms.degree") row.high = 12;
  if (row.name == "start_segment") row.high = 1;
  return row;
}

/// A value that the row allows: an end of its range in half of the cases, else any in between.
Value any_of(const ParameterRow& row, const Words& words) {
  const double place = words[0] % 4 == 0 ? 0 : words[0] % 4 == 1 ? 1 : uniform(words[1]);
  const double number = row.low + place * (row.high - row.low);
  const auto choices = static_cast<std::uint32_t>(row.choices.size());
  switch (row.type) {
    case Type::flag: return words[1] % 2 == 0;
    case Type::choice: return row.choices[below(choices, words[1])];
    case Type::whole:
      if (choices > 0 && words[2] % 4 == 0) return row.choices[below(choices, words[3])];
      return static_cast<std::int64_t>(number);
    default: return number;
  }
}

template <class Question>
Values any_of(const std::vector<ParameterRow>& rows, std::uint64_t point, Question question) {
  Values values;
  for (std::size_t r = 0; r < rows.size(); ++r)
    if (rows[r].offered)
      values[rows[r].name] = {any_of(bounded(rows[r]), Chance(point, 0).draw(question, r)), {}};
  return values;
}

/// Random parameters that the model accepts, and four strategies with random levers.
Setting random_setting(std::uint64_t point) {
  Setting setting;
  setting.seed = point;
  setting.parameters = any_of(rows_of<Rules>(), point, Draw::parameter);
  const auto whole = [&](const char* name) {
    return &std::get<std::int64_t>(setting.parameters[name].value);
  };
  *whole("firms.degree") -= *whole("firms.degree") % 2;
  *whole("firms.start_variants") =
      std::min(*whole("firms.start_variants"), *whole("design.variants"));
  if (std::get<double>(setting.parameters["needs.newcomers"].value) == 0) {
    setting.parameters["needs.newcomers_there"].value = false;
    setting.parameters["needs.experimental"].value = 0.0;
  }
  double& highest = std::get<double>(setting.parameters["pricing.highest"].value);
  highest = std::max(highest, std::get<double>(setting.parameters["pricing.unit_cost"].value));
  for (const char* name : {"a", "b", "c", "d"})
    setting.kinds.push_back(
        {name, any_of(rows_of<Strategy>(), point * 4 + setting.kinds.size(), Draw::lever), 2});
  return setting;
}

bool is_count(const Column& column) { return column.unit == "count" || column.unit == "month"; }

/// Whether -1 in the column stands for nothing.
bool may_be_none(const Column& column) { return column.meaning.find("-1:") != std::string::npos; }

/// Every number of a firm is one, counts and know-how are not negative, prices are in their range.
void look(World& world) {
  State state;
  world.list(state);
  for (const Column& column : state.columns())
    for (std::size_t f = 0; column.per == "firm" && column.number && f < world.places(); ++f) {
      CAPTURE(column.name, f, world.month);
      REQUIRE(std::isfinite(column.number(f)));
      if (is_count(column) && column.name != "born")  // which lies before the start for some
        REQUIRE(column.number(f) >= (may_be_none(column) ? -1 : 0));
    }
  for (std::size_t f = 0; f < world.places(); ++f) {
    if (!world.is_there(f)) continue;
    REQUIRE((world.firms.know_how[f] > 0).all());
    REQUIRE(world.firms.know_how[f].isFinite().all());
    REQUIRE(world.firms.quality[f] > 0);
    REQUIRE(world.firms.price[f] >= 0);
    REQUIRE(world.firms.price[f] <= world.rules->highest_price * (1 + 1e-12));
  }
  for (std::size_t at = 0; at < world.products.id.size(); ++at)
    for (std::size_t m = 0; m < world.centres.size(); ++m) {
      REQUIRE(world.cells_of(at)[m].count >= 0);
      if (world.cells_of(at)[m].count > 0) REQUIRE(std::isfinite(world.mean_distance(at, m)));
    }
  for (const std::int64_t count : world.unsupplied) REQUIRE(count >= 0);
}

std::size_t places_along(const std::string& name, const Setting& setting) {
  static const Model model = ecosystem();
  for (const Dimension& dimension : model.dimensions(setting))
    if (dimension.name == name) return dimension.labels.size();
  return 0;
}

/// No observable is infinite. It may be missing (NaN) where there is nobody to observe.
void look_at_observables(const World& world, const Setting& setting) {
  const Observables<World> all = observables();
  for (const auto& entry : all.entries()) {
    const std::size_t kinds = world.kinds() + (entry.row.overall ? 1 : 0);
    std::size_t width = entry.row.grouped ? kinds : 1;
    for (const std::string& name : entry.row.dimensions) width *= places_along(name, setting);
    std::vector<double> out(width);
    entry.look(world, out);
    for (const double value : out) {
      CAPTURE(entry.row.name, world.month);
      REQUIRE_FALSE(std::isinf(value));
    }
  }
}

void run_and_look(const Setting& setting, int months) {
  World world = start(setting);
  look(world);
  for (int month = 0; month < months; ++month) {
    step(world);
    look(world);
  }
  look_at_observables(world, setting);
}

void run_points(std::uint64_t first, std::uint64_t last, int months) {
  for (std::uint64_t point = first; point <= last; ++point) {
    CAPTURE(point);
    run_and_look(random_setting(point), months);
  }
}

}  // namespace

TEST_CASE("every lever works at either end of its range") {
  for (const ParameterRow& free : rows_of<Strategy>()) {
    const ParameterRow row = bounded(free);
    if (!row.offered) continue;
    for (const double end : {row.low, row.high}) {
      std::vector<Kind> kinds = all_presets(2);
      for (Kind& kind : kinds)
        kind.levers[row.name] = {
            row.type == Type::real ? Value(end) : Value(static_cast<std::int64_t>(end)), {}};
      CAPTURE(row.name, end);
      run_and_look(setting(400, kinds), 24);
    }
  }
}

TEST_CASE("every parameter works at either end of its range") {
  for (const ParameterRow& free : rows_of<Rules>()) {
    const ParameterRow row = bounded(free);
    if (!row.offered || (row.type != Type::real && row.type != Type::whole)) continue;
    for (const double end : {row.low, row.high}) {
      Setting at_end = setting(400, all_presets(2), {{"firms.start_variants", 1}});
      at_end.parameters[row.name] = {row.type == Type::real ? Value(end) : Value(std::int64_t(end)),
                                     {}};
      if (row.name == "pricing.highest") say(at_end.parameters, {{"pricing.unit_cost", 0.1}});
      if (row.name == "needs.experimental")
        say(at_end.parameters, {{"needs.newcomers", 0.1}, {"needs.newcomers_there", true}});
      if (row.name == "firms.start_variants") say(at_end.parameters, {{"design.variants", 8}});
      CAPTURE(row.name, end);
      if (row.name == "pricing.unit_cost") say(at_end.parameters, {{"pricing.highest", 20.0}});
      run_and_look(at_end, 24);
    }
  }
}

TEST_CASE("200 random points of the parameter space give numbers") { run_points(1, 200, 24); }

TEST_CASE("1,000 more random points, over five years", "[.slow]") { run_points(201, 1'200, 60); }
