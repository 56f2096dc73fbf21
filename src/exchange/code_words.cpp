#include "exchange/code_words.hpp"

#include <algorithm>

#include "exchange/htcds_notes.hpp"

namespace nibbi::exchange {
namespace {

constexpr std::string_view kHard = ";|,\n\t/";
constexpr std::size_t kLongestLabel = 24;  ///< words

struct Word {
  std::string_view written;
  std::string key;
};
using Part = std::vector<Word>;

bool is_word_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || byte >= 0x80;
}

std::vector<Part> parts_of(std::string_view cell) {
  std::vector<Part> parts(1);
  for (std::size_t i = 0; i < cell.size();) {
    if (kHard.find(cell[i]) != std::string_view::npos) {
      if (!parts.back().empty()) parts.emplace_back();
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < cell.size() && is_word_character(cell[end])) ++end;
    if (end == i) {
      ++i;
      continue;
    }
    Word word{cell.substr(i, end - i), squeezed(cell.substr(i, end - i))};
    if (!word.key.empty()) parts.back().push_back(std::move(word));
    i = end;
  }
  if (parts.back().empty()) parts.pop_back();
  return parts;
}

// CamelCase of some length, or a letter and an underscore before it: what a form writes, and nobody by hand.
bool looks_like_code(std::string_view word) {
  const bool upper_first = (word[0] >= 'A' && word[0] <= 'Z') || (word[0] >= '0' && word[0] <= '9');
  return word.size() >= 4 && upper_first && std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::vector<std::string> split(const std::string& text, std::string_view signs) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(signs, at), text.size());
    if (const auto piece = trimmed(std::string_view(text).substr(at, end - at)); !piece.empty()) out.emplace_back(piece);
    at = end + 1;
  }
  return out;
}

class Reader {
 public:
  Reader(const Field& field, const HtcdsMap& map) : field_(field), map_(map) {}

  CodesInCell read(std::string_view cell) {
    if (const HtcdsCode* whole = map_.code(field_, squeezed(cell))) return {{whole}, false};
    const auto parts = parts_of(cell);
    for (std::size_t at = 0; at < parts.size();) at += across(parts, at);
    if (parts.empty()) out_.something_unknown = true;
    return std::move(out_);
  }

 private:
  // Labels have commas and semicolons in them: first as many parts as make one label, then the part on its own.
  std::size_t across(const std::vector<Part>& parts, std::size_t at) {
    std::string key;
    std::size_t words = 0, best = 0;
    const HtcdsCode* longest = nullptr;
    for (std::size_t i = at; i < parts.size() && words <= kLongestLabel; ++i) {
      for (const Word& word : parts[i]) key += word.key;
      words += parts[i].size();
      if (const HtcdsCode* code = map_.code(field_, key)) {
        longest = code;
        best = i - at + 1;
      }
    }
    if (longest != nullptr) {
      take(longest);
      return best;
    }
    within(parts[at]);
    return 1;
  }

  void within(const Part& part) {
    std::vector<const HtcdsCode*> found;
    std::size_t at = 0;
    while (at < part.size()) {
      std::string key;
      std::size_t best = 0;
      const HtcdsCode* longest = nullptr;
      for (std::size_t i = at; i < part.size() && i - at < kLongestLabel; ++i) {
        key += part[i].key;
        if (const HtcdsCode* code = map_.code(field_, key)) {
          longest = code;
          best = i - at + 1;
        }
      }
      if (longest == nullptr) break;
      found.push_back(longest);
      at += best;
    }
    if (at == part.size()) {
      for (const HtcdsCode* code : found) take(code);
      return;
    }
    out_.something_unknown = true;
    if (!std::all_of(part.begin(), part.end(), [](const Word& w) { return looks_like_code(w.written); })) return;
    for (const Word& word : part)
      if (const HtcdsCode* code = map_.code(field_, word.key)) take(code);
  }

  void take(const HtcdsCode* code) {
    const bool there = std::any_of(out_.codes.begin(), out_.codes.end(), [&](const HtcdsCode* c) { return c->code == code->code; });
    if (!there) out_.codes.push_back(code);
  }

  const Field& field_;
  const HtcdsMap& map_;
  CodesInCell out_;
};

}  // namespace

CodesInCell codes_in_cell(std::string_view cell, const Field& field, const HtcdsMap& map) { return Reader(field, map).read(cell); }

std::vector<std::string> known_parts(const std::string& cell, const std::function<bool(const std::string&)>& known) {
  if (known(cell)) return {cell};
  auto parts = split(cell, ";|,\n/");
  if (std::all_of(parts.begin(), parts.end(), known)) return parts;
  auto words = split(cell, ";|,\n/ ");
  return std::all_of(words.begin(), words.end(), known) ? words : parts;
}

}  // namespace nibbi::exchange
