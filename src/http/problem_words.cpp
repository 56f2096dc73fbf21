#include "http/problem_words.hpp"

#include <algorithm>
#include <variant>

#include "http/server/ascii.hpp"
#include "http/server/json_text.hpp"
#include "wire/json.hpp"

namespace nibbi::http {
namespace {

/// "q=0.8" as thousandths; 1000 where none is given or it can't be read (RFC 9110 §12.4.2).
int weight_of(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  int weight = 0, unit = 1000;
  for (const char c : parameters.substr(at + 2)) {
    if (c == '.') continue;
    if (c < '0' || c > '9' || unit == 0) break;
    weight += (c - '0') * unit;
    unit /= 10;
  }
  return std::min(weight, 1000);
}

}  // namespace

void ProblemWords::add(std::string language, std::string_view messages) {
  Language added{std::move(language), {}};
  const auto json = wire::Json::parse(messages);
  for (const auto& member : json["problem"].object_range())
    if (member.value().is_string()) added.sentences.emplace(member.key(), member.value().as<std::string>());
  languages_.push_back(std::move(added));
}

const ProblemWords::Language& ProblemWords::asked_for(std::string_view accept_language) const {
  const Language* best = &languages_.front();
  int most = 0;
  while (!accept_language.empty()) {
    const std::string_view range = next_piece(accept_language, ',');
    const std::string primary = ascii_lower(range.substr(0, range.find_first_of("-; ")));
    const int weight = weight_of(range);
    for (const Language& one : languages_)
      if (one.name == primary && weight > most) best = &one, most = weight;
  }
  return *best;
}

void ProblemWords::translate(const Request& request, Response& response) const {
  auto* const text = std::get_if<std::string>(&response.body);
  if (languages_.empty() || !text || response.headers.get("content-type") != "application/problem+json") return;
  constexpr std::string_view kBefore = R"({"type":"/problems/)", kTitle = R"(","title":")";
  std::string& body = *text;
  if (!body.starts_with(kBefore)) return;
  const std::size_t code_end = body.find('"', kBefore.size());
  if (code_end == std::string::npos || body.compare(code_end, kTitle.size(), kTitle) != 0) return;
  const std::string code = body.substr(kBefore.size(), code_end - kBefore.size());
  const Language& language = asked_for(request.header("accept-language"));
  const auto sentence = language.sentences.find(code);
  if (sentence == language.sentences.end()) return;
  std::string quoted;
  append_json_text(quoted, sentence->second);
  // Between the quotation marks that stand there already.
  body.replace(code_end + kTitle.size(), code.size(), quoted.substr(1, quoted.size() - 2));
  response.headers.set("content-language", language.name);
}

}  // namespace nibbi::http
