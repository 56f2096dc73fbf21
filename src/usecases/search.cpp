#include "usecases/search.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/fold.hpp"
#include "crypto/digest.hpp"
#include "usecases/eye.hpp"
#include "usecases/lists.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;

struct MayFind {
  FoundChild child;
  bool with_reason = false, identity = false;
};

/// In the order of the desk: newest first.
std::vector<MayFind> all_that_may_be_found(House& house, const Session& s, const Eye& eye, FindScope scope, bool reason_given) {
  std::vector<MayFind> all;
  for (const auto& brief : desk_of(house, s)) {
    const RelationSet held = eye.held(*brief);
    const Access find = eye.may(*brief, held, Action::find);
    if (!find.allow && !(find.with_reason && reason_given)) continue;
    if (scope == FindScope::mine && !held.has(Relation::assigned)) continue;
    if (scope == FindScope::team && !held.has(Relation::team)) continue;
    const bool identity = eye.may(*brief, held, Action::see_identity).allow;
    all.push_back({{brief, held, identity ? brief->name : std::string{}, {}}, !find.allow, identity});
  }
  return all;
}

bool has_code(const ChildBrief& brief, const std::string& wanted) { return fold(brief.code).find(wanted) != std::string::npos; }

bool has_written(const std::string& name, const std::string& wanted) { return !name.empty() && (" " + fold(name)).find(" " + wanted) != std::string::npos; }

names::Person person_of(const ChildBrief& brief, const std::string& id) {
  const auto& by = brief.found_by;
  return {id, brief.name, by.other_names, by.mother, by.father, by.village, by.phones};
}

/// Over everything that an index of these would hold, each text with its length.
crypto::Digest digest_of(const std::vector<const ChildBrief*>& visible) {
  std::string all;
  all.reserve(visible.size() * 160);  // grown once, wiped once
  auto put = [&](std::string_view text) {
    all += std::to_string(text.size());
    all += ':';
    all += text;
  };
  for (const ChildBrief* brief : visible) {
    const names::Person p = person_of(*brief, {});
    all.append(reinterpret_cast<const char*>(brief->record.uuid.bytes.data()), brief->record.uuid.bytes.size());
    for (const auto text : {p.given, p.family, p.mother, p.father, p.village, p.phone}) put(text);
  }
  const auto digest = crypto::sha256(all);
  crypto::wipe(all);
  return digest;
}

/// The index is made of what this person may see: there is no other file in it whose existence could show. Its rows stand in the order of the
/// records, which no work on a file changes.
KeptIndexes::IndexPtr index_of(House& house, const Session& s, FindScope scope, const std::vector<MayFind>& all) {
  std::vector<const ChildBrief*> visible;
  for (const MayFind& one : all)
    if (one.identity) visible.push_back(one.child.brief.get());
  std::ranges::sort(visible, {}, [](const ChildBrief* brief) { return brief->record; });
  const std::string whose = s.person.text() + " " + s.unit.text() + " " + std::to_string(static_cast<int>(s.role)) + " " + std::to_string(static_cast<int>(scope));
  const auto of = digest_of(visible);
  if (auto kept = house.memory.indexes.find(whose, of, house.now())) return kept;
  auto index = std::make_shared<names::Index>();
  for (const ChildBrief* brief : visible) index->add(person_of(*brief, brief->record.text()));
  index->finish();
  house.memory.indexes.keep(whose, of, index, house.now());
  return index;
}

struct ByName {
  names::Found found;
  std::vector<std::size_t> at;  ///< of each hit, its place in the list that was asked with
};

ByName find_by_name(House& house, const Session& s, FindScope scope, const std::vector<MayFind>& all, std::string_view query, std::size_t limit) {
  const auto index = index_of(house, s, scope, all);
  ByName by{names::Search(*index).find(query, limit), {}};
  std::unordered_map<std::string, std::size_t> hits;
  for (std::size_t i = 0; i < by.found.hits.size(); ++i) hits[by.found.hits[i].id] = i;
  by.at.resize(by.found.hits.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i].identity)
      if (const auto hit = hits.find(all[i].child.brief->record.text()); hit != hits.end()) by.at[hit->second] = i;
  return by;
}

}  // namespace

Result<FoundChildren> find_children(House& house, const Session& s, std::string_view query, FindScope scope, const std::string& reason, std::size_t limit) {
  // With no relation at all, on an open file: whoever is asked for a reason there is asked always.
  if (reason.empty() && house.rules.policy.decide(s.role, {}, Action::find, FileState::open, Factor::fresh).with_reason) return refuse(ProblemCode::reason_needed);
  const Eye eye(house, s);
  auto all = all_that_may_be_found(house, s, eye, scope, !reason.empty());
  const std::string wanted = fold(query);
  FoundChildren found;
  std::vector<std::size_t> chosen;
  if (wanted.empty()) {
    for (std::size_t i = 0; i < std::min(limit, all.size()); ++i) chosen.push_back(i);
  } else {
    for (std::size_t i = 0; i < all.size() && chosen.size() < limit; ++i)
      if (has_code(*all[i].child.brief, wanted)) chosen.push_back(i);
    // A code may read like a name: what was found by it stands first, and names are looked for all the same.
    const auto [by_name, at] = find_by_name(house, s, scope, all, query, limit - chosen.size());
    found.too_common = by_name.too_common && chosen.empty();
    if (found.too_common) {
      found.matches = by_name.matches;
      found.ask = by_name.ask;
    }
    for (std::size_t hit = 0; hit < at.size(); ++hit) {
      if (std::ranges::contains(chosen, at[hit])) continue;
      chosen.push_back(at[hit]);
      all[at[hit]].child.reasons = by_name.hits[hit].reasons;
    }
    // What is no word to the engine (a sign, a picture) is still what somebody typed, and may be what somebody wrote.
    if (by_name.hits.empty() && !by_name.too_common)
      for (std::size_t i = 0; i < all.size() && chosen.size() < limit; ++i)
        if (has_written(all[i].child.name, wanted) && !std::ranges::contains(chosen, i)) chosen.push_back(i);
  }
  std::vector<RecordId> named, with_reason;
  for (const std::size_t i : chosen) {
    const RecordId record = all[i].child.brief->record;
    if (all[i].identity) named.push_back(record);
    if (all[i].with_reason) with_reason.push_back(record);
    found.children.push_back(std::move(all[i].child));
  }
  log_listed(house, s, std::move(named), Action::find, {Tier::identity});
  log_listed(house, s, std::move(with_reason), Action::find, {Tier::plain}, reason);
  return found;
}

}  // namespace nibbi::usecases
