# How CMake builds permea for arm64 on another machine: Debian's cross-compiler, the libraries that
# tests/builds/arm64/unpack put into PERMEA_ARM64_ROOT.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER aarch64-linux-gnu-gcc-12)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++-12)
set(CMAKE_SYSROOT ${PERMEA_ARM64_ROOT})
set(CMAKE_FIND_ROOT_PATH ${PERMEA_ARM64_ROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES PERMEA_ARM64_ROOT)
# Else FindHDF5 asks the script of the machine at hand, which tells of its own library.
set(HDF5_C_COMPILER_EXECUTABLE ${PERMEA_ARM64_ROOT}/usr/bin/h5cc)
