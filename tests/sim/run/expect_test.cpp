// The way from runs to a verdict: numbers out of series, contrasts, slopes, and what they decide.
#include "sim/run/evidence/expect.h"

#include <catch2/catch.hpp>
#include <cmath>

#include "sim/run/simulation.h"
#include "tests/sim/run/scenario_text.h"

using namespace permea;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// Two arms, two points, three seeds; the toy without chance, so that sizes are known.
const std::string quiet_world = R"(model = "toy"
steps = 4
seeds = "1..3"
[parameters]
toy.quiet = true
firms.birth_every = 1000
[[arm]]
name = "few"
firms = { steady = 1, bold = 2 }
[[arm]]
name = "many"
firms = { steady = 3, bold = 4 }
[sweep]
axes = { "firms.growth" = [0.0, 0.25] }
)";

std::vector<Finding> findings_of(const std::string& text) {
  const Scenario scenario = toy_scenario(text);
  const Plan plan(scenario);
  Evidence evidence(plan);
  for (std::size_t run = plan.runs(); run-- > 0;) evidence.add(*simulate(plan, run, 1));
  return evidence.findings();
}

/// What is found of one [[expect]] of these lines.
Finding found(const std::string& lines) {
  return findings_of(quiet_world + "[[expect]]\n" + lines + "\n").at(0);
}

double number(const std::string& lines) { return found(lines + "\nsign = \"+\"").permea.value; }

Expectation within(double low, double high) {
  Expectation expectation;
  expectation.form = Expectation::Form::between;
  expectation.low = low;
  expectation.high = high;
  return expectation;
}

Expectation near_to(double value, double tolerance) {
  Expectation expectation = within(value - tolerance, value + tolerance);
  expectation.form = Expectation::Form::value;
  expectation.value = value;
  expectation.tolerance = tolerance;
  return expectation;
}

Verdict verdict(const Expectation& expectation, double value, double half) {
  return verdict_of(expectation, {value, value - half, value + half, 10});
}

const std::string at_rest = "where = { point = { firms.growth = 0 } }\n";

}  // namespace

TEST_CASE("a number is the last of an observable, for the market, in one arm") {
  CHECK(number("observable = \"size\"\ncontrast = \"many\"\n" + at_rest) == Approx(7));
  CHECK(number("observable = \"mean_size\"\ncontrast = \"many\"\n" + at_rest) == Approx(1));
}

TEST_CASE("a kind, and a contrast of kinds") {
  const std::string size = "observable = \"size\"\ncontrast = \"many\"\n";
  CHECK(number(size + "where = { strategy = \"bold\", point = 0 }") == Approx(4));
  CHECK(number(size + "where = { strategy = { bold = 1, steady = -2 }, point = 0 }") == Approx(-2));
}

TEST_CASE("a place along an observable's own dimension") {
  const std::string classes = "observable = \"firms_by_class\"\ncontrast = \"few\"\n";
  CHECK(number(classes + "where = { size_class = \"1\", point = 0 }") == Approx(3));
  CHECK(number(classes + "where = { size_class = 0, strategy = \"bold\", point = 0 }") == Approx(0));
  CHECK(number(classes + "where = { size_class = 1, strategy = \"bold\", point = 0 }") == Approx(2));
}

TEST_CASE("a contrast over arms weighs them") {
  CHECK(number("observable = \"size\"\ncontrast = { many = 2, few = -1 }\n" + at_rest) == Approx(11));
}

TEST_CASE("a step, a window, and the mean over all rows") {
  const std::string size = "observable = \"mean_size\"\ncontrast = \"few\"\nwhere = { point = 1 }\n";
  CHECK(number(size + "at = 0") == Approx(1));
  CHECK(number(size + "at = 2") == Approx(1.25 * 1.25));
  CHECK(number(size + "at = \"last\"") == Approx(std::pow(1.25, 4)));
  CHECK(number(size + "at = { from = 1, to = 2 }") == Approx((1.25 + 1.25 * 1.25) / 2));
  CHECK(number(size + "at = \"mean\"") == Approx((std::pow(1.25, 5) - 1) / 0.25 / 5));
}

TEST_CASE("a mean over rows leaves out what is missing: a flow before the first step") {
  CHECK(number("observable = \"steps\"\ncontrast = \"few\"\nat = \"mean\"") == Approx(1));
}

TEST_CASE("without a point the mean over points, and the slope along an axis") {
  const std::string size = "observable = \"mean_size\"\ncontrast = \"few\"\nat = 1\n";
  CHECK(number(size) == Approx((1 + 1.25) / 2));
  CHECK(number(size + "slope = \"firms.growth\"") == Approx(1));
}

TEST_CASE("the variance of replicates, and how many of them are above zero") {
  const std::string size = "observable = \"size\"\ncontrast = { many = 1, few = -1 }\n";
  CHECK(number(size + "statistic = \"variance\"") == Approx(0).margin(1e-12));
  CHECK(number(size + "statistic = \"wins\"") == 1);
  CHECK(number("observable = \"size\"\ncontrast = { few = 1, many = -1 }\nstatistic = \"wins\"") == 0);
}

