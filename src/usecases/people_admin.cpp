#include "usecases/people_admin.hpp"

#include <algorithm>
#include <map>

#include "base/fold.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "crypto/totp.hpp"
#include "usecases/devices.hpp"
#include "usecases/leases.hpp"
#include "usecases/pin.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;
using enum ProblemCode;

SecondFactor new_factor(House& house, Account& account) {
  const crypto::SecretBytes secret = crypto::new_totp_secret();
  account.sealed_totp = house.vault.seal_thing(account.person.uuid, crypto::text_of(secret.bytes()));
  account.totp_last_step = 0;
  return {crypto::totp_uri(secret.bytes(), house.name, account.login), crypto::base32(secret.bytes())};
}

Json codes_json(const domain::Codes& codes) {
  Json list(jsoncons::json_array_arg);
  for (const auto& c : codes) list.push_back(c.value);
  return list;
}

}  // namespace

Result<PersonAdded> add_person(House& house, const By& by, const PersonAsked& asked) {
  if (fold(asked.login).empty()) return refuse(missing_field, {{"field", "login"}});
  if (asked.no_second_factor && !(asked.post && may_be_exempt(asked.post->role))) return refuse(factor_needed, {{"field", "no-second-factor"}});
  const bool with_code = asked.passphrase.empty();
  Result<std::string> hash = with_code ? std::string{} : passphrase_hash(house, asked.passphrase);
  if (!hash) return std::unexpected(hash.error());
  return together<PersonAdded>(house, [&](Draft& draft) {
    must_have(asked.name, "name");
    must_have(asked.language, "language");
    if (find_account(draft.change, asked.login)) throw Undo{{already_open, {{"field", "login"}}}};
    PersonAdded out{PersonId{crypto::new_uuid(draft.now)}, {}, {}, domain::Effect::now};
    const RecordId record{out.person.uuid};
    must(say(house, draft, by, record, domain::PersonRegistered{asked.name, {asked.language}}));
    Account account{out.person, asked.login, *hash, {}};
    if (!asked.no_second_factor) out.second_factor = new_factor(house, account);
    if (with_code) {
      out.second_factor.reset();
      out.code = issue_code(house, draft, account, Enrols::anew);
    }
    put_account(draft.change, account);
    note(draft, by, record, "account.add");
    if (asked.post) out.post = grant_in(house, draft, by, out.person, *asked.post);
    return out;
  });
}

Result<void> revoke_post(House& house, const By& by, PersonId person, domain::Role role, UnitId unit) {
  return together(house, [&](Draft& draft) {
    if (!draft.directory().post(person, role, unit)) throw Undo{{no_such_step, {{"field", "role"}}}};
    must(say(house, draft, by, RecordId{person.uuid}, domain::PersonRevoked{role, unit}));
    const domain::PersonGranted post{role, unit, {}};
    note(draft, by, RecordId{person.uuid}, "person.revoked", &post);
    // Who has no post left has no files to read: what their phones keep opens no more.
    if (const auto* left = draft.directory().person(person); left && left->posts.empty()) {
      drop_pins_of(draft.change, person);
      drop_lease_of(draft.change, person);
    }
  });
}

Result<void> set_safeguarding(House& house, const By& by, PersonId person, bool named) {
  return together(house, [&](Draft& draft) {
    if (!draft.directory().person(person)) throw Undo{{person_unknown, {}}};
    must(say(house, draft, by, RecordId{person.uuid}, domain::PersonSafeguards{named}));
    note(draft, by, RecordId{person.uuid}, named ? "person.safeguards" : "person.safeguards_no_more");
  });
}

Result<void> set_supervisor(House& house, const By& by, PersonId person, PersonId supervisor) {
  return together(house, [&](Draft& draft) {
    if (!is_supervisor(draft.directory(), supervisor) || supervisor == person || !draft.directory().person(person)) throw Undo{{person_unknown, {{"field", "supervisor"}}}};
    must(say(house, draft, by, RecordId{person.uuid}, domain::PersonSupervised{supervisor}));
    note(draft, by, RecordId{person.uuid}, "person.supervised");
  });
}

Result<void> set_passphrase(House& house, const By& by, const std::string& login, std::string_view passphrase) {
  auto hash = passphrase_hash(house, passphrase);
  if (!hash) return std::unexpected(hash.error());
  auto person = together<PersonId>(house, [&](Draft& draft) {
    auto account = find_account(draft.change, login);
    if (!account) throw Undo{{person_unknown, {}}};
    account->password_hash = *hash;
    put_account(draft.change, *account);
    note(draft, by, RecordId{account->person.uuid}, "account.passphrase");
    return account->person;
  });
  if (!person) return std::unexpected(person.error());
  house.sessions.drop_person(*person);
  return {};
}

