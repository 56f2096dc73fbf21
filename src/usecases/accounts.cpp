#include "usecases/accounts.hpp"

#include "base/fold.hpp"
#include "crypto/digest.hpp"
#include "crypto/random.hpp"
#include "crypto/text_form.hpp"
#include "crypto/totp.hpp"
#include "usecases/devices.hpp"
#include "usecases/tries.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;

constexpr std::string_view kAccounts = "account";

std::string session_key(std::string_view token) { return crypto::hex(crypto::token_digest(token)); }

Session new_session(House& house, const Account& account, bool pending) {
  const Instant now = house.now();
  Session s;
  s.person = account.person;
  s.login = account.login;
  s.factor_pending = pending;
  s.begun_at = s.seen_at = now;
  if (const auto* person = house.memory.directory()->person(account.person); person && !person->posts.empty()) {
    s.role = person->posts.front().role;
    s.unit = person->posts.front().unit;
  }
  return s;
}

/// Every change of rights has a new token, so that an older one is worth nothing.
SignIn open_session(House& house, Session s) {
  SignIn out{crypto::new_token(), s.factor_pending};
  if (!s.key.empty()) house.sessions.drop(s.key);
  s.key = session_key(out.token);
  house.sessions.put(std::move(s));
  return out;
}

/// Counted by login: a new sign-in with a stolen passphrase buys no new tries.
Result<void> tried_in(House& house, const Session& session, std::string_view what, const FactorCheck& check) {
  const std::string who = std::string(what) + " of " + session.login;
  return tried(house, {who, "", ""}, [&] { return check(house, session); });
}

Json passkey_json(const Passkey& p) {
  Json j(jsoncons::json_object_arg);
  j["id"] = crypto::base64url(p.key.id);
  j["algorithm"] = static_cast<std::int64_t>(p.key.algorithm);
  j["key"] = crypto::base64url(p.key.key);
  j["count"] = p.key.count;
  j["name"] = crypto::base64url(p.sealed_name);
  j["added"] = p.added.text();
  if (p.used) j["used"] = p.used->text();
  return j;
}

Passkey passkey_of(const Json& j) {
  Passkey p;
  p.key.id = crypto::from_base64url(j["id"].as<std::string>()).value_or("");
  p.key.algorithm = crypto::passkey_algorithm(j["algorithm"].as<std::int64_t>()).value_or(crypto::PasskeyAlgorithm::es256);
  p.key.key = crypto::from_base64url(j["key"].as<std::string>()).value_or("");
  p.key.count = j["count"].as<std::uint32_t>();
  p.sealed_name = crypto::from_base64url(j["name"].as<std::string>()).value_or("");
  p.added = Instant::parse(j["added"].as<std::string>()).value_or(Instant{});
  if (j.contains("used")) p.used = Instant::parse(j["used"].as<std::string>());
  return p;
}

}  // namespace

Result<void> is_passphrase(House& house, const std::optional<std::string>& hash, std::string_view passphrase) {
  switch (house.hashes.verify(hash, passphrase)) {
    case crypto::PasswordAnswer::busy: return refuse(ProblemCode::busy);
    case crypto::PasswordAnswer::wrong: return refuse(ProblemCode::wrong_sign_in);
    case crypto::PasswordAnswer::right: return {};
  }
  return refuse(ProblemCode::wrong_sign_in);
}

std::optional<Account> find_account(StoreReader& store, std::string_view login) {
  const auto text = store.thing(kAccounts, fold(login));
  if (!text) return std::nullopt;
  const Json j = Json::parse(*text);
  Account a;
  a.person = PersonId::parse(j["person"].as<std::string>()).value_or(PersonId{});
  a.login = j["login"].as<std::string>();
  a.password_hash = j["hash"].as<std::string>();
  if (j.contains("totp")) a.sealed_totp = crypto::from_base64url(j["totp"].as<std::string>()).value_or("");
  a.totp_last_step = j["totp_last_step"].as<std::int64_t>();
  a.suspended = j.contains("suspended");
  if (j.contains("passkeys"))
    for (const Json& one : j["passkeys"].array_range()) a.passkeys.push_back(passkey_of(one));
  return a;
}

void put_account(Change& change, const Account& a) {
  Json j(jsoncons::json_object_arg);
  j["person"] = a.person.text();
  j["login"] = a.login;
  j["hash"] = a.password_hash;
  if (!a.sealed_totp.empty()) j["totp"] = crypto::base64url(a.sealed_totp);
  j["totp_last_step"] = a.totp_last_step;
  if (a.suspended) j["suspended"] = true;
  if (!a.passkeys.empty()) j["passkeys"] = Json(jsoncons::json_array_arg);
  for (const Passkey& one : a.passkeys) j["passkeys"].push_back(passkey_json(one));
  change.put_thing(kAccounts, fold(a.login), wire::write_json(j));
}

