#include "wasm/questions.hpp"

namespace nibbi::wasm {

Result<Json> read_object(std::string_view text) {
  auto json = wire::read_json(text, kQuestion);
  if (json && !json->is_object()) return refuse(ProblemCode::wrong_type);
  return json;
}

Result<std::string> exact_text(const Json& j, const char* name) {
  if (!j.contains(name)) return refuse(ProblemCode::missing_field, {{"field", name}});
  if (!j[name].is_string()) return refuse(ProblemCode::wrong_type, {{"field", name}});
  return std::string(j[name].as_string_view());
}

Result<wire::Parts> parts_in(const Json& j) {
  if (!j.contains("parts")) return refuse(ProblemCode::missing_field, {{"field", "parts"}});
  const Json& given = j["parts"];
  if (!given.is_object()) return refuse(ProblemCode::wrong_type, {{"field", "parts"}});
  wire::Parts parts;
  for (const auto& one : given.object_range()) {
    const auto tier = domain::tier_of(one.key());
    if (!tier) return refuse(ProblemCode::unknown_field, {{"field", "parts"}});
    if (!one.value().is_string()) return refuse(ProblemCode::wrong_type, {{"part", std::string(domain::word(*tier))}});
    parts[*tier] = std::string(one.value().as_string_view());
  }
  return parts;
}

Result<domain::Entry> entry_in(const Json& j, const domain::Rules* rules) {
  auto header_text = exact_text(j, "header");
  if (!header_text) return std::unexpected(header_text.error());
  auto header = wire::read_header(*header_text);
  if (!header) return std::unexpected(header.error());
  auto parts = parts_in(j);
  if (!parts) return std::unexpected(parts.error());
  auto content = wire::read_parts(header->kind, *parts, rules);
  if (!content) return std::unexpected(content.error());
  auto n = member<std::int64_t>(j, "n", {.least = 1, .most = (std::int64_t{1} << 53) - 1});
  if (!n) return std::unexpected(n.error());
  auto received_at = member<Instant>(j, "received_at");
  if (!received_at) return std::unexpected(received_at.error());
  return domain::Entry{std::move(*header), std::move(content->telling), std::move(content->body), *n, *received_at};
}

}  // namespace nibbi::wasm
