#include "wire/json.hpp"

#include <optional>
#include <set>
#include <vector>

#include "base/fold.hpp"
#include "wire/json_text.hpp"

namespace nibbi::wire {
namespace {

constexpr std::int64_t kLargest = (std::int64_t{1} << 53) - 1;

// A scanner for RFC 8259 that knows no values: it only decides whether the text may be read. Where the library is lenient (comments,
// duplicate keys, numbers that lose digits) this is what refuses.
class Scan {
 public:
  Scan(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  Result<void> whole() {
    if (text_.size() > limits_.bytes) return refuse(ProblemCode::too_large, {{"limit_bytes", std::to_string(limits_.bytes)}});
    if (text_.find('\0') != std::string_view::npos || !is_valid_utf8(text_)) return refuse(ProblemCode::malformed);
    skip();
    if (auto v = value(0); !v) return v;
    skip();
    return at_ == text_.size() ? Result<void>{} : refuse(ProblemCode::malformed);
  }

 private:
  static std::unexpected<Problem> bad() { return refuse(ProblemCode::malformed); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) ++at_;
  }
  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool word(std::string_view w) {
    if (!text_.substr(at_).starts_with(w)) return false;
    at_ += w.size();
    return true;
  }

  Result<void> value(std::size_t depth) {
    if (depth > limits_.depth) return refuse(ProblemCode::too_deep, {{"limit", std::to_string(limits_.depth)}});
    switch (peek()) {
      case '{': return object(depth);
      case '[': return array(depth);
      case '"': return string(nullptr);
      case 't': return word("true") ? Result<void>{} : bad();
      case 'f': return word("false") ? Result<void>{} : bad();
      case 'n': return word("null") ? Result<void>{} : bad();
      default: return number();
    }
  }

  Result<void> object(std::size_t depth) {
    ++at_;
    std::set<std::string> keys;
    skip();
    if (take('}')) return {};
    for (;;) {
      skip();
      std::string key;
      if (peek() != '"') return bad();
      if (auto k = string(&key); !k) return k;
      if (!keys.insert(std::move(key)).second) return refuse(ProblemCode::duplicate_key);
      skip();
      if (!take(':')) return bad();
      skip();
      if (auto v = value(depth + 1); !v) return v;
      skip();
      if (take('}')) return {};
      if (!take(',')) return bad();
    }
  }

  Result<void> array(std::size_t depth) {
    ++at_;
    skip();
    if (take(']')) return {};
    for (;;) {
      skip();
      if (auto v = value(depth + 1); !v) return v;
      skip();
      if (take(']')) return {};
      if (!take(',')) return bad();
    }
  }

  int hex4() {
    if (at_ + 4 > text_.size()) return -1;
    int v = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      const int d = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
      if (d < 0) return -1;
      v = v * 16 + d;
    }
    return v;
  }

  // Two spellings of one key ("a", "\u0061") are the same key: the decoded form is what is compared.
  Result<void> string(std::string* out) {
    ++at_;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return {};
      if (static_cast<unsigned char>(c) < 0x20) return bad();
      if (c != '\\') {
        if (out) *out += c;
        continue;
      }
      const char e = peek();
      ++at_;
      if (e == 'u') {
        const int unit = hex4();
        if (unit <= 0) return bad();  // not hexadecimal, or U+0000
        if (unit >= 0xDC00 && unit <= 0xDFFF) return bad();
        if (unit >= 0xD800) {
          if (unit <= 0xDBFF) {
            if (!word("\\u")) return bad();
            const int low = hex4();
            if (low < 0xDC00 || low > 0xDFFF) return bad();
            if (out) append_utf8(*out, 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            continue;
          }
        }
        if (out) append_utf8(*out, unit);
      } else if (std::string_view("\"\\/bfnrt").find(e) == std::string_view::npos || e == '\0') {
        return bad();
      } else if (out) {
        *out += e == 'b' ? '\b' : e == 'f' ? '\f' : e == 'n' ? '\n' : e == 'r' ? '\r' : e == 't' ? '\t' : e;
      }
    }
    return bad();
  }

  static void append_utf8(std::string& out, int c) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0 | c >> 6);
      out += static_cast<char>(0x80 | (c & 63));
    } else {
      if (c < 0x10000) {
        out += static_cast<char>(0xE0 | c >> 12);
      } else {
        out += static_cast<char>(0xF0 | c >> 18);
        out += static_cast<char>(0x80 | (c >> 12 & 63));
      }
      out += static_cast<char>(0x80 | (c >> 6 & 63));
      out += static_cast<char>(0x80 | (c & 63));
    }
  }

  Result<void> number() {
    const bool negative = take('-');
    if (peek() == '0') {
      ++at_;
      if (negative) return bad();
    } else {
      if (peek() < '1' || peek() > '9') return bad();
      std::int64_t v = 0;
      while (peek() >= '0' && peek() <= '9') {
        v = v * 10 + (text_[at_++] - '0');
        if (v > kLargest) return refuse(ProblemCode::number_out_of_range);
      }
    }
    if (peek() == '.' || peek() == 'e' || peek() == 'E' || (peek() >= '0' && peek() <= '9')) return bad();
    return {};
  }

  std::string_view text_;
  const JsonLimits& limits_;
  std::size_t at_ = 0;
};

// A text of blanks or comments alone is no error to the library, and no value either; the browser's reader (src/wasm) needs no such question.
template <class Decoder>
bool has_value(Decoder& decoder) {
  if constexpr (requires { decoder.is_valid(); }) return decoder.is_valid();
  else return true;
}

std::optional<Json> decoded(std::string_view text) {
  std::error_code failed;
  jsoncons::json_decoder<Json> decoder;
  jsoncons::json_string_reader reader(text, decoder);
  reader.read(failed);
  if (failed || !has_value(decoder)) return std::nullopt;
  return decoder.get_result();
}

// The library's own writer takes a string character by character, which was a tenth of what an entry costs (bench/house_bench). This one
// writes the same bytes.
void write(std::string& out, const Json& json) {
  char before = json.is_object() ? '{' : '[';
  if (json.is_object()) {
    if (json.empty()) out += before;
    for (const auto& member : json.object_range()) {
      out += before;
      before = ',';
      write_string(out, member.key());
      out += ':';
      write(out, member.value());
    }
    out += '}';
  } else if (json.is_array()) {
    if (json.empty()) out += before;
    for (const Json& one : json.array_range()) {
      out += before;
      before = ',';
      write(out, one);
    }
    out += ']';
  } else if (json.is_string()) {
    write_string(out, json.as_string_view());
  } else if (json.is_bool()) {
    out += json.as_bool() ? "true" : "false";
  } else if (json.is_null()) {
    out += "null";
  } else {
    ensure(json.is_int64(), "numbers are whole, and fit 53 bits");
    out += std::to_string(json.as<std::int64_t>());
  }
}

}  // namespace

Result<Json> read_json(std::string_view text, JsonLimits limits) {
  if (auto may = Scan(text, limits).whole(); !may) return std::unexpected(may.error());
  auto json = decoded(text);
  if (!json) return refuse(ProblemCode::malformed);
  return std::move(*json);
}

Json read_own_json(std::string_view text) {
  auto json = decoded(text);
  ensure(json.has_value(), "what was kept as JSON is JSON");
  return std::move(*json);
}

std::string write_json(const Json& json) {
  std::string out;
  write(out, json);
  return out;
}

}  // namespace nibbi::wire
