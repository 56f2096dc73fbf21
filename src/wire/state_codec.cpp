#include "wire/state_codec.hpp"

#include "wire/describe_state.hpp"
#include "wire/state_values.hpp"

namespace nibbi::wire {
namespace {

Json object() { return Json(jsoncons::json_object_arg); }

/// Writes the four parts at once: where something has nothing to say in a part, its member is taken back there.
class Writer {
 public:
  template <class T>
  void operator()(const char* name, At at, T& value, Rule = any) {
    if (!is_empty(value)) put_member(parts_[at.tier], name, value);
  }
  template <class T>
  void object(const char* name, T& value, std::int64_t) {
    member(name);
    begin_objects();
    describe(*this, value);
    keep_where(end_objects());
  }
  /// Each part has an array of the same length, with {} where an item has nothing in that part; a part in which no item has anything has none.
  template <class T>
  void list(const char* name, std::vector<T>& items) {
    if (items.empty()) return;
    PerTier<bool> some{};
    member(name);
    for (JsonText& part : parts_.of) part.begin_array();
    for (T& item : items) {
      for (JsonText& part : parts_.of) part.item();
      begin_objects();
      describe(*this, item);
      const PerTier<bool> filled = end_objects();
      for (Tier tier : kTiers) some[tier] = some[tier] || filled[tier];
    }
    for (JsonText& part : parts_.of) part.end_array();
    keep_where(some);
  }
  void answered(const char* name, std::map<std::string, Answered>& answers) {
    member(name);
    begin_objects();
    for (const auto& [id, slot] : answers) {
      JsonText& part = parts_[slot.tier];
      part.member(id);
      put_slot(part, slot);
    }
    keep_where(end_objects());
  }

  void begin_objects() {
    for (JsonText& part : parts_.of) part.begin_object();
  }
  PerTier<bool> end_objects() {
    PerTier<bool> filled{};
    for (Tier tier : kTiers) filled[tier] = parts_[tier].end_object();
    return filled;
  }
  PerTier<std::string> take() {
    PerTier<std::string> out;
    for (Tier tier : kTiers) out[tier] = std::move(parts_[tier]).take();
    return out;
  }

 private:
  void member(const char* name) {
    for (JsonText& part : parts_.of) part.member(name);
  }
  void keep_where(const PerTier<bool>& filled) {
    for (Tier tier : kTiers)
      if (!filled[tier]) parts_[tier].drop_member();
  }
  static void put_slot(JsonText& out, const Answered& slot) {
    out.begin_object();
    out.member("class");
    out.string(word(slot.data_class));
    out.member("merge");
    out.string(word(slot.merge));
    if (slot.conflict) put_member(out, "conflict", true);
    out.member("values");
    out.begin_array();
    for (const GivenAnswer& given : slot.values) {
      out.item();
      out.begin_object();
      put_member(out, "n", given.n);
      put_member(out, "value", given.value);
      out.end_object();
    }
    out.end_array();
    out.end_object();
  }

  PerTier<JsonText> parts_;
};

/// Reads the parts of a state; or a view, which has all parts in one object and marks where something is withheld. `rules`: for a view, whose
/// answers do not say where they belong.
class Reader {
 public:
  explicit Reader(const PerTier<const Json*>& from, const Rules* rules = nullptr) : from_(from), rules_(rules) {}

