// A landscape run as a test wants it: parameters by name, observables by name.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "models/landscape/model.h"
#include "tests/models/one_world.h"

namespace try_out {

using Parameters = std::map<std::string, permea::Value>;

inline permea::Setting setting(const Parameters& parameters, std::uint64_t seed = 1,
                               int threads = 1) {
  return permea::testing::setting({parameters.begin(), parameters.end()}, seed, threads);
}

inline permea::Value whole(std::int64_t value) { return value; }
inline permea::Value word(const char* value) { return std::string(value); }

/// One world that runs.
class World {
 public:
  World(const Parameters& parameters, std::uint64_t seed, int threads = 1)
      : running_(model().start(setting(parameters, seed, threads))) {}

  static const permea::Model& model() {
    static const permea::Model model = permea::landscape();
    return model;
  }
  World& step(int times = 1) {
    while (times-- > 0) running_->step();
    return *this;
  }
  double operator[](const std::string& observable) const {
    return permea::testing::observed(model(), *running_, observable)[0];
  }
  /// The value of a column of numbers for each organisation.
  std::vector<double> column(const std::string& name) {
    return permea::testing::column(*running_, name);
  }
  void change(const Parameters& parameters, std::uint64_t seed) {
    running_->change(setting(parameters, seed));
  }
  std::uint64_t hash() { return running_->state().hash(); }

 private:
  std::unique_ptr<permea::Running> running_;
};

}  // namespace try_out
