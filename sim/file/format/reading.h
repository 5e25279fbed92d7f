// What is read of HDF5 files: the reverse of hdf5.h, for files that permea wrote. Whatever the file is,
// what cannot be read is an Error, and nothing is believed of types and shapes that was not asked.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/file/format/hdf5.h"
#include "sim/kit/parameter.h"

namespace permea::hdf5 {

/// An existing file, to be read.
Handle open_file(const std::string& path);

/// Whether `parent` has a dataset or group of this name.
bool has(hid_t parent, const std::string& name);
Handle open_group(hid_t parent, const std::string& name);
/// A dataset, which must have this shape.
Handle open_dataset(hid_t parent, const std::string& name, const Shape& shape);

/// All of a dataset of this shape. An empty shape: one item.
std::vector<std::string> read_strings(hid_t parent, const std::string& name, const Shape& shape);
std::vector<std::int64_t> read_whole(hid_t parent, const std::string& name, const Shape& shape);
/// Texts or numbers of whatever type along one axis, as values.
std::vector<Value> read_values(hid_t parent, const std::string& name, std::size_t size);
/// The box of doubles from `start` on; fills `numbers`, which has its size.
void read_box(hid_t dataset, const Shape& start, const Shape& box, std::span<double> numbers);

/// Attributes; empty when there is none of this name.
std::string read_text_attribute(hid_t object, const std::string& name);
std::vector<std::int32_t> read_whole_attribute(hid_t object, const std::string& name);

}  // namespace permea::hdf5
