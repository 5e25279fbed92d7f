// What has the name of an output already, or takes it while permea runs, is never lost without a word.
#include <catch2/catch.hpp>

#include "tests/contains.h"
#include "tests/sim/cli/child.h"

namespace permea {
namespace {

using Files = std::vector<std::string>;

/// Two runs of some tenths of a second.
const std::string call = "permea run s.toml -o x.h5 --steps 1000000 --seeds 1 --quiet --threads 1 ";

/// A shell's words: the call in the background, and what follows when it has begun.
const std::string once_begun = call + "& while kill -0 $! && [ ! -e x.h5.journal ]; do sleep 0.01; done; ";

Folder& prepared(Folder& folder) {
  folder.write("s.toml", two_arms + "[record]\nevery = 1000000000\n");
  return folder;
}

TEST_CASE("a file that takes the output's name during the runs stays, and the runs are kept") {
  Folder folder;
  const Said said = prepared(folder).shell(once_begun + "echo precious >x.h5; wait $!");
  CHECK(said.code == 1);
  CHECK(said.err == "permea: cannot write x.h5: it was not there when this call began, and now is; move it away, or "
                    "add --overwrite; 2 of 2 runs are kept, --resume goes on\n");
  CHECK(folder.read("x.h5") == "precious\n");
  CHECK(folder.files() == Files{"s.toml", "x.h5", "x.h5.journal"});
  CHECK(folder.shell(call + "--resume --overwrite").code == 0);
  CHECK(folder.shell("permea replay x.h5 --progress never").code == 0);
  CHECK(folder.files() == Files{"s.toml", "x.h5", "x.run.json"});
}

TEST_CASE("with --overwrite a file that takes the output's name during the runs is replaced") {
  Folder folder;
  std::string overwriting = prepared(folder).shell("echo old >x.h5").code == 0 ? once_begun : "";
  overwriting.insert(call.size(), "--overwrite ");
  CHECK(folder.shell(overwriting + "echo other >x.h5; wait $!").code == 0);
  CHECK(folder.read("x.h5").substr(1, 3) == "HDF");
}

TEST_CASE("what is no regular file is never an output, whatever --overwrite says") {
  Folder folder;
  folder.write("s.toml", two_arms);
  REQUIRE(folder.shell("permea run s.toml -o r.h5 --quiet; permea run s.toml --part 1/1 -o p.h5 --quiet; "
                       "mkfifo pipe; echo precious >file; ln -s file link; ln -s nowhere lost").code == 0);
  const Files before = folder.files();
  for (const std::string words : {"run s.toml --quiet", "run s.toml --quiet --overwrite", "merge p.h5 --overwrite",
                                  "export r.h5 --csv", "export r.h5 --csv --overwrite"})
    for (const std::string name : {"pipe", "link", "lost"}) {
      const Said said = folder.shell("permea " + words + " -o " + name);
      INFO(words << ": " << name);
      CHECK(said.code == 2);
      CHECK(said.err == "permea: " + name + (name == "pipe" ? ": is no regular file" : ": is a link") +
                            "; -o must name a file\n");
    }
  CHECK(folder.files() == before);
  CHECK(folder.shell("[ -p pipe ] && [ -L link ] && [ -L lost ]").code == 0);
  CHECK(folder.read("file") == "precious\n");
}

TEST_CASE("what has the name of a lock or a card, and is neither, stays and is named before anything is computed") {
  for (const std::string name : {"x.h5.lock", "x.run.json"}) {
    Folder folder;
    prepared(folder).write(name, "my diary");
    const Said said = folder.shell(call + "--overwrite");
    CHECK(said.code == 2);
    CHECK(contains(said.err, "permea: " + name + ": is no "));
    CHECK(folder.read(name) == "my diary");
    CHECK(folder.files().size() == 2);
  }
}

TEST_CASE("pipes and links that have the name of what stands beside the results are not followed") {
  Folder folder;
  prepared(folder).shell("mkfifo x.h5.journal; echo precious >aim; ln -s aim x.h5.part");
  const Said said = folder.shell(call);
  CHECK(said.code == 1);
  CHECK(said.err == "permea: cannot write x.h5.journal: is no regular file\n");
  const Said card = folder.shell("mkfifo y.run.json; permea run s.toml -o y.h5 --quiet");
  CHECK(card.code == 2);
  CHECK(contains(card.err, "permea: y.run.json: is no run card of permea"));
  CHECK(folder.shell("[ -p y.run.json ]").code == 0);
  CHECK(folder.shell("[ -p x.h5.journal ] && rm x.h5.journal && ln -sf aim x.h5.part").code == 0);
  CHECK(folder.shell("permea run s.toml -o x.h5 --quiet").code == 0);
  CHECK(folder.read("aim") == "precious\n");
  CHECK(folder.shell("[ -L x.h5 ]").code == 1);
}

TEST_CASE("a device is never an output") {
  Folder folder;
  for (const std::string name : {"/dev/null", "/dev/full"}) {
    const Said said = prepared(folder).shell("permea run s.toml --quiet --overwrite -o " + name);
    CHECK(said.code == 2);
    CHECK(said.err == "permea: " + name + ": is no regular file; -o must name a file\n");
    CHECK(folder.shell("[ -c " + name + " ]").code == 0);
  }
}

}  // namespace
}  // namespace permea
