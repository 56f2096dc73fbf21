#include "wire/json_text.hpp"

#include <algorithm>

namespace nibbi::wire {

void write_string(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  out += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) continue;
    out.append(text, from, i - from);
    from = i + 1;
    out += '\\';
    switch (c) {
      case '"': case '\\': out += text[i]; break;
      case '\b': out += 'b'; break;
      case '\f': out += 'f'; break;
      case '\n': out += 'n'; break;
      case '\r': out += 'r'; break;
      case '\t': out += 't'; break;
      default: (out += "u00") += {kHex[c >> 4], kHex[c & 15]};
    }
  }
  out.append(text, from);
  out += '"';
}

void JsonText::member(std::string_view name) {
  if (members_.size() > open_.back().members) members_.back().to = text_.size();
  members_.push_back({name, text_.size(), 0});
  text_ += ',';
  string(name);
  text_ += ':';
}

void JsonText::drop_member() {
  text_.resize(members_.back().from);
  members_.pop_back();
}

bool JsonText::end(char opening, char closing) {
  const std::size_t from = open_.back().from;
  open_.pop_back();
  const bool filled = text_.size() > from;
  if (filled) text_[from] = opening;
  else text_ += opening;
  text_ += closing;
  return filled;
}

bool JsonText::end_array() { return end('[', ']'); }

bool JsonText::end_object() {
  const std::size_t first = open_.back().members;
  if (members_.size() > first) {
    members_.back().to = text_.size();
    sort_members(first);
    members_.resize(first);
  }
  return end('{', '}');
}

/// Each member brings its own comma, so that sorting them moves bytes and changes none.
void JsonText::sort_members(std::size_t first) {
  const auto begin = members_.begin() + static_cast<std::ptrdiff_t>(first);
  const std::size_t from = begin->from;
  if (std::ranges::is_sorted(begin, members_.end(), {}, &Member::name)) return;
  std::ranges::sort(begin, members_.end(), {}, &Member::name);
  sorted_.clear();
  for (auto it = begin; it != members_.end(); ++it) sorted_.append(text_, it->from, it->to - it->from);
  std::ranges::copy(sorted_, text_.begin() + static_cast<std::ptrdiff_t>(from));
}

}  // namespace nibbi::wire
