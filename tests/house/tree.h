// The files of the house as text, for tests that hold the rules they are written by.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace permea::house {

/// A file with its path from the top of the tree ("sim/kit/state.h").
struct File {
  std::string path;
  std::string text;
};

/// Every file that is committed, or, outside git, every file that .gitignore would let in.
std::vector<File> files();

/// `path`, which must exist, as it stands.
std::string read(const std::string& path);

std::vector<std::string> lines(std::string_view text);

/// "sim/kit" for "sim/kit/state.h", "" for a file at the top.
std::string folder_of(const std::string& path);

/// "first/second/third": each ends where a slash or the end is.
bool is_below(std::string_view path, std::string_view folder);

/// Whether the permission to run it is set.
bool is_executable(const std::string& path);

}  // namespace permea::house
