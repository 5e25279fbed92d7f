// What was saved of a run is given back as it was, or not at all.
#include "sim/file/checkpoint.h"

#include <catch2/catch.hpp>

#include <random>

#include "sim/file/format/state_file.h"
#include "sim/file/reader.h"
#include "tests/sim/file/example.h"

using namespace permea;

namespace {

using Found = Checkpoint::Found;

/// Saves at every look.
const Saving always = {std::chrono::duration<double>(0)};

/// Runs `run` up to `steps` and leaves it, saved in `checkpoint`.
void leave(Checkpoint& checkpoint, const Plan& plan, std::size_t run, std::int64_t steps) {
  REQUIRE_FALSE(simulate(plan, run, 1, [&](std::int64_t done) { return done < steps; }, &checkpoint));
}

void write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// The bytes of run 1 of the example as it stood after ten steps.
std::string saved_bytes(const Folder& folder, const Example& example) {
  Checkpoint checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken);
  leave(checkpoint, example.plan, 1, 10);
  return content(folder / "x.h5.state/run-1");
}

/// What is wrong with these bytes, where they are the only state of the run.
std::string refused(const Folder& folder, const Example& example, const std::string& bytes) {
  write(folder / "x.h5.state/run-1", bytes);
  const Checkpoint checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken);
  return checkpoint.size() == 0 && checkpoint.remarks().size() == 1 ? checkpoint.remarks().front() : "taken";
}

/// A text with some bytes changed, left out, doubled or put in, or with a piece of it gone.
std::string mutated(std::string text, std::mt19937& random) {
  const auto any = [&](std::size_t below) { return random() % below; };
  const std::string before = text;
  while (text == before) {
    const std::size_t at = any(text.size()), length = 1 + any(std::min<std::size_t>(64, text.size() - at));
    switch (any(6)) {
      case 0: text[at] = static_cast<char>(text[at] ^ (1 << any(8))); break;
      case 1: text[at] = static_cast<char>(any(256)); break;
      case 2: text.erase(at, length); break;
      case 3: text.insert(at, text.substr(at, length)); break;
      case 4: text.resize(at); break;
      case 5: std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(at), length, '\0'); break;
    }
  }
  return text;
}

void check_mutations(unsigned number) {
  const Folder folder;
  const Example example;
  const std::string whole = saved_bytes(folder, example);
  std::mt19937 random(7);
  for (unsigned i = 0; i < number; ++i) {
    const std::string words = refused(folder, example, mutated(whole, random));
    INFO(i);
    REQUIRE(words.find((folder / "x.h5.state/run-1") + ": is damaged: ") == 0);
  }
  CHECK(refused(folder, example, whole) == "taken");
}

template <class Call>
std::string said_by(Call call) {
  try {
    call();
  } catch (const BadInput& bad) {
    return bad.what();
  }
  return "nothing";
}

void check_same(const Series& a, const Series& b) {
  CHECK(a.state_hash == b.state_hash);
  CHECK(a.last_step == b.last_step);
  REQUIRE(a.observables.size() == b.observables.size());
  for (std::size_t k = 0; k < a.observables.size(); ++k) {
    const auto first = std::as_bytes(std::span(a.observables[k]));
    const auto second = std::as_bytes(std::span(b.observables[k]));
    CHECK(std::equal(first.begin(), first.end(), second.begin(), second.end()));
  }
}

/// The example without its sweep, with other words behind its head.
std::string plain(const std::string& more, int steps = 12, const std::string& seeds = "1..3") {
  return "model = \"toy\"\nsteps = " + std::to_string(steps) + "\nseeds = \"" + seeds + "\"\n" + more;
}

}  // namespace

TEST_CASE("a run that was saved goes on from its file to the same end, on any number of threads") {
  const Example example;
  const Series straight = simulate(example.plan, 1, 1).value();
  for (std::int64_t step = 1; step < 40; step += 6) {
    const Folder folder;
    {
      Checkpoint first(folder / "x.h5", example.plan, {}, {}, Found::taken);
      leave(first, example.plan, 1, step);
    }
    Checkpoint second(folder / "x.h5", example.plan, {}, {}, Found::taken);
    CHECK(second.size() == 1);
    CHECK(second.most_steps() == step);
    check_same(simulate(example.plan, 1, 3, {}, &second).value(), straight);
  }
}

TEST_CASE("whichever thousand ways a saved run is damaged, it is refused by name") { check_mutations(1000); }

TEST_CASE("whichever ten thousand ways a saved run is damaged, it is refused by name", "[.slow]") {
  check_mutations(10'000);
}

TEST_CASE("where a saved run is damaged, the one saved before is taken") {
  const Folder folder;
  const Example example;
  {
    Checkpoint checkpoint(folder / "x.h5", example.plan, {}, always, Found::taken);
    leave(checkpoint, example.plan, 1, 10);
  }
  CHECK(folder.files() == std::vector<std::string>{"x.h5.state", "x.h5.state/run-1", "x.h5.state/run-1.before"});
  std::string bytes = content(folder / "x.h5.state/run-1");
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write(folder / "x.h5.state/run-1", bytes);
  Checkpoint checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken);
  CHECK(checkpoint.most_steps() == 9);
  CHECK(checkpoint.remarks() == std::vector<std::string>{(folder / "x.h5.state/run-1") +
                                                         ": is damaged: column \"seconds\" is not as it was "
                                                         "written; not used"});
  check_same(simulate(example.plan, 1, 1, {}, &checkpoint).value(), simulate(example.plan, 1, 1).value());
}

