// The program answers every call with the right exit code, on the right stream.
#include <catch2/catch.hpp>

#include <csignal>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

TEST_CASE("without arguments the program says how it is used, and that this was wrong") {
  const Said said = Folder().shell("permea");
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  CHECK(contains(said.err, "usage: permea COMMAND"));
}

TEST_CASE("help goes to standard output") {
  for (const std::string word : {"--help", "-h"}) {
    const Said said = Folder().shell("permea " + word);
    CHECK(said.code == 0);
    CHECK(said.err.empty());
    CHECK(contains(said.out, "  describe  "));
  }
}

TEST_CASE("the version is one line") {
  const Said said = Folder().shell("permea --version");
  CHECK(said.code == 0);
  CHECK(said.out.find("permea 0.") == 0);
  CHECK(std::count(said.out.begin(), said.out.end(), '\n') == 1);
}

TEST_CASE("the help of a command names every option and the exit codes") {
  const Said said = Folder().shell("permea run --help");
  CHECK(said.code == 0);
  for (const std::string option :
       {"-o, --output FILE", "--set KEY=VALUE", "--seeds A..B", "--steps N", "--threads N",
        "--part I/N", "--resume", "--from CHECKPOINT", "--checkpoint-every MINUTES",
        "--progress HOW", "--quiet", "--overwrite", "--yes", "-h, --help", "exit codes"})
    CHECK(contains(said.out, option));
}

TEST_CASE("no line of help is wider than 100 characters") {
  for (const std::string command : {"run", "check", "describe", "merge", "export", "replay"}) {
    const std::string out = Folder().shell("permea " + command + " --help").out;
    for (std::size_t start = 0, end; start < out.size(); start = end + 1) {
      end = out.find('\n', start);
      CHECK(end - start <= 100);
    }
  }
}

TEST_CASE("help wins over what else is wrong") {
  CHECK(Folder().shell("permea run --help --resume").code == 0);
}

TEST_CASE("an unknown command gets the nearest known one") {
  const Said said = Folder().shell("permea runn s.toml");
  CHECK(said.code == 2);
  CHECK(said.out.empty());
  CHECK(said.err == "permea: runn: unknown command; did you mean \"run\"?\n");
}

TEST_CASE("an unknown option gets the nearest known one") {
  const Said said = Folder().shell("permea run s.toml --sedes 1..3 --quite");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "permea: --sedes: unknown option; did you mean \"--seeds\"?\n"));
  CHECK(contains(said.err, "permea: --quite: unknown option; did you mean \"--quiet\"?\n"));
}

TEST_CASE("an option of the program gets the nearest known one") {
  CHECK(Folder().shell("permea --versoin").err ==
        "permea: --versoin: unknown option; did you mean \"--version\"?\n");
}

TEST_CASE("no option is guessed from its beginning") {
  const Said said = Folder().shell("permea run s.toml --see 1..3");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "--see: unknown option"));
}

TEST_CASE("a value that is missing, and an option given twice, are refused") {
  CHECK(Folder().shell("permea run s.toml --seeds").code == 2);
  const Said said = Folder().shell("permea run s.toml --seeds 1..2 --seeds 1..3");
  CHECK(said.code == 2);
  CHECK(contains(said.err, "permea: --seeds: given more than once\n"));
}

TEST_CASE("a command without its operand, and one with too many, are refused") {
  CHECK(Folder().shell("permea run").err == "permea: no SCENARIO is given\n");
  CHECK(Folder().shell("permea check").err == "permea: no SCENARIO is given\n");
  CHECK(Folder().shell("permea run a b").err == "permea: takes one SCENARIO only\n");
  CHECK(Folder().shell("permea describe a b").err == "permea: takes one MODEL only\n");
}

TEST_CASE("words of a terminal's own language are shown, not obeyed") {
  const Said said = Folder().shell("permea run \"$(printf 'a\\033[2J\\nb')\"");
  CHECK(said.code == 2);
  CHECK(said.err == "permea: a\\x1b[2J\\x0ab: no such file\n");
}

TEST_CASE("of what is wrong with a scenario the first twenty are told, and how many more there are") {
  const auto complaints = [](int wrong) {
    Folder folder;
    std::string text = two_arms;
    for (int i = 0; i < wrong; ++i) text += "[[change]]\nat = 5\nparameters = { firms.noise = 7 }\n";
    folder.write("s.toml", text);
    folder.write("t.toml", two_arms + "other = 1\n");
    const Said said = folder.shell("permea check s.toml t.toml");
    CHECK(said.code == 2);
    CHECK(contains(said.err, "permea: t.toml:18:1: "));
    return said.err;
  };
  const std::string some = complaints(10), many = complaints(1000);
  // Nine give again what the first gave, and the last is out of range; and one is wrong with t.toml.
  CHECK(std::count(some.begin(), some.end(), '\n') == 9 + 1 + 1);
  CHECK(std::count(many.begin(), many.end(), '\n') == 20 + 1 + 1);
  CHECK(contains(many, "\npermea: s.toml: and 980 more\n"));
}

TEST_CASE("a standard stream that is closed is not taken for a file of results") {
  const std::string with_four_runs = with_signal(SIGTERM, 12, 4);
  for (const std::string closed : {"<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"}) {
    Folder folder;
    folder.write("s.toml", two_arms);
    INFO(closed);
    CHECK(folder.shell(with_four_runs + "permea run s.toml -o x.h5 --threads 1 --progress json " + closed).code == 75);
    const Said said = folder.shell("permea run s.toml -o x.h5 --resume");
    CHECK(said.code == 0);
    CHECK(contains(said.err, "permea: x.h5.journal: 4 of 6 runs are there; going on\n"));
  }
}

TEST_CASE("output for a standard stream that is closed is a failure") {
  const Said said = Folder().shell("permea describe toy >&-");
  CHECK(said.code == 1);
  CHECK(said.err == "permea: standard output cannot be written\n");
}

TEST_CASE("output that cannot be written is a failure") {
  CHECK(Folder().shell("permea describe toy >/dev/full").code == 1);
}

}  // namespace
}  // namespace permea
