#include "http/server/message.hpp"

#include <algorithm>
#include <array>

#include "http/server/ascii.hpp"
#include "http/server/json_text.hpp"

namespace nibbi::http {
namespace {

constexpr std::array<std::string_view, 8> kMethods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER"};

bool is_field_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

bool is_field_value(std::string_view value) {
  return std::ranges::none_of(value, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

Response with_type(int status, std::string body, std::string_view content_type) {
  Response response;
  response.status = status;
  response.headers.set("content-type", std::string(content_type));
  response.body = std::move(body);
  return response;
}

}  // namespace

std::string_view word(Method m) { return kMethods[static_cast<std::size_t>(m)]; }

Method method_of(std::string_view w) {
  for (std::size_t i = 0; i + 1 < kMethods.size(); ++i)
    if (kMethods[i] == w) return static_cast<Method>(i);
  return Method::other;
}

bool is_safe(Method m) { return m == Method::get || m == Method::head || m == Method::options; }

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [n, value] : fields_)
    if (n == name) return value;
  return std::nullopt;
}

void Headers::set(std::string name, std::string value) {
  remove(name);
  add(std::move(name), std::move(value));
}

void Headers::add(std::string name, std::string value) {
  ensure(is_field_name(name), "http_field_name_is_lower_case");
  ensure(is_field_value(value), "http_field_value_is_one_line");
  fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::set_if_absent(std::string_view name, std::string_view value) {
  if (!has(name)) add(std::string(name), std::string(value));
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& f) { return f.first == name; });
}

FetchSite fetch_site_of(std::optional<std::string_view> value) {
  if (!value) return FetchSite::absent;
  if (*value == "same-origin") return FetchSite::same_origin;
  if (*value == "same-site") return FetchSite::same_site;
  if (*value == "cross-site") return FetchSite::cross_site;
  if (*value == "none") return FetchSite::user;
  return FetchSite::unknown;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  std::optional<std::string> found;
  std::string_view rest = headers.get("cookie");
  while (!rest.empty()) {
    const std::string_view pair = next_piece(rest, ';');
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    const std::string_view value = pair.substr(equals + 1);
    if (found && *found != value) return std::nullopt;
    found = std::string(value);
  }
  return found;
}

std::string Request::path_text() const {
  if (path.empty()) return "/";
  std::string out;
  for (const std::string& segment : path) out.append(1, '/').append(segment);
  return out;
}

std::string_view Response::bytes() const {
  if (const auto* own = std::get_if<std::string>(&body)) return *own;
  return std::get<std::string_view>(body);
}

Response empty(int status) {
  Response response;
  response.status = status;
  return response;
}

Response text(int status, std::string body) { return with_type(status, std::move(body), "text/plain; charset=utf-8"); }
Response html(int status, std::string body) { return with_type(status, std::move(body), "text/html; charset=utf-8"); }
Response json(int status, std::string body) { return with_type(status, std::move(body), "application/json"); }

Response redirect(std::string location, int status) {
  Response response = empty(status);
  response.headers.set("location", std::move(location));
  return response;
}

Response problem(const Problem& p) { return problem(p, http_status(p.code)); }

Response problem(const Problem& p, int status) {
  const std::string_view code = word(p.code);
  std::string body = R"({"type":"/problems/)";
  body.append(code).append(R"(","title":")").append(code);
  body.append(R"(","status":)").append(std::to_string(status));
  body.append(R"(,"code":")").append(code).append(R"(","details":{)");
  bool first = true;
  for (const auto& [key, value] : p.details) {
    if (!first) body += ',';
    first = false;
    append_json_text(body, key);
    body += ':';
    append_json_text(body, value);
  }
  body += "}}";
  return with_type(status, std::move(body), "application/problem+json");
}

}  // namespace nibbi::http