Result<Account> make_account(House& house, PersonId person, std::string_view login, std::string_view passphrase, std::string_view totp_secret) {
  if (!house.memory.directory()->person(person)) return refuse(ProblemCode::person_unknown);
  auto hash = house.hashes.hash(passphrase);
  if (!hash) return std::unexpected(hash.error());
  Account account{person, std::string(login), std::move(*hash), {}};
  if (!totp_secret.empty()) account.sealed_totp = house.vault.seal_thing(person.uuid, totp_secret);
  return house.writer.run<Result<Account>>([account](Draft& draft) -> Result<Account> {
    if (find_account(draft.change, account.login)) return refuse(ProblemCode::already_open, {{"field", "login"}});
    put_account(draft.change, account);
    return account;
  });
}

Result<SignIn> sign_in(House& house, std::string_view login, std::string_view passphrase, std::string_view address, std::string_view known_device) {
  const std::string name = fold(login);
  // A device counts as known only when it is this person's.
  const auto account = find_account(house.store, name);
  std::string device;
  if (auto id = DeviceId::parse(known_device); id && account)
    if (auto d = find_device(house.store, *id); d && d->person == account->person && !d->revoked) device = d->id.text();
  // Nobody of that name, or an account that was never opened, costs the same time.
  const bool opened = account && !account->password_hash.empty();
  const auto right = tried(house, {name, address, device}, [&] { return is_passphrase(house, opened ? std::optional(account->password_hash) : std::nullopt, passphrase); });
  if (!right) return std::unexpected(right.error());
  if (const auto* person = house.memory.directory()->person(account->person); !person || person->posts.empty()) return refuse(ProblemCode::not_allowed, {{"field", "role"}});
  const bool pending = account->has_second_factor();
  Session s = new_session(house, *account, pending);
  if (!pending) s.factor_at = house.now();
  SignIn in = open_session(house, std::move(s));
  // Looked at again once the session stands: whoever suspended it, or began it anew, while the passphrase was tried, has ended the others already.
  const auto now = find_account(house.store, name);
  if (now && now->password_hash == account->password_hash && !now->suspended) return in;
  house.sessions.drop(session_key(in.token));
  if (now && now->suspended) return refuse(ProblemCode::not_allowed, {{"field", "account"}});
  return refuse(ProblemCode::wrong_sign_in);
}

/// The step of this code is kept in the same transaction, so that a code is good once however many try it at once.
FactorCheck by_code(std::string_view six_digits) {
  return [code = std::string(six_digits)](House& house, const Session& session) {
    return house.writer.run<Result<void>>([&house, code, login = session.login](Draft& draft) -> Result<void> {
      auto account = find_account(draft.change, login);
      if (!account || account->sealed_totp.empty()) return refuse(ProblemCode::wrong_code);
      const std::string secret = house.vault.open_thing(account->person.uuid, account->sealed_totp);
      const auto step = crypto::totp_check(crypto::bytes_of(secret), code, draft.now, account->totp_last_step);
      if (!step) return refuse(ProblemCode::wrong_code);
      account->totp_last_step = *step;
      put_account(draft.change, *account);
      return {};
    });
  };
}

FactorCheck by_passphrase(std::string_view passphrase) {
  return [passphrase = std::string(passphrase)](House& house, const Session& session) -> Result<void> {
    const auto account = find_account(house.store, session.login);
    if (!account) return refuse(ProblemCode::sign_in_first);
    if (account->has_second_factor()) return refuse(ProblemCode::wrong_code);
    return is_passphrase(house, account->password_hash, passphrase);
  };
}

Result<SignIn> give_factor(House& house, const Session& session, const FactorCheck& check) {
  if (!session.factor_pending) return refuse(ProblemCode::no_such_step);
  if (auto right = tried_in(house, session, "factor", check); !right) return std::unexpected(right.error());
  Session s = session;
  s.factor_pending = false;
  s.factor_at = house.now();
  s.question.clear();
  return open_session(house, std::move(s));
}

Result<void> step_up(House& house, const Session& session, const FactorCheck& check) {
  if (auto right = tried_in(house, session, "step-up", check); !right) return right;
  if (!house.sessions.change(session.key, [&](Session& s) { s.factor_at = house.now(); })) return refuse(ProblemCode::sign_in_first);
  return {};
}

Result<void> act_as(House& house, const Session& session, domain::Role role, UnitId unit) {
  if (!house.memory.directory()->post(session.person, role, unit)) return refuse(ProblemCode::not_allowed);
  const bool lives = house.sessions.change(session.key, [&](Session& s) {
    s.role = role;
    s.unit = unit;
    s.factor_at = {};
  });
  if (!lives) return refuse(ProblemCode::sign_in_first);
  return {};
}

void sign_out(House& house, const Session& session) { house.sessions.drop(session.key); }

std::optional<Session> session_of(House& house, std::string_view token) {
  if (token.size() != 43) return std::nullopt;
  auto session = house.sessions.find(session_key(token), house.now());
  // A post that was taken away is gone at once.
  if (session && !session->factor_pending && !house.memory.directory()->post(session->person, session->role, session->unit)) return std::nullopt;
  return session;
}

}  // namespace nibbi::usecases