Result<std::optional<SecondFactor>> set_second_factor(House& house, const By& by, const std::string& login, bool exempt) {
  struct Done { PersonId person; std::optional<SecondFactor> factor; };
  auto done = together<Done>(house, [&](Draft& draft) {
    auto account = find_account(draft.change, login);
    if (!account) throw Undo{{person_unknown, {}}};
    Done out{account->person, {}};
    if (exempt) {
      const auto* person = draft.directory().person(account->person);
      const bool may = person && !person->posts.empty() && std::all_of(person->posts.begin(), person->posts.end(), [](const auto& p) { return may_be_exempt(p.role); });
      if (!may) throw Undo{{factor_needed, {}}};
      account->sealed_totp.clear();
    } else {
      out.factor = new_factor(house, *account);
    }
    put_account(draft.change, *account);
    note(draft, by, RecordId{account->person.uuid}, exempt ? "account.no_second_factor" : "account.second_factor");
    return out;
  });
  if (!done) return std::unexpected(done.error());
  house.sessions.drop_person(done->person);
  return done->factor;
}

Result<void> end_sessions(House& house, const By& by, PersonId person) {
  const auto done = together(house, [&](Draft& draft) {
    if (!draft.directory().person(person)) throw Undo{{person_unknown, {}}};
    note(draft, by, RecordId{person.uuid}, "account.end_sessions");
  });
  if (done) house.sessions.drop_person(person);
  return done;
}

Result<void> suspend(House& house, const By& by, PersonId person, bool suspended) {
  const auto done = together(house, [&](Draft& draft) {
    auto account = account_of(draft.change, person);
    if (!account) throw Undo{{person_unknown, {}}};
    if (person == by.person) throw Undo{{not_the_same_person, {}}};
    if (account->suspended == suspended) return;
    account->suspended = suspended;
    put_account(draft.change, *account);
    if (suspended) drop_pins_of(draft.change, person);
    note(draft, by, RecordId{person.uuid}, suspended ? "account.suspended" : "account.given_back");
  });
  if (done && suspended) house.sessions.drop_person(person);
  return done;
}

Result<OneTimeCode> renew_second_factor(House& house, const By& by, PersonId person) {
  auto code = together<OneTimeCode>(house, [&](Draft& draft) {
    if (by.factor != domain::Factor::fresh) throw Undo{{ProblemCode::step_up, {}}};
    auto account = account_of(draft.change, person);
    if (!account || account->password_hash.empty()) throw Undo{{person_unknown, {}}};
    if (person == by.person) throw Undo{{not_the_same_person, {}}};
    if (account->sealed_totp.empty()) throw Undo{{factor_needed, {}}};
    const OneTimeCode issued = issue_code(house, draft, *account, Enrols::factor);
    put_account(draft.change, *account);
    note(draft, by, RecordId{person.uuid}, "account.second_factor");
    return issued;
  });
  if (code) house.sessions.drop_person(person);
  return code;
}

Result<void> revoke_device(House& house, const By& by, DeviceId id) {
  auto person = together<PersonId>(house, [&](Draft& draft) {
    auto device = find_device(draft.change, id);
    if (!device) throw Undo{{unknown_device, {}}};
    revoke_in(draft, *device);
    note(draft, by, RecordId{device->person.uuid}, "account.revoke_device");
    return device->person;
  });
  if (!person) return std::unexpected(person.error());
  house.sessions.drop_person(*person);
  return {};
}

Result<UnitId> add_unit(House& house, const By& by, const domain::UnitRegistered& about, std::optional<std::int64_t> places) {
  return together<UnitId>(house, [&](Draft& draft) {
    must_have(about.name, "name");
    must_have(about.organisation, "organisation");
    must_have(about.kind.value, "kind");
    must_have(about.country.value, "country");
    const UnitId unit{crypto::new_uuid(draft.now)};
    must(say(house, draft, by, RecordId{unit.uuid}, about));
    note(draft, by, RecordId{unit.uuid}, "unit.registered");
    if (places) must(say(house, draft, by, RecordId{unit.uuid}, domain::UnitCapacitySet{*places}));
    return unit;
  });
}

Result<void> set_capacity(House& house, const By& by, UnitId unit, std::int64_t places) {
  return together(house, [&](Draft& draft) {
    must_be_open(draft, unit);
    must(say(house, draft, by, RecordId{unit.uuid}, domain::UnitCapacitySet{places}));
    note(draft, by, RecordId{unit.uuid}, "unit.capacity_set");
  });
}

Result<void> set_duty(House& house, const By& by, UnitId unit, const domain::UnitDutySet& duty) {
  if (duty.until < duty.from) return refuse(number_out_of_range, {{"field", "until"}});
  return together(house, [&](Draft& draft) {
    must_be_open(draft, unit);
    if (!is_supervisor(draft.directory(), duty.supervisor)) throw Undo{{person_unknown, {{"field", "supervisor"}}}};
    must(say(house, draft, by, RecordId{unit.uuid}, duty));
    note(draft, by, RecordId{unit.uuid}, "unit.duty_set");
  });
}

