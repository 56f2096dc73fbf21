#include "domain/not_given_to.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "domain/names.hpp"

namespace nibbi::domain {
namespace {

// The list as people write it: one name a line, or parted by commas or semicolons.
std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find_first_of(",;\n"), list.size());
    names.emplace_back(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return names;
}

}  // namespace

std::vector<std::string> not_to_be_given_to(const ChildState& s) {
  std::vector<std::string> lists;
  for (const auto& risk : s.all<RiskAssessed>())
    if (risk.amended_by == 0) lists.push_back(risk.body.not_to_be_given_to);
  // What the child said on the first night counts as much.
  if (auto it = s.answers.find("intake.keep_away"); it != s.answers.end())
    for (const GivenAnswer& given : it->second.values)
      if (const auto* text = std::get_if<std::string>(&given.value)) lists.push_back(*text);
  std::vector<std::string> names;
  for (const std::string& list : lists)
    for (std::string& name : names_in(list))
      if (!words_of_name(name).empty()) names.push_back(std::move(name));
  return names;
}

bool must_not_be_given_to(const ChildState& s, std::string_view person) {
  const auto asked = words_of_name(person);
  if (asked.empty()) return false;
  for (const std::string& name : not_to_be_given_to(s)) {
    const auto listed = words_of_name(name);
    const auto& small = listed.size() <= asked.size() ? listed : asked;
    const auto& large = listed.size() <= asked.size() ? asked : listed;
    if (std::includes(large.begin(), large.end(), small.begin(), small.end())) return true;
  }
  return false;
}

}  // namespace nibbi::domain
