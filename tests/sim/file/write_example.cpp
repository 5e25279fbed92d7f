// Writes the example's results file to the path given, for readers.py to read.
#include <cstdio>
#include <exception>

#include "sim/file/archive.h"
#include "tests/sim/file/example.h"

int main(int count, char** arguments) {
  try {
    const permea::Example example(count > 2 ? permea::plain_text : permea::example_text);
    const permea::Plan& plan = example.plan;
    permea::Archive archive({arguments[1]}, plan);
    for (std::size_t run = 0; run < plan.runs(); ++run) archive.add(*permea::simulate(plan, run, 1));
    archive.finish(2);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
