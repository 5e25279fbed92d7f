// The market core does what its README says, with the same bits whoever does it.
#include <catch2/catch.hpp>

#include <cmath>
#include <cstring>
#include <fstream>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "models/market/model.h"
#include "tests/models/one_world.h"

using namespace permea;

namespace {

using testing::column;

Setting setting(std::int64_t customers, std::int64_t firms, int threads = 1) {
  Setting setting;
  setting.threads = threads;
  setting.parameters["customers.count"] = {Value(customers), {}};
  setting.parameters["firms.count"] = {Value(firms), {}};
  return setting;
}

std::unique_ptr<Running> run(const Setting& setting, int steps) {
  return testing::run(market(), setting, steps);
}

std::vector<double> observed(const Running& world, const std::string& name, std::size_t width = 1) {
  return testing::observed(market(), world, name, width);
}

std::string file(const std::string& name) {
  std::ifstream stream(std::string(PERMEA_SOURCE_DIR) + "/" + name);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("after 100 steps satisfaction and concentration are what is published") {
  const auto world = run(setting(100'000, 50), 100);
  CHECK(observed(*world, "mean_satisfaction")[0] == Approx(-0.79).margin(0.01));
  CHECK(observed(*world, "concentration")[0] == Approx(0.02).margin(0.0001));
}

TEST_CASE("knowledge settles where what fades is what comes") {
  const auto world = run(setting(2'000, 20), 600);
  CHECK(observed(*world, "mean_knowledge")[0] == Approx(0.05 / 20 / (1 - 0.95 - 0.01)));
}

TEST_CASE("any number of threads gives the same bits") {
  const auto hash = [](int threads) {
    return run(setting(300'001, 50, threads), 3)->state().hash();
  };
  const std::uint64_t one = hash(1);
  for (const int threads : {2, 3, 8}) CHECK(hash(threads) == one);
}

TEST_CASE("another seed gives another world, the same seed the same") {
  Setting other = setting(1'000, 10);
  other.seed = 2;
  CHECK(run(setting(1'000, 10), 5)->state().hash() == run(setting(1'000, 10), 5)->state().hash());
  CHECK(run(setting(1'000, 10), 5)->state().hash() != run(other, 5)->state().hash());
}

TEST_CASE("customers are conserved: shares count the customers of each firm at every step") {
  constexpr std::size_t customers = 4'097, firms = 7;  // one customer more than a block
  const auto world = market().start(setting(customers, firms));
  for (int step = 0; step < 20; ++step) {
    std::vector<double> counted(firms, 0.0);
    for (const double supplier : column(*world, "supplier"))
      counted.at(static_cast<std::size_t>(supplier)) += 1;
    const auto shares = observed(*world, "share", firms);
    for (std::size_t f = 0; f < firms; ++f)
      REQUIRE(shares[f] == Approx(counted[f] / customers).epsilon(1e-9));
    REQUIRE(std::accumulate(counted.begin(), counted.end(), 0.0) == customers);
    world->step();
  }
}

TEST_CASE("a customer does not feel how many others there are, until firms follow them") {
  Setting few = setting(100, 5), many = setting(1'000, 5);
  for (Setting* s : {&few, &many}) s->parameters["products.adaptation"] = {Value(0.0), {}};
  const auto of_few = run(few, 10), of_many = run(many, 10);
  const auto small = column(*of_few, "satisfaction"), large = column(*of_many, "satisfaction");
  CHECK(std::equal(small.begin(), small.end(), large.begin()));
}

TEST_CASE("without noise to speak of and with overwhelming inertia nobody moves") {
  Setting still = setting(5'000, 10);
  still.parameters["choice.inertia"] = {Value(100.0), {}};
  still.parameters["choice.noise"] = {Value(0.1), {}};
  const auto world = market().start(still);
  const auto before = column(*world, "supplier");
  for (int step = 0; step < 5; ++step) world->step();
  CHECK(column(*world, "supplier") == before);
}

TEST_CASE("when nothing but chance is left, a customer stays as often as its slots say") {
  // With noise this large the five candidates are alike: a customer stays when its own slot wins, or
  // when a slot that wins was drawn as its supplier.
  Setting blind = setting(100'000, 10);
  blind.parameters["choice.noise"] = {Value(100.0), {}};
  blind.parameters["choice.inertia"] = {Value(0.0), {}};
  const auto world = market().start(blind);
  const auto before = column(*world, "supplier");
  world->step();
  const auto after = column(*world, "supplier");
  double stayed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) stayed += before[i] == after[i];
  CHECK(stayed / 100'000 == Approx(0.2 + 0.8 / 10).margin(0.006));  // 4 standard errors: 0.0057
}

TEST_CASE("other parameters take force from the next step on") {
  auto changed = run(setting(1'000, 10), 5), straight = run(setting(1'000, 10), 5);
  Setting faster = setting(1'000, 10);
  changed->change(faster);  // the same parameters: nothing happens
  changed->step();
  straight->step();
  CHECK(changed->state().hash() == straight->state().hash());
  faster.parameters["needs.drift"] = {Value(0.5), {}};
  changed->change(faster);
  changed->step();
  straight->step();
  CHECK(changed->state().hash() != straight->state().hash());
}

TEST_CASE("a customer takes 40 bytes") {
  const Model model = market();
  std::size_t bytes = 0;
  for (const Column& column : model.state)
    bytes += column.per == "customer" ? column.bytes_each : 0;
  CHECK(bytes == 40);
}

TEST_CASE("README, step() and the card tell the same schedule") {
  std::vector<std::string> on_card, in_readme, in_step;
  for (const ScheduleRow& row : market().schedule) on_card.push_back(row.verb);

  std::istringstream readme(file("models/market/README.md"));
  for (std::string line; std::getline(readme, line);)
    if (const auto bold = line.find(". **"); bold != std::string::npos && std::isdigit(line[0]))
      in_readme.push_back(line.substr(bold + 4, line.find("**", bold + 4) - bold - 4));

  const std::string source = file("models/market/step.cpp");
  std::istringstream step(source.substr(source.find("void step(World& world)")));
  for (std::string line; std::getline(step, line);)
    for (const char* with : {"(some, rules", "(world, needs)", "(world)"})
      if (const auto call = line.find(with); call != std::string::npos && line.back() == ';') {
        in_step.push_back(
            line.substr(line.find_first_not_of(' '), call - line.find_first_not_of(' ')));
        break;
      }
  CHECK(in_readme == on_card);
  CHECK(in_step == on_card);
}
