// Designs of experiments: where in the unit cube the points of a sweep lie. A pure function of size,
// dimensions and sample, so that a scenario alone says which points are run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace permea {

/// Points, each with one coordinate in [0, 1] for each dimension.
using CubePoints = std::vector<std::vector<double>>;

/// `size` points of which each dimension has one in each of `size` equal slices: of up to 100 random
/// such hypercubes (fewer for large ones) the one whose nearest two points are farthest apart
/// (McKay, Beckman & Conover 1979; maximin: Johnson, Moore & Ylvisaker 1990).
CubePoints latin_hypercube(std::size_t size, std::size_t dimensions, std::uint64_t sample);

/// The first `size` points of Sobol's sequence with the origin, scrambled: each bit is flipped or not
/// by a hash of the bits before it, so that any such sample is unbiased and a power of two of points
/// stays a net (Owen 1995). At most `sobol_dimensions` dimensions.
CubePoints sobol(std::size_t size, std::size_t dimensions, std::uint64_t sample);
inline constexpr std::size_t sobol_dimensions = 3667;

/// `trajectories` times dimensions + 1 points on a grid of `levels` (even): a random start, then one
/// dimension after another, in random order, moved by levels / (2 (levels - 1)) (Morris 1991).
CubePoints morris(std::size_t trajectories, std::size_t dimensions, std::size_t levels,
                  std::uint64_t sample);

/// For each of `size` points A and B of a scrambled Sobol sequence in twice the dimensions: A, then A
/// with its first, second, ... coordinate taken from B, then B (Saltelli et al. 2010).
CubePoints saltelli(std::size_t size, std::size_t dimensions, std::uint64_t sample);

}  // namespace permea
