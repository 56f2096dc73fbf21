#pragma once
// One value each way: domain value <-> JSON. Reading is strict; writing is canonical. An empty value is written as nothing.
#include <optional>
#include <string>
#include <vector>

#include "base/fold.hpp"
#include "domain/rules.hpp"
#include "domain/values.hpp"
#include "wire/field.hpp"
#include "wire/json.hpp"
#include "wire/json_text.hpp"

namespace nibbi::wire {

/// Checks that need the contract (code lists) while an entry is read; nullptr when a state is read back, which was checked once.
using Lists = const domain::Rules*;

using Read = Result<void>;
inline Read wrong(ProblemCode code) { return refuse(code); }

Read read_value(const Json&, std::string&, const Rule&, Lists);
Read read_value(const Json&, bool&, const Rule&, Lists);
Read read_value(const Json&, std::int64_t&, const Rule&, Lists);
Read read_value(const Json&, domain::Code&, const Rule&, Lists);
Read read_value(const Json&, Date&, const Rule&, Lists);
Read read_value(const Json&, Instant&, const Rule&, Lists);
Read read_value(const Json&, PartialDate&, const Rule&, Lists);
Read read_value(const Json&, Money&, const Rule&, Lists);
Read read_value(const Json&, domain::DataClasses&, const Rule&, Lists);
Read read_value(const Json&, domain::Role&, const Rule&, Lists);
Read read_value(const Json&, Uuid&, const Rule&, Lists);
Read read_value(const Json&, domain::Answer&, const Rule&, Lists);
template <class Tag>
Read read_value(const Json& j, Id<Tag>& out, const Rule& r, Lists l) { return read_value(j, out.uuid, r, l); }
template <class T>
Read read_value(const Json& j, std::optional<T>& out, const Rule& r, Lists l) { return read_value(j, out.emplace(), r, l); }
template <class T>
Read read_value(const Json& j, std::vector<T>& out, const Rule& r, Lists l) {
  if (!j.is_array()) return wrong(ProblemCode::wrong_type);
  if (j.size() > r.items) return wrong(ProblemCode::number_out_of_range);
  out.clear();
  for (const Json& item : j.array_range())
    if (auto v = read_value(item, out.emplace_back(), r, l); !v) return v;
  return {};
}

inline void put_value(JsonText& out, const std::string& v) { out.string(v); }
inline void put_value(JsonText& out, bool v) { out.boolean(v); }
inline void put_value(JsonText& out, std::int64_t v) { out.number(v); }
inline void put_value(JsonText& out, const domain::Code& v) { out.string(v.value); }
inline void put_value(JsonText& out, Date v) { out.string(v.text()); }
inline void put_value(JsonText& out, Instant v) { out.string(v.text()); }
inline void put_value(JsonText& out, domain::Role v) { out.string(domain::word(v)); }
inline void put_value(JsonText& out, const Uuid& v) { out.string(v.text()); }
void put_value(JsonText&, const PartialDate&);
void put_value(JsonText&, const Money&);
void put_value(JsonText&, const domain::DataClasses&);
void put_value(JsonText&, const domain::Answer&);
template <class Tag>
void put_value(JsonText& out, const Id<Tag>& v) { put_value(out, v.uuid); }
template <class T>
void put_value(JsonText& out, const std::optional<T>& v) {
  ensure(v.has_value(), "a field that is needed has a value");
  put_value(out, *v);
}
template <class T>
void put_value(JsonText& out, const std::vector<T>& v) {
  out.begin_array();
  for (const T& one : v) {
    out.item();
    put_value(out, one);
  }
  out.end_array();
}
/// A member of the object that is being written.
template <class T>
void put_member(JsonText& out, std::string_view name, const T& v) {
  out.member(name);
  put_value(out, v);
}

/// The same value by itself, as a tree.
template <class T>
Json write_value(const T& v) {
  JsonText text;
  put_value(text, v);
  return read_own_json(std::move(text).take());
}

inline bool is_empty(const std::string& v) { return v.empty(); }
inline bool is_empty(bool v) { return !v; }
inline bool is_empty(std::int64_t v) { return v == 0; }
inline bool is_empty(const domain::Code& v) { return v.empty(); }
inline bool is_empty(Date) { return false; }
inline bool is_empty(Instant v) { return v.unix_ms == 0; }
inline bool is_empty(domain::Role) { return false; }
inline bool is_empty(const Uuid& v) { return v.is_nil(); }
inline bool is_empty(const PartialDate& v) { return v.is_unknown(); }
inline bool is_empty(const Money& v) { return v.currency.empty(); }
inline bool is_empty(const domain::DataClasses& v) { return v.empty(); }
inline bool is_empty(const domain::Answer&) { return false; }
template <class Tag>
bool is_empty(const Id<Tag>& v) { return v.is_none(); }
template <class T>
bool is_empty(const std::optional<T>& v) { return !v; }
template <class T>
bool is_empty(const std::vector<T>& v) { return v.empty(); }

/// An answer of the type that its question has. Refuses wrong_type, not_in_list, text_too_long, number_out_of_range.
Read read_answer(const Json&, domain::Answer&, const domain::Question&, Lists);

}  // namespace nibbi::wire