TEST_CASE("where the last state of a run cannot be read, the one saved before is taken, and stays") {
  const Example example;
  for (const bool is_folder : {true, false}) {
    const Folder folder;
    const std::string last = folder / "x.h5.state/run-1";
    {
      Checkpoint checkpoint(folder / "x.h5", example.plan, {}, always, Found::taken);
      leave(checkpoint, example.plan, 1, 10);
    }
    const std::string before = content(last + ".before");
    std::filesystem::remove(last);
    if (is_folder) std::filesystem::create_directory(last);
    else std::filesystem::create_symlink(folder / "nowhere", last);
    Checkpoint checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken);
    CHECK(checkpoint.most_steps() == 9);
    REQUIRE(checkpoint.remarks().size() == 1);
    CHECK(checkpoint.remarks().front().find(last) != std::string::npos);
    CHECK(checkpoint.remarks().front().ends_with("; not used"));
    if (is_folder) continue;  // in whose place nothing can be saved
    leave(checkpoint, example.plan, 1, 20);
    CHECK(content(last + ".before") == before);
    CHECK(Checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken).most_steps() == 20);
  }
}

TEST_CASE("a state that cannot be read, of which there is no time before, is a failure and stays") {
  const Folder folder;
  const Example example;
  saved_bytes(folder, example);
  const std::string path = folder / "x.h5.state/run-1";
  std::filesystem::rename(path, folder / "elsewhere");
  std::filesystem::create_symlink(folder / "nowhere", path);
  CHECK_THROWS_WITH(Checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken),
                    "cannot read " + path + ": No such file or directory");
  std::filesystem::rename(folder / "elsewhere", folder / "nowhere");
  CHECK(Checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken).most_steps() == 10);
}

TEST_CASE("a run of which a kill left only the time before counts as one under way") {
  const Folder folder;
  const Example example;
  saved_bytes(folder, example);
  const std::string path = folder / "x.h5.state/run-1";
  std::filesystem::rename(path, path + ".before");
  CHECK(runs_in(folder / "x.h5.state") == 1);
  CHECK(said_by([&] { Checkpoint(folder / "x.h5", example.plan, {}, {}, Found::refused); }) ==
        (folder / "x.h5.state") + ": holds 1 run under way; --resume goes on, --overwrite starts again");
  CHECK(Checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken).size() == 1);
}

TEST_CASE("a saved run whose number the plan has not is refused and stays, be it damaged") {
  const Folder folder;
  const Example one(plain("")), fewer(plain("", 12, "1..1"));
  const std::string path = folder / "x.h5.state/run-2";
  {
    Checkpoint first(folder / "x.h5", one.plan, {}, {}, Found::taken);
    leave(first, one.plan, 2, 5);
  }
  const auto refused = [&] { return said_by([&] { Checkpoint(folder / "x.h5", fewer.plan, {}, {}, Found::taken); }); };
  CHECK(refused() == path + ": is of another scenario: seeds = \"1..3\" there, seeds = \"1..1\" here; --overwrite in "
                            "place of --resume starts again");
  write(path, "damaged");
  CHECK(refused() == path + ": is none of these runs; --overwrite in place of --resume starts again");
  CHECK(content(path) == "damaged");
}

TEST_CASE("states do not make a folder anew that was removed") {
  const Folder folder;
  const Example example;
  make_folder(folder / "gone");
  Checkpoint checkpoint(folder / "gone/x.h5", example.plan, {}, {}, Found::taken);
  std::filesystem::remove(folder / "gone");
  const auto five_steps = [](std::int64_t done) { return done < 5; };
  CHECK_THROWS_WITH(simulate(example.plan, 1, 1, five_steps, &checkpoint),
                    "cannot make the folder " + (folder / "gone/x.h5.state") + ": No such file or directory");
  CHECK(folder.files().empty());
}

