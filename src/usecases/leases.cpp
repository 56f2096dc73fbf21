#include "usecases/leases.hpp"

#include <algorithm>

#include "crypto/random.hpp"
#include "usecases/access_log.hpp"
#include "usecases/eye.hpp"
#include "usecases/sync.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using namespace domain;
using wire::Json;

constexpr std::string_view kLeases = "lease";  // one for each person, under their id
constexpr std::array<std::string_view, 3> kTrips{"reading", "visit", "journey"};
constexpr Milliseconds kRenewAnew = minutes(10);  ///< so that asking what is new is not a write each time

void put_lease(Change& change, const Lease& l) {
  Json j(jsoncons::json_object_arg);
  j["id"] = l.id.text();
  j["granted_by"] = l.granted_by.text();
  j["granted_at"] = l.granted_at.text();
  j["until"] = l.until.text();
  j["hours"] = l.hours;
  j["trip"] = Json(word(l.trip));
  if (!l.device.is_none()) j["device"] = l.device.text();
  j["files"] = Json(jsoncons::json_array_arg);
  for (RecordId record : l.files) j["files"].push_back(Json(record.text()));
  change.put_thing(kLeases, l.person.text(), wire::write_json(j));
}

Lease read_lease(PersonId person, std::string_view text) {
  const Json j = wire::read_own_json(text);
  const auto moment = [&](const char* key) { return Instant::parse(j[key].as<std::string>()).value_or(Instant{}); };
  Lease l{Uuid::parse(j["id"].as<std::string>()).value_or(Uuid{}), person, PersonId::parse(j["granted_by"].as<std::string>()).value_or(PersonId{}), moment("granted_at"), moment("until"),
          j["hours"].as<std::int64_t>(), trip_of(j["trip"].as<std::string>()).value_or(Trip::reading), {}, {}};
  if (j.contains("device")) l.device = DeviceId::parse(j["device"].as<std::string>()).value_or(DeviceId{});
  for (const Json& file : j["files"].array_range())
    if (const auto record = RecordId::parse(file.as<std::string>())) l.files.push_back(*record);
  return l;
}

std::optional<Lease> lease_of(StoreReader& store, PersonId person) {
  const auto text = store.thing(kLeases, person.text());
  return text ? std::optional(read_lease(person, *text)) : std::nullopt;
}

/// This child's part of the trip is over: visited, or handed over; or the file is not open any more.
bool is_over(const Lease& l, const ChildState& state) {
  if (state.status != FileState::open) return true;
  const auto since = [&](const auto& list, PersonId by) {
    return std::any_of(list.begin(), list.end(), [&](const auto& one) {
      const Said* said = state.entry(one.n);
      return said && said->received_at > l.granted_at && (by.is_none() || said->author == by);
    });
  };
  if (l.trip == Trip::visit) return since(state.all<VisitRecorded>(), l.person);
  if (l.trip == Trip::journey) return since(state.all<HandoverReceived>(), {}) || since(state.all<ReturnWithdrawn>(), {});
  return false;
}

bool runs(House& house, const Lease& l, const Directory& directory, Instant now) {
  if (now >= l.until) return false;
  const Person* person = directory.person(l.person);
  if (!person || person->posts.empty()) return false;
  if (l.trip == Trip::reading) return true;
  return std::any_of(l.files.begin(), l.files.end(), [&](RecordId record) {
    const FilePtr file = house.file(record);
    return file && !is_over(l, file->state);
  });
}

/// The lease as it stands, for somebody who may still travel with it. What has ended is left to be taken away by the next grant.
std::optional<Lease> running(House& house, PersonId person) {
  auto lease = lease_of(house.store, person);
  if (!lease || !runs(house, *lease, *house.memory.directory(), house.now())) return std::nullopt;
  return lease;
}

bool answers_for_whom(const Session& s, const Directory& directory, PersonId person) {
  const Person* whom = directory.person(person);
  return whom && answers_for(s, *whom);
}

void note(Draft& draft, const Session& s, const Lease& l, std::string_view action) {
  Json row(jsoncons::json_object_arg);
  row["action"] = Json(action);
  row["decision"] = "allow";
  row["lease"] = l.id.text();
  row["role"] = Json(word(s.role));
  row["unit"] = s.unit.text();
  row["shown"] = Json(jsoncons::json_array_arg);
  draft.change.append_access({0, draft.now, RecordId{l.person.uuid}, s.person, wire::write_json(row), {}});
}

}  // namespace

std::string_view word(Trip t) { return kTrips[static_cast<std::size_t>(t)]; }
std::optional<Trip> trip_of(std::string_view w) {
  const auto at = std::ranges::find(kTrips, w);
  return at == kTrips.end() ? std::nullopt : std::optional(static_cast<Trip>(at - kTrips.begin()));
}

Result<Lease> grant_lease(House& house, const Session& s, PersonId person, std::int64_t hours, Trip trip, const std::vector<RecordId>& files) {
  if (s.role != Role::supervisor) return refuse(ProblemCode::not_allowed);
  const Eye eye(house, s);
  if (!answers_for_whom(s, eye.directory(), person) || person == s.person) return refuse(ProblemCode::person_unknown, {{"field", "person"}});
  if (hours < 1 || hours > kLongestLeaseHours) return refuse(ProblemCode::number_out_of_range, {{"field", "hours"}});
  if (trip != Trip::reading && files.empty()) return refuse(ProblemCode::missing_field, {{"field", "files"}});
  if (files.size() > kMostLeased) return refuse(ProblemCode::number_out_of_range, {{"field", "files"}});
  for (RecordId record : files) {
    const auto brief = house.memory.caseload.find(record);
    if (!brief || !eye.may(*brief, eye.held(*brief), Action::assign).allow) return refuse(ProblemCode::not_found, {{"field", "files"}});
  }
  return house.writer.run<Result<Lease>>([&](Draft& draft) -> Result<Lease> {
    const Lease lease{crypto::new_uuid(draft.now), person, s.person, draft.now, draft.now + nibbi::hours(hours), hours, trip, files, {}};
    put_lease(draft.change, lease);
    note(draft, s, lease, "account.grant_lease");
    return lease;
  });
}

