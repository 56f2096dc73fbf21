#include "usecases/own_account.hpp"

#include "crypto/text_form.hpp"
#include "crypto/totp.hpp"
#include "usecases/people_support.hpp"
#include "usecases/tries.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using enum ProblemCode;
using wire::Json;

constexpr std::string_view kOffered = "new_factor";

/// Counted by login, apart from the door: whoever found an open screen has no more tries than whoever stands before the door.
Result<void> knows_passphrase(House& house, const Account& account, std::string_view passphrase) {
  const std::string who = "own passphrase of " + account.login;
  return tried(house, {who, "", ""}, [&] { return is_passphrase(house, account.password_hash, passphrase); });
}

By oneself(const Session& session) {
  By self("the person");
  self.person = session.person;
  self.role = session.role;
  self.unit = session.unit;
  return self;
}

/// The key that was offered to this person and still waits.
std::optional<std::string> offered(const House& house, StoreReader& store, PersonId person, Instant now) {
  const auto text = store.thing(kOffered, person.text());
  if (!text) return std::nullopt;
  const Json j = wire::read_own_json(*text);
  if (now > Instant::parse(j["until"].as<std::string>()).value_or(Instant{})) return std::nullopt;
  return house.vault.open_thing(person.uuid, crypto::from_base64url(j["key"].as<std::string>()).value_or(""));
}

}  // namespace

Result<void> change_passphrase(House& house, const Session& session, std::string_view stands, std::string_view chosen) {
  if (session.factor(house.now()) != domain::Factor::fresh) return refuse(ProblemCode::step_up);
  const auto account = find_account(house.store, session.login);
  if (!account || account->password_hash.empty()) return refuse(sign_in_first);
  if (auto known = knows_passphrase(house, *account, stands); !known) return known;
  const auto hash = passphrase_hash(house, chosen);
  if (!hash) return std::unexpected(hash.error());
  const auto done = together(house, [&](Draft& draft) {
    auto now = find_account(draft.change, session.login);
    // An administrator may have begun it anew, or suspended it, meanwhile.
    if (!now || now->password_hash != account->password_hash || now->suspended) throw Undo{{sign_in_first, {}}};
    now->password_hash = *hash;
    put_account(draft.change, *now);
    note(draft, oneself(session), RecordId{session.person.uuid}, "account.change_passphrase");
  });
  if (done) house.sessions.drop_others(session.person, session.key);
  return done;
}

Result<NewFactor> offer_factor(House& house, const Session& session, std::string_view passphrase) {
  if (session.factor(house.now()) != domain::Factor::fresh) return refuse(ProblemCode::step_up);
  const auto account = find_account(house.store, session.login);
  if (!account || account->password_hash.empty()) return refuse(sign_in_first);
  if (account->sealed_totp.empty()) return refuse(factor_needed);
  if (auto known = knows_passphrase(house, *account, passphrase); !known) return std::unexpected(known.error());
  const crypto::SecretBytes secret = crypto::new_totp_secret();
  house.writer.run<bool>([&](Draft& draft) {
    Json j(jsoncons::json_object_arg);
    j["key"] = crypto::base64url(house.vault.seal_thing(session.person.uuid, crypto::text_of(secret.bytes())));
    j["until"] = (draft.now + kNewFactorWaits).text();
    draft.change.put_thing(kOffered, session.person.text(), wire::write_json(j));
    return true;
  });
  return NewFactor{crypto::totp_uri(secret.bytes(), house.name, account->login), crypto::base32(secret.bytes())};
}

Result<void> take_factor(House& house, const Session& session, std::string_view six_digits) {
  const std::string who = "new code of " + session.login;
  const auto take = [&](Draft& draft) {
    const auto secret = offered(house, draft.change, session.person, draft.now);
    auto account = find_account(draft.change, session.login);
    if (!account || account->suspended) throw Undo{{sign_in_first, {}}};
    if (!secret || account->sealed_totp.empty()) throw Undo{{no_such_step, {}}};
    const auto step = crypto::totp_check(crypto::bytes_of(*secret), six_digits, draft.now, 0);
    if (!step) throw Undo{{wrong_code, {{"field", "code"}}}};
    account->sealed_totp = house.vault.seal_thing(session.person.uuid, *secret);
    account->totp_last_step = *step;
    put_account(draft.change, *account);
    draft.change.drop_thing(kOffered, session.person.text());
    note(draft, oneself(session), RecordId{session.person.uuid}, "account.change_factor");
  };
  const auto done = tried(house, {who, "", ""}, [&] { return together(house, take); });
  if (!done) return done;
  house.sessions.drop_others(session.person, session.key);
  return done;
}

}  // namespace nibbi::usecases