TEST_CASE("a saved run of another scenario, version, commit, part or number is refused, naming what differs") {
  const Folder folder;
  const Example one(plain("")), other(plain("[parameters]\nfirms.growth = 0.3\n"));
  const std::string path = folder / "x.h5.state/run-1";
  {
    Checkpoint first(folder / "x.h5", one.plan, {}, {}, Found::taken);
    leave(first, one.plan, 1, 5);
  }
  const auto opened = [&](const Example& by, const Part& part) {
    return said_by([&] { Checkpoint(folder / "x.h5", by.plan, part, {}, Found::taken); });
  };
  CHECK(opened(one, {}) == "nothing");
  const std::string advice = "; --overwrite in place of --resume starts again";
  CHECK(opened(other, {}) == path + ": is of another scenario: [parameters] firms.growth = 0.01 there, "
                                    "firms.growth = 0.3 here" + advice);
  CHECK(opened(one, {1, 1}) == "nothing");
  CHECK(opened(one, {1, 2}) == path + ": is of the whole plan, not of part 1 of 2" + advice);
  const auto made_by = [&](const std::string& version, const std::string& commit) {
    Identity identity = identity_of(one.plan, {});
    identity.version = version.empty() ? identity.version : version;
    identity.commit = commit.empty() ? identity.commit : commit;
    write_state(path, identity, {one.plan.key(1), 5, {}});
    return opened(one, {});
  };
  CHECK(made_by("", "") == "nothing");
  CHECK(made_by("9.9.9", "").find(path + ": is of permea 9.9.9, not ") == 0);
  CHECK(made_by("", "0123456789ab").find(" at commit 0123456789ab, not at commit ") != std::string::npos);
  write_state(path, identity_of(one.plan, {}), {one.plan.key(2), 5, {}});
  const Checkpoint checkpoint(folder / "x.h5", one.plan, {}, {}, Found::taken);
  CHECK(checkpoint.remarks() == std::vector<std::string>{path + ": is of run 2; not used"});
}

TEST_CASE("runs under way are neither forgotten nor gone on with unless that is said") {
  const Folder folder;
  const Example example;
  saved_bytes(folder, example);
  const auto opened = [&](Found found) {
    return said_by([&] { Checkpoint(folder / "x.h5", example.plan, {}, {}, found); });
  };
  CHECK(opened(Found::refused) ==
        (folder / "x.h5.state") + ": holds 1 run under way; --resume goes on, --overwrite starts again");
  CHECK(opened(Found::taken) == "nothing");
  CHECK(opened(Found::forgotten) == "nothing");
  CHECK(folder.files().empty());
}

TEST_CASE("what a killed process left half-written is of no account") {
  const Folder folder;
  const Example example;
  const std::string bytes = saved_bytes(folder, example);
  write(folder / "x.h5.state/run-1.part", bytes.substr(0, bytes.size() / 2));
  Checkpoint checkpoint(folder / "x.h5", example.plan, {}, {}, Found::taken);
  CHECK(checkpoint.size() == 1);
  CHECK(checkpoint.remarks().empty());
  checkpoint.clear();
  CHECK(folder.files().empty());
}

TEST_CASE("runs put aside begin those of other seeds' numbers, more steps and later changes") {
  const Folder folder;
  const Example first(plain("[record]\nevery = 4\npanel = [\"firms\"]\n"));
  Saving saving;
  saving.branching_step = 6;
  {
    Checkpoint checkpoint(folder / "x.h5", first.plan, {}, saving, Found::taken);
    for (std::size_t run = 0; run < 3; ++run) simulate(first.plan, run, 1, {}, &checkpoint);
  }
  CHECK(runs_in(branching_folder(folder / "x.h5", 6)) == 3);
  const Example branch(plain("[[change]]\nat = 7\nparameters = { firms.growth = 0.4 }\n"
                             "[record]\nevery = 4\npanel = [\"firms\"]\n", 21, "2..4"));
  Saving from;
  from.from = branching_folder(folder / "x.h5", 6);
  Checkpoint checkpoint(folder / "y.h5", branch.plan, {}, from, Found::taken);
  CHECK(checkpoint.remarks() == std::vector<std::string>{from.from + ": 1 of 3 runs are not there; made from "
                                                                     "their start"});
  CHECK(checkpoint.kept(branch.plan.key(0))->steps_done == 6);
  CHECK_FALSE(checkpoint.kept(branch.plan.key(2)));
  for (std::size_t run = 0; run < 3; ++run)
    check_same(simulate(branch.plan, run, 2, {}, &checkpoint).value(), simulate(branch.plan, run, 1).value());
}

TEST_CASE("a branch that differs before its step is refused, naming what differs") {
  const Folder folder;
  const Example first(plain("[record]\nevery = 4\n"));
  Saving saving, from;
  saving.branching_step = 6;
  {
    Checkpoint checkpoint(folder / "x.h5", first.plan, {}, saving, Found::taken);
    simulate(first.plan, 0, 1, {}, &checkpoint);
  }
  from.from = branching_folder(folder / "x.h5", 6);
  const auto opened = [&](const std::string& text) {
    const Example other(text);
    return said_by([&] { Checkpoint(folder / "y.h5", other.plan, {}, from, Found::taken); });
  };
  const std::string path = from.from + "/run-0: is of another scenario: ";
  CHECK(opened(plain("[record]\nevery = 4\n", 99)) == "nothing");
  CHECK(opened(plain("[record]\nevery = 3\n")) == path + "[record] every = 4 there, every = 3 here");
  CHECK(opened(plain("[parameters]\nfirms.noise = 0.3\n[record]\nevery = 4\n")) ==
        path + "[parameters] firms.noise = 0.1 there, firms.noise = 0.3 here");
  CHECK(opened(plain("[[change]]\nat = 6\nparameters = { firms.noise = 0.3 }\n[record]\nevery = 4\n"))
            .find(path) == 0);
}