std::vector<LeaseLine> leases_of(House& house, const Session& s) {
  const auto directory = house.memory.directory();
  std::vector<LeaseLine> lines;
  for (const Thing& t : house.store.things(kLeases)) {
    const auto person = PersonId::parse(t.key);
    ensure(person.has_value(), "a lease is kept under its person");
    const bool own = *person == s.person;
    if (!own && !answers_for_whom(s, *directory, *person)) continue;
    Lease lease = read_lease(*person, t.value);
    if (!runs(house, lease, *directory, house.now())) continue;
    const auto name_of = [&](PersonId id) { const Person* one = directory->person(id); return one ? one->name : std::string{}; };
    std::string name = name_of(*person), by = name_of(lease.granted_by);
    lines.push_back({std::move(lease), std::move(name), std::move(by), own});
  }
  std::ranges::sort(lines, [](const LeaseLine& a, const LeaseLine& b) { return a.lease.until != b.lease.until ? a.lease.until < b.lease.until : a.lease.person < b.lease.person; });
  return lines;
}

Result<void> end_lease(House& house, const Session& s, const Uuid& id) {
  const auto all = leases_of(house, s);
  const auto line = std::ranges::find_if(all, [&](const LeaseLine& one) { return one.lease.id == id; });
  if (line == all.end()) return refuse(ProblemCode::not_found);
  return house.writer.run<Result<void>>([&, person = line->lease.person](Draft& draft) -> Result<void> {
    const auto lease = lease_of(draft.change, person);
    if (!lease || lease->id != id) return {};  // another took its place meanwhile
    draft.change.drop_thing(kLeases, person.text());
    note(draft, s, *lease, "account.end_lease");
    return {};
  });
}

Result<LeaseTaken> take_lease(House& house, const Session& s, const std::vector<LeaseHeld>& held) {
  if (s.device.is_none()) return refuse(ProblemCode::unknown_device);
  auto lease = running(house, s.person);
  if (!lease) return refuse(ProblemCode::not_found);
  if (!lease->device.is_none() && lease->device != s.device) return refuse(ProblemCode::other_device);

  std::vector<RecordId> files = lease->files.empty() ? files_to_carry(house, s) : lease->files;
  files.resize(std::min(files.size(), kMostLeased));
  LeaseTaken out;
  std::vector<std::pair<RecordId, PerTier<bool>>> delivered;
  std::vector<RecordId> carried;
  for (RecordId record : files) {
    const FilePtr file = house.file(record);
    if (!file || (lease->trip != Trip::reading && is_over(*lease, file->state))) continue;
    auto view = view_to_carry(house, s, record, file->state, lease->trip != Trip::reading);
    if (!view) continue;
    carried.push_back(record);
    if (std::ranges::any_of(held, [&](const LeaseHeld& one) { return one.record == record && one.hash == view->hash; })) continue;
    delivered.push_back({record, view->view.shown()});
    out.views.push_back({record, view->hash, view->view.json()});
  }
  for (const LeaseHeld& one : held)
    if (std::ranges::find(carried, one.record) == carried.end()) out.forget.push_back(one.record);

  auto taken = house.writer.run<Result<Lease>>([&](Draft& draft) -> Result<Lease> {
    auto standing = lease_of(draft.change, s.person);
    const auto device = find_device(draft.change, s.device);
    // Ended, granted anew, taken up elsewhere or revoked since it was looked at: nothing leaves.
    if (!standing || standing->id != lease->id || !device || device->revoked) return refuse(ProblemCode::not_found);
    if (!standing->device.is_none() && standing->device != s.device) return refuse(ProblemCode::other_device);
    if (standing->device.is_none()) note(draft, s, *standing, "account.take_lease");
    standing->device = s.device;
    standing->until = draft.now + nibbi::hours(standing->hours);
    put_lease(draft.change, *standing);
    for (const auto& [record, shown] : delivered) log_delivery(draft, s, record, shown);
    return *standing;
  });
  if (!taken) return std::unexpected(taken.error());
  out.lease = std::move(*taken);
  return out;
}

std::optional<Lease> renewed_lease(House& house, const Session& s) {
  auto lease = running(house, s.person);
  if (!lease || (!lease->device.is_none() && lease->device != s.device)) return std::nullopt;
  const Instant until = house.now() + nibbi::hours(lease->hours);
  if (lease->device.is_none() || until < lease->until + kRenewAnew) return lease;
  return house.writer.run<std::optional<Lease>>([&](Draft& draft) -> std::optional<Lease> {
    auto standing = lease_of(draft.change, s.person);
    if (!standing || standing->id != lease->id || standing->device != s.device) return std::nullopt;
    standing->until = until;
    put_lease(draft.change, *standing);
    return standing;
  });
}

void drop_lease_of(Change& change, const Device& device) {
  const auto lease = lease_of(change, device.person);
  if (lease && lease->device == device.id) drop_lease_of(change, device.person);
}

void drop_lease_of(Change& change, PersonId person) { change.drop_thing(kLeases, person.text()); }

void drop_all_leases(Change& change) {
  for (const Thing& t : change.things(kLeases)) change.drop_thing(kLeases, t.key);
}

}  // namespace nibbi::usecases
