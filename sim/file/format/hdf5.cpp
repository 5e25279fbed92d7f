// How HDF5 is asked, and what it says when it cannot.
#include "sim/file/format/hdf5.h"

#include <hdf5_hl.h>
#include <zlib.h>

#include <cerrno>
#include <cstdlib>
#include <limits>
#include <system_error>

namespace permea::hdf5 {
namespace {

/// Keeps what was said first: walking upwards that is where the error arose, with the errno.
herr_t keep_first(unsigned, const H5E_error2_t* error, void* said) {
  std::string& first = *static_cast<std::string*>(said);
  if (first.empty() && error->desc) first = error->desc;
  return 0;
}

/// 28 out of "file write failed: time = ..., errno = 28, error message = 'No space left on device',
/// buf = ..."; 0 where it is no error of the operating system.
int system_error_in(const std::string& said) {
  const std::string before = "errno = ";
  const std::size_t start = said.rfind(before);  // the file's name stands further in front
  return start == std::string::npos ? 0 : std::atoi(said.c_str() + start + before.size());
}

Handle property_list(hid_t kind) { return {H5Pcreate(kind), H5Pclose, "prepare a property list"}; }

constexpr unsigned in_order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;

Handle space_of(const Shape& shape, const Shape& most) {
  if (shape.empty()) return {H5Screate(H5S_SCALAR), H5Sclose, "prepare a scalar"};
  return {H5Screate_simple(static_cast<int>(shape.size()), shape.data(), most.data()), H5Sclose,
          "prepare a shape"};
}

void write_attribute(hid_t object, const std::string& name, hid_t type, hid_t space,
                     const void* content) {
  const std::string doing = "write the attribute " + name;
  Handle made(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose, doing);
  checked(H5Awrite(made, type, content), doing);
  made.close();
}

template <class Number>
void write_attribute(hid_t object, const std::string& name, hid_t type, std::span<const Number> numbers) {
  const Shape shape = {numbers.size()};
  write_attribute(object, name, type, space_of(shape, shape), numbers.data());
}

}  // namespace

/// Nothing is tidied up at exit, where after a disk that was full the library would crash on what it
/// could not write. What it prints is told to it by thread, where it is built for several.
void prepare() {
  static const bool started = [] {
    H5dont_atexit();
    return H5open() >= 0;
  }();
  thread_local const bool quiet = H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
  if (!started || !quiet) throw Failure("cannot start the HDF5 library");
}

void fail(const std::string& doing) {
  std::string said;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_first, &said);
  H5Eclear2(H5E_DEFAULT);
  const int error = system_error_in(said);
  const std::string cause = error != 0 ? std::generic_category().message(error) : said;
  throw Error(doing, cause.empty() ? "unknown cause" : cause, error);
}

std::string version() {
  prepare();
  unsigned major = 0, minor = 0, release = 0;
  checked(H5get_libversion(&major, &minor, &release), "ask for the version of HDF5");
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

Handle::Handle(hid_t id, Close closer, const std::string& doing)
    : id_(checked(id, doing)), closer_(closer) {}

Handle::~Handle() {
  if (id_ >= 0) closer_(id_);
}

Handle::Handle(Handle&& other) noexcept
    : id_(std::exchange(other.id_, H5I_INVALID_HID)), closer_(other.closer_) {}

Handle& Handle::operator=(Handle&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(closer_, other.closer_);
  return *this;
}

void Handle::close() { checked(closer_(std::exchange(id_, H5I_INVALID_HID)), "close"); }

Handle opened(const std::function<Handle()>& open) {
  constexpr int enough = 100;
  for (int tries = 1;; ++tries) try {
      return open();
    } catch (const Error& error) {
      if (error.system_error() != EINTR || tries == enough) throw;
    }
}

Handle create_file(const std::string& path) {
  prepare();
  const Handle creation = property_list(H5P_FILE_CREATE), access = property_list(H5P_FILE_ACCESS);
  const std::string doing = "create " + path;
  checked(H5Pset_obj_track_times(creation, false), doing);
  checked(H5Pset_link_creation_order(creation, in_order), doing);
  checked(H5Pset_attr_creation_order(creation, in_order), doing);
  checked(H5Pset_fclose_degree(access, H5F_CLOSE_SEMI), doing);  // closing fails if a handle is left
  checked(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18), doing);
  checked(H5Pset_file_locking(access, false, true), doing);  // we have our own, see safe_file.h
  return opened([&] {
    return Handle(H5Fcreate(path.c_str(), H5F_ACC_EXCL, creation, access), H5Fclose, doing);
  });
}

void close_file(Handle& file) {
  checked(H5Fflush(file, H5F_SCOPE_GLOBAL), "write");
  file.close();
}

