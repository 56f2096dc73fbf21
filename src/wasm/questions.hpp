#pragma once
// How a call reads what was asked: small strict readers over JSON, each with its refusal.
#include <optional>

#include "domain/entry.hpp"
#include "wire/entry_codec.hpp"
#include "wire/values.hpp"

namespace nibbi::wasm {

using wire::Json;

/// What a caller may send at once: a whole history is some hundred kilobytes.
inline constexpr wire::JsonLimits kQuestion{.bytes = 8 * 1024 * 1024, .depth = 16};

inline Json object() { return Json(jsoncons::json_object_arg); }
inline Json array() { return Json(jsoncons::json_array_arg); }

Result<Json> read_object(std::string_view text);

/// The member of this name, or why it can't be had.
template <class T>
Result<T> member(const Json& j, const char* name, const wire::Rule& rule = wire::any) {
  if (!j.is_object() || !j.contains(name)) return refuse(ProblemCode::missing_field, {{"field", name}});
  T value{};
  if (auto read = wire::read_value(j[name], value, rule, nullptr); !read) {
    Problem problem = read.error();
    problem.details.emplace("field", name);
    return std::unexpected(std::move(problem));
  }
  return value;
}
/// The same, with a value where there is no such member.
template <class T>
Result<T> member_or(const Json& j, const char* name, T otherwise, const wire::Rule& rule = wire::any) {
  if (!j.is_object() || !j.contains(name)) return otherwise;
  return member<T>(j, name, rule);
}

/// A text exactly as it was given: the codecs of entries judge the bytes themselves.
Result<std::string> exact_text(const Json&, const char* name);
Result<wire::Parts> parts_in(const Json&);

/// {"header", "parts", "n", "received_at"}. `rules` as in wire::read_parts.
Result<domain::Entry> entry_in(const Json&, const domain::Rules* rules);

}  // namespace nibbi::wasm
