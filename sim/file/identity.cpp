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
  return {build().version, as_understood(plan.scenario()), part};
}

std::string in_words(const Part& part) {
  if (part.count == 1) return "the whole plan";
  return "part " + std::to_string(part.index) + " of " + std::to_string(part.count);
}

std::string difference(const Identity& there, const Identity& here) {
  if (there.version != here.version)
    return "is of permea " + there.version + ", not " + here.version;
  if (there.understood != here.understood)
    return "is of another scenario: " + first_difference(there.understood, here.understood);
  if (!(there.part == here.part))
    return "is of " + in_words(there.part) + ", not of " + in_words(here.part);
  return "";
}

std::string text(const Identity& identity) {
  return identity.version + "\n" + std::to_string(identity.part.index) + " " +
         std::to_string(identity.part.count) + "\n" + identity.understood;
}

Identity identity_in(const std::string& text) {
  std::istringstream stream(text);
  Identity identity;
  if (!std::getline(stream, identity.version) || !(stream >> identity.part.index) ||
      !(stream >> identity.part.count) || stream.get() != '\n')
    throw std::invalid_argument("not an identity");
  identity.understood.assign(std::istreambuf_iterator<char>(stream), {});
  return identity;
}

}  // namespace permea