Handle create_group(hid_t parent, const std::string& name) {
  const Handle creation = property_list(H5P_GROUP_CREATE);
  const std::string doing = "create the group " + name;
  checked(H5Pset_obj_track_times(creation, false), doing);
  checked(H5Pset_link_creation_order(creation, in_order), doing);
  checked(H5Pset_attr_creation_order(creation, in_order), doing);
  return {H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, creation, H5P_DEFAULT), H5Gclose, doing};
}

Handle string_type() {
  Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "prepare a type");
  checked(H5Tset_size(type, H5T_VARIABLE), "prepare a type");
  checked(H5Tset_cset(type, H5T_CSET_UTF8), "prepare a type");
  return type;
}

Handle create_dataset(hid_t parent, const Dataset& dataset) {
  const std::string doing = "create the variable " + dataset.name;
  const Handle creation = property_list(H5P_DATASET_CREATE);
  checked(H5Pset_obj_track_times(creation, false), doing);
  checked(H5Pset_attr_creation_order(creation, in_order), doing);
  if (H5Tget_class(dataset.type) == H5T_FLOAT) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    checked(H5Pset_fill_value(creation, H5T_NATIVE_DOUBLE, &nan), doing);
  }
  if (!dataset.chunk.empty()) {
    checked(H5Pset_chunk(creation, static_cast<int>(dataset.chunk.size()), dataset.chunk.data()), doing);
    checked(H5Pset_shuffle(creation), doing);
    checked(H5Pset_deflate(creation, deflate_level), doing);
  }
  Shape most = dataset.shape;
  if (dataset.growing) most.back() = H5S_UNLIMITED;
  return {H5Dcreate2(parent, dataset.name.c_str(), dataset.type, space_of(dataset.shape, most),
                     H5P_DEFAULT, creation, H5P_DEFAULT),
          H5Dclose, doing};
}

void write_strings(hid_t dataset, std::span<const std::string> strings) {
  std::vector<const char*> pointers;
  for (const std::string& text : strings) pointers.push_back(text.c_str());
  checked(H5Dwrite(dataset, string_type(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()), "write");
}

void write_chunk(hid_t dataset, const Shape& offset, std::span<const std::byte> packed) {
  checked(H5Dwrite_chunk(dataset, H5P_DEFAULT, 0, offset.data(), packed.size(), packed.data()), "write");
}

void attribute(hid_t object, const std::string& name, const std::string& text) {
  if (text.empty()) return;
  const Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "prepare a type");
  checked(H5Tset_size(type, text.size()), "prepare a type");
  checked(H5Tset_strpad(type, H5T_STR_NULLPAD), "prepare a type");
  checked(H5Tset_cset(type, H5T_CSET_UTF8), "prepare a type");
  write_attribute(object, name, type, space_of({}, {}), text.data());
}

void attribute(hid_t object, const std::string& name, std::span<const double> numbers) {
  write_attribute(object, name, H5T_NATIVE_DOUBLE, numbers);
}

void attribute(hid_t object, const std::string& name, std::span<const std::int32_t> numbers) {
  write_attribute(object, name, H5T_NATIVE_INT32, numbers);
}

void attribute(hid_t object, const std::string& name, std::span<const std::int8_t> numbers) {
  write_attribute(object, name, H5T_NATIVE_INT8, numbers);
}

void make_scale(hid_t dataset, const std::string& name) {
  checked(H5DSset_scale(dataset, name.c_str()), "make a scale of " + name);
}

void attach_scale(hid_t dataset, hid_t scale, std::size_t axis) {
  checked(H5DSattach_scale(dataset, scale, static_cast<unsigned>(axis)), "attach a scale");
}

std::vector<std::byte> pack(std::span<const double> chunk) {
  const auto bytes = std::as_bytes(chunk);
  std::vector<std::byte> shuffled(bytes.size());
  for (std::size_t byte = 0; byte < sizeof(double); ++byte)
    for (std::size_t i = 0; i < chunk.size(); ++i)
      shuffled[byte * chunk.size() + i] = bytes[i * sizeof(double) + byte];
  uLongf length = compressBound(shuffled.size());
  std::vector<std::byte> packed(length);
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &length,
                reinterpret_cast<const Bytef*>(shuffled.data()), shuffled.size(), deflate_level) != Z_OK)
    throw Failure("cannot compress results: out of memory");
  packed.resize(length);
  return packed;
}

bool unpack(std::span<const std::byte> packed, std::span<double> chunk) {
  std::vector<std::byte> shuffled(chunk.size_bytes());
  uLongf length = shuffled.size();
  if (uncompress(reinterpret_cast<Bytef*>(shuffled.data()), &length,
                 reinterpret_cast<const Bytef*>(packed.data()), packed.size()) != Z_OK)
    return false;
  if (length != shuffled.size()) return false;
  const auto bytes = std::as_writable_bytes(chunk);
  for (std::size_t byte = 0; byte < sizeof(double); ++byte)
    for (std::size_t i = 0; i < chunk.size(); ++i)
      bytes[i * sizeof(double) + byte] = shuffled[byte * chunk.size() + i];
  return true;
}

}  // namespace permea::hdf5
