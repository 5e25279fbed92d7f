// How HDF5 is asked for what a file holds.
#include "sim/file/format/reading.h"

#include <functional>
#include <numeric>

namespace permea::hdf5 {
namespace {

/// An attribute may have 64 KiB; a scenario's text and its points may have a gigabyte.
constexpr std::size_t longest_attribute = std::size_t{1} << 16;

std::size_t size_of(const Shape& shape) {
  return std::accumulate(shape.begin(), shape.end(), hsize_t{1}, std::multiplies<>());
}

Handle space_in(hid_t dataset) { return {H5Dget_space(dataset), H5Sclose, "read a shape"}; }

Shape shape_in(hid_t space) {
  const int axes = checked(H5Sget_simple_extent_ndims(space), "read a shape");
  Shape shape(static_cast<std::size_t>(axes));
  if (axes > 0) checked(H5Sget_simple_extent_dims(space, shape.data(), nullptr), "read a shape");
  return shape;
}

void require_class(hid_t type, H5T_class_t sort, const std::string& name) {
  if (H5Tget_class(type) != sort) throw Error("read " + name, "it is of another type");
}

/// An attribute of this type; without handle when there is none.
Handle open_attribute(hid_t object, const std::string& name, H5T_class_t sort, Handle& type) {
  if (checked(H5Aexists(object, name.c_str()), "read the attribute " + name) == 0) return {};
  Handle attribute(H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "read the attribute " + name);
  type = Handle(H5Aget_type(attribute), H5Tclose, "read the attribute " + name);
  require_class(type, sort, name);
  return attribute;
}

}  // namespace

Handle open_file(const std::string& path) {
  prepare();
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "open " + path);
  checked(H5Pset_file_locking(access, false, true), "open " + path);
  return opened([&] {
    return Handle(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access), H5Fclose, "open " + path);
  });
}

bool has(hid_t parent, const std::string& name) {
  return checked(H5Lexists(parent, name.c_str(), H5P_DEFAULT), "look for " + name) > 0;
}

Handle open_group(hid_t parent, const std::string& name) {
  return {H5Gopen2(parent, name.c_str(), H5P_DEFAULT), H5Gclose, "read the group " + name};
}

Handle open_dataset(hid_t parent, const std::string& name, const Shape& shape) {
  Handle dataset(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), H5Dclose, "read " + name);
  if (shape_in(space_in(dataset)) != shape) throw Error("read " + name, "it has another shape");
  return dataset;
}

std::vector<std::string> read_strings(hid_t parent, const std::string& name, const Shape& shape) {
  const Handle dataset = open_dataset(parent, name, shape);
  const Handle type(H5Dget_type(dataset), H5Tclose, "read " + name);
  require_class(type, H5T_STRING, name);
  if (checked(H5Tis_variable_str(type), "read " + name) == 0) throw Error("read " + name, "it is of another type");
  std::vector<char*> raw(size_of(shape), nullptr);
  const Handle space = space_in(dataset);
  checked(H5Dread(dataset, string_type(), H5S_ALL, H5S_ALL, H5P_DEFAULT, raw.data()), "read " + name);
  std::vector<std::string> strings;
  for (const char* text : raw) strings.emplace_back(text ? text : "");
  checked(H5Dvlen_reclaim(string_type(), space, H5P_DEFAULT, raw.data()), "read " + name);
  return strings;
}

std::vector<std::int64_t> read_whole(hid_t parent, const std::string& name, const Shape& shape) {
  const Handle dataset = open_dataset(parent, name, shape);
  const Handle type(H5Dget_type(dataset), H5Tclose, "read " + name);
  require_class(type, H5T_INTEGER, name);
  std::vector<std::int64_t> numbers(size_of(shape));
  checked(H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()), "read " + name);
  return numbers;
}

std::vector<Value> read_values(hid_t parent, const std::string& name, std::size_t size) {
  const Handle dataset = open_dataset(parent, name, {size});
  const Handle type(H5Dget_type(dataset), H5Tclose, "read " + name);
  const auto as_values = [](const auto& items) { return std::vector<Value>(items.begin(), items.end()); };
  if (H5Tget_class(type) == H5T_STRING) return as_values(read_strings(parent, name, {size}));
  if (H5Tget_class(type) == H5T_INTEGER) return as_values(read_whole(parent, name, {size}));
  require_class(type, H5T_FLOAT, name);
  std::vector<double> numbers(size);
  read_box(dataset, {0}, {size}, numbers);
  return as_values(numbers);
}

void read_box(hid_t dataset, const Shape& start, const Shape& box, std::span<double> numbers) {
  const Handle there = space_in(dataset);
  const Handle here(H5Screate_simple(static_cast<int>(box.size()), box.data(), nullptr), H5Sclose,
                    "read numbers");
  checked(H5Sselect_hyperslab(there, H5S_SELECT_SET, start.data(), nullptr, box.data(), nullptr),
          "read numbers");
  checked(H5Dread(dataset, H5T_NATIVE_DOUBLE, here, there, H5P_DEFAULT, numbers.data()), "read numbers");
}

std::string read_text_attribute(hid_t object, const std::string& name) {
  Handle type;
  const Handle attribute = open_attribute(object, name, H5T_STRING, type);
  if (attribute < 0) return "";
  if (H5Tis_variable_str(type) != 0 || H5Tget_size(type) > longest_attribute)
    throw Error("read the attribute " + name, "it is of another type");
  std::string text(H5Tget_size(type), '\0');
  checked(H5Aread(attribute, type, text.data()), "read the attribute " + name);
  return text;
}

std::vector<std::int32_t> read_whole_attribute(hid_t object, const std::string& name) {
  Handle type;
  const Handle attribute = open_attribute(object, name, H5T_INTEGER, type);
  if (attribute < 0) return {};
  const Handle space(H5Aget_space(attribute), H5Sclose, "read the attribute " + name);
  const std::size_t size = size_of(shape_in(space));
  if (size > longest_attribute) throw Error("read the attribute " + name, "it is too long");
  std::vector<std::int32_t> numbers(size);
  checked(H5Aread(attribute, H5T_NATIVE_INT32, numbers.data()), "read the attribute " + name);
  return numbers;
}

}  // namespace permea::hdf5