  template <class T>
  void operator()(const char* name, At at, T& value, Rule = any) {
    const Json* there = find(at.tier, name);
    if (!there) return;
    ensure(read_value(*there, value, Rule{.longest = 1'000'000, .least = INT64_MIN, .most = INT64_MAX, .items = 1'000'000}, nullptr).has_value(), kReadsBack);
  }
  template <class T>
  void object(const char* name, T& value, std::int64_t) {
    PerTier<const Json*> parts{};
    for (Tier tier : kTiers)
      if (const Json* there = find(tier, name)) parts[tier] = &shaped(*there, there->is_object());
    Reader sub(parts);
    describe(sub, value);
  }
  template <class T>
  void list(const char* name, std::vector<T>& items) {
    PerTier<const Json*> arrays{};
    std::optional<std::size_t> length;
    for (Tier tier : kTiers) {
      const Json* there = find(tier, name);
      if (!there) continue;
      arrays[tier] = &shaped(*there, there->is_array() && (!length || *length == there->size()));
      length = there->size();
    }
    items.resize(length.value_or(0));
    for (std::size_t i = 0; i < items.size(); ++i) {
      PerTier<const Json*> parts{};
      for (Tier tier : kTiers)
        if (arrays[tier]) parts[tier] = &shaped((*arrays[tier])[i], (*arrays[tier])[i].is_object());
      Reader sub(parts);
      describe(sub, items[i]);
    }
  }
  void answered(const char* name, std::map<std::string, Answered>& answers) {
    for (Tier tier : kTiers) {
      const Json* there = find(tier, name);
      if (!there) continue;
      for (const auto& member : shaped(*there, there->is_object()).object_range()) {
        Answered slot;
        const Json& j = shaped(member.value(), member.value().is_object());
        if (rules_) {
          // A question that these rules do not know is left to who knows it.
          const Question* question = rules_->question(std::string(member.key()));
          if (!question || question->tier != tier || is_withheld(j)) continue;
          slot.data_class = question->data_class;
          slot.merge = question->merge;
        } else {
          const auto data_class = data_class_of(word_in(j, "class"));
          const auto merge = merge_class_of(word_in(j, "merge"));
          ensure(data_class && merge, kReadsBack);
          slot.data_class = *data_class;
          slot.merge = *merge;
        }
        ensure(j.contains("values") && j["values"].is_array(), kReadsBack);
        slot.tier = tier;
        slot.conflict = j.contains("conflict");
        for (const Json& v : j["values"].array_range()) {
          ensure(v.is_object() && v.contains("n") && v["n"].is_int64() && v.contains("value"), kReadsBack);
          GivenAnswer given;
          given.n = v["n"].as<std::int64_t>();
          ensure(read_value(v["value"], given.value, any, nullptr).has_value(), kReadsBack);
          slot.values.push_back(std::move(given));
        }
        answers.emplace(std::string(member.key()), std::move(slot));
      }
    }
  }

 private:
  static constexpr const char* kReadsBack = "a state reads back";
  static const Json& shaped(const Json& json, bool as_written) {
    ensure(as_written, kReadsBack);
    return json;
  }
  static std::string_view word_in(const Json& j, const char* field) {
    ensure(j.contains(field) && j[field].is_string(), kReadsBack);
    return j[field].as_string_view();
  }
  const Json* find(Tier tier, const char* name) const {
    const Json* there = from_[tier] && from_[tier]->contains(name) ? &(*from_[tier])[name] : nullptr;
    return there && is_withheld(*there) ? nullptr : there;
  }

  const PerTier<const Json*>& from_;
  const Rules* rules_;
};

}  // namespace

PerTier<std::string> write_state(const ChildState& state) {
  Writer writer;
  auto& s = const_cast<ChildState&>(state);  // a writer reads only; one description serves reading and writing
  writer.begin_objects();
  writer("n", at::plain, s.n);
  writer.list("said", s.said);
  writer.list("kept_apart", s.kept_apart);
  describe(writer, s);
  writer.end_objects();
  return writer.take();
}

ChildState read_state(const PerTier<std::string>& texts) {
  PerTier<Json> parts;
  PerTier<const Json*> at{};
  for (Tier tier : kTiers) {
    parts[tier] = texts[tier].empty() ? object() : read_own_json(texts[tier]);
    ensure(parts[tier].is_object(), "a state reads back");
    at[tier] = &parts[tier];
  }
  ChildState state;
  Reader reader(at);
  reader("n", at::plain, state.n);
  reader.list("said", state.said);
  reader.list("kept_apart", state.kept_apart);
  describe(reader, state);
  return state;
}

bool is_withheld(const Json& json) { return json.is_object() && json.contains("withheld"); }

ChildState read_view(const Json& view, const Rules& rules) {
  ensure(view.is_object() && view.contains("state") && view["state"].is_object(), "a view reads back");
  ChildState state;
  const Json* whole = &view;
  const Json* inside = &view["state"];
  const PerTier<const Json*> outer{{whole, whole, whole, whole}}, inner{{inside, inside, inside, inside}};
  Reader head(outer);
  head("n", at::plain, state.n);
  head.list("said", state.said);
  Reader reader(inner, &rules);
  describe(reader, state);
  return state;
}

}  // namespace nibbi::wire
