// What is written behind a benchmark's name: whole numbers in their order and, at an end, a word. Whatever else
// stands there is told in one line.
#pragma once

#include <charconv>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "sim/kit/problem.h"

namespace permea::bench {

/// The words of a call. Each function takes off what it finds; end() says that nothing may be left.
class Call {
 public:
  explicit Call(std::vector<std::string> words) : words_(std::move(words)) {}

  bool begins_with(const std::string& word) {
    if (words_.empty() || words_.front() != word) return false;
    words_.erase(words_.begin());
    return true;
  }

  bool ends_with(const std::string& word) {
    if (words_.empty() || words_.back() != word) return false;
    words_.pop_back();
    return true;
  }

  /// The next word as a number, `standard` where there is none. Throws BadInput.
  long number(const std::string& name, long standard, long least = 1, long most = a_lot) {
    if (words_.empty()) return standard;
    const std::string word = words_.front();
    words_.erase(words_.begin());
    long value = 0;
    const char* end = word.data() + word.size();
    const auto [stopped, error] = std::from_chars(word.data(), end, value);
    if (error != std::errc() || stopped != end || value < least || value > most)
      throw BadInput({name}, word + " is no whole number from " + std::to_string(least) + " to " +
                                 std::to_string(most));
    return value;
  }

  void end() const {
    if (!words_.empty()) throw BadInput({words_.front()}, "not known here; --help tells how to call");
  }

 private:
  static constexpr long a_lot = 1'000'000'000;

  std::vector<std::string> words_;
};

/// What main() returns: 0; 2 where the words are wrong, 1 where the work cannot be done, with a line that says
/// why. `usage`, which --help prints, has a line for each way to call the program.
template <class Work>
int answer(int argc, char** argv, const char* usage, Work work) {
  const std::string program = std::filesystem::path(argv[0]).filename();
  try {
    Call call({argv + 1, argv + argc});
    if (call.begins_with("--help")) std::printf("%s", usage);
    else work(std::move(call));
    return 0;
  } catch (const BadInput& wrong) {
    std::fprintf(stderr, "%s: %s\n", program.c_str(), wrong.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", program.c_str(), error.what());
    return 1;
  }
}

}  // namespace permea::bench
