// How dimensions and variables are put into HDF5 so that netCDF-4 knows them again.
#include "sim/file/format/netcdf.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <span>

namespace permea {
namespace {

constexpr hsize_t long_column = 8192;  // a longer one is compressed

/// The HDF5 type of an item, open for as long as this lives.
template <class Item>
struct TypeOf {
  hid_t id() const {
    if constexpr (std::is_same_v<Item, std::string>) return text;
    else if constexpr (std::is_same_v<Item, double>) return H5T_NATIVE_DOUBLE;
    else if constexpr (std::is_same_v<Item, std::int64_t>) return H5T_NATIVE_INT64;
    else if constexpr (std::is_same_v<Item, std::int32_t>) return H5T_NATIVE_INT32;
    else return H5T_NATIVE_INT8;
  }
  hdf5::Handle text = std::is_same_v<Item, std::string> ? hdf5::string_type() : hdf5::Handle();
};

template <class Item>
void write(hid_t dataset, const TypeOf<Item>& type, const std::vector<Item>& items) {
  if constexpr (std::is_same_v<Item, std::string>)
    hdf5::write_strings(dataset, items);
  else
    hdf5::write_numbers<Item>(dataset, type.id(), items);
}

void describe(hid_t dataset, hid_t type, const About& about) {
  hdf5::attribute(dataset, "long_name", about.long_name);
  hdf5::attribute(dataset, "units", about.units);
  for (const auto& [name, text] : about.more) hdf5::attribute(dataset, name, text);
  if (!about.flag_meanings.empty()) {
    const auto spaces = std::count(about.flag_meanings.begin(), about.flag_meanings.end(), ' ');
    std::vector<std::int8_t> values(static_cast<std::size_t>(spaces) + 1);
    std::iota(values.begin(), values.end(), std::int8_t{0});
    hdf5::attribute(dataset, "flag_values", std::span<const std::int8_t>(values));
    hdf5::attribute(dataset, "flag_meanings", about.flag_meanings);
  }
  if (H5Tget_class(type) == H5T_FLOAT) {
    const std::array<double, 1> fill = {std::numeric_limits<double>::quiet_NaN()};
    hdf5::attribute(dataset, "_FillValue", std::span<const double>(fill));
  }
}

}  // namespace

hdf5::Handle Group::create(hdf5::Dataset dataset, const std::vector<std::string>& dimensions,
                           const About& about) {
  for (const std::string& name : dimensions) {
    dataset.shape.push_back(dimensions_.at(name).length[0]);
    dataset.growing = dimensions_.at(name).growing;
  }
  hdf5::Handle made = hdf5::create_dataset(group_, dataset);
  for (std::size_t axis = 0; axis < dimensions.size(); ++axis)
    hdf5::attach_scale(made, dimensions_.at(dimensions[axis]).scale, axis);
  describe(made, dataset.type, about);
  return made;
}

template <class Item>
void Group::dimension(const std::string& name, const std::vector<Item>& items, const About& about,
                      bool growing) {
  const TypeOf<Item> type;
  const hsize_t length = items.size();
  hdf5::Dataset dataset{name, type.id(), {length}, {}, growing};
  if (growing || length > long_column) dataset.chunk = {std::min(length, long_column)};
  hdf5::Handle scale = hdf5::create_dataset(group_, dataset);
  hdf5::make_scale(scale, name);
  describe(scale, type.id(), about);
  write(scale, type, items);
  dimensions_.insert_or_assign(name, Dimension{{length}, growing, std::move(scale)});
}

template <class Item>
void Group::column(const std::string& name, const std::vector<std::string>& dimensions,
                   const std::vector<Item>& items, const About& about) {
  const TypeOf<Item> type;
  hdf5::Dataset dataset{name, type.id(), {}, {}, false};
  if (dimensions.size() == 1 && items.size() > long_column) dataset.chunk = {long_column};
  hdf5::Handle made = create(std::move(dataset), dimensions, about);
  write(made, type, items);
  made.close();
}

hdf5::Handle Group::numbers(const std::string& name, const std::vector<std::string>& dimensions,
                            const hdf5::Shape& chunk, const About& about) {
  return create({name, H5T_NATIVE_DOUBLE, {}, chunk, false}, dimensions, about);
}

void Group::close_scales() {
  for (auto& [name, dimension] : dimensions_) dimension.scale.close();
  dimensions_.clear();
}

void Group::close() {
  close_scales();
  group_.close();
}

template void Group::dimension(const std::string&, const std::vector<std::string>&, const About&, bool);
template void Group::dimension(const std::string&, const std::vector<std::int32_t>&, const About&, bool);
template void Group::column(const std::string&, const std::vector<std::string>&,
                            const std::vector<std::string>&, const About&);
template void Group::column(const std::string&, const std::vector<std::string>&,
                            const std::vector<double>&, const About&);
template void Group::column(const std::string&, const std::vector<std::string>&,
                            const std::vector<std::int64_t>&, const About&);
template void Group::column(const std::string&, const std::vector<std::string>&,
                            const std::vector<std::int32_t>&, const About&);
template void Group::column(const std::string&, const std::vector<std::string>&,
                            const std::vector<std::int8_t>&, const About&);

}  // namespace permea
