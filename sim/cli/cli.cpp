// Which command was meant, and how what it throws becomes lines and an exit code.
#include "sim/cli/cli.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>

#include "sim/cli/command.h"
#include "sim/cli/words.h"
#include "sim/file/run_card.h"

namespace permea {
namespace {

std::vector<Command> all_commands() {
  return {run_command(),
          check_command(),
          describe_command(),
          compare_command(),
          verify_command(),
          merge_command(),
          replay_command(),
          export_command()};
}

std::string short_help(std::span<const Command> commands) {
  std::string lines = "usage: permea COMMAND ...\n\n";
  for (const Command& command : commands) {
    std::string name = "  " + command.name;
    name.resize(12, ' ');
    lines += name + command.summary + "\n";
  }
  return lines +
         "\n  permea COMMAND --help   options and exit codes of a command\n"
         "  permea --version        which version this is\n";
}

constexpr const char* purpose =
    "permea simulates open and closed firms in one market: it makes every run of a scenario file\n"
    "and leaves one results file.\n\n";

std::string version_line() {
  const Build made = build();
  return "permea " + made.version + " (" + made.commit + ")\n";
}

const Command& command_named(const std::string& name, std::span<const Command> commands) {
  std::vector<std::string> known;
  for (const Command& command : commands) {
    if (command.name == name) return command;
    known.push_back(command.name);
  }
  if (name.starts_with("-")) {
    const std::vector<std::string> options = {"--help", "--version"};
    throw BadInput({name}, "unknown option" + suggestion(name, options));
  }
  throw BadInput({name}, "unknown command" + suggestion(name, known));
}

int act(const Command& command, std::span<const std::string> words, Models models) {
  Arguments arguments(words, command.operands, command.options);
  if (arguments.has("help")) {
    std::cout << help(command);
    return 0;
  }
  return command.act(arguments, models);
}

int dispatch(std::span<const std::string> words, Models models) {
  const std::vector<Command> commands = all_commands();
  if (words.empty()) {
    std::cerr << short_help(commands);
    return 2;
  }
  const std::string& name = words.front();
  if (name == "--help" || name == "-h") std::cout << purpose << short_help(commands);
  else if (name == "--version") std::cout << version_line();
  else return act(command_named(name, commands), words.subspan(1), models);
  return 0;
}

void complain(const std::string& message) {
  Problem problem;
  problem.message = message;
  std::cerr << "permea: " << text(problem) << "\n";
}

/// The first things that are wrong with each file, and how many more there are.
void complain_of(std::span<const Problem> problems) {
  constexpr std::size_t most = 20;
  while (!problems.empty()) {
    const std::string& file = problems.front().place.file;
    const auto other = std::ranges::find_if(problems, [&](const Problem& p) { return p.place.file != file; });
    const auto size = static_cast<std::size_t>(other - problems.begin());
    for (const Problem& problem : problems.first(std::min(size, most))) complain(text(problem));
    if (size > most) {
      Problem more;  // in steps, of which g++ does not warn
      more.place.file = file;
      more.message = "and " + grouped(size - most) + " more";
      complain(text(more));
    }
    problems = problems.subspan(size);
  }
}

/// Opens what is missing of the three standard streams, so that no file of ours is taken for one: in such a
/// way that to use it is an error, as it was.
void reserve_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0 || errno != EBADF) continue;
    if (::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) != stream)
      throw Failure("a standard stream is closed, and /dev/null cannot be opened in its place");
  }
}

}  // namespace

int cli(int argc, char** argv, std::span<const Level> levels) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file over the limit of its size is an error, not the end
  int code = 1;
  try {
    reserve_standard_streams();
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    const char* asked = std::getenv("PERMEA_LEVEL");
    const Level& level = level_to_use(levels, asked ? asked : "");
    std::vector<Model> models;
    level.models(models);
    code = dispatch(words, {models, level.name});
    if (!std::cout.flush()) throw Failure("standard output cannot be written");
  } catch (const BadInput& bad) {
    complain_of(bad.problems());
    code = 2;
  } catch (const std::bad_alloc&) {
    complain("out of memory");
    code = 1;
  } catch (const std::exception& error) {
    complain(error.what());
    code = 1;
  }
  return code;
}

}  // namespace permea
