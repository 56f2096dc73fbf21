#include "usecases/people_admin.hpp"

#include <algorithm>
#include <map>

#include "base/fold.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "crypto/totp.hpp"
#include "usecases/devices.hpp"
#include "usecases/entries_accept.hpp"
#include "usecases/leases.hpp"
#include "usecases/pin.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;
using enum ProblemCode;

/// Writes what the command line says into a record of a person or unit. On the writer's thread.
Result<void> say(House& house, Draft& draft, const std::string& by, RecordId record, domain::Body body) {
  const auto stands = draft.change.record(record);
  ReadyEntry e = system_entry(house, record, stands ? stands->n : 0, std::move(body), {"command line", crypto::new_uuid(draft.now).text()});
  e.content.telling.told_by = by;
  e.parts = wire::write_parts(e.content, house.rules);
  // Held to the same codec as what comes from outside: codes of lists, lengths, what is needed.
  if (auto read = wire::read_parts(e.header.kind, e.parts, &house.rules); !read) return std::unexpected(read.error());
  const Receipt receipt = judge_and_append(house, draft, e, domain::Factor::stale, true);
  if (receipt.problem) return std::unexpected(*receipt.problem);
  return {};
}

/// What was done to an account, in the access log of the person's own record; nobody who signs in did it, so no person stands there.
void note(Draft& draft, const std::string& by, PersonId about, std::string_view action) {
  Json row(jsoncons::json_object_arg);
  row["action"] = Json(action);
  row["by"] = by;
  row["decision"] = "allow";
  row["shown"] = Json(jsoncons::json_array_arg);
  draft.change.append_access({0, draft.now, RecordId{about.uuid}, {}, wire::write_json(row), {}});
}

/// A refusal undoes what the job wrote before it.
struct Undo { Problem problem; };
template <class T>
Result<T> together(House& house, const std::function<T(Draft&)>& work) {
  try {
    return house.writer.run<T>(work);
  } catch (const Undo& undo) {
    return std::unexpected(undo.problem);
  }
}
void must(Result<void> result) {
  if (!result) throw Undo{result.error()};
}

bool may_be_exempt(domain::Role role) { return role == domain::Role::street_worker || role == domain::Role::shelter_staff; }

std::optional<Account> account_of(StoreReader& store, PersonId person) {
  for (const Thing& t : store.things("account"))
    if (auto account = find_account(store, t.key); account && account->person == person) return account;
  return std::nullopt;
}

Result<std::string> hash_of(House& house, std::string_view passphrase) {
  if (code_points(passphrase) < kPassphraseLeast) return refuse(number_out_of_range, {{"field", "passphrase"}, {"least", std::to_string(kPassphraseLeast)}});
  return house.hashes.hash(passphrase);
}

SecondFactor new_factor(House& house, Account& account) {
  const crypto::SecretBytes secret = crypto::new_totp_secret();
  account.sealed_totp = house.vault.seal_thing(account.person.uuid, crypto::text_of(secret.bytes()));
  account.totp_last_step = 0;
  return {crypto::totp_uri(secret.bytes(), house.name, account.login), crypto::base32(secret.bytes())};
}

/// The unit is there and takes people.
void must_be_open(Draft& draft, UnitId id) {
  const auto* unit = draft.directory().unit(id);
  if (!unit || unit->closed) throw Undo{{unit_unknown, {{"field", "unit"}}}};
}

bool is_supervisor(Draft& draft, PersonId person) {
  const auto* who = draft.directory().person(person);
  return who && std::any_of(who->posts.begin(), who->posts.end(), [](const auto& p) { return p.role == domain::Role::supervisor; });
}

Json codes_json(const domain::Codes& codes) {
  Json list(jsoncons::json_array_arg);
  for (const auto& c : codes) list.push_back(c.value);
  return list;
}

}  // namespace

Result<PersonAdded> add_person(House& house, const std::string& by, const PersonAsked& asked) {
  if (fold(asked.login).empty()) return refuse(missing_field, {{"field", "login"}});
  if (asked.no_second_factor && !(asked.post && may_be_exempt(asked.post->role))) return refuse(factor_needed, {{"field", "no-second-factor"}});
  auto hash = hash_of(house, asked.passphrase);
  if (!hash) return std::unexpected(hash.error());
  return together<PersonAdded>(house, [&](Draft& draft) {
    if (find_account(draft.change, asked.login)) throw Undo{{already_open, {{"field", "login"}}}};
    PersonAdded out{PersonId{crypto::new_uuid(draft.now)}, {}};
    const RecordId record{out.person.uuid};
    must(say(house, draft, by, record, domain::PersonRegistered{asked.name, {asked.language}}));
    if (asked.post) {
      must_be_open(draft, asked.post->unit);
      must(say(house, draft, by, record, *asked.post));
    }
    Account account{out.person, asked.login, *hash, {}, 0};
    if (!asked.no_second_factor) out.second_factor = new_factor(house, account);
    put_account(draft.change, account);
    note(draft, by, out.person, "account.add");
    return out;
  });
}

