// What we compress is what HDF5's own filters understand, and what HDF5 complains of is said.
#include "sim/file/format/hdf5.h"

#include <catch2/catch.hpp>

#include "sim/kit/problem.h"
#include "tests/sim/file/example.h"

using namespace permea;

namespace {

std::vector<double> numbers(std::size_t count) {
  std::vector<double> made;
  for (std::size_t i = 0; i < count; ++i) made.push_back(1 / (1.0 + static_cast<double>(i * i)));
  return made;
}

}  // namespace

TEST_CASE("a packed chunk is unpacked to the same numbers") {
  for (const std::size_t count : {1u, 7u, 1000u}) {
    std::vector<double> got(count);
    REQUIRE(hdf5::unpack(hdf5::pack(numbers(count)), got));
    CHECK(got == numbers(count));
  }
}

TEST_CASE("a damaged or shortened chunk is not unpacked") {
  const auto whole = hdf5::pack(numbers(1000));
  std::vector<double> got(1000), short_one(999);
  auto damaged = whole;
  damaged[whole.size() / 2] ^= std::byte{1};
  CHECK_FALSE(hdf5::unpack(damaged, got));
  CHECK_FALSE(hdf5::unpack(std::span(whole).first(whole.size() - 1), got));
  CHECK_FALSE(hdf5::unpack(whole, short_one));
}

TEST_CASE("HDF5 reads what was packed, and NaN where nothing was written") {
  const Folder folder;
  hdf5::Handle file = hdf5::create_file(folder / "a.h5");
  hdf5::Handle dataset = hdf5::create_dataset(file, {"x", H5T_NATIVE_DOUBLE, {200}, {100}, false});
  hdf5::write_chunk(dataset, {100}, hdf5::pack(numbers(100)));
  std::vector<double> got(200);
  REQUIRE(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, got.data()) >= 0);
  CHECK(std::isnan(got[0]));
  CHECK(std::vector<double>(got.begin() + 100, got.end()) == numbers(100));
  dataset.close();
  hdf5::close_file(file);
}

TEST_CASE("HDF5's failures name the cause of the operating system") {
  const Folder folder;
  CHECK_THROWS_WITH(hdf5::create_file(folder / "missing/a.h5"),
                    "cannot create " + (folder / "missing/a.h5") + ": No such file or directory");
}

TEST_CASE("a file with an open handle does not close without a word") {
  const Folder folder;
  hdf5::Handle file = hdf5::create_file(folder / "a.h5");
  const hdf5::Handle group = hdf5::create_group(file, "g");
  CHECK_THROWS_AS(hdf5::close_file(file), Failure);
}
