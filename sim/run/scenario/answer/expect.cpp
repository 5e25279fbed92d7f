// [[expect]]: what `verify` holds the results against.
#include <algorithm>
#include <array>
#include <cmath>

#include "sim/run/scenario/draft.h"

namespace permea {
namespace {

/// Reads one [[expect]].
class ExpectationReader {
 public:
  ExpectationReader(const TomlEntry& entry, Draft& draft)
      : draft_(draft), table_(entry.inside, "expect.", entry.place, draft.problems) {
    expectation_.place = entry.place;
  }

  /// Nothing when something is wrong with it, which then has been noted.
  std::optional<Expectation> read() {
    const std::size_t problems_before = draft_.problems.size();
    expectation_.name = table_.name("name").value_or("");
    expectation_.source = table_.prose("source").value_or("");
    expectation_.falsified_if = table_.prose("falsified_if").value_or("");
    read_form();
    if (table_.find("observable") || expectation_.form != Expectation::Form::words) {
      expectation_.measure = read_measure(table_, "expect.", draft_);
      expectation_.statistic = read_statistic(table_);
    }
    if (expectation_.name.empty()) expectation_.name = words_of_keys(table_);
    table_.note_unread();
    if (draft_.problems.size() > problems_before) return std::nullopt;
    return std::move(expectation_);
  }

 private:
  void read_form();
  void read_value();
  void read_between();
  void read_sign();

  Draft& draft_;
  TableReader table_;
  Expectation expectation_;
};

constexpr std::array<std::string_view, 3> forms = {"value", "between", "sign"};
constexpr std::string_view allowed_forms =
    "one of value (with tolerance), between and sign; or falsified_if, in words";

void ExpectationReader::read_form() {
  const auto there = [&](std::string_view key) { return table_.find(key) != nullptr; };
  const auto given = std::count_if(forms.begin(), forms.end(), there);
  if (given > 1)
    draft_.wrong(expectation_.place, "expect: several of value, between and sign; allowed: " +
                                         std::string(allowed_forms));
  else if (there("value")) read_value();
  else if (there("between")) read_between();
  else if (there("sign")) read_sign();
  else if (expectation_.falsified_if.empty())
    draft_.wrong(expectation_.place, "expect: expects nothing; allowed: " +
                                         std::string(allowed_forms));
  for (const auto& [key, form] : {std::pair("tolerance", "value"), std::pair("margin", "sign")})
    if (const TomlEntry* entry = table_.find(key); entry && given <= 1 && !there(form))
      table_.wrong(key, entry->place, "stands beside " + std::string(form) + " only");
}

void ExpectationReader::read_value() {
  expectation_.form = Expectation::Form::value;
  if (!table_.find("tolerance")) table_.missing("tolerance", "how far from value still agrees");
  const double value = table_.number("value").value_or(0);
  const double tolerance = table_.number("tolerance").value_or(0);
  if (tolerance < 0) table_.refuse("tolerance", *table_.find("tolerance"), "a number from 0 up");
  expectation_.value = value;
  expectation_.tolerance = tolerance;
  expectation_.low = value - tolerance;
  expectation_.high = value + tolerance;
}

void ExpectationReader::read_between() {
  expectation_.form = Expectation::Form::between;
  const TomlEntry& entry = *table_.find("between");
  const std::vector<TomlEntry>& ends = entry.inside;
  std::array<double, 2> numbers{};
  bool sound = entry.sort == TomlEntry::Sort::array && ends.size() == numbers.size();
  for (std::size_t i = 0; sound && i < numbers.size(); ++i) {
    const auto* real = std::get_if<double>(&ends[i].value);
    const auto* whole = std::get_if<std::int64_t>(&ends[i].value);
    sound = ends[i].sort == TomlEntry::Sort::value && (real || whole);
    if (sound) numbers[i] = real ? *real : static_cast<double>(*whole);
  }
  if (!sound || !(numbers[0] <= numbers[1]))
    return table_.refuse("between", entry, "[LOW, HIGH], two numbers in this order");
  expectation_.low = numbers[0];
  expectation_.high = numbers[1];
}

void ExpectationReader::read_sign() {
  expectation_.form = Expectation::Form::sign;
  const std::string sign = table_.prose("sign").value_or("+");
  const double margin = table_.number("margin").value_or(0);
  if (sign != "+" && sign != "-" && sign != "0")
    table_.refuse("sign", *table_.find("sign"), "one of \"+\", \"-\", \"0\"");
  if (margin < 0) table_.refuse("margin", *table_.find("margin"), "a number from 0 up");
  if (sign == "0" && !table_.find("margin"))
    table_.missing("margin", "a number above 0: how far from zero still counts as zero");
  else if (sign == "0" && margin == 0 && table_.find("margin")->sort == TomlEntry::Sort::value)
    table_.refuse("margin", *table_.find("margin"), "a number above 0, as sign is \"0\"");
  expectation_.sign = sign;
  expectation_.margin = margin;
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (sign == "+") expectation_.low = std::nextafter(margin, infinity);  // above it, not at it
  if (sign == "-") expectation_.high = std::nextafter(-margin, -infinity);
  if (sign != "0") return;
  expectation_.low = -margin;
  expectation_.high = margin;
}

/// A value or a table of them, in a line.
std::string in_words(const TomlEntry& entry) {
  if (const auto* word = std::get_if<std::string>(&entry.value);
      word && entry.sort == TomlEntry::Sort::value)
    return *word;
  if (entry.sort != TomlEntry::Sort::table) return text(entry);
  std::string words;
  for (const TomlEntry& inside : entry.inside)
    words += (words.empty() ? "" : " ") + inside.key + " " + in_words(inside);
  return words;
}

}  // namespace

std::string words_of_keys(TableReader& table) {
  std::string words = table.name("observable").value_or("in words");
  for (const std::string_view key : {"statistic", "slope", "where", "contrast", "at"})
    if (const TomlEntry* entry = table.find(key))
      words.append(", ").append(key).append(" ").append(in_words(*entry));
  return words;
}

void read_expectations(TableReader& root, Draft& draft) {
  for (const TomlEntry* entry : root.tables("expect"))
    if (auto expectation = ExpectationReader(*entry, draft).read())
      draft.scenario.expectations.push_back(std::move(*expectation));
}

}  // namespace permea
