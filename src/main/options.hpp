#pragma once
// The command line, read the same way for every command: --name VALUE and --flag, then plain words.
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace nibbi {

/// Wrong use: exit code 2, and the words say how it is meant.
struct WrongUse : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Options {
 public:
  /// `valued` take a value, `flags` do not; anything else that begins with -- is wrong use.
  Options(const std::vector<std::string>& arguments, std::set<std::string> valued, std::set<std::string> flags);
  bool has(const std::string& name) const { return values_.contains(name); }
  std::optional<std::string> get(const std::string& name) const;
  std::string need(const std::string& name) const;
  /// A whole number in [least, most], or `otherwise` when it was not given.
  long number(const std::string& name, long otherwise, long least, long most) const;
  const std::vector<std::string>& words() const { return words_; }
  /// For commands that take options only.
  void no_words() const;

 private:
  std::map<std::string, std::string> values_;
  std::vector<std::string> words_;
};

}  // namespace nibbi
