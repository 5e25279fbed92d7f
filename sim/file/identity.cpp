// How two scenarios are told apart: by the first line in which they differ.
#include "sim/file/identity.h"

#include <sstream>
#include <stdexcept>

#include "sim/file/run_card.h"
#include "sim/file/understood.h"

namespace permea {
namespace {

/// A line as it is quoted: what is long is cut.
std::string quoted(const std::string& line) {
  constexpr std::size_t longest = 60;
  if (line.empty()) return "nothing";
  return line.size() <= longest ? line : line.substr(0, longest) + "...";
}

/// The lines of a text one after another, with the head of the table in which each stands.
class Lines {
 public:
  explicit Lines(const std::string& text) : stream_(text) {}

  bool next() {
    if (line.starts_with('[')) head = line;
    line.clear();
    return static_cast<bool>(std::getline(stream_, line));
  }

  std::string line, head;

 private:
  std::istringstream stream_;
};

std::string first_difference(const std::string& there, const std::string& here) {
  Lines old_lines(there), new_lines(here);
  for (;;) {
    const bool more_old = old_lines.next(), more_new = new_lines.next();
    if (!more_old && !more_new) return "";
    if (old_lines.line == new_lines.line) continue;
    const std::string where = new_lines.head.empty() ? "" : new_lines.head + " ";
    return where + quoted(old_lines.line) + " there, " + quoted(new_lines.line) + " here";
  }
}

}  // namespace

Identity identity_of(const Plan& plan, const Part& part) {
  const Build made = build();
  return {made.version, as_understood(plan.scenario()), part, made.commit};
}

std::string in_words(const Part& part) {
  if (part.count == 1) return "the whole plan";
  return "part " + std::to_string(part.index) + " of " + std::to_string(part.count);
}

std::string difference_of_builds(const Identity& there, const std::string& version,
                                 const std::string& commit) {
  if (there.version != version) return "is of permea " + there.version + ", not " + version;
  if (there.commit.empty() || commit.empty() || there.commit == commit) return "";
  return "is of permea " + version + " at commit " + there.commit + ", not at commit " + commit;
}

std::string difference(const Identity& there, const Identity& here) {
  const std::string builds = difference_of_builds(there, here.version, here.commit);
  if (!builds.empty()) return builds;
  if (there.understood != here.understood)
    return "is of another scenario: " + first_difference(there.understood, here.understood);
  if (!(there.part == here.part))
    return "is of " + in_words(there.part) + ", not of " + in_words(here.part);
  return "";
}

std::string text(const Identity& identity) {
  return identity.version + " " + identity.commit + "\n" + std::to_string(identity.part.index) + " " +
         std::to_string(identity.part.count) + "\n" + identity.understood;
}

Identity identity_in(const std::string& text) {
  std::istringstream stream(text);
  Identity identity;
  std::string build;
  if (!std::getline(stream, build) || !(stream >> identity.part.index) ||
      !(stream >> identity.part.count) || stream.get() != '\n')
    throw std::invalid_argument("not an identity");
  const std::size_t space = build.find(' ');  // earlier builds told the version alone
  identity.version = build.substr(0, space);
  identity.commit = space == std::string::npos ? "unknown" : build.substr(space + 1);
  identity.understood.assign(std::istreambuf_iterator<char>(stream), {});
  return identity;
}

}  // namespace permea
