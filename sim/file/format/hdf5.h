// The HDF5 library, as much of it as netCDF-4 readers understand: handles that close themselves, calls
// that throw, datasets whose every axis has a dimension scale. What is left out is left out because
// some reader fails on it (results/README.md, "For those who write readers").
#pragma once

#include <hdf5.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/kit/problem.h"

namespace permea::hdf5 {

/// What HDF5 could not do, and why: "cannot create a.h5: Permission denied".
class Error : public Failure {
 public:
  Error(const std::string& doing, std::string cause, int system_error = 0)
      : Failure("cannot " + doing + ": " + cause), cause_(std::move(cause)), system_error_(system_error) {}
  const std::string& cause() const { return cause_; }
  /// An errno; 0 where the operating system did all that it was asked to.
  int system_error() const { return system_error_; }

 private:
  std::string cause_;
  int system_error_;
};

/// Starts the library, and keeps it from printing its own complaints in this thread. Must come before
/// any other call in a thread; create_file, open_file and version begin with it.
void prepare();

/// Throws Error with the innermost cause that HDF5 knows of its last failure.
[[noreturn]] void fail(const std::string& doing);

template <class Result>
Result checked(Result result, const std::string& doing) {
  if (result < 0) fail(doing);
  return result;
}

/// An identifier that closes itself. close() tells whether closing went well; a destructor cannot.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle() = default;
  Handle(hid_t id, Close closer, const std::string& doing);
  ~Handle();
  Handle(Handle&& other) noexcept;
  Handle& operator=(Handle&& other) noexcept;

  operator hid_t() const { return id_; }  // NOLINT: every HDF5 function takes one
  void close();

 private:
  hid_t id_ = H5I_INVALID_HID;
  Close closer_ = nullptr;
};

/// What `open` opens; again, when a signal came amid it, which HDF5 takes for an error.
Handle opened(const std::function<Handle()>& open);

/// Of the library in use, "1.10.8".
std::string version();

using Shape = std::vector<hsize_t>;

/// A new, empty file: no times in it, in the order in which things are made, readable since HDF5 1.8.
Handle create_file(const std::string& path);
/// Flushes first: the closing of a file keeps quiet about what it could not write.
void close_file(Handle& file);
Handle create_group(hid_t parent, const std::string& name);

/// Variable-length UTF-8, the one type of string that all readers take in datasets.
Handle string_type();

/// How a dataset is to be made; without `chunk` it lies in one piece, uncompressed.
struct Dataset {
  std::string name;
  hid_t type = H5T_NATIVE_DOUBLE;
  Shape shape;
  Shape chunk;            ///< shuffled and deflated
  bool growing = false;   ///< the last axis has no fixed end: its chunks may be longer than it is
};

/// Creates it; of a double what is never written is NaN.
Handle create_dataset(hid_t parent, const Dataset& dataset);

void write_strings(hid_t dataset, std::span<const std::string> strings);
template <class Number>
void write_numbers(hid_t dataset, hid_t type, std::span<const Number> numbers) {
  checked(H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()), "write");
}
/// A chunk that pack() has made, whose first place is `offset`.
void write_chunk(hid_t dataset, const Shape& offset, std::span<const std::byte> packed);

/// An empty text is left out.
void attribute(hid_t object, const std::string& name, const std::string& text);
void attribute(hid_t object, const std::string& name, std::span<const double> numbers);
void attribute(hid_t object, const std::string& name, std::span<const std::int32_t> numbers);
void attribute(hid_t object, const std::string& name, std::span<const std::int8_t> numbers);

/// Makes a 1-D dataset the scale of the dimension that has its name.
void make_scale(hid_t dataset, const std::string& name);
void attach_scale(hid_t dataset, hid_t scale, std::size_t axis);

inline constexpr int deflate_level = 4;

/// What HDF5's shuffle and deflate filters make of a chunk of doubles. HDF5 has one lock, zlib none:
/// so compressed by us, many chunks at a time.
std::vector<std::byte> pack(std::span<const double> chunk);
/// The reverse; `chunk` must have the length that was packed. False when `packed` is damaged.
bool unpack(std::span<const std::byte> packed, std::span<double> chunk);

}  // namespace permea::hdf5
