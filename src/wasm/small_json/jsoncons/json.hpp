#pragma once
// The part of jsoncons that wire/ uses, for the browser's build only: 45 kB gzip less than the library, which brings fractions, big numbers,
// cursors and a second kind of object that no contract here has. Objects are sorted; numbers are whole; texts are UTF-8.
//
// It reads only what wire::read_json has scanned before, and still holds on any bytes: what it can't read is an error, never a guess.
// tests/parity holds it to the library, byte for byte.
#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <vector>

namespace jsoncons {

struct json_object_arg_t {};
struct json_array_arg_t {};
struct null_type {};
inline constexpr json_object_arg_t json_object_arg{};
inline constexpr json_array_arg_t json_array_arg{};

class json {
 public:
  class members;

  json() : kind_(Kind::object) {}
  json(null_type) {}
  json(json_object_arg_t) : kind_(Kind::object) {}
  json(json_array_arg_t) : kind_(Kind::array) {}
  json(bool v) : kind_(Kind::boolean), number_(v) {}
  template <class Int>
    requires(std::is_integral_v<Int> && !std::is_same_v<Int, bool> && !std::is_same_v<Int, char>)
  json(Int v) : kind_(Kind::number), number_(static_cast<std::int64_t>(v)) {}
  json(std::string v) : kind_(Kind::text), text_(std::move(v)) {}
  json(std::string_view v) : kind_(Kind::text), text_(v) {}
  json(const char* v) : kind_(Kind::text), text_(v) {}

  bool is_null() const { return kind_ == Kind::null; }
  bool is_bool() const { return kind_ == Kind::boolean; }
  bool is_int64() const { return kind_ == Kind::number; }
  bool is_uint64() const { return kind_ == Kind::number && number_ >= 0; }
  bool is_string() const { return kind_ == Kind::text; }
  bool is_array() const { return kind_ == Kind::array; }
  bool is_object() const { return kind_ == Kind::object; }

  bool as_bool() const { return need(Kind::boolean), number_ != 0; }
  std::string_view as_string_view() const { return need(Kind::text), std::string_view(text_); }
  template <class T>
  T as() const {
    if constexpr (std::is_same_v<T, std::string>) return is_string() ? text_ : to_string();
    else return need(Kind::number), static_cast<T>(number_);
  }

  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty() && text_.empty(); }
  void push_back(json v);
  const std::vector<json>& array_range() const { return need(Kind::array), items_; }
  const json& operator[](std::size_t i) const { return need(Kind::array), items_.at(i); }

  bool contains(std::string_view name) const;
  /// Makes a member that is not there.
  json& operator[](std::string_view name);
  /// Throws when there is no such member.
  const json& operator[](std::string_view name) const;
  members object_range() const;
  auto find(std::string_view name) const;

  void dump(std::string& out) const;
  std::string to_string() const;
  /// Throws when the text is not JSON of the kind that is read here.
  static json parse(std::string_view text);

 private:
  friend class reading;
  enum class Kind : std::uint8_t { null, boolean, number, text, array, object };
  void need(Kind kind) const {
    if (kind_ != kind) wrong_kind();
  }
  [[noreturn]] static void wrong_kind();
  std::size_t place_of(std::string_view name) const;  ///< where a member of this name stands or would stand

  Kind kind_ = Kind::null;
  std::int64_t number_ = 0;
  std::string text_;
  std::vector<std::string> names_;  ///< of an object's members, sorted
  std::vector<json> items_;         ///< an array's values, or an object's in the order of their names
};
using ojson = json;

/// The members of an object, in the order of their names.
class json::members {
 public:
  class iterator {
   public:
    iterator(const json& of, std::size_t at) : of_(&of), at_(at) {}
    const std::string& key() const { return of_->names_[at_]; }
    const json& value() const { return of_->items_[at_]; }
    const iterator& operator*() const { return *this; }
    const iterator* operator->() const { return this; }
    iterator& operator++() { return ++at_, *this; }
    bool operator==(const iterator& other) const { return at_ == other.at_; }

   private:
    const json* of_;
    std::size_t at_;
  };
  explicit members(const json& of) : of_(of) {}
  iterator begin() const { return {of_, 0}; }
  iterator end() const { return {of_, of_.names_.size()}; }

 private:
  const json& of_;
};

inline json::members json::object_range() const { return members(*this); }
inline auto json::find(std::string_view name) const { return contains(name) ? members::iterator(*this, place_of(name)) : object_range().end(); }

/// Used as the library's pair of decoder and reader is used.
template <class Json>
class json_decoder {
 public:
  Json get_result() { return std::move(result); }
  Json result{null_type{}};
};
class json_string_reader {
 public:
  json_string_reader(std::string_view text, json_decoder<json>& into) : text_(text), into_(into) {}
  void read(std::error_code& failed);

 private:
  std::string_view text_;
  json_decoder<json>& into_;
};

}  // namespace jsoncons
