// The program as its users meet it: called by a shell in a folder of its own, with its exit code and
// what it said on either stream.
#pragma once

#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <unistd.h>

namespace permea {

/// What a call left behind.
struct Said {
  int code = -1;  ///< 128 + the signal when it was killed
  std::string out, err;
};

inline std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Before a call of the toy: the signal comes, `times` at once, in the step by which so many runs have made so
/// many steps (permea_toy.cpp).
inline std::string with_signal(int signal, int steps, int runs, int times = 1) {
  return "PERMEA_TOY_SIGNAL='" + std::to_string(signal) + " " + std::to_string(steps) + " " + std::to_string(runs) +
         " " + std::to_string(times) + "' ";
}

/// A folder that goes when the test is over.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "permea-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, const std::string& text) const { std::ofstream(path_ / name) << text; }
  std::string read(const std::string& name) const { return contents(path_ / name); }
  bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }
  /// Every file below the folder, sorted.
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(path_))
      if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(path_).string());
    std::sort(names.begin(), names.end());
    return names;
  }

  /// Lets a shell do `script` in the folder, where `permea` is the program over the toy models.
  Said shell(const std::string& script) const {
    const std::filesystem::path said = path_ / ".said";
    std::filesystem::create_directory(said);
    std::ofstream(said / "script") << "permea() { \"" PERMEA_TOY "\" \"$@\"; }\n" << script << "\n";
    const std::string call = "cd '" + path_.string() + "' && sh .said/script >.said/out 2>.said/err";
    const int status = std::system(call.c_str());
    Said heard{WIFEXITED(status) ? WEXITSTATUS(status) : -1, contents(said / "out"), contents(said / "err")};
    std::filesystem::remove_all(said);
    return heard;
  }

 private:
  std::filesystem::path path_;
};

/// Two arms of seven and of four firms, three seeds, twelve steps.
inline const std::string two_arms = R"(title = "Two arms"
question = "Does it work?"
model = "toy"
steps = 12
seeds = "1..3"

[parameters]
firms.growth = 0.02

[[arm]]
name = "mixed"
firms = { steady = 4, bold = 3 }

[[arm]]
name = "bold alone"
firms = { bold = 4 }
parameters = { "firms.noise" = 0.05 }
)";

}  // namespace permea
