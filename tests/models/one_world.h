// A world of a small model, run and looked at: what the tests of the published models share.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sim/kit/model.h"

namespace permea::testing {

using Named = std::vector<std::pair<std::string, Value>>;

inline Setting setting(const Named& parameters, std::uint64_t seed = 1, int threads = 1) {
  Setting setting;
  setting.seed = seed;
  setting.threads = threads;
  for (const auto& [name, value] : parameters) setting.parameters[name] = {value, {}};
  return setting;
}

inline std::unique_ptr<Running> run(const Model& model, const Setting& setting, int steps) {
  auto world = model.start(setting);
  for (int step = 0; step < steps; ++step) world->step();
  return world;
}

inline std::vector<double> observed(const Model& model, const Running& world,
                                    const std::string& name, std::size_t width = 1) {
  std::vector<double> values(width);
  for (std::size_t o = 0; o < model.observables.size(); ++o)
    if (model.observables[o].name == name) {
      world.observe(o, values);
      return values;
    }
  throw std::out_of_range(name);
}

/// The numbers of a column.
inline std::vector<double> column(Running& world, const std::string& name) {
  const State state = world.state();
  for (const Column& column : state.columns()) {
    if (column.name != name) continue;
    std::vector<double> values(column.bytes().size() / column.bytes_each);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = column.number(i);
    return values;
  }
  throw std::out_of_range(name);
}

/// All that the model finds wrong with these parameters, a line each.
inline std::string complaints(const Model& model, const Named& parameters) {
  std::string all;
  for (const Problem& problem : model.problems(setting(parameters))) all += text(problem) + "\n";
  return all;
}

}  // namespace permea::testing
