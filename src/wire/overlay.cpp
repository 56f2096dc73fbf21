#include "wire/overlay.hpp"

#include <algorithm>
#include <map>

#include "domain/brief.hpp"
#include "domain/evolve.hpp"
#include "domain/rights.hpp"
#include "wire/state_codec.hpp"
#include "wire/values.hpp"

namespace nibbi::wire {
namespace {

using namespace domain;

Json object() { return Json(jsoncons::json_object_arg); }
Json array() { return Json(jsoncons::json_array_arg); }
Json withheld() {
  Json mark = object();
  mark["withheld"] = true;
  return mark;
}
const Json* find(const Json* in, std::string_view name) { return in && in->is_object() && in->contains(name) ? &(*in)[name] : nullptr; }
std::string_view text_of(const Json* in, std::string_view name) {
  const Json* there = find(in, name);
  return there && there->is_string() ? there->as_string_view() : std::string_view{};
}

struct Open {
  PerTier<bool> part{};   ///< something of it, one's own at least
  PerTier<bool> whole{};  ///< all of it: then what is worked out of it here is what the server works out

  Open(const Json& view, const PerTier<bool>& opened) {
    const Json* sight = find(&view, "sight");
    for (Tier tier : kTiers) {
      const auto how = text_of(sight, word(tier));
      whole[tier] = opened[tier] || how == "allow";
      part[tier] = whole[tier] || how == "shared" || how == "own";
    }
  }
};

/// Who gave a value may be hidden where the value is not. That it stood before whoever had seen it is known all the same.
void know_of(ChildState& state, std::int64_t n) {
  if (n == 0 || state.entry(n)) return;
  auto at = std::lower_bound(state.said.begin(), state.said.end(), n, [](const Said& s, std::int64_t v) { return s.n < v; });
  state.said.insert(at, Said{.n = n});
}
ChildState known(const Rules& rules, const Json& view, const Waiting& waiting) {
  ChildState state = read_view(view, rules);
  for (const auto& [id, slot] : state.answers)
    for (const GivenAnswer& given : slot.values) know_of(state, given.n);
  for (const Placement& placement : state.placements) know_of(state, placement.n);
  // A view does not tell on which device something was written; of one's own one knows.
  for (Said& said : state.said)
    if (!waiting.entries.empty() && std::ranges::find(waiting.acknowledged, said.id) != waiting.acknowledged.end()) said.device = waiting.entries.front().header.device;
  return state;
}

/// Folds what waits, in the places of what waits; gives back the least that its authors had seen.
std::int64_t fold_waiting(const Rules& rules, ChildState& state, const Waiting& waiting) {
  std::int64_t n = kWaitsFrom;
  std::int64_t seen = state.n;
  for (Entry entry : waiting.entries) {
    entry.n = n++;
    entry.received_at = entry.header.claimed_at;  // until the server says when
    seen = std::min(seen, entry.header.seen);
    evolve(rules, state, entry);
  }
  return seen;
}

// --- the state as a view again: what stands there already stays as the server gave it, where nothing new was said ----------------------------

using Parts4 = PerTier<const Json*>;

Parts4 members(const Parts4& of, std::string_view name) {
  Parts4 found{};
  for (Tier tier : kTiers) found[tier] = find(of[tier], name);
  return found;
}
/// The items of a list, or what ended something: written in as many parts as it has fields in.
bool is_list(const Json& j) { return j.is_array() && !j.empty() && j[0].is_object(); }

class Laid {
 public:
  explicit Laid(const Open& open) : open_(open) {}

  Json object_over(const Json* before, const Parts4& parts) const {
    Json out = before && !is_withheld(*before) ? *before : object();
    for (Tier tier : kTiers) {
      if (!parts[tier]) continue;
      for (const auto& member : parts[tier]->object_range()) {
        const std::string name(member.key());
        const Json* there = find(before, name);
        if (name == "answers") out[name] = answers_over(there, members(parts, name));
        else if (name == "ended") out[name] = object_over(there, members(parts, name));
        else if (is_list(member.value())) out[name] = list_over(there, members(parts, name), member.value().size());
        else if (open_.part[tier]) out[name] = member.value();
        else if (!there) out[name] = withheld();
      }
    }
    return out;
  }

 private:
  /// Lists only grow, at their end.
  Json list_over(const Json* before, const Parts4& parts, std::size_t length) const {
    Json out = array();
    for (std::size_t i = 0; i < length; ++i) {
      Parts4 item{};
      for (Tier tier : kTiers)
        if (parts[tier]) item[tier] = &(*parts[tier])[i];
      out.push_back(object_over(before && i < before->size() ? &(*before)[i] : nullptr, item));
    }
    return out;
  }
  Json answers_over(const Json* before, const Parts4& parts) const {
    Json out = before ? *before : object();
    for (Tier tier : kTiers) {
      if (!parts[tier]) continue;
      for (const auto& slot : parts[tier]->object_range()) {
        const std::string id(slot.key());
        if (!open_.part[tier]) {
          if (!find(before, id)) out[id] = withheld();
          continue;
        }
        Json answer = object();
        if (slot.value().contains("conflict")) answer["conflict"] = true;
        answer["values"] = slot.value()["values"];
        out[id] = std::move(answer);
      }
    }
    return out;
  }

