#include <jsoncons/json.hpp>

#include <algorithm>
#include <limits>

namespace jsoncons {
namespace {

constexpr int kDeepest = 64;
constexpr char kHex[] = "0123456789ABCDEF";

void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') (out += '\\') += c;
    else if (c == '\b') out += "\\b";
    else if (c == '\f') out += "\\f";
    else if (c == '\n') out += "\\n";
    else if (c == '\r') out += "\\r";
    else if (c == '\t') out += "\\t";
    else if (byte < 0x20 || byte == 0x7F) (((out += "\\u00") += kHex[byte >> 4]) += kHex[byte & 15]);
    else out += c;
  }
  out += '"';
}

void append_utf8(std::string& out, std::uint32_t c) {
  auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return put(c);
  if (c < 0x800) {
    put(0xC0 | c >> 6);
  } else {
    if (c < 0x10000) {
      put(0xE0 | c >> 12);
    } else {
      put(0xF0 | c >> 18);
      put(0x80 | (c >> 12 & 63));
    }
    put(0x80 | (c >> 6 & 63));
  }
  put(0x80 | (c & 63));
}

}  // namespace

/// Reads one text. Once something is wrong nothing more is read.
class reading {
 public:
  explicit reading(std::string_view text) : text_(text) {}

  bool whole(json& out) {
    value(out, 0);
    skip();
    return !bad_ && at_ == text_.size();
  }

 private:
  using Kind = json::Kind;

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }
  bool take(char c) {
    skip();
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void need(char c) {
    if (!take(c)) bad_ = true;
  }
  void word(std::string_view w) {
    if (text_.substr(at_).starts_with(w)) at_ += w.size();
    else bad_ = true;
  }

  void value(json& out, int depth) {
    skip();
    if (depth > kDeepest) bad_ = true;
    if (bad_) return;
    switch (peek()) {
      case '{': out = json(json_object_arg); return object(out, depth);
      case '[': out = json(json_array_arg); return array(out, depth);
      case '"': out = json(std::string_view{}); return text(out.text_);
      case 't': out = json(true); return word("true");
      case 'f': out = json(false); return word("false");
      case 'n': out = json(null_type{}); return word("null");
      default: return number(out);
    }
  }
  void object(json& out, int depth) {
    ++at_;
    if (take('}')) return;
    do {
      std::string name;
      skip();
      text(name);
      need(':');
      if (bad_ || out.contains(name)) {
        bad_ = true;
        return;
      }
      value(out[name], depth + 1);
    } while (!bad_ && take(','));
    need('}');
  }
  void array(json& out, int depth) {
    ++at_;
    if (take(']')) return;
    do {
      out.items_.emplace_back(null_type{});
      value(out.items_.back(), depth + 1);
    } while (!bad_ && take(','));
    need(']');
  }
  void text(std::string& out) {
    if (peek() != '"') bad_ = true;
    else ++at_;
    while (!bad_) {
      const std::size_t from = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\') ++at_;
      out.append(text_.substr(from, at_ - from));
      if (at_ >= text_.size()) bad_ = true;
      else if (text_[at_++] == '"') return;
      else escaped(out);
    }
  }
  void escaped(std::string& out) {
    const char c = peek();
    ++at_;
    switch (c) {
      case '"': case '\\': case '/': out += c; return;
      case 'b': out += '\b'; return;
      case 'f': out += '\f'; return;
      case 'n': out += '\n'; return;
      case 'r': out += '\r'; return;
      case 't': out += '\t'; return;
      case 'u': break;
      default: bad_ = true; return;
    }
    std::uint32_t character = hex4();
    if (character >= 0xD800 && character < 0xDC00) {
      word("\\u");
      const std::uint32_t low = bad_ ? 0 : hex4();
      if (low < 0xDC00 || low > 0xDFFF) bad_ = true;
      character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
    } else if (character >= 0xDC00 && character <= 0xDFFF) {
      bad_ = true;
    }
    if (!bad_) append_utf8(out, character);
  }
  std::uint32_t hex4() {
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
      const char c = peek();
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
      if (digit < 0) bad_ = true;
      if (bad_) return 0;
      value = value << 4 | static_cast<std::uint32_t>(digit);
      ++at_;
    }
    return value;
  }
  void number(json& out) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / 10 - 1;
    const bool negative = take('-');
    std::int64_t value = 0;
    const std::size_t from = at_;
    for (; peek() >= '0' && peek() <= '9' && value <= kMost; ++at_) value = value * 10 + (peek() - '0');
    if (at_ == from || (peek() >= '0' && peek() <= '9') || peek() == '.' || peek() == 'e' || peek() == 'E') bad_ = true;
    out = json(negative ? -value : value);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool bad_ = false;
};

void json_string_reader::read(std::error_code& failed) {
  if (!reading(text_).whole(into_.result)) failed = std::make_error_code(std::errc::invalid_argument);
}

json json::parse(std::string_view text) {
  json out{null_type{}};
  if (!reading(text).whole(out)) throw std::runtime_error("not JSON");
  return out;
}

void json::wrong_kind() { throw std::runtime_error("JSON of another kind"); }

std::size_t json::place_of(std::string_view name) const {
  return static_cast<std::size_t>(std::lower_bound(names_.begin(), names_.end(), name) - names_.begin());
}

bool json::contains(std::string_view name) const {
  const std::size_t at = place_of(name);
  return at < names_.size() && names_[at] == name;
}

json& json::operator[](std::string_view name) {
  need(Kind::object);
  const std::size_t at = place_of(name);
  if (at == names_.size() || names_[at] != name) {
    names_.emplace(names_.begin() + static_cast<std::ptrdiff_t>(at), name);
    items_.emplace(items_.begin() + static_cast<std::ptrdiff_t>(at), null_type{});
  }
  return items_[at];
}

const json& json::operator[](std::string_view name) const {
  if (!contains(name)) wrong_kind();
  return items_[place_of(name)];
}

void json::push_back(json v) {
  need(Kind::array);
  items_.push_back(std::move(v));
}

void json::dump(std::string& out) const {
  switch (kind_) {
    case Kind::null: out += "null"; return;
    case Kind::boolean: out += number_ ? "true" : "false"; return;
    case Kind::number: out += std::to_string(number_); return;
    case Kind::text: return append_text(out, text_);
    case Kind::array: case Kind::object: break;
  }
  const bool object = kind_ == Kind::object;
  out += object ? '{' : '[';
  for (std::size_t i = 0; i < items_.size(); ++i) {
    if (i) out += ',';
    if (object) {
      append_text(out, names_[i]);
      out += ':';
    }
    items_[i].dump(out);
  }
  out += object ? '}' : ']';
}

std::string json::to_string() const {
  std::string out;
  dump(out);
  return out;
}

}  // namespace jsoncons
