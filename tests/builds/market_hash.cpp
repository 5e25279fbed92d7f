// Prints one hash of the market core after some steps and one of kit's mathematics: builds for other
// instruction sets, other compilers and other optimisation levels must print the same two.
#include <cstdio>
#include <vector>

#include "models/market/model.h"
#include "sim/kit/network.h"
#include "sim/kit/pick.h"

namespace {

using namespace permea;

enum class Question : std::uint16_t { builds = 1 };

template <class Number>
std::uint64_t chain(std::uint64_t hash, const std::vector<Number>& values) {
  return hash_bytes(std::as_bytes(std::span(values)), hash);
}

std::uint64_t market_hash() {
  Setting setting;
  setting.parameters["customers.count"] = {Value(std::int64_t{10'001}), {}};
  const auto world = market().start(setting);
  for (int step = 0; step < 20; ++step) world->step();
  return world->state().hash();
}

std::uint64_t kit_hash() {
  const Chance chance(12345, 67);
  std::vector<float> normal_floats(400), single;
  draw_normals(chance, Question::builds, 0, normal_floats);
  std::vector<double> doubles, weights;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const Words words = chance.draw(Question::builds, i);
    const double x = uniform(words[0], words[1]);
    const auto pair = normals(words);
    const auto [sine, cosine] = elementary::sine_cosine_of_turn(x);
    for (const double value : {elementary::exp(200 * x - 100), elementary::log(x + 0x1p-60), sine,
                               cosine, elementary::power(1 + x, 3.7), pair[0], pair[1]})
      doubles.push_back(value);
    const float y = uniform_float(words[2]);
    single.insert(single.end(), {elementary::exp(40 * y - 20), elementary::log(y + 0x1p-30f)});
    weights.push_back(x);
  }
  std::vector<std::uint32_t> places;
  pick_places(chance, Question::builds, 3, 0.083, block_size, 0, places);
  PickTable table;
  table.build(weights);
  for (std::uint32_t i = 0; i < 1000; ++i) places.push_back(table.pick(i * 4'294'967u));
  const Network network = watts_strogatz(500, 8, 0.2, chance, Question::builds);
  const Network sparse = erdos_renyi(500, 0.01, chance, Question::builds);
  std::uint64_t hash = chain(chain(chain(hash_bytes({}), normal_floats), single), doubles);
  hash = chain(chain(hash, network.neighbours), sparse.neighbours);
  return chain(hash, places);
}

}  // namespace

int main() { std::printf("market %016lx\nkit    %016lx\n", market_hash(), kit_hash()); }