  const Open& open_;
};

Json history_over(const Json* before, const Json* said) {
  Json out = before ? *before : array();
  if (!said) return out;
  for (const Json& one : said->array_range()) {
    if (one["n"].as<std::int64_t>() < kWaitsFrom) continue;
    Json told = object();
    for (const auto& member : one.object_range())
      if (member.key() != "device") told[std::string(member.key())] = member.value();
    out.push_back(std::move(told));
  }
  return out;
}

Json words(const std::map<std::string, Decision>& decisions) {
  Json out = object();
  for (const auto& [action, decision] : decisions) out[action] = Json(word(decision));
  return out;
}

}  // namespace

Json lay_over(const Rules& rules, const Json& view, const Waiting& waiting) {
  const Open open(view, waiting.opened);
  if (!open.part[Tier::plain] || waiting.entries.empty()) return view;

  ChildState state = known(rules, view, waiting);
  const std::int64_t told = state.n;
  std::vector<std::string> disputed;
  for (const auto& [id, slot] : state.answers)
    if (slot.conflict && !open.whole[slot.tier]) disputed.push_back(id);

  const std::int64_t seen = fold_waiting(rules, state, waiting);
  // Who has not seen all of the view may not have seen the other value, and it may be hidden here: that people differ is the server's to lift.
  if (seen < told)
    for (const std::string& id : disputed) state.answers[id].conflict = true;

  const PerTier<std::string> texts = write_state(state);
  PerTier<Json> parts;
  Parts4 at{};
  for (Tier tier : kTiers) {
    parts[tier] = read_own_json(texts[tier]);
    at[tier] = &parts[tier];
  }
  const Json* said = find(at[Tier::plain], "said");
  Json history = history_over(find(&view, "said"), said);
  // What a view tells elsewhere, or nowhere; and what is worked out of the whole file, where this is not the whole.
  Json plain = object();
  for (const auto& member : parts[Tier::plain].object_range())
    if (member.key() != "said" && member.key() != "n" && member.key() != "kept_apart" && (open.whole[Tier::plain] || (member.key() != "status" && member.key() != "stage")))
      plain[std::string(member.key())] = member.value();
  at[Tier::plain] = &plain;

  Json out = view;
  out["state"] = Laid(open).object_over(find(&view, "state"), at);
  out["said"] = std::move(history);
  out["waits_from"] = kWaitsFrom;
  return out;
}

std::vector<Task> tasks_done(const Rules& rules, const Json& view, const Actor& reader, const Waiting& waiting, Instant now, Date today) {
  const Open open(view, waiting.opened);
  if (!open.part[Tier::plain] || waiting.entries.empty()) return {};
  RelationSet held;
  if (const Json* told = find(&view, "relations"); told && told->is_array())
    for (const Json& one : told->array_range())
      if (const auto relation = one.is_string() ? relation_of(one.as_string_view()) : std::nullopt) held.add(*relation);
  ChildState state = known(rules, view, waiting);
  const Directory nobody;
  const auto to_do = [&] { return tasks_of(brief_of({}, state), reader, held, rules, nobody, now, today); };
  std::vector<Task> done = to_do();
  fold_waiting(rules, state, waiting);
  for (const Task& left : to_do()) std::erase_if(done, [&](const Task& task) { return task.name == left.name && task.about == left.about; });
  // That nobody differs any more is known to who sees every answer.
  if (!std::ranges::all_of(kTiers, [&](Tier tier) { return open.whole[tier]; })) std::erase_if(done, [](const Task& task) { return task.name == "conflict_to_resolve"; });
  return done;
}

Json view_of_new(const Rules& rules, RecordId record, const Actor& who, const Waiting& waiting, Instant now, Date today) {
  ChildState state;
  fold_waiting(rules, state, waiting);
  const Directory nobody;
  const Ties ties = ties_of(state);
  const auto rights = rights_of(rules.policy, who.role, relations(ties, who, nobody, now, today), ties.status, Factor::stale, limits(ties, who, nobody));
  Json view = object(), held = array(), sight = object();
  if (rights)
    for (Relation r : every_relation)
      if (rights->relations.has(r)) held.push_back(Json(word(r)));
  for (Tier tier : kTiers) sight[std::string(word(tier))] = Json(word(rights ? rights->sight[tier].strongest() : Decision::deny));
  view["record"] = record.text();
  view["n"] = std::int64_t{0};
  view["relations"] = std::move(held);
  view["sight"] = std::move(sight);
  view["actions"] = rights ? words(rights->actions) : object();
  view["when_fresh"] = rights ? words(rights->when_fresh) : object();
  view["state"] = object();
  view["said"] = array();
  return view;
}

}  // namespace nibbi::wire
