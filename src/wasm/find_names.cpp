#include "wasm/find_names.hpp"

#include <array>
#include <charconv>

#include "names/index.hpp"

namespace nibbi::wasm {
namespace {

using names::Reason;

constexpr std::string_view kWhere[] = {"own", "relative", "place", "phone"}, kHow[] = {"same", "read_alike", "begins", "slip", "missing"};
constexpr std::size_t kTopMax = 100;

/// What stands before the mark; the rest goes on behind it.
std::string_view up_to(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

std::size_t number_in(std::string_view text, std::size_t otherwise) {
  std::size_t n = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

void put_text(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') (out += '\\') += c;
    else if (byte < 0x20) ((out += "\\u00") += kHex[byte >> 4]) += kHex[byte & 15];
    else out += c;
  }
  out += '"';
}
void put_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += ",\"";
  out += name;
  out += "\":";
  put_text(out, text);
}
void put_list(std::string& out, const std::vector<std::string>& texts) {
  out += '[';
  for (const std::string& text : texts) {
    if (out.back() != '[') out += ',';
    put_text(out, text);
  }
  out += ']';
}

void put_why(std::string& out, const Reason& r) {
  out += "{\"where\":\"";
  out += kWhere[static_cast<std::size_t>(r.where)];
  out += "\",\"how\":\"";
  out += kHow[static_cast<std::size_t>(r.how)];
  out += '"';
  put_member(out, "theirs", r.theirs);
  put_member(out, "said", r.said);
  if (!r.rules.empty()) put_list(out += ",\"rules\":", r.rules);
  out += '}';
}

}  // namespace

std::string find_names(std::string_view question) {
  const std::string_view query = up_to(question, '\n');
  const std::size_t top = std::min(number_in(up_to(question, '\n'), 0), kTopMax);
  names::Index index;
  for (std::size_t at = 0; !question.empty(); ++at) {
    std::string_view line = up_to(question, '\n');
    std::array<std::string_view, 6> text;
    for (std::string_view& one : text) one = up_to(line, '\t');
    const std::string id = std::to_string(at);
    index.add({.id = id, .given = text[0], .family = text[1], .mother = text[2], .father = text[3], .village = text[4], .phone = text[5]});
  }
  index.finish();
  const names::Found found = names::Search(index).find(query, top);
  std::string out = "{\"hits\":[";
  for (const names::Hit& hit : found.hits) {
    out += out.back() == '[' ? "{\"at\":" : ",{\"at\":";
    out += hit.id;
    out += ",\"why\":[";
    for (const Reason& reason : hit.reasons) {
      if (out.back() == '}') out += ',';
      put_why(out, reason);
    }
    out += "]}";
  }
  out += ']';
  if (found.too_common) {
    out += ",\"too_common\":true,\"matches\":";
    out += std::to_string(found.matches);
    put_list(out += ",\"ask\":", found.ask);
  }
  return out + '}';
}

}  // namespace nibbi::wasm
