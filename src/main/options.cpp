#include "main/options.hpp"

#include <charconv>

namespace nibbi {

Options::Options(const std::vector<std::string>& arguments, std::set<std::string> valued, std::set<std::string> flags) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& a = arguments[i];
    if (!a.starts_with("--")) {
      words_.push_back(a);
      continue;
    }
    const std::size_t equals = a.find('=');
    const std::string name = a.substr(2, equals == std::string::npos ? equals : equals - 2);
    if (flags.contains(name) && equals == std::string::npos) values_[name] = "";
    else if (!valued.contains(name)) throw WrongUse("there is no option --" + name);
    else if (equals != std::string::npos) values_[name] = a.substr(equals + 1);
    else if (i + 1 < arguments.size()) values_[name] = arguments[++i];
    else throw WrongUse("--" + name + " needs a value");
  }
}

std::optional<std::string> Options::get(const std::string& name) const {
  auto it = values_.find(name);
  return it == values_.end() ? std::nullopt : std::optional(it->second);
}

std::string Options::need(const std::string& name) const {
  auto v = get(name);
  if (!v || v->empty()) throw WrongUse("--" + name + " is needed");
  return *v;
}

void Options::no_words() const {
  if (!words_.empty()) throw WrongUse("there is nothing to do with the word " + words_.front());
}

long Options::number(const std::string& name, long otherwise, long least, long most) const {
  const auto text = get(name);
  if (!text) return otherwise;
  long v = 0;
  const auto [end, failed] = std::from_chars(text->data(), text->data() + text->size(), v);
  if (failed != std::errc{} || end != text->data() + text->size() || v < least || v > most)
    throw WrongUse("--" + name + " is a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return v;
}

}  // namespace nibbi
