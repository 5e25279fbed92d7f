// A target without a fuzzer: meets its seeds, every file in the folders that are named, and as many blind
// mutations of the seeds as are asked for.
//
// usage: replay_TARGET [MUTATIONS] FOLDER...
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>

#include "tests/fuzz/target.h"

namespace {

namespace fs = std::filesystem;

using Inputs = std::vector<std::string>;

/// Whether the target took it as it should.
bool is_well(const std::string& name, const std::string& bytes) try {
  permea::fuzz::meet_and_listen(bytes);
  return true;
} catch (const std::exception& error) {
  std::cerr << name << ": " << error.what() << "\n";
  return false;
}

/// A few bytes changed, taken out, doubled, or brought from another input.
std::string mutated(std::string text, const Inputs& others, std::mt19937& random) {
  const auto any = [&](std::size_t below) { return below == 0 ? 0 : random() % below; };
  for (std::size_t times = 1 + any(4); times > 0; --times) {
    const std::size_t at = any(text.size()), length = 1 + any(std::min<std::size_t>(40, text.size() - at));
    const std::string& other = others[any(others.size())];
    switch (any(6)) {
      case 0: if (!text.empty()) text[at] = static_cast<char>(any(256)); break;
      case 1: if (!text.empty()) text[at] = static_cast<char>(text[at] ^ (1 << any(8))); break;
      case 2: text.erase(at, length); break;
      case 3: text.insert(at, text.substr(at, length)); break;
      case 4: text.insert(at, other.substr(any(other.size()), length)); break;
      case 5: text.insert(at, std::to_string(static_cast<std::int32_t>(random()))); break;
    }
  }
  return text;
}

/// How many of so many mutations are not taken as they should be; these are kept, for a closer look.
int wrong_mutations(int number, const Inputs& seeds, const fs::path& folder) {
  std::mt19937 random(11);
  int wrong = 0;
  for (int i = 0; i < number; ++i) {
    const std::string bytes = mutated(seeds[random() % seeds.size()], seeds, random);
    if (is_well("mutation " + std::to_string(i), bytes)) continue;
    std::ofstream(folder / ("mutation-" + std::to_string(i)), std::ios::binary) << bytes;
    ++wrong;
  }
  return wrong;
}

}  // namespace

int main(int argc, char** argv) {
  int met = 0, wrong = 0, mutations = 0, first = 1;
  if (argc > 1 && (mutations = std::atoi(argv[1])) > 0) first = 2;
  Inputs names;
  for (int i = first; i < argc; ++i)
    for (const auto& entry : fs::recursive_directory_iterator(fs::absolute(argv[i])))
      if (entry.is_regular_file()) names.push_back(entry.path().string());
  const fs::path here = fs::current_path();
  const Inputs seeds = permea::fuzz::seeds();
  for (const std::string& seed : seeds) wrong += !is_well("seed " + std::to_string(++met), seed);
  for (const std::string& name : names) {
    std::ifstream file(name, std::ios::binary);
    wrong += !is_well(name, {std::istreambuf_iterator<char>(file), {}});
    ++met;
  }
  wrong += wrong_mutations(mutations, seeds, here);
  std::cout << met + mutations << " inputs, " << wrong << " wrong" << std::endl;
  return wrong > 0 || met == 0 ? 1 : 0;
}
