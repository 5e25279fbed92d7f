// How an NK landscape is drawn and summed up.
#include "models/landscape/nk.h"

#include <algorithm>
#include <numeric>

namespace permea::landscape_core {
namespace {

void add(Form& form, std::size_t attribute) {
  form[attribute / 64] |= std::uint64_t{1} << (attribute % 64);
}

/// K of the others, each as likely; with `again` each is drawn from all of them, so that fewer than
/// K may come out.
void add_random(Form& form, const Rules& rules, const Chance& chance, std::size_t attribute,
                bool again) {
  std::vector<std::size_t> others(static_cast<std::size_t>(rules.attributes));
  std::iota(others.begin(), others.end(), std::size_t{0});
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(attribute));
  for (std::uint32_t k = 0; k < rules.others; ++k) {
    const auto count = static_cast<std::uint32_t>(others.size());
    const auto chosen =
        others.begin() + below(count, chance.draw(Question::dependency, attribute, k)[0]);
    add(form, *chosen);
    if (!again) others.erase(chosen);
  }
}

/// The attributes that the contribution of `attribute` depends on.
Form dependencies(const Rules& rules, const Chance& chance, std::size_t attribute) {
  const auto attributes = static_cast<std::size_t>(rules.attributes);
  const auto others = static_cast<std::size_t>(rules.others);
  Form form{};
  add(form, attribute);
  switch (rules.dependencies) {
    case Dependencies::nearest:
      for (std::size_t k = 0; k < others; ++k) {
        const std::size_t far = k / 2 + 1;
        add(form, (attribute + (k % 2 == 0 ? far : attributes - far)) % attributes);
      }
      break;
    case Dependencies::successive:
      for (std::size_t k = 1; k <= others; ++k) add(form, (attribute + k) % attributes);
      break;
    case Dependencies::random: add_random(form, rules, chance, attribute, false); break;
    case Dependencies::redrawn: add_random(form, rules, chance, attribute, true); break;
  }
  return form;
}

}  // namespace

Landscape::Landscape(const Rules& rules, std::uint64_t seed, Question question, std::int64_t most)
    : seed_(seed), question_(question) {
  const auto attributes = static_cast<std::size_t>(rules.attributes);
  changed_by_.resize(attributes);
  for (std::size_t a = 0; a < attributes; ++a) {
    depends_on_.push_back(dependencies(rules, Chance(seed, 0), a));
    for (std::size_t b = 0; b < attributes; ++b)
      if (holds(depends_on_[a], b)) changed_by_[b].push_back(static_cast<std::uint32_t>(a));
  }
  if (rules.contributions() > most) return;
  for (std::size_t a = 0; a < attributes; ++a) keep(a);
}

std::uint32_t Landscape::drawn(std::size_t attribute, const Form& form) const {
  const Form& mask = depends_on_[attribute];
  const Chance chance(seed_, static_cast<std::uint32_t>(form[1] & mask[1]));
  return chance.draw(question_, form[0] & mask[0], static_cast<std::uint32_t>(attribute))[0];
}

void Landscape::keep(std::size_t attribute) {
  std::vector<std::uint8_t>& bits = bits_.emplace_back();
  for (std::size_t b = attributes(); b-- > 0;)
    if (holds(depends_on_[attribute], b)) bits.push_back(static_cast<std::uint8_t>(b));
  const std::size_t count = std::size_t{1} << bits.size();
  std::vector<std::uint32_t>& largest = largest_.emplace_back(2 * count);
  for (std::size_t values = 0; values < count; ++values) {
    Form form{};
    for (std::size_t k = 0; k < bits.size(); ++k)
      if (values >> (bits.size() - 1 - k) & 1) add(form, bits[k]);
    largest[count + values] = drawn(attribute, form);
  }
  for (std::size_t k = count; --k > 0;) largest[k] = std::max(largest[2 * k], largest[2 * k + 1]);
}

std::uint32_t Landscape::contribution(std::size_t attribute, const Form& form) const {
  if (largest_.empty()) return drawn(attribute, form);
  std::size_t entry = 1;
  for (const std::uint8_t bit : bits_[attribute]) entry = 2 * entry + holds(form, bit);
  return largest_[attribute][entry];
}

Sum Landscape::sum(const Form& form) const {
  Sum sum = 0;
  for (std::size_t a = 0; a < attributes(); ++a) sum += contribution(a, form);
  return sum;
}

std::int64_t Landscape::gain(const Form& form, std::size_t attribute) const {
  const Form changed = flipped(form, attribute);
  std::int64_t gain = 0;
  for (const std::uint32_t a : changed_by_[attribute])
    gain += std::int64_t{contribution(a, changed)} - contribution(a, form);
  return gain;
}

}  // namespace permea::landscape_core
