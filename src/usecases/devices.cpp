#include "usecases/devices.hpp"

#include <algorithm>
#include <sstream>

#include "crypto/digest.hpp"
#include "crypto/text_form.hpp"
#include "usecases/leases.hpp"
#include "usecases/pin.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;

constexpr std::string_view kDevices = "device";
constexpr std::string_view kRevokedFirstLine = "nibbi revoked 1\n";

void put_instant(Json& j, const char* key, Instant at) {
  if (at.unix_ms) j[key] = at.text();
}
Instant instant_of(const Json& j, const char* key) {
  return j.contains(key) ? Instant::parse(j[key].as<std::string>()).value_or(Instant{}) : Instant{};
}

Device read_device(DeviceId id, std::string_view text) {
  const Json j = wire::read_own_json(text);
  Device d{id, PersonId::parse(j["person"].as<std::string>()).value_or(PersonId{}), crypto::from_base64url(j["spki"].as<std::string>()).value_or(""),
           j["last_seq"].as<std::int64_t>(), j["revoked"].as<bool>()};
  d.registered_at = instant_of(j, "registered_at");
  d.seen_at = instant_of(j, "seen_at");
  d.revoked_at = instant_of(j, "revoked_at");
  if (j.contains("unsent")) d.unsent = j["unsent"].as<std::int64_t>();
  return d;
}

/// Door `devices` of contract/policy/doors.json.
bool may_revoke(const domain::Directory& directory, const Session& s, PersonId whose) {
  if (whose == s.person || s.role == domain::Role::administrator) return true;
  const auto* person = directory.person(whose);
  return person && answers_for(s, *person);
}

}  // namespace

bool answers_for(const Session& s, const domain::Person& person) {
  if (s.role != domain::Role::supervisor) return false;
  return person.supervisor == s.person || std::ranges::any_of(person.posts, [&](const domain::Post& post) { return post.unit == s.unit; });
}

std::optional<Device> find_device(StoreReader& store, DeviceId id) {
  const auto text = store.thing(kDevices, id.text());
  if (!text) return std::nullopt;
  return read_device(id, *text);
}

Wanted::Name device_name(DeviceId id) { return {std::string(kDevices), id.text()}; }

void put_device(Change& change, const Device& d) {
  Json j(jsoncons::json_object_arg);
  j["person"] = d.person.text();
  j["spki"] = crypto::base64url(d.spki);
  j["last_seq"] = d.last_seq;
  j["revoked"] = d.revoked;
  put_instant(j, "registered_at", d.registered_at);
  put_instant(j, "seen_at", d.seen_at);
  put_instant(j, "revoked_at", d.revoked_at);
  if (d.unsent) j["unsent"] = d.unsent;
  change.put_thing(kDevices, d.id.text(), wire::write_json(j));
}

Result<DeviceId> register_device(House& house, const Session& session, std::string_view spki) {
  if (!crypto::VerifyKey::from_spki(spki)) return refuse(ProblemCode::wrong_type, {{"field", "public_key"}});
  // The same key of the same person is the same device, however often it is shown.
  const DeviceId id{crypto::derived_entry_id({"device", session.person.text(), spki}).uuid};
  if (!session.device.is_none() && session.device != id) return refuse(ProblemCode::other_device);
  if (!find_device(house.store, id))
    house.writer.run<bool>([&](Draft& draft) {
      if (!find_device(draft.change, id)) {
        Device fresh{id, session.person, std::string(spki)};
        fresh.registered_at = fresh.seen_at = draft.now;
        put_device(draft.change, fresh);
      }
      return true;
    });
  bool bound = false;
  const bool lives = house.sessions.change(session.key, [&](Session& s) {
    bound = s.device.is_none() || s.device == id;
    if (bound) s.device = id;
  });
  if (!lives) return refuse(ProblemCode::sign_in_first);
  if (!bound) return refuse(ProblemCode::other_device);
  return id;
}

