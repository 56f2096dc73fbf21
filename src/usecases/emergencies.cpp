#include "usecases/emergencies.hpp"

#include <algorithm>

#include "base/fold.hpp"
#include "crypto/text_form.hpp"
#include "usecases/access_log.hpp"
#include "usecases/eye.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;

constexpr std::string_view kEmergencies = "emergency";
constexpr std::size_t kNoteMost = 2000;

void put(Draft& draft, const Vault& vault, const Emergency& e) {
  Json j(jsoncons::json_object_arg);
  j["record"] = e.record.text();
  j["person"] = e.person.text();
  j["role"] = Json(word(e.role));
  j["unit"] = e.unit.text();
  j["at"] = e.at.text();
  j["reason"] = crypto::base64url(vault.seal_reason(e.record, e.reason));
  j["reviews"] = Json(jsoncons::json_array_arg);
  for (const auto& review : e.reviews) {
    Json one(jsoncons::json_object_arg);
    one["person"] = review.person.text();
    one["at"] = review.at.text();
    one["in_order"] = review.in_order;
    one["note"] = crypto::base64url(vault.seal_reason(e.record, review.note));
    j["reviews"].push_back(std::move(one));
  }
  draft.change.put_thing(kEmergencies, e.id.text(), wire::write_json(j));
}

Emergency read(const Vault& vault, EntryId id, std::string_view text) {
  const Json j = wire::read_own_json(text);
  Emergency e;
  e.id = id;
  e.record = RecordId::parse(j["record"].as<std::string>()).value_or(RecordId{});
  e.person = PersonId::parse(j["person"].as<std::string>()).value_or(PersonId{});
  e.role = role_of(j["role"].as<std::string>()).value_or(Role::street_worker);
  e.unit = UnitId::parse(j["unit"].as<std::string>()).value_or(UnitId{});
  e.at = Instant::parse(j["at"].as<std::string>()).value_or(Instant{});
  const auto opened = [&](const Json& sealed) { return vault.open_reason(e.record, crypto::from_base64url(sealed.as<std::string>()).value_or("")); };
  e.reason = opened(j["reason"]);
  for (const Json& one : j["reviews"].array_range())
    e.reviews.push_back({PersonId::parse(one["person"].as<std::string>()).value_or(PersonId{}), Instant::parse(one["at"].as<std::string>()).value_or(Instant{}), one["in_order"].as<bool>(), opened(one["note"])});
  return e;
}

/// The officer of this file: whoever may see who looked at it, and sees the logs of all of them.
bool is_officer_of(const Eye& eye, const ChildBrief& brief) {
  return eye.who().role == Role::data_protection_officer && eye.may(brief, eye.held(brief), Action::see_access_log).allow;
}

}  // namespace

void note_emergency(House& house, Draft& draft, const Header& header, const std::string& reason) {
  Emergency e;
  e.id = header.id;
  e.record = header.record;
  e.person = header.author;
  e.role = header.role;
  e.unit = header.unit;
  e.at = draft.now;
  e.reason = reason;
  put(draft, house.vault, e);
  Json row(jsoncons::json_object_arg);
  row["role"] = Json(word(header.role));
  row["unit"] = header.unit.text();
  row["action"] = Json(word(Action::open_break_glass));
  row["decision"] = Json(word(Decision::reason));
  row["shown"] = Json(jsoncons::json_array_arg);
  draft.change.append_access({0, draft.now, header.record, header.author, wire::write_json(row), house.vault.seal_reason(header.record, reason)});
}

void forget_words_of_emergencies(Draft& draft, RecordId record) {
  for (const Thing& t : draft.change.things(kEmergencies)) {
    Json j = wire::read_own_json(t.value);
    if (j["record"].as<std::string>() != record.text()) continue;
    j["reason"] = "";
    for (Json& review : j["reviews"].array_range()) review["note"] = "";
    draft.change.put_thing(kEmergencies, t.key, wire::write_json(j));
  }
}

Result<std::vector<Emergency>> emergencies(House& house, const Session& s) {
  if (s.role != Role::data_protection_officer) return refuse(ProblemCode::not_allowed);
  const Eye eye(house, s);
  std::vector<Emergency> all;
  for (const Thing& t : house.store.things(kEmergencies)) {
    const auto id = EntryId::parse(t.key);
    ensure(id.has_value(), "an emergency is kept under its entry");
    Emergency e = read(house.vault, *id, t.value);
    const auto brief = house.memory.caseload.find(e.record);
    if (!brief || !is_officer_of(eye, *brief)) continue;
    e.code = brief->code;
    all.push_back(std::move(e));
  }
  std::ranges::stable_sort(all, [](const Emergency& a, const Emergency& b) { return a.reviews.empty() != b.reviews.empty() ? a.reviews.empty() : a.at > b.at; });
  return all;
}

Result<void> review_emergency(House& house, const Session& s, EntryId id, bool in_order, const std::string& note) {
  if (s.role != Role::data_protection_officer) return refuse(ProblemCode::not_allowed);
  if (!in_order && note.empty()) return refuse(ProblemCode::missing_field, {{"field", "note"}});
  if (code_points(note) > kNoteMost) return refuse(ProblemCode::text_too_long, {{"field", "note"}});
  return house.writer.run<Result<void>>([&](Draft& draft) -> Result<void> {
    const auto text = draft.change.thing(kEmergencies, id.text());
    if (!text) return refuse(ProblemCode::not_found);
    Emergency e = read(house.vault, id, *text);
    const auto brief = house.memory.caseload.find(e.record);
    if (!brief || !is_officer_of(Eye(house, s), *brief)) return refuse(ProblemCode::not_found);
    if (e.person == s.person) return refuse(ProblemCode::not_the_same_person);
    e.reviews.push_back({s.person, draft.now, in_order, note});
    put(draft, house.vault, e);
    Json row(jsoncons::json_object_arg);
    row["role"] = Json(word(s.role));
    row["unit"] = s.unit.text();
    row["action"] = "emergency.reviewed";
    row["decision"] = Json(word(Decision::allow));
    row["shown"] = Json(jsoncons::json_array_arg);
    row["in_order"] = in_order;
    draft.change.append_access({0, draft.now, e.record, s.person, wire::write_json(row), house.vault.seal_reason(e.record, note)});
    return {};
  });
}

}  // namespace nibbi::usecases
