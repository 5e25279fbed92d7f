// `permea merge`: one results file out of the parts of a plan, or which parts are still missing.
#include <algorithm>
#include <iostream>
#include <map>
#include <optional>

#include "sim/cli/job.h"
#include "sim/file/archive.h"
#include "sim/file/reader.h"
#include "sim/file/run_card.h"
#include "sim/file/safe_file.h"
#include "sim/kit/parallel.h"

namespace permea {
namespace {

/// The parts that the command line names, by their number.
struct Parts {
  std::map<std::size_t, std::string> files;
  std::string first;                ///< file named first
  std::optional<Identity> identity;  ///< of `first`

  std::size_t count() const { return identity->part.count; }
  std::vector<std::size_t> missing() const;
};

std::vector<std::size_t> Parts::missing() const {
  std::vector<std::size_t> numbers;
  for (std::size_t index = 1; index <= count(); ++index)
    if (!files.contains(index)) numbers.push_back(index);
  return numbers;
}

/// 1, 3, 4, 5 as "1,3-5": what a cluster takes as --array.
std::string as_array(const std::vector<std::size_t>& numbers) {
  std::string list;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    if (!list.empty()) list += ',';
    list += std::to_string(numbers[i]);
    if (last > i) list.append("-").append(std::to_string(numbers[last]));
    i = last + 1;
  }
  return list;
}

/// Takes a file of this identity among the parts, or throws BadInput with why it is none of them.
void take(const std::string& path, Identity identity, Parts& parts) {
  const Part part = identity.part;
  const Build program = build();
  const std::string other = difference_of_builds(identity, program.version, program.commit);
  if (!other.empty()) throw BadInput({path}, other);
  if (!parts.identity) {
    parts.identity = identity;
    parts.first = path;
  }
  if (part.count != parts.count())
    throw BadInput({path}, "is " + in_words(part) + ", and " + parts.first + " is " +
                               in_words(parts.identity->part));
  identity.part = parts.identity->part;
  const std::string differs = difference(identity, *parts.identity);
  if (!differs.empty()) throw BadInput({path}, differs + ", in " + parts.first);
  const auto [there, taken] = parts.files.insert({part.index, path});
  if (!taken) throw BadInput({path}, "is " + in_words(part) + ", and so is " + there->second);
}

/// Reads every number of a part, so that damage is noticed; says what it is.
Identity examined(const std::string& path, Models models) {
  const StoredResults part(path, models);
  const Runs runs = part.layout.runs();
  for (std::size_t run = runs.first; run < runs.end; ++run) part.runs.series(run);
  return part.file.identity();
}

/// Prints the parts to be run again. A file that is missing or of no use is named on standard error, and
/// its part counts as missing.
int print_missing(const Arguments& arguments, Models models) {
  Parts parts;
  for (const std::string& path : arguments.operands()) try {
      take(path, examined(path, models), parts);
    } catch (const BadInput& bad) {
      std::cerr << "permea: " << bad.what() << "\n";
    }
  if (!parts.identity) throw BadInput({}, "none of the files is a part");
  const std::string list = as_array(parts.missing());
  if (!list.empty()) std::cout << list << "\n";
  return 0;
}

Parts all_parts(Arguments& arguments) {
  const std::vector<Problem>& problems = arguments.problems();
  Parts parts;
  for (const std::string& path : arguments.operands()) try {
      take(path, ResultsFile(path).identity(), parts);
    } catch (const BadInput& bad) {
      arguments.wrong(bad);
    }
  if (!problems.empty()) throw BadInput(problems);
  if (const auto missing = parts.missing(); !missing.empty())
    throw BadInput({}, "parts " + as_array(missing) + " of " + std::to_string(parts.count()) + " are missing");
  return parts;
}

void refuse_part_as_output(const Parts& parts, const std::string& output) {
  const std::vector<std::string> names = names_of(output);
  for (const auto& [index, path] : parts.files) refuse_input(names, path, "one of the parts");
}

/// Adds those runs of a part that the archive has not, of `remaining`, which are in ascending order.
void add(const StoredResults& part, const std::vector<std::size_t>& remaining, Archive& archive, int threads) {
  const Runs runs = part.layout.runs();
  const auto first = std::ranges::lower_bound(remaining, runs.first);
  const auto end = std::ranges::lower_bound(remaining, runs.end);
  parallel_for(static_cast<std::size_t>(end - first), threads, [&](std::size_t i, int) {
    archive.add(part.runs.series(first[static_cast<std::ptrdiff_t>(i)]));
  });
}

int closing(const Plan& plan, const std::vector<FailedRun>& failed, const Parts& parts,
            const std::string& output, bool quiet, const std::string& ending) {
  tell_failures(plan, failed);
  if (!quiet)
    std::cout << output << ": " << plan.runs() << " runs, " << failed.size() << " failed, from "
              << parts.files.size() << (parts.files.size() == 1 ? " part" : " parts") << ending << "\n";
  return failed.empty() ? 0 : 1;
}

/// Writes the file that the parts make; returns the runs that failed. What a killed call has kept is
/// gone on with; of one that ends with an error only that is left, for the parts are still there.
std::vector<FailedRun> write(const Parts& parts, const Plan& plan, const Output& output, int threads,
                             Models models) {
  Archive archive(output, plan);
  const bool begun = archive.size() > 0;
  try {
    const std::vector<std::size_t> remaining = archive.remaining().runs;
    for (const auto& [index, path] : parts.files) add(StoredResults(path, models), remaining, archive, threads);
    std::vector<FailedRun> failed = archive.remaining().failed;
    archive.finish(threads);
    return failed;
  } catch (...) {
    if (!begun) archive.discard();
    throw;
  }
}

int merge(Arguments& arguments, Models models) {
  const Resources resources = resources_of(arguments);
  const bool missing = arguments.has("missing");
  if (!missing && !arguments.has("output")) arguments.wrong("--output", "merge needs -o FILE");
  if (!arguments.problems().empty()) throw BadInput(arguments.problems());
  if (missing) return print_missing(arguments, models);
  const Parts parts = all_parts(arguments);
  const Output output{.path = arguments.value("output"), .overwrite = arguments.has("overwrite"),
                      .resume = !arguments.has("overwrite"), .takeover = arguments.has("takeover")};
  refuse_part_as_output(parts, output.path);
  const StoredResults first(parts.files.at(1), models);
  const auto close = [&](const std::vector<FailedRun>& failed, const std::string& ending) {
    return closing(first.plan, failed, parts, output.path, arguments.has("quiet"), ending);
  };
  if (output.resume)
    if (const auto there = finished(output, first.plan)) return close(there->runs.failed, ", complete already");
  return close(write(parts, first.plan, output, resources.threads, models), "");
}

}  // namespace

Command merge_command() {
  constexpr std::size_t any_number = 1'000'000;
  return {"merge",
          "Puts the parts of a plan, made by run --part, together into one results file",
          {"PART", 1, any_number},
          {{"output", 'o', "FILE", "the results file"},
           {"missing", 0, "", "write nothing but the numbers of the parts that are missing or damaged, as "
                              "a job array takes them: 3,5-7"},
           {"overwrite", 0, "", "replace a results file that exists, when the new one is complete; begin "
                                "anew where a killed call had begun, which else is gone on with"},
           {"takeover", 0, "", "as of run"},
           {"quiet", 0, "", "no closing line"},
           threads_option(),
           {"help", 'h', "", "this text"}},
          {"0  done",
           "1  a run failed (FILE is whole, and tells which), or a file or folder could not be written",
           "2  the command line is wrong, parts are missing, damaged or of other plans, or FILE is another"},
          merge};
}

}  // namespace permea
