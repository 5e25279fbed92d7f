// A results file as rows of text, for whoever wants no HDF5: one row a run, step and place along the
// variables' own dimensions, one column a variable.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/file/reader.h"

namespace permea {

/// Variables that run along the same dimensions, and so share their rows.
struct CsvTable {
  std::vector<std::string> dimensions;  ///< behind run and step
  bool panel = false;
  std::vector<std::size_t> variables;  ///< positions in Layout::variables
};

/// The tables of all observables, or of those `named`, in the order of the layout; then that of the
/// panel, if there is one and it is wanted.
std::vector<CsvTable> csv_tables(const Layout& layout, const std::vector<std::string>& named,
                                 bool panel);

/// Hands the table to `write` piece by piece: a head, then rows in the order of the runs. Columns are
/// arm, point, replicate, seed (hexadecimal), what is not the same in all runs, step, the dimensions,
/// the variables. Numbers have every digit that tells them from their neighbours; missing is NaN.
/// Members of a panel have rows only while they live.
void write_csv(const StoredResults& stored, const CsvTable& table,
               const std::function<void(std::string_view)>& write);

}  // namespace permea