std::vector<DeviceLine> devices_of(House& house, const Session& s) {
  const auto directory = house.memory.directory();
  std::vector<DeviceLine> lines;
  for (const Thing& t : house.store.things(kDevices)) {
    const auto id = DeviceId::parse(t.key);
    ensure(id.has_value(), "a device is kept under its id");
    Device device = read_device(*id, t.value);
    if (device.registered_at.unix_ms == 0) continue;
    const auto* person = directory->person(device.person);
    const bool own = device.person == s.person;
    if (!person || (!own && !answers_for(s, *person))) continue;
    const bool revocable = !device.revoked;
    lines.push_back({std::move(device), person->name, own, revocable});
  }
  std::ranges::sort(lines, [](const DeviceLine& a, const DeviceLine& b) { return a.device.seen_at != b.device.seen_at ? a.device.seen_at > b.device.seen_at : a.device.id < b.device.id; });
  return lines;
}

void revoke_in(Draft& draft, Device& device) {
  drop_pin(draft.change, device.id);
  drop_lease_of(draft.change, device);
  if (device.revoked) return;
  device.revoked = true;
  device.revoked_at = draft.now;
  put_device(draft.change, device);
}

Result<void> withdraw_device(House& house, const Session& s, DeviceId id) {
  auto done = house.writer.run<Result<void>>([&](Draft& draft) -> Result<void> {
    auto device = find_device(draft.change, id);
    if (!device || device->registered_at.unix_ms == 0 || !may_revoke(draft.directory(), s, device->person)) return refuse(ProblemCode::unknown_device);
    if (device->revoked) return {};
    revoke_in(draft, *device);
    Json row(jsoncons::json_object_arg);
    row["action"] = "account.revoke_device";
    row["decision"] = "allow";
    row["device"] = id.text();
    row["role"] = Json(domain::word(s.role));
    row["unit"] = s.unit.text();
    row["shown"] = Json(jsoncons::json_array_arg);
    draft.change.append_access({0, draft.now, RecordId{device->person.uuid}, s.person, wire::write_json(row), {}});
    return {};
  });
  if (done) house.sessions.drop_device(id);
  return done;
}

std::string revoked_list(StoreReader& store) {
  std::string text(kRevokedFirstLine);
  for (const Thing& t : store.things(kDevices)) {
    const auto id = DeviceId::parse(t.key);
    ensure(id.has_value(), "a device is kept under its id");
    const Device d = read_device(*id, t.value);
    if (d.revoked) text += id->text() + ' ' + d.person.text() + ' ' + crypto::base64url(d.spki) + ' ' + d.revoked_at.text() + '\n';
  }
  return text;
}

std::optional<std::vector<Device>> read_revoked_list(std::string_view text) {
  if (!text.starts_with(kRevokedFirstLine)) return std::nullopt;
  std::vector<Device> all;
  std::istringstream lines{std::string(text.substr(kRevokedFirstLine.size()))};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string id, person, key, at, more;
    words >> id >> person >> key >> at;
    const auto device = DeviceId::parse(id);
    const auto whose = PersonId::parse(person);
    const auto spki = crypto::from_base64url(key);
    const auto moment = Instant::parse(at);
    if (!device || !whose || !spki || !moment || words >> more) return std::nullopt;
    Device d{*device, *whose, *spki};
    d.registered_at = d.seen_at = d.revoked_at = *moment;
    all.push_back(std::move(d));
  }
  return all;
}

std::int64_t revoke_again(House& house, const std::vector<Device>& revoked) {
  std::int64_t count = 0;
  for (const Device& told : revoked)
    count += house.writer.run<bool>([&](Draft& draft) {
      auto device = find_device(draft.change, told.id).value_or(told);
      if (device.revoked) return false;
      revoke_in(draft, device);
      device.revoked_at = told.revoked_at;
      put_device(draft.change, device);
      return true;
    });
  return count;
}

}  // namespace nibbi::usecases
