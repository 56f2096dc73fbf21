#pragma once
// JSON written straight into text, with no tree of it in between: a state is written again at each entry, and the tree was what that cost
// (bench/house_bench).
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nibbi::wire {

/// A string as write_json has it: in quotes, control characters escaped.
void write_string(std::string& out, std::string_view);

/// One value, part after part. Members of an object come in any order and stand sorted by name once it ends: the bytes are those of write_json.
/// A member's name must live until its object ends.
class JsonText {
 public:
  void string(std::string_view v) { write_string(text_, v); }
  void number(std::int64_t v) { text_ += std::to_string(v); }
  void boolean(bool v) { text_ += v ? "true" : "false"; }

  void begin_object() { begin(); }
  void member(std::string_view name);  ///< its value comes next
  /// Answers whether anything is in it.
  bool end_object();

  void begin_array() { begin(); }
  void item() { text_ += ','; }  ///< its value comes next
  bool end_array();

  /// Takes the last member back, its value with it.
  void drop_member();

  std::string take() && { return std::move(text_); }

 private:
  struct Member {
    std::string_view name;
    std::size_t from, to;  ///< in text_: ,"name":value
  };
  struct Open {
    std::size_t from, members;
  };
  void begin() { open_.push_back({text_.size(), members_.size()}); }
  /// Puts brackets around what was written since begin(), where the first comma stands and behind.
  bool end(char opening, char closing);
  void sort_members(std::size_t first);

  std::string text_, sorted_;
  std::vector<Member> members_;
  std::vector<Open> open_;
};

}  // namespace nibbi::wire
