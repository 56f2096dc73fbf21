#pragma once
// One JSON object on one line of standard output, its members in the order in which they were said. For results with fractions and for many
// lines; what is signed or kept is written by wire.
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/fold.hpp"
#include "wire/json_text.hpp"

namespace nibbi {

class JsonLine {
 public:
  JsonLine& text(std::string_view name, std::string_view value) {
    member(name);
    wire::write_string(body_, clean_text(value));
    return *this;
  }
  JsonLine& texts(std::string_view name, const std::vector<std::string>& values) {
    member(name);
    body_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i > 0) body_ += ',';
      wire::write_string(body_, clean_text(values[i]));
    }
    body_ += ']';
    return *this;
  }
  JsonLine& number(std::string_view name, std::size_t value) {
    member(name);
    body_ += std::to_string(value);
    return *this;
  }
  JsonLine& yes(std::string_view name) {
    member(name);
    body_ += "true";
    return *this;
  }
  JsonLine& truth(std::string_view name, bool value) {
    member(name);
    body_ += value ? "true" : "false";
    return *this;
  }
  JsonLine& fraction(std::string_view name, double value, int digits = 4) {
    member(name);
    char shown[40];
    std::snprintf(shown, sizeof shown, "%.*f", digits, value);
    body_ += shown;
    return *this;
  }
  JsonLine& object(std::string_view name, const JsonLine& value) {
    member(name);
    body_ += '{' + value.body_ + '}';
    return *this;
  }
  JsonLine& objects(std::string_view name, const std::vector<JsonLine>& values) {
    member(name);
    body_ += '[';
    for (std::size_t i = 0; i < values.size(); ++i) body_ += (i > 0 ? ",{" : "{") + values[i].body_ + '}';
    body_ += ']';
    return *this;
  }
  void print() const { std::printf("{%s}\n", body_.c_str()); }

 private:
  void member(std::string_view name) {
    if (!body_.empty()) body_ += ',';
    wire::write_string(body_, name);
    body_ += ':';
  }
  std::string body_;
};

}  // namespace nibbi