Result<void> close_unit(House& house, const By& by, UnitId unit, const std::string& why) {
  return together(house, [&](Draft& draft) {
    must_be_open(draft, unit);
    if (const std::int64_t children = draft.placed_at(unit); children > 0) throw Undo{{no_such_step, {{"placed", std::to_string(children)}}}};
    must(say(house, draft, by, RecordId{unit.uuid}, domain::UnitClosed{why}));
    note(draft, by, RecordId{unit.uuid}, "unit.closed");
  });
}

Result<PersonId> find_person(House& house, std::string_view login_or_id) {
  if (auto id = PersonId::parse(login_or_id); id && house.memory.directory()->person(*id)) return *id;
  if (auto account = find_account(house.store, login_or_id)) return account->person;
  return refuse(person_unknown);
}

Result<UnitId> find_unit(House& house, std::string_view name_or_id) {
  const auto directory = house.memory.directory();
  if (auto id = UnitId::parse(name_or_id); id && directory->unit(*id)) return *id;
  std::vector<UnitId> named;
  for (const auto& [id, unit] : directory->units)
    if (fold(unit.about.name) == fold(name_or_id)) named.push_back(id);
  if (named.size() != 1) return refuse(unit_unknown, {{"found", std::to_string(named.size())}});
  return named.front();
}

Result<std::vector<AdminAct>> acts_on(House& house, const Uuid& id) {
  const auto directory = house.memory.directory();
  if (!directory->person(PersonId{id}) && !directory->unit(UnitId{id})) return refuse(not_found);
  std::vector<AdminAct> acts;
  for (const AccessRow& row : house.store.accesses_of(RecordId{id}, INT64_MAX, 200)) acts.push_back({row.at, row.person, row.row});
  return acts;
}

std::string people_json(House& house) {
  std::map<PersonId, Account> accounts;
  for (const Thing& t : house.store.things("account"))
    if (auto account = find_account(house.store, t.key)) accounts.emplace(account->person, *account);
  std::map<PersonId, Json> devices;
  for (const Thing& t : house.store.things("device")) {
    const auto id = DeviceId::parse(t.key);
    const auto device = id ? find_device(house.store, *id) : std::nullopt;
    if (!device) continue;
    Json one(jsoncons::json_object_arg);
    one["device"] = device->id.text();
    one["entries"] = device->last_seq;
    one["revoked"] = device->revoked;
    if (device->registered_at.unix_ms) one["seen_at"] = device->seen_at.text();  // none: a pen of the house's own
    devices.try_emplace(device->person, jsoncons::json_array_arg).first->second.push_back(std::move(one));
  }
  const auto directory = house.memory.directory();
  Json people(jsoncons::json_array_arg);
  for (const auto& [id, person] : directory->people) {
    Json one(jsoncons::json_object_arg);
    one["person"] = id.text();
    one["name"] = person.name;
    one["language"] = person.language.value;
    if (!person.supervisor.is_none()) one["supervisor"] = person.supervisor.text();
    if (person.safeguards) one["safeguards"] = true;
    one["posts"] = Json(jsoncons::json_array_arg);
    for (const auto& post : person.posts) {
      Json p(jsoncons::json_object_arg);
      p["role"] = Json(domain::word(post.role));
      p["unit"] = post.unit.text();
      if (const auto* unit = directory->unit(post.unit)) p["unit_name"] = unit->about.name;
      if (!post.countries.empty()) p["countries"] = codes_json(post.countries);
      one["posts"].push_back(std::move(p));
    }
    if (auto account = accounts.find(id); account != accounts.end()) {
      one["login"] = account->second.login;
      one["second_factor"] = !account->second.sealed_totp.empty();
      one["account"] = account->second.suspended ? "suspended" : awaits_enrolment(house.store, id, house.now()) ? "awaits_code" : account->second.password_hash.empty() ? "closed" : "open";
    }
    auto theirs = devices.find(id);
    one["devices"] = theirs == devices.end() ? Json(jsoncons::json_array_arg) : theirs->second;
    people.push_back(std::move(one));
  }
  return wire::write_json(people);
}

std::string units_json(House& house) {
  const auto directory = house.memory.directory();
  Json units(jsoncons::json_array_arg);
  for (const auto& [id, unit] : directory->units) {
    Json one(jsoncons::json_object_arg);
    one["unit"] = id.text();
    one["name"] = unit.about.name;
    one["organisation"] = unit.about.organisation;
    one["kind"] = unit.about.kind.value;
    one["country"] = unit.about.country.value;
    one["services"] = codes_json(unit.about.services);
    one["languages"] = codes_json(unit.about.languages);
    one["closed"] = unit.closed;
    for (const auto& duty : unit.duties) {
      if (!one.contains("duties")) one["duties"] = Json(jsoncons::json_array_arg);
      Json d(jsoncons::json_object_arg);
      d["supervisor"] = duty.supervisor.text();
      d["from"] = duty.from.text();
      d["until"] = duty.until.text();
      one["duties"].push_back(std::move(d));
    }
    if (unit.places) {
      one["places"] = *unit.places;
      one["taken"] = house.memory.caseload.housed_at(id);
    }
    units.push_back(std::move(one));
  }
  return wire::write_json(units);
}

}  // namespace nibbi::usecases
