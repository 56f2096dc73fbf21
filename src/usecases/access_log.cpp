#include "usecases/access_log.hpp"

#include "wire/json.hpp"

namespace nibbi::usecases {

using namespace domain;
using wire::Json;

namespace {

Json row_of(Role role, UnitId unit, Action action, Decision decision, const PerTier<bool>& shown) {
  Json j(jsoncons::json_object_arg);
  j["role"] = Json(word(role));
  j["unit"] = unit.text();
  j["action"] = Json(word(action));
  j["decision"] = Json(word(decision));
  Json parts(jsoncons::json_array_arg);
  for (Tier t : kTiers)
    if (shown[t]) parts.push_back(Json(word(t)));
  j["shown"] = std::move(parts);
  return j;
}

Json row_of(const Session& s, Action action, Decision decision, const PerTier<bool>& shown) { return row_of(s.role, s.unit, action, decision, shown); }

void append(House& house, const Session& s, RecordId record, const Json& row, const std::string& reason) {
  house.writer.run<bool>([&, text = wire::write_json(row)](Draft& draft) {
    draft.change.append_access({0, draft.now, record, s.person, text, house.vault.seal_reason(record, reason)});
    return true;
  }, {.may_repeat = true});
}

}  // namespace

void log_look(House& house, const Session& s, RecordId record, Action action, Decision decision, const PerTier<bool>& shown, const std::string& reason, const Uuid& attachment) {
  Json row = row_of(s, action, decision, shown);
  if (!attachment.is_nil()) row["attachment"] = attachment.text();
  append(house, s, record, row, reason);
}

void log_delivery(Draft& draft, const Session& s, RecordId record, const PerTier<bool>& shown) {
  Json row = row_of(s, deepest_sight(shown), Decision::allow, shown);
  row["delivered"] = s.device.text();
  draft.change.append_access({0, draft.now, record, s.person, wire::write_json(row), {}});
}

void log_told_look(Draft& draft, const Header& h, const FileLookedAt& look) {
  PerTier<bool> shown{};
  for (const Code& part : look.parts)
    if (const auto tier = tier_of(part.value)) shown[*tier] = true;
  Json row = row_of(h.role, h.unit, deepest_sight(shown), Decision::allow, shown);
  row["device"] = h.device.text();
  row["looked_at"] = h.claimed_at.text();
  draft.change.append_access({0, draft.now, h.record, h.author, wire::write_json(row), {}});
}

void log_concern(House& house, const Session& s, RecordId record) {
  Json row = row_of(s, Action::find, Decision::hit, {});
  row["concern"] = true;
  append(house, s, record, row, {});
}

bool is_of_a_concern(std::string_view row) { return wire::read_own_json(row).contains("concern"); }

Action deepest_sight(const PerTier<bool>& shown) {
  return shown[Tier::narrative] ? Action::see_narrative : shown[Tier::placement] ? Action::see_placement : shown[Tier::identity] ? Action::see_identity : Action::see_plain;
}

}  // namespace nibbi::usecases
