// How what stands along the runs of a file is held against the plan.
#include "sim/file/coordinates.h"

#include <functional>

namespace permea {
namespace {

/// Texts are equal letter by letter, and numbers whatever type the file keeps them in; a word in place of
/// a whole number is kept as a number.
bool is_same(const Value& there, const Value& planned) {
  if (std::holds_alternative<std::int64_t>(there) && std::holds_alternative<std::string>(planned))
    return there == Value(as_whole(planned));
  const bool words = std::holds_alternative<std::string>(there);
  if (words || std::holds_alternative<std::string>(planned)) return there == planned;
  return as_number(there) == as_number(planned);
}

Value counted(std::size_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

void check_coordinates(const StoredResults& stored) {
  const Plan& plan = stored.plan;
  const Runs runs = stored.layout.runs();
  const auto check = [&](const std::string& name, const std::function<Value(const RunKey&)>& planned) {
    const std::vector<Value> there = stored.file.along_runs(name, runs.size());
    for (std::size_t i = 0; i < there.size(); ++i) {
      const Value wanted = planned(plan.key(runs.first + i));
      if (is_same(there[i], wanted)) continue;
      throw Damaged({stored.file.path()},
                    "is damaged: run " + std::to_string(runs.first + i) + " has " + name + " " +
                        text(there[i]) + " where its scenario says " + text(wanted));
    }
  };
  check("arm", [&](const RunKey& key) { return Value(plan.scenario().arms[key.arm].name); });
  check("point", [](const RunKey& key) { return counted(key.point); });
  check("replicate", [](const RunKey& key) { return counted(key.replicate); });
  check("seed", [](const RunKey& key) { return Value(hexadecimal(key.seed)); });
  for (const std::string& name : plan.varying())
    check(name, [&](const RunKey& key) { return plan.value(name, key); });
}

}  // namespace permea