TEST_CASE("a contrast is taken replicate by replicate") {
  std::string noisy = quiet_world;
  noisy.replace(noisy.find("true"), 4, "false");
  noisy += "[[expect]]\nobservable = \"size\"\ncontrast = { few = 1, many = -1 }\nsign = \"-\"\n";
  const Scenario scenario = toy_scenario(noisy);
  const Plan plan(scenario);
  Evidence evidence(plan);
  std::vector<double> by_hand(plan.replicates(), 0.0);
  for (std::size_t run = 0; run < plan.runs(); ++run) {
    const Series series = *simulate(plan, run, 1);
    evidence.add(series);
    double size = 0;
    for (const double part : std::span(series.observables[1]).last(2)) size += part;
    by_hand[series.key.replicate] += (series.key.arm == 0 ? 1 : -1) * size / 2;  // two points
  }
  const Estimate expected = mean_of(by_hand), found_here = evidence.findings().at(0).permea;
  CHECK(found_here.value == Approx(expected.value));
  CHECK(found_here.low == Approx(expected.low));
  CHECK(expected.half_width() > 0);
}

TEST_CASE("a failed run has no numbers, and its replicate does not count") {
  const std::string failing = quiet_world + "[[expect]]\nobservable = \"size\"\ncontrast = \"few\"\n"
                                            "sign = \"+\"\n[[change]]\nat = 2\narms = [\"few\"]\n"
                                            "parameters = { toy.fails_at = 3 }\n";
  const Finding finding = findings_of(failing).at(0);
  CHECK(finding.permea.count == 0);
  CHECK(finding.verdict == Verdict::open);
}

TEST_CASE("a replicate that is missing at one point is missing, not the mean of the others") {
  std::string failing = quiet_world;
  failing.replace(failing.find("[0.0, 0.25] }"), 13, "[0.0, 0.25], \"toy.fails_at\" = [0, 3] }");
  failing.replace(failing.find("[sweep]"), 7, "[sweep]\ndesign = \"list\"");
  const std::string size = "[[expect]]\nobservable = \"size\"\ncontrast = \"few\"\nsign = \"+\"\n";
  CHECK(findings_of(failing + size).at(0).permea.count == 0);
  CHECK(findings_of(failing + size + "slope = \"firms.growth\"\n").at(0).permea.count == 0);
  CHECK(findings_of(failing + size + "where = { point = 0 }\n").at(0).permea.count == 3);
}

TEST_CASE("a kind that weighs nothing may be missing") {
  std::string alone = quiet_world;
  alone.replace(alone.find("firms = { steady = 1, bold = 2 }"), 32, "firms = { bold = 2 }");
  const std::string size = "[[expect]]\nobservable = \"mean_size\"\ncontrast = \"few\"\nsign = \"+\"\n" + at_rest;
  CHECK(findings_of(alone + size).at(0).permea.value == Approx(1));
  const auto of_kinds = [&](const std::string& weights) {
    return findings_of(alone + "[[expect]]\nobservable = \"mean_size\"\ncontrast = \"few\"\nsign = \"+\"\n" +
                       "where = { strategy = " + weights + ", point = 0 }\n").at(0).permea.count;
  };
  CHECK(of_kinds("{ bold = 1, steady = 0 }") == 3);
  CHECK(of_kinds("{ bold = 1, steady = 1 }") == 0);
}

TEST_CASE("an interval within is a hit, one outside a miss, and one across the border open") {
  CHECK(verdict(within(0, 1), 0.5, 0.2) == Verdict::hit);
  CHECK(verdict(within(0, 1), 1.5, 0.2) == Verdict::miss);
  CHECK(verdict(within(0, 1), 1.1, 0.2) == Verdict::open);
  CHECK(verdict(within(0, 1), 0.5, 0.7) == Verdict::open);
}

TEST_CASE("a value is judged by the number, unless permea knows it less well than the tolerance") {
  CHECK(verdict(near_to(1, 0.1), 1.09, 0.05) == Verdict::hit);
  CHECK(verdict(near_to(1, 0.1), 1.11, 0.05) == Verdict::miss);
  CHECK(verdict(near_to(1, 0.1), 1.0, 0.2) == Verdict::open);
  CHECK(verdict(near_to(1, 0.1), 3.0, 0.2) == Verdict::miss);
}

TEST_CASE("one replicate decides on a value only") {
  const Estimate one{1.0, none, none, 1};
  CHECK(verdict_of(near_to(1, 0), one) == Verdict::hit);
  CHECK(verdict_of(near_to(2, 0.5), one) == Verdict::miss);
  CHECK(verdict_of(within(0, 2), one) == Verdict::open);
}

TEST_CASE("no difference at all is neither above nor below zero, and within a margin of it") {
  const std::string same = "observable = \"steps\"\ncontrast = { few = 1, many = -1 }\n";
  CHECK(found(same + "sign = \"+\"").verdict == Verdict::miss);
  CHECK(found(same + "sign = \"-\"").verdict == Verdict::miss);
  CHECK(found(same + "sign = \"0\"\nmargin = 0.1").verdict == Verdict::hit);
}

TEST_CASE("what is left of zero by rounding is neither above nor below it") {
  const Expectation above = within(std::nextafter(0.0, 1.0), 1);
  CHECK(verdict(above, 4e-18, 3e-18) == Verdict::miss);
  CHECK(verdict(above, 0.5, 0.5 - 1e-16) == Verdict::open);  // reaches to zero
  CHECK(verdict(above, 1e-9, 5e-10) == Verdict::hit);
  CHECK(verdict(within(-1, 0), 4e-18, 3e-18) == Verdict::hit);
}

TEST_CASE("a difference below the margin has no sign") {
  const std::string size = "observable = \"size\"\ncontrast = { many = 1, few = -1 }\n" + at_rest;
  CHECK(found(size + "sign = \"+\"\nmargin = 3").verdict == Verdict::hit);
  CHECK(found(size + "sign = \"+\"\nmargin = 4").verdict == Verdict::miss);
  CHECK(found(size + "sign = \"0\"\nmargin = 3.9").verdict == Verdict::miss);
}
