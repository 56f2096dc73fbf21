#include "wire/values.hpp"

namespace nibbi::wire {
namespace {

Read text(const Json& j, std::string& out, std::size_t longest) {
  if (!j.is_string()) return wrong(ProblemCode::wrong_type);
  out = clean_text(j.as_string_view());
  if (code_points(out) > longest) return refuse(ProblemCode::text_too_long, {{"limit", std::to_string(longest)}});
  return {};
}

template <class T>
Read parsed(const Json& j, T& out) {
  if (!j.is_string()) return wrong(ProblemCode::wrong_type);
  auto v = T::parse(j.as_string_view());
  if (!v) return wrong(ProblemCode::wrong_type);
  out = *v;
  return {};
}

// An object that has exactly these keys, or some of them.
bool only(const Json& j, std::initializer_list<std::string_view> keys) {
  if (!j.is_object()) return false;
  for (const auto& member : j.object_range())
    if (std::find(keys.begin(), keys.end(), std::string_view(member.key())) == keys.end()) return false;
  return true;
}

constexpr std::string_view word_of(domain::Unanswered u) { return u == domain::Unanswered::unknown ? "unknown" : "prefers_not"; }

}  // namespace

Read read_value(const Json& j, std::string& out, const Rule& r, Lists) { return text(j, out, r.longest); }

Read read_value(const Json& j, bool& out, const Rule&, Lists) {
  if (!j.is_bool()) return wrong(ProblemCode::wrong_type);
  out = j.as_bool();
  return {};
}

Read read_value(const Json& j, std::int64_t& out, const Rule& r, Lists) {
  if (!j.is_int64()) return wrong(ProblemCode::wrong_type);
  out = j.as<std::int64_t>();
  if (out < r.least || out > r.most) return wrong(ProblemCode::number_out_of_range);
  return {};
}

Read read_value(const Json& j, domain::Code& out, const Rule& r, Lists lists) {
  if (auto t = text(j, out.value, 64); !t) return t;
  if (lists && !r.list.empty() && !lists->in_list(r.list, out.value)) return refuse(ProblemCode::not_in_list, {{"list", std::string(r.list)}});
  return {};
}

Read read_value(const Json& j, Date& out, const Rule&, Lists) { return parsed(j, out); }
Read read_value(const Json& j, Instant& out, const Rule&, Lists) { return parsed(j, out); }
Read read_value(const Json& j, Uuid& out, const Rule&, Lists) { return parsed(j, out); }

Read read_value(const Json& j, PartialDate& out, const Rule& r, Lists l) {
  if (!only(j, {"earliest", "latest", "as_said"})) return wrong(ProblemCode::wrong_type);
  out = {};
  for (const auto& member : j.object_range()) {
    const Read v = member.key() == "as_said"    ? read_value(member.value(), out.as_said, r, l)
                   : member.key() == "earliest" ? parsed(member.value(), out.earliest.emplace())
                                                : parsed(member.value(), out.latest.emplace());
    if (!v) return v;
  }
  if (out.earliest && out.latest && *out.latest < *out.earliest) return wrong(ProblemCode::number_out_of_range);
  return {};
}

Read read_value(const Json& j, Money& out, const Rule& r, Lists l) {
  if (!only(j, {"minor_units", "currency"}) || !j.contains("minor_units") || !j.contains("currency")) return wrong(ProblemCode::wrong_type);
  if (auto v = read_value(j["minor_units"], out.minor_units, Rule{.most = (std::int64_t{1} << 53) - 1}, l); !v) return v;
  if (auto v = read_value(j["currency"], out.currency, r, l); !v) return v;
  const bool iso = out.currency.size() == 3 && out.currency.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
  return iso ? Read{} : wrong(ProblemCode::wrong_type);
}

Read read_value(const Json& j, domain::DataClasses& out, const Rule&, Lists) {
  if (!j.is_array()) return wrong(ProblemCode::wrong_type);
  out = {};
  for (const Json& item : j.array_range()) {
    const auto c = item.is_string() ? domain::data_class_of(item.as_string_view()) : std::nullopt;
    if (!c) return refuse(ProblemCode::not_in_list, {{"list", "data_class"}});
    out.add(*c);
  }
  return {};
}

Read read_value(const Json& j, domain::Role& out, const Rule&, Lists) {
  const auto role = j.is_string() ? domain::role_of(j.as_string_view()) : std::nullopt;
  if (!role) return refuse(ProblemCode::not_in_list, {{"list", "role"}});
  out = *role;
  return {};
}

void put_value(JsonText& out, const PartialDate& v) {
  out.begin_object();
  if (v.earliest) put_member(out, "earliest", *v.earliest);
  if (v.latest) put_member(out, "latest", *v.latest);
  if (!v.as_said.empty()) put_member(out, "as_said", v.as_said);
  out.end_object();
}

void put_value(JsonText& out, const Money& v) {
  out.begin_object();
  put_member(out, "minor_units", v.minor_units);
  put_member(out, "currency", v.currency);
  out.end_object();
}

void put_value(JsonText& out, const domain::DataClasses& v) {
  out.begin_array();
  for (std::size_t i = 0; i < domain::data_class_count; ++i) {
    const auto c = static_cast<domain::DataClass>(i);
    if (!v.has(c)) continue;
    out.item();
    out.string(domain::word(c));
  }
  out.end_array();
}

// The alternatives of an answer look different in JSON, so that a state needs no form to be read back:
// text, whole number, array of codes, {unanswered}, {date}, {earliest, latest, as_said}, {minor_units, currency}.
void put_value(JsonText& out, const domain::Answer& answer) {
  const auto one = [&](std::string_view name, const auto& v) {
    out.begin_object();
    put_member(out, name, v);
    out.end_object();
  };
  std::visit(
      [&]<class T>(const T& v) {
        if constexpr (std::same_as<T, domain::Unanswered>) one("unanswered", std::string(word_of(v)));
        else if constexpr (std::same_as<T, Date>) one("date", v);
        else put_value(out, v);
      },
      answer);
}

Read read_value(const Json& j, domain::Answer& out, const Rule&, Lists l) {
  auto as = [&]<class T>(T value, const Rule& rule = long_text) -> Read {
    auto v = read_value(j, value, rule, l);
    if (v) out = std::move(value);
    return v;
  };
  if (j.is_string()) return as(std::string{});
  if (j.is_int64()) return as(std::int64_t{}, Rule{.least = -1'000'000'000});
  if (j.is_array()) return as(domain::Codes{});
  if (only(j, {"unanswered"}) && j.contains("unanswered")) {
    const auto word = j["unanswered"].as<std::string>();
    if (word != "unknown" && word != "prefers_not") return wrong(ProblemCode::wrong_type);
    out = word == "unknown" ? domain::Unanswered::unknown : domain::Unanswered::prefers_not;
    return {};
  }
  if (only(j, {"date"}) && j.contains("date")) {
    Date day;
    if (auto v = parsed(j["date"], day); !v) return v;
    out = day;
    return {};
  }
  if (j.is_object() && j.contains("currency")) return as(Money{});
  return as(PartialDate{});
}

Read read_answer(const Json& j, domain::Answer& out, const domain::Question& q, Lists l) {
  using enum domain::QuestionType;
  if (auto v = read_value(j, out, any, nullptr); !v) return v;
  if (std::holds_alternative<domain::Unanswered>(out)) return q.required ? wrong(ProblemCode::missing_field) : Read{};
  auto is = [&]<class T>(std::type_identity<T>) { return std::holds_alternative<T>(out) ? Read{} : wrong(ProblemCode::wrong_type); };
  // Views on all sides: beside a literal, q.list would be copied into a text that ends with this line.
  const std::string_view list = q.type == yes_no ? std::string_view("yes_no") : q.type == country ? std::string_view("country") : std::string_view(q.list);
  auto listed = [&](std::string_view code) { return !l || l->in_list(list, code) ? Read{} : refuse(ProblemCode::not_in_list, {{"list", std::string(list)}}); };
  switch (q.type) {
    case yes_no: case code: case country:
      if (auto v = is(std::type_identity<std::string>{}); !v) return v;
      return listed(std::get<std::string>(out));
    case codes:
      if (auto v = is(std::type_identity<domain::Codes>{}); !v) return v;
      for (const domain::Code& c : std::get<domain::Codes>(out))
        if (auto v = listed(c.value); !v) return v;
      return {};
    case text: case phone: case place: {
      std::string again;
      return read_value(j, again, any, l);
    }
    case long_text: return is(std::type_identity<std::string>{});
    case unit: case person: {
      Uuid id;
      return read_value(j, id, any, l);
    }
    case integer: {
      std::int64_t again = 0;
      return read_value(j, again, Rule{.least = 0, .most = 100'000}, l);
    }
    case date: return is(std::type_identity<Date>{});
    case partial_date: return is(std::type_identity<PartialDate>{});
    case money: return is(std::type_identity<Money>{});
  }
  return wrong(ProblemCode::wrong_type);
}

}  // namespace nibbi::wire
