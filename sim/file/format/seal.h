// Twelve bytes behind the end of a results file, by which damage is noticed before HDF5 opens it: HDF5
// follows what it finds, and its store of texts has no checksum, so that a file with a few wrong bytes
// can end the program. Readers of HDF5 do not look behind the end that the file itself names.
#pragma once

#include <cstddef>
#include <string>

namespace permea {

/// "permea\r\n" and the CRC-32 of all that stands before, lowest byte first.
inline constexpr std::size_t seal_bytes = 12;

/// Puts the seal behind a complete file. Throws Failure when the disk does not take it.
void seal(const std::string& path);

/// What is wrong with the seal of a file that can be read; empty when the file is what was sealed.
std::string broken_seal(const std::string& path);

}  // namespace permea
