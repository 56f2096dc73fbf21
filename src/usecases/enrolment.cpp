#include "usecases/enrolment.hpp"

#include "base/fold.hpp"
#include "crypto/digest.hpp"
#include "crypto/recovery_code.hpp"
#include "crypto/text_form.hpp"
#include "crypto/totp.hpp"
#include "usecases/tries.hpp"
#include "wire/json.hpp"

namespace nibbi::usecases {
namespace {

using wire::Json;
using enum ProblemCode;

constexpr std::string_view kEnrolments = "enrolment";

struct Kept {
  std::string digest;
  Instant until;
  Enrols what{};
};

std::optional<Kept> kept_of(StoreReader& store, PersonId person, Instant now) {
  const auto text = store.thing(kEnrolments, person.text());
  if (!text) return std::nullopt;
  const Json j = wire::read_own_json(*text);
  Kept kept{j["digest"].as<std::string>(), Instant::parse(j["until"].as<std::string>()).value_or(Instant{}), j["factor_only"].as<bool>() ? Enrols::factor : Enrols::anew};
  if (now > kept.until) return std::nullopt;
  return kept;
}

std::string digest_of(const House& house, PersonId person, std::string_view code) {
  const auto digest = crypto::recovery_code_digest(house.vault.own().blind, person, code);
  return crypto::hex(digest);
}

/// The account that this code opens now.
std::optional<Account> opened_by(House& house, StoreReader& store, std::string_view login, std::string_view code, Instant now) {
  auto account = find_account(store, login);
  if (!account) return std::nullopt;
  const auto kept = kept_of(store, account->person, now);
  if (!kept || !crypto::equal_in_constant_time(kept->digest, digest_of(house, account->person, code))) return std::nullopt;
  return account;
}

/// One try; what is wrong with it is told in one way.
Result<Account> admitted(House& house, std::string_view login, std::string_view code, std::string_view address) {
  const std::string who = "one-time code of " + fold(login);
  std::optional<Account> account;
  const auto right = tried(house, {who, address, ""}, [&]() -> Result<void> {
    account = opened_by(house, house.store, login, code, house.now());
    if (!account) return refuse(wrong_code, {{"field", "code"}});
    return {};
  });
  if (!right) return std::unexpected(right.error());
  return *account;
}

std::string secret_of(const House& house, const Account& account) { return house.vault.open_thing(account.person.uuid, account.sealed_totp); }

void renew_factor(const House& house, Account& account) {
  account.passkeys.clear();  // the device that held them may be what was lost
  if (account.sealed_totp.empty()) return;
  account.sealed_totp = house.vault.seal_thing(account.person.uuid, crypto::text_of(crypto::new_totp_secret().bytes()));
  account.totp_last_step = 0;
}

}  // namespace

OneTimeCode issue_code(House& house, Draft& draft, Account& account, Enrols what) {
  renew_factor(house, account);
  if (what == Enrols::anew) account.password_hash.clear();
  const OneTimeCode out{crypto::new_recovery_code(), draft.now + kOneTimeLasts};
  Json j(jsoncons::json_object_arg);
  j["digest"] = digest_of(house, account.person, out.code);
  j["until"] = out.until.text();
  j["factor_only"] = what == Enrols::factor;
  draft.change.put_thing(kEnrolments, account.person.text(), wire::write_json(j));
  return out;
}

Result<Enrolment> begin_enrolment(House& house, std::string_view login, std::string_view code, std::string_view address) {
  if (const auto known = admitted(house, login, code, address); !known) return std::unexpected(known.error());
  return together<Enrolment>(house, [&](Draft& draft) {
    auto account = opened_by(house, draft.change, login, code, draft.now);
    if (!account) throw Undo{{wrong_code, {{"field", "code"}}}};
    const auto* person = draft.directory().person(account->person);
    Enrolment out{kept_of(draft.change, account->person, draft.now)->what, person ? person->name : std::string{}, {}, {}};
    if (account->sealed_totp.empty()) return out;
    // A secret that whoever made the code may have looked at is worth nothing to them once its person begins.
    renew_factor(house, *account);
    put_account(draft.change, *account);
    const std::string secret = secret_of(house, *account);
    out.uri = crypto::totp_uri(crypto::bytes_of(secret), house.name, account->login);
    out.secret = crypto::base32(crypto::bytes_of(secret));
    return out;
  });
}

Result<void> finish_enrolment(House& house, const Enrolled& given, std::string_view address) {
  auto known = admitted(house, given.login, given.code, address);
  if (!known) return std::unexpected(known.error());
  const auto kept = kept_of(house.store, known->person, house.now());
  if (!kept) return refuse(wrong_code, {{"field", "code"}});
  std::string hash;
  if (kept->what == Enrols::anew) {
    auto made = passphrase_hash(house, given.passphrase);
    if (!made) return std::unexpected(made.error());
    hash = std::move(*made);
  } else {
    // Tried as often as at the door, and no more.
    const std::string who = "passphrase for the one-time code of " + fold(given.login);
    const auto right = tried(house, {who, address, ""}, [&] { return is_passphrase(house, known->password_hash, given.passphrase); });
    if (!right) return right;
  }
  const auto done = together(house, [&](Draft& draft) {
    auto account = opened_by(house, draft.change, given.login, given.code, draft.now);
    if (!account) throw Undo{{wrong_code, {{"field", "code"}}}};
    if (!account->sealed_totp.empty()) {
      const std::string secret = secret_of(house, *account);
      const auto step = crypto::totp_check(crypto::bytes_of(secret), given.totp, draft.now, account->totp_last_step);
      if (!step) throw Undo{{wrong_code, {{"field", "totp"}}}};
      account->totp_last_step = *step;
    }
    if (!hash.empty()) account->password_hash = hash;
    put_account(draft.change, *account);
    draft.change.drop_thing(kEnrolments, account->person.text());
    By self("the person, with a one-time code");
    note(draft, self, RecordId{account->person.uuid}, "account.enrolled");
  });
  if (done) house.sessions.drop_person(known->person);
  return done;
}

bool awaits_enrolment(StoreReader& store, PersonId person, Instant now) { return kept_of(store, person, now).has_value(); }

}  // namespace nibbi::usecases