Result<void> grant_post(House& house, const std::string& by, PersonId person, const domain::PersonGranted& post) {
  auto done = together<bool>(house, [&](Draft& draft) {
    if (!draft.directory().person(person)) throw Undo{{person_unknown, {}}};
    must_be_open(draft, post.unit);
    if (const auto account = account_of(draft.change, person); account && account->sealed_totp.empty() && !may_be_exempt(post.role)) throw Undo{{factor_needed, {}}};
    must(say(house, draft, by, RecordId{person.uuid}, post));
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> revoke_post(House& house, const std::string& by, PersonId person, domain::Role role, UnitId unit) {
  auto done = together<bool>(house, [&](Draft& draft) {
    if (!draft.directory().post(person, role, unit)) throw Undo{{no_such_step, {{"field", "role"}}}};
    must(say(house, draft, by, RecordId{person.uuid}, domain::PersonRevoked{role, unit}));
    // Who has no post left has no files to read: what their phones keep opens no more.
    if (const auto* left = draft.directory().person(person); left && left->posts.empty()) {
      drop_pins_of(draft.change, person);
      drop_lease_of(draft.change, person);
    }
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> set_safeguarding(House& house, const std::string& by, PersonId person, bool named) {
  auto done = together<bool>(house, [&](Draft& draft) {
    if (!draft.directory().person(person)) throw Undo{{person_unknown, {}}};
    must(say(house, draft, by, RecordId{person.uuid}, domain::PersonSafeguards{named}));
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> set_supervisor(House& house, const std::string& by, PersonId person, PersonId supervisor) {
  auto done = together<bool>(house, [&](Draft& draft) {
    if (!is_supervisor(draft, supervisor) || supervisor == person || !draft.directory().person(person)) throw Undo{{person_unknown, {{"field", "supervisor"}}}};
    must(say(house, draft, by, RecordId{person.uuid}, domain::PersonSupervised{supervisor}));
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> set_passphrase(House& house, const std::string& by, const std::string& login, std::string_view passphrase) {
  auto hash = hash_of(house, passphrase);
  if (!hash) return std::unexpected(hash.error());
  auto person = together<PersonId>(house, [&](Draft& draft) {
    auto account = find_account(draft.change, login);
    if (!account) throw Undo{{person_unknown, {}}};
    account->password_hash = *hash;
    put_account(draft.change, *account);
    note(draft, by, account->person, "account.passphrase");
    return account->person;
  });
  if (!person) return std::unexpected(person.error());
  house.sessions.drop_person(*person);
  return {};
}

Result<std::optional<SecondFactor>> set_second_factor(House& house, const std::string& by, const std::string& login, bool exempt) {
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
    note(draft, by, account->person, exempt ? "account.no_second_factor" : "account.second_factor");
    return out;
  });
  if (!done) return std::unexpected(done.error());
  house.sessions.drop_person(done->person);
  return done->factor;
}

Result<void> end_sessions(House& house, const std::string& by, const std::string& login) {
  auto person = together<PersonId>(house, [&](Draft& draft) {
    const auto account = find_account(draft.change, login);
    if (!account) throw Undo{{person_unknown, {}}};
    note(draft, by, account->person, "account.end_sessions");
    return account->person;
  });
  if (!person) return std::unexpected(person.error());
  house.sessions.drop_person(*person);
  return {};
}

Result<void> revoke_device(House& house, const std::string& by, DeviceId id) {
  auto person = together<PersonId>(house, [&](Draft& draft) {
    auto device = find_device(draft.change, id);
    if (!device) throw Undo{{unknown_device, {}}};
    revoke_in(draft, *device);
    note(draft, by, device->person, "account.revoke_device");
    return device->person;
  });
  if (!person) return std::unexpected(person.error());
  house.sessions.drop_person(*person);
  return {};
}

Result<UnitId> add_unit(House& house, const std::string& by, const domain::UnitRegistered& about, std::optional<std::int64_t> places) {
  return together<UnitId>(house, [&](Draft& draft) {
    const UnitId unit{crypto::new_uuid(draft.now)};
    must(say(house, draft, by, RecordId{unit.uuid}, about));
    if (places) must(say(house, draft, by, RecordId{unit.uuid}, domain::UnitCapacitySet{*places}));
    return unit;
  });
}

Result<void> set_capacity(House& house, const std::string& by, UnitId unit, std::int64_t places) {
  auto done = together<bool>(house, [&](Draft& draft) {
    must_be_open(draft, unit);
    must(say(house, draft, by, RecordId{unit.uuid}, domain::UnitCapacitySet{places}));
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> set_duty(House& house, const std::string& by, UnitId unit, const domain::UnitDutySet& duty) {
  if (duty.until < duty.from) return refuse(number_out_of_range, {{"field", "until"}});
  auto done = together<bool>(house, [&](Draft& draft) {
    must_be_open(draft, unit);
    if (!is_supervisor(draft, duty.supervisor)) throw Undo{{person_unknown, {{"field", "supervisor"}}}};
    must(say(house, draft, by, RecordId{unit.uuid}, duty));
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> close_unit(House& house, const std::string& by, UnitId unit, const std::string& why) {
  auto done = together<bool>(house, [&](Draft& draft) {
    must_be_open(draft, unit);
    if (const std::int64_t children = draft.placed_at(unit); children > 0) throw Undo{{no_such_step, {{"placed", std::to_string(children)}}}};
    must(say(house, draft, by, RecordId{unit.uuid}, domain::UnitClosed{why}));
    return true;
  });
  if (!done) return std::unexpected(done.error());
  return {};
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
