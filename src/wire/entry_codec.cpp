#include "wire/entry_codec.hpp"
#include "wire/json.hpp"

#include <array>

#include "wire/describe_entries.hpp"
#include "wire/describe_journey.hpp"
#include "wire/values.hpp"

namespace nibbi::wire {
namespace {

using domain::kTiers;

template <class Io> void describe(Io& io, std::monostate&) { (void)io; }

/// Reads fields out of parts, and knows at the end whether anything was left over.
class Reader {
 public:
  Reader(const PerTier<Json>& parts, const Rules* rules) : parts_(parts), rules_(rules) {}

  template <class T>
  void operator()(const char* name, At at, T& value, Rule rule = any) {
    if (problem_) return;
    const Json& part = parts_[at.tier];
    if (!part.is_object() || !part.contains(name)) {
      if (rule.needed) fail({ProblemCode::missing_field, {{"field", name}}});
      return;
    }
    ++used_[at.tier];
    if (auto read = read_value(part[name], value, rule, rules_); !read) fail(read.error(), name);
  }

  /// Answers stand in the part of their question's tier. Without rules (a log read back) the part says the tier.
  void answers(const char* name, std::map<std::string, Answer>& out) {
    for (Tier tier : kTiers) {
      if (problem_) return;
      const Json& part = parts_[tier];
      if (!part.is_object() || !part.contains(name)) continue;
      ++used_[tier];
      const Json& given = part[name];
      if (!given.is_object()) return fail({ProblemCode::wrong_type, {{"field", name}}});
      for (const auto& member : given.object_range()) {
        const std::string id(member.key());
        if (rules_) {
          const Question* question = rules_->question(id);
          if (!question) return fail({ProblemCode::unknown_question, {}});
          if (question->tier != tier) return fail({ProblemCode::wrong_tier, {{"question", id}}});
          if (auto read = read_answer(member.value(), out[id], *question, rules_); !read) return fail(read.error(), id);
        } else if (auto read = read_value(member.value(), out[id], any, nullptr); !read) {
          return fail(read.error());
        }
      }
    }
  }

  void answer_of(const char* name, const std::string& id, Answer& out) {
    for (Tier tier : kTiers) {
      if (problem_) return;
      const Json& part = parts_[tier];
      if (!part.is_object() || !part.contains(name)) continue;
      ++used_[tier];
      const Question* question = rules_ ? rules_->question(id) : nullptr;
      if (rules_ && !question) return fail({ProblemCode::unknown_question, {}});
      if (question && question->tier != tier) return fail({ProblemCode::wrong_tier, {{"question", id}}});
      if (auto read = question ? read_answer(part[name], out, *question, rules_) : read_value(part[name], out, any, nullptr); !read) return fail(read.error(), name);
      return;
    }
    if (!problem_) fail({ProblemCode::missing_field, {{"field", name}}});
  }

  Result<void> done() const {
    if (problem_) return std::unexpected(*problem_);
    for (Tier tier : kTiers)
      if (parts_[tier].is_object() && parts_[tier].size() != used_[tier]) return refuse(ProblemCode::unknown_field, {{"part", std::string(word(tier))}});
    return {};
  }

 private:
  void fail(Problem p, std::string_view field = {}) {
    if (!field.empty()) p.details.emplace("field", std::string(field));
    problem_ = std::move(p);
  }
  const PerTier<Json>& parts_;
  const Rules* rules_;
  PerTier<std::size_t> used_{};
  std::optional<Problem> problem_;
};

class Writer {
 public:
  explicit Writer(const Rules& rules) : rules_(rules) {
    for (JsonText& part : parts_.of) part.begin_object();
  }

  template <class T>
  void operator()(const char* name, At at, T& value, Rule rule = any) {
    if (!is_empty(value) || rule.needed) put_member(parts_[at.tier], name, value);
  }
  void answers(const char* name, std::map<std::string, Answer>& given) {
    for (Tier tier : kTiers) {
      parts_[tier].member(name);
      parts_[tier].begin_object();
    }
    for (const auto& [id, answer] : given) put_member(parts_[tier_of(id)], id, answer);
    for (Tier tier : kTiers)
      if (!parts_[tier].end_object()) parts_[tier].drop_member();
  }
  void answer_of(const char* name, const std::string& id, Answer& answer) { put_member(parts_[tier_of(id)], name, answer); }

  Parts take() {
    Parts out;
    for (Tier tier : kTiers)
      if (parts_[tier].end_object()) out[tier] = std::move(parts_[tier]).take();
    return out;
  }

