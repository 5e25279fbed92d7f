// Where the files come from: git's list, or a walk through the folders when there is no git.
#include "tests/house/tree.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace permea::house {
namespace {

namespace fs = std::filesystem;

const std::string root = PERMEA_SOURCE_DIR;

/// What git lists, with a zero byte after each path; nothing when it cannot.
std::string listed_by_git() {
  // safe.directory: a checkout that belongs to another user is no reason not to read it.
  const std::string command =
      "git -c safe.directory='*' -C '" + root + "' ls-files -z --cached 2>/dev/null";
  std::string listed;
  std::FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return listed;
  std::array<char, 4096> part;
  for (std::size_t n = 0; (n = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
    listed.append(part.data(), n);
  pclose(pipe);
  return listed;
}

bool is_ignored(const std::string& path) {
  return is_below(path, "build") || is_below(path, ".git") ||
         path.find("__pycache__") != std::string::npos ||
         (is_below(path, "results") && path != "results/README.md");
}

std::vector<std::string> walked() {
  std::vector<std::string> paths;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    std::string path = fs::relative(entry.path(), root).generic_string();
    if (entry.is_regular_file() && !is_ignored(path)) paths.push_back(std::move(path));
  }
  return paths;
}

std::vector<std::string> paths() {
  const std::string listed = listed_by_git();
  std::vector<std::string> paths;
  for (std::size_t start = 0; start < listed.size();) {
    const std::size_t end = listed.find('\0', start);
    paths.push_back(listed.substr(start, end - start));
    start = end + 1;
  }
  return paths.empty() ? walked() : paths;
}

}  // namespace

std::vector<File> files() {
  std::vector<File> all;
  for (const std::string& path : paths())
    if (fs::is_regular_file(fs::path(root) / path)) all.push_back({path, read(path)});
  if (all.empty()) throw std::runtime_error("no files below " + root);
  return all;
}

std::string read(const std::string& path) {
  std::ifstream file(fs::path(root) / path, std::ios::binary);
  if (!file) throw std::runtime_error(path + " cannot be read");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> all;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) all.push_back(line);
  return all;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

bool is_below(std::string_view path, std::string_view folder) {
  return path == folder ||
         (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/');
}

bool is_executable(const std::string& path) {
  return (fs::status(fs::path(root) / path).permissions() & fs::perms::owner_exec) !=
         fs::perms::none;
}

}  // namespace permea::house
