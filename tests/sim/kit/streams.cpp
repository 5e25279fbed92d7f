// Writes random words without end to standard output, in an order in which models ask for them, for tests
// of random numbers that other people wrote: streams NAME | dieharder -g 200 ...
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sim/kit/random.h"

namespace {

using namespace permea;

constexpr std::uint32_t questions = 40, agents = 60;  // of a model: about as many as the main one has firms

/// The answer to the i-th thing that is asked.
using Stream = std::function<Words(std::uint64_t i)>;

Words asked(std::uint64_t seed, std::uint64_t step, std::uint64_t question, std::uint64_t agent,
            std::uint64_t n = 0) {
  const Chance chance(seed, static_cast<std::uint32_t>(step));
  return chance.draw(static_cast<std::uint16_t>(question), agent, static_cast<std::uint32_t>(n));
}

const std::map<std::string, Stream> streams = {
    {"customers", [](std::uint64_t i) { return asked(1, 120, 7, i); }},  // one question to one after another
    {"months", [](std::uint64_t i) { return asked(1, i, 7, 3); }},       // to one agent, step after step
    {"replicates", [](std::uint64_t i) { return asked(1 + i, 1, 7, 3); }},  // in one run after another
    {"skips", [](std::uint64_t i) { return asked(1, 120, 7, i >> 16, i & 0xffff); }},  // n-th of a block
    {"run", [](std::uint64_t i) {  // all that a run asks: every agent every question every step
       return asked(1, i / agents / questions, 1 + i / agents % questions, i % agents);
     }},
    {"planted", [](std::uint64_t i) {  // no random numbers: what tests are worth that pass this?
       const auto word = static_cast<std::uint32_t>(i * 0x9e3779b9u);
       return Words{word, word + 1, ~word, word * 69'069u};
     }}};

}  // namespace

int main(int count, char** arguments) {
  const auto stream = streams.find(count == 2 ? arguments[1] : "");
  if (stream == streams.end()) {
    std::fprintf(stderr, "streams NAME: one of");
    for (const auto& [name, words] : streams) std::fprintf(stderr, " %s", name.c_str());
    std::fprintf(stderr, "\n");
    return 2;
  }
  std::vector<Words> words(1 << 14);
  for (std::uint64_t first = 0;; first += words.size()) {
    for (std::size_t i = 0; i < words.size(); ++i) words[i] = stream->second(first + i);
    if (std::fwrite(words.data(), sizeof(Words), words.size(), stdout) != words.size()) return 0;
  }
}