 private:
  Tier tier_of(const std::string& id) const {
    const Question* question = rules_.question(id);
    ensure(question != nullptr, "an answer that is written has its question");
    return question->tier;
  }
  const Rules& rules_;
  PerTier<JsonText> parts_;
};

// A body of each kind, to be filled.
template <std::size_t... I>
Body empty_body(Kind kind, std::index_sequence<I...>) {
  using Make = Body (*)();
  constexpr std::array<Make, sizeof...(I)> kMakers{+[] { return Body(std::in_place_index<I + 1>); }...};
  return kMakers[static_cast<std::size_t>(kind)]();
}

Result<std::string> text_of(const Json& j, const char* field) {
  if (!j.contains(field)) return refuse(ProblemCode::missing_field, {{"field", field}});
  if (!j[field].is_string()) return refuse(ProblemCode::wrong_type, {{"field", field}});
  return std::string(j[field].as_string_view());
}

}  // namespace

namespace {

/// The fields that a header has in every version. `used`: how many of its members they are.
Result<NewerHeader> read_frame(const Json& j, std::size_t& used) {
  if (!j.is_object()) return refuse(ProblemCode::wrong_type, {{"field", "header"}});
  NewerHeader out;
  Header& h = out.header;
  std::optional<Problem> problem;
  auto field = [&](const char* name, auto& value, bool needed, Rule rule = any) {
    if (problem) return;
    if (!j.contains(name)) {
      if (needed) problem = Problem{ProblemCode::missing_field, {{"field", name}}};
      return;
    }
    ++used;
    if (auto read = read_value(j[name], value, rule, nullptr); !read) {
      problem = read.error();
      problem->details.emplace("field", name);
    }
  };
  constexpr Rule kCount{.most = (std::int64_t{1} << 53) - 1};
  field("id", h.id, true);
  field("record", h.record, true);
  field("version", h.version, true, Rule{.least = 1, .most = 1000});
  field("seen", h.seen, true, kCount);
  field("author", h.author, true);
  field("role", h.role, true);
  field("unit", h.unit, true);
  field("device", h.device, true);
  field("device_seq", h.device_seq, true, kCount);
  field("claimed_at", h.claimed_at, true);
  field("cause", h.cause, false);
  field("amends", h.amends, false);
  if (problem) return std::unexpected(*problem);
  auto kind = text_of(j, "kind");
  if (!kind) return std::unexpected(kind.error());
  ++used;
  out.kind = std::move(*kind);
  return out;
}

constexpr JsonLimits kHeaderLimits{.bytes = 4096, .depth = 2};

Result<void> has_ids(const Header& h) {
  if (h.id.is_none() || h.record.is_none()) return refuse(ProblemCode::wrong_type, {{"field", "id"}});
  return {};
}

}  // namespace

Result<Header> read_header(std::string_view text) {
  auto json = read_json(text, kHeaderLimits);
  if (!json) return std::unexpected(json.error());
  std::size_t used = 0;
  auto frame = read_frame(*json, used);
  if (!frame) return std::unexpected(frame.error());
  Header& h = frame->header;
  const auto kind = kind_of(frame->kind);
  if (!kind) return refuse(ProblemCode::unknown_kind);
  h.kind = *kind;
  if (h.version != 1) return refuse(ProblemCode::unknown_version, {{"version", std::to_string(h.version)}});
  if (auto there = has_ids(h); !there) return std::unexpected(there.error());
  if (used != json->size()) return refuse(ProblemCode::unknown_field, {{"part", "header"}});
  return std::move(h);
}

Result<NewerHeader> read_newer_header(std::string_view text) {
  auto json = read_json(text, kHeaderLimits);
  if (!json) return std::unexpected(json.error());
  std::size_t used = 0;
  auto frame = read_frame(*json, used);
  if (!frame) return frame;
  if (auto there = has_ids(frame->header); !there) return std::unexpected(there.error());
  return frame;
}

std::string write_header(const Header& h) {
  Json j(jsoncons::json_object_arg);
  j["id"] = h.id.text();
  j["record"] = h.record.text();
  j["kind"] = Json(word(h.kind));
  j["version"] = h.version;
  j["seen"] = h.seen;
  j["author"] = h.author.text();
  j["role"] = Json(word(h.role));
  j["unit"] = h.unit.text();
  j["device"] = h.device.text();
  j["device_seq"] = h.device_seq;
  j["claimed_at"] = h.claimed_at.text();
  if (!h.cause.is_none()) j["cause"] = h.cause.text();
  if (!h.amends.is_none()) j["amends"] = h.amends.text();
  return write_json(j);
}

Result<Content> read_parts(Kind kind, const Parts& parts, const Rules* rules) {
  PerTier<Json> read{{Json(jsoncons::null_type()), Json(jsoncons::null_type()), Json(jsoncons::null_type()), Json(jsoncons::null_type())}};
  for (Tier tier : kTiers) {
    if (!parts[tier]) continue;
    auto json = read_json(*parts[tier], {.bytes = 128 * 1024, .depth = 6});
    if (!json) return std::unexpected(json.error());
    if (!json->is_object()) return refuse(ProblemCode::wrong_type, {{"part", std::string(word(tier))}});
    read[tier] = std::move(*json);
  }
  Content content{{}, empty_body(kind, std::make_index_sequence<kind_count>{})};
  Reader reader(read, rules);
  describe(reader, content.telling);
  std::visit([&](auto& body) { describe(reader, body); }, content.body);
  if (auto done = reader.done(); !done) return std::unexpected(done.error());
  return content;
}

Parts write_parts(const Content& content, const Rules& rules) {
  Content copy = content;
  Writer writer(rules);
  describe(writer, copy.telling);
  std::visit([&](auto& body) { describe(writer, body); }, copy.body);
  return writer.take();
}

}  // namespace nibbi::wire
