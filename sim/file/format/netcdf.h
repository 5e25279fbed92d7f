// A group as netCDF-4 means it: named dimensions, each with a scale, and variables along them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/file/format/hdf5.h"

namespace permea {

/// What the attributes of a variable say; empty ones are left out.
struct About {
  std::string long_name = {}, units = {};
  std::vector<std::pair<std::string, std::string>> more = {};
  std::string flag_meanings = {};  ///< of an int8: a word each for 0, 1, ...
};

class Group {
 public:
  explicit Group(hdf5::Handle group) : group_(std::move(group)) {}

  hdf5::Handle& handle() { return group_; }

  /// A dimension and the variable of its coordinates. A `growing` one has no fixed end.
  template <class Item>
  void dimension(const std::string& name, const std::vector<Item>& items, const About& about,
                 bool growing = false);
  /// Items along dimensions, the last fastest; along none: one item.
  template <class Item>
  void column(const std::string& name, const std::vector<std::string>& dimensions,
              const std::vector<Item>& items, const About& about);
  /// Numbers along dimensions that hdf5::write_chunk() will write; those it does not are NaN.
  hdf5::Handle numbers(const std::string& name, const std::vector<std::string>& dimensions,
                       const hdf5::Shape& chunk, const About& about);
  /// Closes the scales; the group itself, if it is a file, is the caller's to close.
  void close_scales();
  /// Closes the scales and the group.
  void close();

 private:
  struct Dimension {
    hdf5::Shape length;
    bool growing;
    hdf5::Handle scale;
  };

  hdf5::Handle create(hdf5::Dataset dataset, const std::vector<std::string>& dimensions,
                      const About& about);

  hdf5::Handle group_;
  std::map<std::string, Dimension> dimensions_;
};

}  // namespace permea
